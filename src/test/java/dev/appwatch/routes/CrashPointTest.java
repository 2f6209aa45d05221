package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends the service right before and after what it writes, moves, answers and acknowledges, for
 * every kind of source. The profile {@code stress} tries every point until a run passes them all.
 */
final class CrashPointTest {

  private static final boolean STRESS = Boolean.getBoolean("appwatch.stress");
  private static final int STEP = Integer.getInteger("appwatch.crashStep", 17);
  private static final int MOST = Integer.getInteger("appwatch.crashPoints", 4);

  /**
   * A reader of a hub that died is missed for some seconds before its partitions are read again.
   */
  private static final int MOST_OF_A_HUB = STRESS ? MOST : 1;

  /** After so many points what waits is done, or a run would have ever more to do. */
  private static final int BETWEEN_REST = 5;

  private static final int RECORDS = 3;
  private static final String TOPIC = "audit";
  private static final int KILLED = 137;

  @TempDir private Path folder;

  /**
   * Where records come from.
   *
   * @param environment what the service needs to read it
   * @param options the same for its JVM
   * @param sender sends some records
   * @param done whether the service has done what it can with them
   */
  private record Source(
      Map<String, String> environment, List<String> options, Sender sender, BooleanSupplier done) {

    ServiceProcess start(Path data, List<String> more) throws Exception {
      List<String> all = new ArrayList<>(options);
      all.addAll(more);
      return ServiceProcess.start(data, all, environment);
    }
  }

  /** Sends some records to a service. */
  private interface Sender {
    void send(ServiceProcess service) throws Exception;
  }

  @Test
  void ofHttpAndFilesNothingIsLostWhereverItEnds() throws Exception {
    Deliveries deliveries = deliveries();
    Source source =
        new Source(
            Map.of(),
            List.of(),
            service -> {
              deliveries.dropFile(RECORDS);
              deliveries.post(service, RECORDS);
            },
            () -> deliveries.waitingFiles() == 0);
    endEverywhere(source, deliveries, 1, MOST);
  }

  @Test
  void ofKafkaNothingIsLostWhereverItEnds() throws Exception {
    Deliveries deliveries = deliveries();
    try (Broker broker = new Broker(folder)) {
      broker.makeTopic(TOPIC, 1);
      Source source =
          new Source(
              broker.environment(TOPIC),
              broker.trust(),
              service -> broker.send(TOPIC, List.of(deliveries.message(1))),
              deliveries::allThere);
      endEverywhere(source, deliveries, STEP, MOST_OF_A_HUB);
    }
  }

  @Test
  void ofEventHubsNothingIsLostWhereverItEnds() throws Exception {
    Deliveries deliveries = deliveries();
    TestKeys keys = TestKeys.in(folder);
    try (EventHubStandIn standIn = new EventHubStandIn(1, keys.options())) {
      Source source =
          new Source(
              EventHubsKillTest.environment(standIn),
              keys.trust(),
              service -> standIn.append(0, List.of(deliveries.message(1))),
              deliveries::allThere);
      endEverywhere(source, deliveries, STEP, MOST_OF_A_HUB);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Deliveries deliveries() throws Exception {
    return new Deliveries(Files.createDirectory(data()));
  }

  private void endEverywhere(Source source, Deliveries deliveries, int first, int most)
      throws Exception {
    List<String> points = new ArrayList<>();
    boolean all = false;
    for (int point = first; !all && points.size() < most; point += STEP) {
      all = !endsAt(point, source, points);
      deliveries.assertNothingMissing();
      if (points.size() % BETWEEN_REST == 0) {
        doTheRest(source, deliveries);
      }
    }
    doTheRest(source, deliveries);
    System.out.printf(
        "%d points, %s: %d records sent, all kept. %s%n",
        points.size(),
        all ? "all there are" : "some of them",
        deliveries.sentRecords(),
        CrashPoints.kinds(points));
    assertThat(points).isNotEmpty();
  }

  private void doTheRest(Source source, Deliveries deliveries) throws Exception {
    try (ServiceProcess service = source.start(data(), List.of())) {
      deliveries.postUnansweredAgain(service);
      RunningHub.until("everything is done", source.done());
      assertThat(service.terminate()).isIn(0, 143);
    }
    deliveries.assertAllThere();
  }

  /** Returns whether the service ended at the point; it may do all its work before. */
  private boolean endsAt(int point, Source source, List<String> points) throws Exception {
    Path begin = data().resolve("begin");
    Files.deleteIfExists(begin);
    try (ServiceProcess service = source.start(data(), CrashPoints.options(data(), begin, point))) {
      Files.createFile(begin);
      source.sender().send(service);
      RunningHub.until(
          "it has ended or done everything", () -> !service.runs() || source.done().getAsBoolean());
      boolean ended = service.terminate() == KILLED; // what it does as it ends counts as well
      if (ended) {
        points.add(service.lastLine("ended at point").replaceAll(".*: ", ""));
      }
      return ended;
    }
  }
}

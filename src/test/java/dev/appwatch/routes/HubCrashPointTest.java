package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends the service right before and after what it writes and acknowledges while it reads a hub,
 * which gives out again what was not acknowledged. The profile {@code stress} tries every point
 * until a run passes them all.
 */
final class HubCrashPointTest {

  private static final boolean STRESS = Boolean.getBoolean("appwatch.stress");
  private static final int STEP = Integer.getInteger("appwatch.crashStep", 17);

  /** A reader that died is missed for some seconds before its partitions are read again. */
  private static final int MOST = STRESS ? Integer.getInteger("appwatch.crashPoints", 4) : 1;

  /** After so many points what waits is done, or a run would have ever more to do. */
  private static final int BETWEEN_REST = 5;

  private static final String TOPIC = "audit";
  private static final int KILLED = 137;

  @TempDir private Path folder;

  /** Where messages are sent to, to be read by a service. */
  private interface Sender {
    void send(String message) throws Exception;
  }

  @Test
  void ofKafkaNothingIsLostWhereverItEnds() throws Exception {
    try (Broker broker = new Broker(folder)) {
      broker.makeTopic(TOPIC, 1);
      endEverywhere(
          broker.environment(TOPIC),
          broker.trust(),
          message -> broker.send(TOPIC, List.of(message)));
    }
  }

  @Test
  void ofEventHubsNothingIsLostWhereverItEnds() throws Exception {
    TestKeys keys = TestKeys.in(folder);
    try (EventHubStandIn standIn = new EventHubStandIn(1, keys.options())) {
      endEverywhere(
          EventHubsKillTest.environment(standIn),
          keys.trust(),
          message -> standIn.append(0, List.of(message)));
    }
  }

  private void endEverywhere(Map<String, String> environment, List<String> trust, Sender sender)
      throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Deliveries deliveries = new Deliveries(data);
    List<String> points = new ArrayList<>();
    boolean all = false;
    for (int point = STEP; !all && points.size() < MOST; point += STEP) {
      Path begin = data.resolve("begin");
      Files.deleteIfExists(begin);
      List<String> options = new ArrayList<>(trust);
      options.addAll(CrashPoints.options(data, begin, point));
      try (ServiceProcess service = ServiceProcess.start(data, options, environment)) {
        Files.createFile(begin);
        sender.send(deliveries.message(1));
        RunningHub.until(
            "it has ended or done everything", () -> !service.runs() || deliveries.allThere());
        all = service.terminate() != KILLED; // what it does as it ends counts as well
        if (!all) {
          points.add(service.lastLine("ended at point").replaceAll(".*: ", ""));
        }
      }
      if (points.size() % BETWEEN_REST == 0) {
        doTheRest(data, environment, trust, deliveries);
      }
    }
    doTheRest(data, environment, trust, deliveries);
    System.out.printf(
        "%d points, %s: %d records sent, all kept. %s%n",
        points.size(),
        all ? "all there are" : "some of them",
        deliveries.sentRecords(),
        CrashPoints.kinds(points));
    assertThat(points).isNotEmpty();
  }

  private static void doTheRest(
      Path data, Map<String, String> environment, List<String> trust, Deliveries deliveries)
      throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, trust, environment)) {
      RunningHub.until("everything is kept", deliveries::allThere);
      assertThat(service.terminate()).isIn(0, 143);
    }
    deliveries.assertAllThere();
  }
}

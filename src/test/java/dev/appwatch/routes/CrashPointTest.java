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
 * Ends the service right before and after what it writes, moves and answers. The profile {@code
 * stress} tries every point until a run passes them all.
 */
final class CrashPointTest {

  private static final int STEP = Integer.getInteger("appwatch.crashStep", 17);
  private static final int MOST = Integer.getInteger("appwatch.crashPoints", 4);
  private static final int RECORDS = 3;

  /** After so many points what waits is done, or a run would have ever more to do. */
  private static final int BETWEEN_REST = 10;

  @TempDir private Path data;

  @Test
  void nothingIsLostWhereverItEnds() throws Exception {
    Deliveries deliveries = new Deliveries(data);
    List<String> points = new ArrayList<>();
    boolean all = false;
    for (int point = 1; !all && points.size() < MOST; point += STEP) {
      all = !endsAt(point, deliveries, points);
      deliveries.assertNothingMissing();
      if (points.size() % BETWEEN_REST == 0) {
        doTheRest(deliveries);
      }
    }
    doTheRest(deliveries);
    System.out.printf(
        "%d points, %s: %d records sent, all kept. %s%n",
        points.size(),
        all ? "all there are" : "some of them",
        deliveries.sentRecords(),
        CrashPoints.kinds(points));
    assertThat(points).isNotEmpty();
  }

  private void doTheRest(Deliveries deliveries) throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, List.of(), Map.of())) {
      deliveries.postUnansweredAgain(service);
      RunningHub.until("every file is done", () -> deliveries.waitingFiles() == 0);
      assertThat(service.terminate()).isIn(0, 143);
    }
    deliveries.assertAllThere();
  }

  /** Returns whether the service ended at the point; it may do all its work before. */
  private boolean endsAt(int point, Deliveries deliveries, List<String> points) throws Exception {
    Path begin = data.resolve("begin");
    Files.deleteIfExists(begin);
    try (ServiceProcess service =
        ServiceProcess.start(data, CrashPoints.options(data, begin, point), Map.of())) {
      Files.createFile(begin);
      deliveries.dropFile(RECORDS);
      deliveries.post(service, RECORDS);
      RunningHub.until(
          "it has ended or done everything",
          () -> !service.runs() || deliveries.waitingFiles() == 0);
      boolean ended = !service.runs();
      if (ended) {
        points.add(service.lastLine("ended at point").replaceAll(".*: ", ""));
      }
      return ended;
    }
  }
}

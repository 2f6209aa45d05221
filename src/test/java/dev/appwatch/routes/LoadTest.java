package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service under load: how much it takes, and what an answer takes at four fifths of that. The
 * profile {@code stress} goes on for half an hour.
 */
final class LoadTest {

  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("appwatch.load", 5));
  private static final boolean STRESS = Boolean.getBoolean("appwatch.stress");
  private static final Duration FINDING_THE_MOST = Duration.ofSeconds(STRESS ? 60 : 5);

  /** On a machine that does nothing else; elsewhere only that it answers at all. */
  private static final double IN_TIME = STRESS ? 250 : 5_000;

  private static final List<String> AS_LAUNCHED =
      List.of("-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC", "-Xmx512m");

  @TempDir private Path data;

  @Test
  void answersInTimeAtFourFifthsOfWhatItTakes() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, AS_LAUNCHED, Map.of());
        Load load = new Load(service.client(), 5);
        Vitals vitals = new Vitals(service.observePort())) {
      load.asFastAsPossible(FINDING_THE_MOST);
      double most = load.asFastAsPossible(FINDING_THE_MOST);

      Load.Latencies latencies = load.at(most * 0.8, TIME);

      System.out.printf(
          "%.0f records/s at most; at four fifths for %s: median %.0f ms, p99 %.0f ms, p99.9 %.0f"
              + " ms, most %.0f ms; %d sent again without an answer; %d connections closed by the"
              + " service%n",
          most,
          TIME,
          latencies.millis(0.5),
          latencies.millis(0.99),
          latencies.millis(0.999),
          latencies.millis(1),
          load.unanswered(),
          service.lines("was closed: "));
      Vitals.Span early = vitals.early();
      Vitals.Span late = vitals.late();
      System.out.printf("early: %s; late: %s%n", early, late);
      assertThat(latencies.millis(0.99)).isLessThan(IN_TIME);
      if (STRESS) { // what takes seconds is still warming up
        assertThat(late.mostThreads()).isLessThanOrEqualTo(early.mostThreads() + 5);
        assertThat(late.mostFiles()).isLessThanOrEqualTo(early.mostFiles() + 5);
        assertThat(late.heapFloor()).isLessThan(early.heapFloor() + 64);
      }
      service.terminate();
      try (Store store = RunningHub.openStore(data)) {
        assertThat(store.check()).isEmpty();
      }
    }
  }
}

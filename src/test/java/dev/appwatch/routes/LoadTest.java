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
  private static final Duration FINDING_THE_MOST = Duration.ofSeconds(5);

  @TempDir private Path data;

  @Test
  void answersInTimeAtFourFifthsOfWhatItTakes() throws Exception {
    try (ServiceProcess service =
            ServiceProcess.start(data, List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"), Map.of());
        Load load = new Load(service.client(), 5)) {
      load.asFastAsPossible(FINDING_THE_MOST);
      double most = load.asFastAsPossible(FINDING_THE_MOST);

      Load.Latencies latencies = load.at(most * 0.8, TIME);

      System.out.printf(
          "%.0f records/s at most; at four fifths for %s: median %.0f ms, p99 %.0f ms, p99.9 %.0f"
              + " ms, most %.0f ms%n",
          most,
          TIME,
          latencies.millis(0.5),
          latencies.millis(0.99),
          latencies.millis(0.999),
          latencies.millis(1));
      assertThat(latencies.millis(0.99)).isLessThan(2_000);
      service.terminate();
      try (Store store = RunningHub.openStore(data)) {
        assertThat(store.check()).isEmpty();
      }
    }
  }
}

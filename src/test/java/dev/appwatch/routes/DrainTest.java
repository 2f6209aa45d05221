package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is asked to end while it has much to do. */
final class DrainTest {

  @TempDir private Path data;

  @Test
  void endsInTimeUnderLoadAndKeepsWhatItAcknowledged() throws Exception {
    Deliveries deliveries = new Deliveries(data);
    try (ServiceProcess service = ServiceProcess.start(data, List.of(), Map.of())) {
      deliveries.dropFile(2_000);
      deliveries.post(service, 10);
      CompletableFuture<Duration> end =
          CompletableFuture.supplyAsync(
              () -> {
                Instant asked = Instant.now();
                service.terminateQuietly();
                return Duration.between(asked, Instant.now());
              });
      for (int i = 0; i < 60 && service.runs(); i++) {
        deliveries.post(service, 10);
      }

      assertThat(end.get()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }
    deliveries.assertNothingMissing();

    try (ServiceProcess service = ServiceProcess.start(data, List.of(), Map.of())) {
      deliveries.postUnansweredAgain(service);
      RunningHub.until("every file is done", () -> deliveries.waitingFiles() == 0);
      assertThat(service.terminate()).isIn(0, 143);
    }
    deliveries.assertAllThere();
    try (Store store = RunningHub.openStore(data)) {
      assertThat(store.check()).isEmpty();
    }
  }
}

package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real disks that fill up and fail. Where nobody may mount one, this is left out. */
final class DiskTest {

  private static final int MEGABYTES = 64;
  private static final int RECORDS = 200;
  private static final int MOST_DELIVERIES = 400;

  /** A few pages, so that it is the service that takes the last ones. */
  private static final long A_LITTLE = 512 << 10;

  @TempDir private Path folder;

  @Test
  void nothingIsAcknowledgedWhileTheDiskIsFull() throws Exception {
    try (MountedDisk disk = MountedDisk.inMemory(folder.resolve("disk"), MEGABYTES)) {
      Deliveries deliveries = new Deliveries(disk.path());
      try (ServiceProcess service = ServiceProcess.start(disk.path(), List.of(), Map.of())) {
        deliveries.post(service, RECORDS);
        assertThat(deliveries.unansweredDeliveries()).isZero();

        Path ballast = disk.fill(A_LITTLE);
        postUntilOneIsNotAnswered(deliveries, service);

        Files.delete(ballast);
        deliveries.postUnansweredAgain(service);
        deliveries.post(service, RECORDS);
        assertThat(service.terminate()).isIn(0, 143);
      }
      deliveries.assertAllThere();
    }
  }

  /** What is written ends in errors, then the system lets the disk be read only. */
  @Test
  void nothingIsAcknowledgedThatADiskWithErrorsDidNotKeep() throws Exception {
    try (MountedDisk below = MountedDisk.inMemory(folder.resolve("below"), MEGABYTES)) {
      Path blocks = below.path().resolve("blocks");
      try (MountedDisk disk = MountedDisk.inFile(blocks, folder.resolve("disk"), 2 * MEGABYTES)) {
        Deliveries deliveries = new Deliveries(disk.path());
        Path ballast;
        try (ServiceProcess service = ServiceProcess.start(disk.path(), List.of(), Map.of())) {
          deliveries.post(service, RECORDS);
          assertThat(deliveries.unansweredDeliveries()).isZero();

          ballast = below.fill(A_LITTLE);
          postUntilOneIsNotAnswered(deliveries, service);
          RunningHub.until("the disk is read only", () -> !disk.takesFiles());
          deliveries.post(service, RECORDS);
          assertThat(deliveries.unansweredDeliveries()).isGreaterThan(1);
          service.kill();
          service.awaitEnd();
        }

        Files.delete(ballast);
        disk.repair(blocks);
        deliveries.assertNothingMissing();
        try (ServiceProcess service = ServiceProcess.start(disk.path(), List.of(), Map.of())) {
          deliveries.postUnansweredAgain(service);
          deliveries.post(service, RECORDS);
          assertThat(service.terminate()).isIn(0, 143);
        }
        deliveries.assertAllThere();
      }
    }
  }

  private static void postUntilOneIsNotAnswered(Deliveries deliveries, ServiceProcess service)
      throws Exception {
    for (int i = 0; i < MOST_DELIVERIES && deliveries.unansweredDeliveries() == 0; i++) {
      deliveries.post(service, RECORDS);
    }
    assertThat(deliveries.unansweredDeliveries()).isPositive();
    assertThat(service.client().post(AuditRecords.lines(900_001, RECORDS)).statusCode())
        .isEqualTo(503);
  }
}

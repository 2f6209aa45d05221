package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that fills up. Where nobody may mount one, this is left out. */
final class DiskFullTest {

  private static final int MEGABYTES = 64;
  private static final int RECORDS = 200;

  @TempDir private Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(
            run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", disk.toString()))
        .as("A small disk can be mounted here (as root)")
        .isZero();
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void nothingIsAcknowledgedWhileTheDiskIsFull() throws Exception {
    Deliveries deliveries = new Deliveries(disk);
    try (ServiceProcess service = ServiceProcess.start(disk, List.of(), Map.of())) {
      deliveries.post(service, RECORDS);
      assertThat(deliveries.unansweredDeliveries()).isZero();

      Path ballast = fill();
      for (int i = 0; i < 200 && deliveries.unansweredDeliveries() == 0; i++) {
        deliveries.post(service, RECORDS);
      }
      assertThat(deliveries.unansweredDeliveries()).isPositive();
      assertThat(service.client().post(AuditRecords.lines(900_001, RECORDS)).statusCode())
          .isEqualTo(503);

      Files.delete(ballast);
      deliveries.postUnansweredAgain(service);
      deliveries.post(service, RECORDS);
      assertThat(service.terminate()).isIn(0, 143);
    }
    deliveries.assertAllThere();
  }

  /** Leaves a few pages, so that it is the service that fills the rest. */
  private Path fill() throws Exception {
    Path ballast = disk.resolve("ballast");
    long free = Files.getFileStore(disk).getUsableSpace() - (512 << 10);
    Files.write(ballast, new byte[(int) free]);
    return ballast;
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}

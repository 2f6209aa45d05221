package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the service at random moments, as a loss of power would, and looks whether anything that
 * was acknowledged is missing. The profile {@code stress} kills it more often.
 */
final class KillTest {

  private static final int KILLS = Integer.getInteger("appwatch.kills", 3);
  private static final int A_DELIVERY = 20;
  private static final int A_FILE = 2_500;

  /** So many kills of one folder: everything in it is looked at after each. */
  private static final int A_FOLDER = 10;

  @TempDir private Path data;

  private final Random random = new Random(Long.getLong("appwatch.seed", 20260310L));
  private final Deque<ServiceProcess> started = new ArrayDeque<>();

  @AfterEach
  void end() {
    started.forEach(ServiceProcess::close);
  }

  @Test
  void whatWasAcknowledgedIsThereAfterEveryKill() throws Exception {
    for (int kill = 0; kill < KILLS; kill += A_FOLDER) {
      killOften(data.resolve("from-kill-" + kill), Math.min(A_FOLDER, KILLS - kill));
    }
  }

  /** Looks for everything after every kill. */
  private void killOften(Path folder, int kills) throws Exception {
    Deliveries deliveries = new Deliveries(folder);
    Duration slowest = Duration.ZERO;
    for (int kill = 0; kill < kills; kill++) {
      Instant before = Instant.now();
      ServiceProcess service = start(folder);
      Duration start = Duration.between(before, Instant.now());
      slowest = start.compareTo(slowest) > 0 ? start : slowest;
      deliveries.dropFile(A_FILE);
      Instant end = Instant.now().plusMillis(300 + random.nextInt(1_500));
      while (Instant.now().isBefore(end)) {
        deliveries.post(service, A_DELIVERY);
      }
      Thread killer = killerIn(random.nextInt(25));
      deliveries.post(service, A_DELIVERY);
      deliveries.post(service, A_DELIVERY);
      killer.join();
      service.awaitEnd();

      deliveries.assertNothingMissing();
    }
    ServiceProcess last = start(folder);
    deliveries.postUnansweredAgain(last);
    RunningHub.until("every file is done", () -> deliveries.waitingFiles() == 0);
    assertThat(last.terminate()).isIn(0, 143);

    deliveries.assertAllThere();
    System.out.printf(
        "%d kills, %d records sent, %d acknowledged, slowest start %s%n",
        kills, deliveries.sentRecords(), deliveries.acknowledgedRecords(), slowest);
  }

  @Test
  void aSecondServiceOnTheSameFolderIsRefused() throws Exception {
    ServiceProcess first = start(data);

    assertThat(ServiceProcess.refused(data)).isEqualTo(2);

    assertThat(first.log()).contains("Another service runs with the folder").contains("Maybe");
    assertThat(first.client().post("").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsKeptIsForItsOwnerAlone() throws Exception {
    start(data).kill();
    started.getLast().awaitEnd();
    List<Path> parts =
        Stream.of("appwatch.db", "appwatch.db-wal", "appwatch.db-shm").map(data::resolve).toList();
    for (Path part : parts) {
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
    }

    start(data);

    assertThat(parts).allSatisfy(KillTest::isForItsOwnerAlone);
    assertThat(data.resolve("changes")).isDirectory();
  }

  private static void isForItsOwnerAlone(Path file) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private Thread killerIn(int millis) {
    Thread killer =
        new Thread(
            () -> {
              java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
              started.getLast().kill();
            });
    killer.start();
    return killer;
  }

  private ServiceProcess start(Path folder) throws IOException {
    started.addLast(ServiceProcess.start(folder, List.of(), Map.of()));
    return started.getLast();
  }
}

package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.EventRef;
import dev.appwatch.model.Finding;
import dev.appwatch.store.Store;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  @TempDir private Path data;

  private final Set<String> acknowledged = new TreeSet<>();
  private final Map<Integer, String> unanswered = new TreeMap<>();
  private final Random random = new Random(Long.getLong("appwatch.seed", 20260310L));
  private final Deque<ServiceProcess> started = new ArrayDeque<>();
  private int next = 1;

  @AfterEach
  void end() {
    started.forEach(ServiceProcess::close);
  }

  @Test
  void whatWasAcknowledgedIsThereAfterEveryKill() throws Exception {
    Set<String> sent = new TreeSet<>();
    Duration slowest = Duration.ZERO;
    for (int kill = 0; kill < KILLS; kill++) {
      Instant before = Instant.now();
      start();
      Duration start = Duration.between(before, Instant.now());
      slowest = start.compareTo(slowest) > 0 ? start : slowest;
      dropFile(sent);
      Instant end = Instant.now().plusMillis(300 + random.nextInt(1_500));
      while (Instant.now().isBefore(end)) {
        send(sent);
      }
      Thread killer = killerIn(random.nextInt(25));
      send(sent);
      send(sent);
      killer.join();
      started.getLast().awaitEnd();

      assertNothingMissing();
    }
    start();
    for (Map.Entry<Integer, String> again : new HashMap<>(unanswered).entrySet()) {
      assertThat(post(again.getKey(), again.getValue())).isTrue();
    }
    RunningHub.until("every file is done", () -> waitingFiles() == 0);
    assertThat(started.getLast().terminate()).isIn(0, 143);

    acknowledged.addAll(sent);
    assertNothingMissing();
    System.out.printf(
        "%d kills, %d records sent, %d acknowledged, slowest start %s%n",
        KILLS, sent.size(), acknowledged.size(), slowest);
  }

  @Test
  void aSecondServiceOnTheSameFolderIsRefused() throws Exception {
    start();

    assertThat(ServiceProcess.refused(data)).isEqualTo(2);

    assertThat(started.getLast().log())
        .contains("Another service runs with the folder")
        .contains("Maybe");
    assertThat(started.getLast().client().post("").statusCode()).isEqualTo(200);
  }

  private void assertNothingMissing() {
    try (Store store = RunningHub.openStore(data)) {
      Set<String> kept = new HashSet<>();
      Set<String> ids = new HashSet<>();
      for (Finding finding : RunningHub.findings(store)) {
        assertThat(ids.add(finding.id())).isTrue();
        finding.events().stream().map(EventRef::id).forEach(id -> kept.add(String.valueOf(id)));
      }
      store
          .quarantine()
          .forEach(
              false,
              stored -> kept.add(new String(stored.record().bytes(), StandardCharsets.UTF_8)));
      assertThat(kept).containsAll(acknowledged);
      assertThat(store.check()).isEmpty();
    }
  }

  /** Sends records of which the last can't be judged. */
  private void send(Set<String> sent) throws Exception {
    int first = next;
    next += A_DELIVERY;
    String broken = "broken record " + first;
    String body = AuditRecords.lines(first, A_DELIVERY) + broken + "\n";
    sent.addAll(AuditRecords.ids(first, A_DELIVERY));
    sent.add(broken);
    unanswered.put(first, body);
    if (post(first, body)) {
      acknowledged.addAll(AuditRecords.ids(first, A_DELIVERY));
      acknowledged.add(broken);
    }
  }

  private boolean post(int first, String body) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          started.getLast().client().post(body, "Idempotency-Key", "delivery-" + first);
      if (answer.statusCode() != 200) {
        return false;
      }
      unanswered.remove(first);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void dropFile(Set<String> sent) throws IOException {
    int first = next;
    next += A_FILE;
    sent.addAll(AuditRecords.ids(first, A_FILE));
    Path draft = Files.writeString(data.resolve("draft"), AuditRecords.lines(first, A_FILE));
    Files.setLastModifiedTime(
        draft, java.nio.file.attribute.FileTime.from(Instant.now().minusSeconds(60)));
    Files.move(
        draft,
        data.resolve("inbox").resolve("audit-" + first + ".jsonl"),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private long waitingFiles() {
    try (Stream<Path> files = Files.list(data.resolve("inbox"))) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      return 1;
    }
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

  private void start() throws IOException {
    started.addLast(ServiceProcess.start(data, List.of(), Map.of()));
  }
}

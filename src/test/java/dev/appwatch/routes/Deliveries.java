package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.Finding;
import dev.appwatch.store.Store;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What was sent to a service that is killed now and then, what of it was acknowledged, and whether
 * that is all there.
 */
final class Deliveries {

  private final Path data;
  private final Set<String> sent = new TreeSet<>();
  private final Set<String> acknowledged = new TreeSet<>();
  private final Map<Integer, String> unanswered = new TreeMap<>();
  private int next = 1;

  Deliveries(Path data) {
    this.data = data;
  }

  int sentRecords() {
    return sent.size();
  }

  int acknowledgedRecords() {
    return acknowledged.size();
  }

  /** Returns how many deliveries got no answer, or another one than that they are kept. */
  int unansweredDeliveries() {
    return unanswered.size();
  }

  /** Posts records of which the last can't be judged. */
  void post(ServiceProcess service, int records) {
    int first = next;
    unanswered.put(first, message(records));
    if (post(service, first, unanswered.get(first))) {
      acknowledged.addAll(AuditRecords.ids(first, records));
      acknowledged.add(broken(first));
    }
  }

  /**
   * Returns the next records, and one that can't be judged, for a hub that gives them out until
   * they are acknowledged.
   */
  String message(int records) {
    int first = next;
    next += records;
    sent.addAll(AuditRecords.ids(first, records));
    sent.add(broken(first));
    return AuditRecords.lines(first, records) + broken(first) + "\n";
  }

  private static String broken(int first) {
    return "broken record " + first;
  }

  /** Posts again what got no answer, until it gets one, as its sender would. */
  void postUnansweredAgain(ServiceProcess service) {
    for (Map.Entry<Integer, String> again : new HashMap<>(unanswered).entrySet()) {
      RunningHub.until("it is answered", () -> post(service, again.getKey(), again.getValue()));
    }
  }

  private boolean post(ServiceProcess service, int first, String body) {
    try {
      HttpResponse<String> answer =
          service.client().post(body, "Idempotency-Key", "delivery-" + first);
      if (answer.statusCode() != 200) {
        return false;
      }
      unanswered.remove(first);
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Drops a file that has rested long enough. */
  void dropFile(int records) throws IOException {
    int first = next;
    next += records;
    sent.addAll(AuditRecords.ids(first, records));
    Path draft = Files.writeString(data.resolve("draft"), AuditRecords.lines(first, records));
    Files.setLastModifiedTime(draft, FileTime.from(Instant.now().minusSeconds(60)));
    Files.move(
        draft,
        data.resolve("inbox").resolve("audit-" + first + ".jsonl"),
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns how many files were not acknowledged yet. */
  long waitingFiles() {
    try (Stream<Path> files = Files.list(data.resolve("inbox"))) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      return 1;
    }
  }

  /** Everything that was acknowledged is kept, nothing twice, and the counts are right. */
  void assertNothingMissing() {
    assertKept(acknowledged);
  }

  /** Everything that was ever sent is kept. */
  void assertAllThere() {
    assertThat(unanswered).isEmpty();
    assertKept(sent);
  }

  /** Returns whether everything that was ever sent is kept. */
  boolean allThere() {
    try (Store store = RunningHub.openStore(data)) {
      return kept(store, RunningHub.findings(store)).containsAll(sent);
    }
  }

  private void assertKept(Set<String> expected) {
    try (Store store = RunningHub.openStore(data)) {
      List<Finding> findings = RunningHub.findings(store);
      assertThat(kept(store, findings)).containsAll(expected);
      assertThat(findings.stream().map(Finding::id)).doesNotHaveDuplicates();
      assertThat(store.check()).isEmpty();
    }
  }

  private static Set<String> kept(Store store, List<Finding> findings) {
    Set<String> kept = new HashSet<>(RunningHub.recordIds(findings));
    store
        .quarantine()
        .forEach(
            false, stored -> kept.add(new String(stored.record().bytes(), StandardCharsets.UTF_8)));
    return kept;
  }
}

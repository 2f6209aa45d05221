package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import dev.appwatch.store.Store;
import dev.appwatch.store.Totals;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Large files and many files, with a heap of 256 MB. The profile {@code stress} takes a gigabyte
 * and 100,000 files.
 */
final class FilesTest {

  private static final int MEGABYTES = Integer.getInteger("appwatch.megabytes", 24);
  private static final int FILES = Integer.getInteger("appwatch.files", 300);
  private static final int A_RECORD = 2_960;
  private static final long MOST_RESIDENT = 400;

  @TempDir private Path data;
  private Path inbox;
  private Store store;

  @BeforeEach
  void begin() throws IOException {
    inbox = Files.createDirectory(data.resolve("inbox"));
    store = RunningHub.openStore(data);
  }

  @AfterEach
  void end() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLargeFileIsTakenUpWhereItWasLeft(boolean array) throws Exception {
    long records = MEGABYTES * 1_000_000L / A_RECORD;
    Path draft = generated(records);
    drop(array ? asArray(draft) : draft, "large.json");
    Instant began = Instant.now();
    long peak;
    try (ServiceProcess first = ServiceProcess.start(data, List.of(), Map.of())) {
      RunningHub.until("a part of it is kept", () -> totals().received() > records / 4);
      peak = first.peakMegabytes();
      first.kill();
      first.awaitEnd();
    }
    long before = totals().received();
    assertThat(before).isLessThan(records);

    try (ServiceProcess second = ServiceProcess.start(data, List.of(), Map.of())) {
      RunningHub.until("the rest is kept", () -> totals().received() >= records);
      RunningHub.until("the file is done", () -> inboxIsEmpty());
      peak = Math.max(peak, second.peakMegabytes());
      assertThat(second.terminate()).isIn(0, 143);
    }

    System.out.printf(
        "%d MB %s: %d records, killed after %d, %s, at most %d MB resident%n",
        MEGABYTES,
        array ? "in one array" : "of lines",
        records,
        before,
        Duration.between(began, Instant.now()),
        peak);
    assertThat(totals().received()).isEqualTo(records);
    assertThat(peak).isLessThanOrEqualTo(MOST_RESIDENT);
    assertThat(store.check()).isEmpty();
  }

  @Test
  void manySmallFilesAreTakenOnceEach() throws Exception {
    for (int i = 1; i <= FILES; i++) {
      Path file = Files.writeString(data.resolve("draft"), AuditRecords.lines(i, 1));
      drop(file, "audit-" + i + ".jsonl");
    }
    Instant began = Instant.now();

    try (ServiceProcess service = ServiceProcess.start(data, List.of(), Map.of())) {
      RunningHub.until("every file is done", Duration.ofMinutes(15), () -> inboxIsEmpty());
      System.out.printf(
          "%d files: %s, at most %d MB resident%n",
          FILES, Duration.between(began, Instant.now()), service.peakMegabytes());
      assertThat(service.terminate()).isIn(0, 143);
    }

    assertThat(totals()).isEqualTo(new Totals(FILES, FILES, 0));
    try (Stream<Path> done = Files.list(inbox.resolve("done"))) {
      assertThat(done.count()).isEqualTo(FILES);
    }
    assertThat(store.check()).isEmpty();
  }

  private Path generated(long records) throws IOException {
    Path draft = data.resolve("draft");
    try (OutputStream out = Files.newOutputStream(draft)) {
      new Generator(Shape.DIAGNOSTIC, records, 7, 0.02).write(out);
    }
    return draft;
  }

  private Path asArray(Path lines) throws IOException {
    Path array = data.resolve("draft.array");
    try (BufferedReader in = Files.newBufferedReader(lines);
        BufferedWriter out = Files.newBufferedWriter(array)) {
      String before = "[\n";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(before);
        out.write(line);
        before = ",\n";
      }
      out.write("\n]\n");
    }
    Files.delete(lines);
    return array;
  }

  private void drop(Path file, String name) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    Files.move(file, inbox.resolve(name));
  }

  private boolean inboxIsEmpty() {
    try (Stream<Path> files = Files.list(inbox)) {
      return files.noneMatch(Files::isRegularFile);
    } catch (IOException e) {
      return false;
    }
  }

  private Totals totals() {
    return store.totals().getOrDefault("files", Totals.NONE);
  }
}

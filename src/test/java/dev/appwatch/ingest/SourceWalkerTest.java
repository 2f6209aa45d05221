package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.appwatch.model.QuarantineReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceWalkerTest {

  @TempDir private Path folder;

  @Test
  void walksFoldersInOrderWithoutFollowingLoops() throws IOException {
    Files.createDirectories(folder.resolve("b/c"));
    Files.createSymbolicLink(folder.resolve("b/loop"), folder);
    for (String name : List.of("b/c/2.json", "a.json", "b/.hidden", "z")) {
      Files.writeString(folder.resolve(name), "{}");
    }

    assertThat(names(folder.resolve("z").toString(), folder.toString()))
        .containsExactly(
            folder + "/z",
            folder + "/a.json",
            folder + "/b/.hidden",
            folder + "/b/c/2.json",
            folder + "/z");
  }

  @Test
  void tellsThatAPathLeadsNowhereAndWhatMayHaveBeenMeant() throws IOException {
    Files.createFile(folder.resolve("events.json"));
    String missing = folder.resolve("event.json").toString();

    assertThatExceptionOfType(NoSuchSourceException.class)
        .isThrownBy(() -> names(missing))
        .withMessageContaining("(" + missing + ")")
        .withMessageContaining("Maybe " + folder.resolve("events.json"));
  }

  @Test
  void readsFilesAndStandardInputAndReportsProgress() throws IOException {
    byte[] packed = EncodingTest.gzip("{\"n\":1}\n");
    Files.write(folder.resolve("1.json"), packed);
    InputStream input = new ByteArrayInputStream("{\"n\":2}".getBytes(UTF_8));
    List<Source> sources = new SourceWalker(input).walk(List.of(folder.toString(), "-"));
    Collected collected = new Collected();
    AtomicLong progress = new AtomicLong();

    sources.forEach(
        source -> new RecordReader(Limits.DEFAULT).read(source, progress::addAndGet, collected));

    assertThat(collected.numbers()).containsExactly(1, 2);
    assertThat(collected.records())
        .extracting(record -> record.position().source())
        .containsExactly(folder + "/1.json", "-");
    assertThat(progress).hasValue(packed.length + 7L);
    assertThat(sources.get(0).size()).isEqualTo(OptionalLong.of(packed.length));
    assertThat(sources.get(1).size()).isEmpty();
  }

  @Test
  void setsAsideAFileThatCannotBeOpenedAndReadsOn() throws IOException {
    Files.createSymbolicLink(folder.resolve("1.json"), folder.resolve("nowhere"));
    Files.writeString(folder.resolve("2.json"), "{\"n\":2}");
    Collected collected = new Collected();

    new SourceWalker(InputStream.nullInputStream())
        .walk(List.of(folder.toString()))
        .forEach(source -> new RecordReader(Limits.DEFAULT).read(source, count -> {}, collected));

    assertThat(collected.reasons()).containsExactly(QuarantineReason.UNREADABLE_SOURCE);
    assertThat(collected.numbers()).containsExactly(2);
  }

  @Test
  void refusesLimitsThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Limits(1 << 20, 0, 10, 10, 200))
        .withMessageContaining("depth (0)")
        .withMessageContaining("Maybe");
  }

  private static List<String> names(String... paths) {
    return new SourceWalker(InputStream.nullInputStream())
        .walk(List.of(paths)).stream().map(Source::name).toList();
  }
}

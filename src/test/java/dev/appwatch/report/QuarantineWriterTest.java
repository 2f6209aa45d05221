package dev.appwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuarantineWriterTest {

  @TempDir private Path folder;

  @Test
  void keepsTheBytesAndWhyTheyWereNotJudged() throws IOException {
    Path file = folder.resolve("quarantine.jsonl");
    Files.writeString(file, "of an earlier run\n");

    try (QuarantineWriter unit = QuarantineWriter.open(file)) {
      unit.write(
          new QuarantinedRecord(
              new Position("audit.json", 18, 40_213),
              QuarantineReason.DUPLICATE_KEY,
              "The member (id) is there twice.",
              "{\"id\":1,\"id\":2}".getBytes(StandardCharsets.UTF_8)));
    }

    assertThat(file)
        .hasContent(
            "{\"schema\":\"appwatch.quarantine/1\",\"source\":\"audit.json\",\"record\":18,"
                + "\"offset\":40213,\"reason\":\"DUPLICATE_KEY\","
                + "\"detail\":\"The member (id) is there twice.\",\"sha256\":"
                + "\"d1c86d787a311ec0ab3afb1c639e4cbd458fb30b04d8629676dc9690bcf0850a\","
                + "\"bytes\":\"eyJpZCI6MSwiaWQiOjJ9\"}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void makesAFileThatOnlyItsOwnerReads() throws IOException {
    Path file = folder.resolve("new.jsonl");

    QuarantineWriter.open(file).close();

    assertThat(file).isEmptyFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}

package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A generated stream holds what it says, and nothing else that a row looks at. */
final class GenerateCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void raisesWhatWasPlantedAndNothingElse(Shape shape) throws IOException {
    Path stream = folder.resolve("stream.jsonl");
    Path findings = folder.resolve("findings.jsonl");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SortedMap<String, Long> planted = new Generator(shape, 3_000, 11, 0.05).write(bytes);
    Files.write(stream, bytes.toByteArray());

    int code =
        Main.run(
            "evaluate",
            stream.toString(),
            "--format",
            "jsonl",
            "--now",
            "2026-06-01T00:00:00Z",
            "-o",
            findings.toString());

    SortedMap<String, Long> raised = new TreeMap<>();
    for (String line : Files.readAllLines(findings)) {
      raised.merge(JSON.readTree(line).path("rule").asText(), 1L, Long::sum);
    }
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(raised).isEqualTo(planted).hasSizeGreaterThan(9);
  }

  @ParameterizedTest
  @EnumSource
  void writesTheSameBytesForTheSameSeedOnly(Shape shape) throws IOException {
    assertThat(stream(shape, 5)).isEqualTo(stream(shape, 5)).isNotEqualTo(stream(shape, 6));
  }

  @Test
  void writesAsManyRecordsAsWereAsked() throws IOException {
    Path file = folder.resolve("stream.jsonl");

    int code = Main.run("generate", "--events", "777", "--seed", "3", "-o", file.toString());

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(Files.readAllLines(file)).hasSize(777).allMatch(line -> line.startsWith("{"));
  }

  @Test
  void refusesAShareThatIsNone() {
    assertThat(Main.run("generate", "--events", "1", "--alerts", "many"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(Main.run("generate", "--events", "1", "--alerts", "60%"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(Main.run("generate", "--events", "1", "--shape", "cube"))
        .isEqualTo(ExitCode.REFUSED);
  }

  private static byte[] stream(Shape shape, long seed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Generator(shape, 500, seed, 0.02).write(bytes);
    return bytes.toByteArray();
  }
}

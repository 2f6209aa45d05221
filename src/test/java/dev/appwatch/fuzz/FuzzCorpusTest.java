package dev.appwatch.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs once more what the fuzzer found: {@code mvn -Pfuzz} looks for more. */
@Timeout(60)
final class FuzzCorpusTest {

  private interface Target {
    void run(byte[] input) throws IOException;
  }

  private static Target target(String name) {
    return switch (name) {
      case "ingest" -> IngestFuzz::fuzzerTestOneInput;
      case "normalise" -> NormaliseFuzz::fuzzerTestOneInput;
      case "changes" -> ChangesFuzz::fuzzerTestOneInput;
      case "calendar" -> CalendarFuzz::fuzzerTestOneInput;
      default -> GateFuzz::fuzzerTestOneInput;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "normalise", "changes", "calendar", "gate"})
  void everyInputThatWasFoundIsReadOrRefused(String name) throws IOException {
    List<Path> inputs;
    try (Stream<Path> files = Files.walk(Path.of("src/fuzz/corpus", name))) {
      inputs = files.filter(Files::isRegularFile).sorted().toList();
    }
    assertThat(inputs).isNotEmpty();
    for (Path input : inputs) {
      byte[] bytes = Files.readAllBytes(input);
      assertThatCode(() -> target(name).run(bytes)).as(input.toString()).doesNotThrowAnyException();
    }
  }
}

package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages about the rows, and the layer for the Navigator. */
final class CatalogueTest {

  @TempDir private Path folder;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();

  private int run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    out.append(run.out());
    err.append(run.err());
    return run.code();
  }

  @Test
  void pagesAreUpToDate() throws IOException {
    assertThat(run("rules", "--format", "md", "-o", folder.toString())).isZero();

    List<Path> written = files(folder);
    assertThat(written).hasSizeGreaterThan(18);
    assertThat(files(Path.of("docs/rules")))
        .as("run appwatch rules --format md -o docs/rules")
        .isEqualTo(written);
    for (Path page : written) {
      assertThat(Files.readString(Path.of("docs/rules").resolve(page)))
          .as("run appwatch rules --format md -o docs/rules")
          .isEqualTo(Files.readString(folder.resolve(page)));
    }
  }

  private static List<Path> files(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(Path::getFileName).sorted().toList();
    }
  }

  @Test
  void layerColoursWhatIsTested() throws IOException {
    assertThat(run("rules", "--format", "attack")).isZero();

    JsonNode layer = new ObjectMapper().readTree(out.toString());
    assertThat(layer.path("domain").asText()).isEqualTo("enterprise-attack");
    assertThat(layer.path("techniques"))
        .isNotEmpty()
        .allSatisfy(
            technique -> {
              assertThat(technique.path("techniqueID").asText()).matches("T\\d{4}(\\.\\d{3})?");
              assertThat(technique.path("score").asInt()).isPositive();
            });
  }

  @Test
  void withoutScenariosNothingCountsAsTested() throws IOException {
    Files.writeString(folder.resolve("none.yaml"), "rule: APP-CRED-01\nscenarios: []\n");

    run("rules", "--format", "attack", "--scenarios", folder.toString());

    JsonNode layer = new ObjectMapper().readTree(out.toString());
    assertThat(layer.path("techniques")).allMatch(t -> t.path("color").asText().equals("#d9d9d9"));
  }

  @Test
  void tellsOneRowAsJson() throws IOException {
    assertThat(run("rules", "app-owner-01", "--format", "json")).isZero();

    JsonNode row = new ObjectMapper().readTree(out.toString()).get(0);
    assertThat(row.path("row").asInt()).isEqualTo(17);
    assertThat(row.path("reported")).isNotEmpty();
    assertThat(row.path("leftAlone")).isNotEmpty();
  }
}

package dev.appwatch.context;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LoadCasesTest {

  private static final FeedOptions OPTIONS =
      new FeedOptions(
          Instant.parse("2026-06-10T21:30:00Z"), Duration.ZERO, ServiceNowFields.DEFAULT);

  @TempDir private Path folder;

  static Stream<JsonNode> refused() {
    return FeedCases.ofKind("load");
  }

  static Stream<JsonNode> decided() {
    return FeedCases.ofKind("decide");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesByTheCodeOfTheCase(JsonNode one) throws IOException {
    FeedContents contents = read(one);

    assertThat(contents.windows()).isEmpty();
    assertThat(contents.problems())
        .extracting(ChangeProblem::code)
        .containsOnly(one.path("expect").asText());
    assertThat(contents.problems()).allMatch(problem -> problem.line() == 2);
  }

  @ParameterizedTest
  @MethodSource("decided")
  void readsEveryWindowThatIsNotRefused(JsonNode one) throws IOException {
    FeedContents contents = read(one);

    int windows = 0;
    for (JsonNode window : one.path("windows")) {
      windows += window.has("kind") || window.path("apps").toString().contains("*") ? 0 : 1;
    }
    assertThat(contents.windows()).hasSize(windows);
  }

  @Test
  void thereAreCases() {
    assertThat(refused()).hasSize(14);
    assertThat(FeedCases.ofKind("calendar")).hasSize(40);
  }

  private FeedContents read(JsonNode one) throws IOException {
    ObjectNode feed = JsonNodeFactory.instance.objectNode();
    for (JsonNode window : one.path("windows")) {
      ObjectNode change = FeedCases.change(window);
      boolean freeze = "freeze".equals(window.path("kind").asText());
      change.remove("kind");
      feed.withArray(freeze ? "freezes" : "changes").add(change);
    }
    Path file = folder.resolve("feed.json");
    Files.writeString(file, feed.toString().replace("[{", "[\n{"));
    return ChangeFeedReader.read(file, "feed.json", OPTIONS);
  }
}

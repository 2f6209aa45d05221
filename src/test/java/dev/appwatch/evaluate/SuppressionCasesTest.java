package dev.appwatch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of the model of change windows, through the shipped suppression rules and the decision
 * function. Those about reading windows and calendars are held where they are read.
 */
final class SuppressionCasesTest {

  private static final JsonNode CASES = cases();

  private static JsonNode cases() {
    try (InputStream in =
        SuppressionCasesTest.class.getResourceAsStream("/suppression/cases.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Stream<JsonNode> decisions() {
    return StreamSupport.stream(CASES.path("cases").spliterator(), false)
        .filter(one -> one.path("kind").asText().equals("decide"));
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void decidesAsTheModel(JsonNode one) {
    try (SuppressionBench bench = SuppressionBench.of(one, CASES.path("defaults"))) {
      assertThat(bench.decide())
          .as(one.path("why").asText())
          .isEqualTo(one.path("expect").asText());
    }
  }

  @Test
  void holdsEveryCase() {
    assertThat(decisions()).hasSize(92);
    assertThat(CASES.path("cases")).hasSize(146);
  }
}

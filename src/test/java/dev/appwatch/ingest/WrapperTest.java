package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.QuarantineReason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WrapperTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"_raw\":\"{\\\"n\\\":1}\",\"host\":\"h\"}",
        "{\"AuditData\":\"{\\\"n\\\":1}\"}",
        "{\"AuditData\":{\"n\":1}}",
        "{\"event\":{\"original\":\"{\\\"n\\\":1}\"},\"@timestamp\":\"t\"}",
        "{\"message\":\" {\\\"n\\\":1}\"}",
        "{\"integration\":\"office365\",\"office365\":{\"n\":1}}",
        "{\"o365audit\":{\"n\":1}}",
        "{\"_index\":\"i\",\"_source\":{\"n\":1}}",
        "{\"_source\":{\"event\":{\"original\":\"{\\\"n\\\":1}\"}}}",
        "{\"preview\":false,\"result\":{\"_raw\":\"{\\\"n\\\":1}\"}}",
        "{\"result\":{\"_raw\":\"{\\\"n\\\":1}\"}}",
        "{\"preview\":false,\"result\":{\"n\":1}}",
        "{\"_raw\":\"{\\\"records\\\":[{\\\"n\\\":1}]}\"}",
        "{\"_raw\":\"[{\\\"n\\\":1}]\"}",
      })
  void takesTheRecordOutOfItsWrapperAndKeepsTheOuterBytes(String text) {
    Collected collected = Collected.of(" " + text);

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.fields()).containsExactly(Map.of("n", 1));
    assertThat(collected.records().get(0).bytes()).isEqualTo(text.getBytes(UTF_8));
    assertThat(collected.records().get(0).position().offset()).isEqualTo(1);
  }

  @Test
  void takesTablesOutOfAWrapper() {
    Collected collected =
        Collected.of(
            "{\"_raw\":\"{\\\"tables\\\":[{\\\"columns\\\":[{\\\"name\\\":\\\"n\\\"}],"
                + "\\\"rows\\\":[[1],[2],[3,4]]}]}\"}");

    assertThat(collected.numbers()).containsExactly(1, 2);
    assertThat(collected.reasons()).containsExactly(QuarantineReason.UNKNOWN_SHAPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"no JSON\"}",
        "{\"message\":\"{broken\"}",
        "{\"operationName\":\"o\",\"message\":\"{\\\"n\\\":1}\"}",
        "{\"id\":\"7\",\"auditData\":{\"n\":1}}",
        "{\"result\":\"success\"}",
        "{\"event\":{\"kind\":\"event\"}}"
      })
  void passesOnWhatOnlyLooksLikeAWrapper(String text) {
    Collected collected = Collected.of(text);

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.fields().get(0)).doesNotContainKey("n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"_raw\":\"<14>syslog\"}",
        "{\"AuditData\":\"\"}",
        "{\"event\":{\"original\":\"{\"}}"
      })
  void setsAsideAWrapperWithoutJson(String text) {
    Collected collected = Collected.of(text);

    assertThat(collected.records()).isEmpty();
    assertThat(collected.reasons()).containsExactly(QuarantineReason.MALFORMED_JSON);
    assertThat(collected.quarantinedTexts()).containsExactly(text);
  }

  @Test
  void refusesWrappersInOneAnotherWithoutEnd() {
    String text = "{\"_source\":".repeat(6) + "{\"n\":1}" + "}".repeat(6);

    assertThat(Collected.of(text).reasons()).containsExactly(QuarantineReason.TOO_DEEP);
  }

  @Test
  void refusesAWrappedScalar() {
    assertThat(Collected.of("{\"_raw\":\"7\"}").reasons())
        .containsExactly(QuarantineReason.UNKNOWN_SHAPE);
  }

  @Test
  void completesAnAuditRecordFromItsRow() {
    Collected collected =
        Collected.of(
            "{\"RecordId\":\"7\",\"CreationDate\":\"yesterday\",\"Operation\":\"Outer.\","
                + "\"AuditData\":\"{\\\"Operation\\\":\\\"Inner.\\\"}\"}");

    assertThat(collected.fields())
        .containsExactly(Map.of("Operation", "Inner.", "Id", "7", "CreationTime", "yesterday"));
  }
}

package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.RawRecord;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":1}\n{\"n\":2}\n{\"n\":3}",
        "{\"n\":1}\r\n\r\n{\"n\":2}\r\n{\"n\":3}\r\n\r\n",
        "{\"n\":1},\n{\"n\":2},\n{\"n\":3},\n",
        "{\"n\":1}{\"n\":2} {\"n\":3}",
        "{\n  \"n\": 1\n}\n{\n  \"n\": 2\n}\n{\n  \"n\": 3\n}\n",
        "{\n  \"n\": 1\n}{\n  \"n\": 2\n}{\n  \"n\": 3\n}",
        "\u0000\u0000\n{\"n\":1}\n\u0000{\"n\":2}\n\u001e{\"n\":3}\n",
        "[{\"n\":1},{\"n\":2},{\"n\":3}]",
        "[\n{\"n\":1},\n{\"n\":2},\n{\"n\":3}\n]\n",
        "[\n  {\n    \"n\": 1\n  },\n  {\n    \"n\": 2\n  },\n  {\n    \"n\": 3\n  }\n]",
        "[{\"n\":1}]\n[]\n[{\"n\":2},{\"n\":3}]\n",
        "{\"records\":[{\"n\":1},{\"n\":2},{\"n\":3}]}",
        "{\"@odata.context\":\"x\",\"value\":[{\"n\":1},{\"n\":2},{\"n\":3}],\"@odata.nextLink\":\"y\"}",
        "{\"value\":[{\"n\":1},{\"n\":2}],\"@odata.context\":\"x\"}\n{\"value\":[]}\n{\"n\":3}\n",
        "{\n \"events\" : [\n {\n \"n\" : 1\n },\n {\"n\":2},\n {\"n\":3} ]\n}\n",
        "{\"records\":[{\"n\":1}]}\n{\"records\":[{\"n\":2},{\"n\":3}]}",
        "[{\"records\":[{\"n\":1},{\"n\":2}]},{\"records\":[{\"n\":3}]}]",
        "[{\"records\":[{\"value\":[{\"n\":1}]},{\"events\":[{\"n\":2},{\"n\":3}]}]}]",
        "{\"tables\":[{\"name\":\"P\",\"columns\":[{\"name\":\"n\",\"type\":\"int\"}],"
            + "\"rows\":[[1],[2]]},{\"name\":\"Q\",\"columns\":[{\"name\":\"n\"}],\"rows\":[]},"
            + "{\"name\":\"R\",\"columns\":[{\"name\":\"n\"}],\"rows\":[[3]]}]}",
      })
  void findsTheRecordsOfEveryFraming(String text) {
    Collected collected = Collected.of(text);

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.numbers()).containsExactly(1, 2, 3);
    assertThat(collected.records())
        .extracting(record -> record.position().record())
        .containsExactly(1L, 2L, 3L);
    assertBytesLieAtOffsets(collected, text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n \n",
        "[]",
        "[ ]\n",
        "{\"value\":[]}",
        "{\"@odata.context\":\"x\",\"value\":[]}",
        "{\"tables\":[]}",
        "{\"tables\":[{\"name\":\"P\",\"columns\":[],\"rows\":[]}]}",
        "\u0000\u0000\u0000"
      })
  void findsNothingWhereNothingIs(String text) {
    assertThat(Collected.of(text).lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"operationName\":\"o\",\"value\":[{\"a\":1}]}",
        "{\"records\":[{\"a\":1}],\"id\":\"7\"}",
        "{\"value\":[1,2]}",
        "{\"value\":\"text\"}",
        "{\"events\":{\"a\":1}}",
        "{\"tables\":[{\"name\":\"no columns\"}]}"
      })
  void leavesARecordWithAMemberNamedLikeAPageAlone(String text) {
    Collected collected = Collected.of(text);

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.records()).hasSize(1);
    assertThat(new String(collected.records().get(0).bytes(), UTF_8)).isEqualTo(text);
  }

  @Test
  void readsAPageLongerThanARecordElementByElement() {
    Limits limits = new Limits(100, 64, 1000, 2000, 200);
    String element = "{\"n\":%d,\"text\":\"0123456789 0123456789\"}";
    StringBuilder page = new StringBuilder("{\"@odata.context\":\"x\",\"value\":[");
    for (int i = 0; i < 50; i++) {
      page.append(i == 0 ? "" : ",").append(element.formatted(i));
    }
    page.append("],\"@odata.nextLink\":\"y\"}\n{\"n\":50}\n");

    Collected collected = Collected.of(limits, page.toString().getBytes(UTF_8));

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.records()).hasSize(51);
    assertThat(collected.numbers()).startsWith(0, 1, 2).endsWith(49, 50);
    assertBytesLieAtOffsets(collected, page.toString().getBytes(UTF_8));
  }

  @Test
  void readsTablesLongerThanARecordRowByRow() {
    Limits limits = new Limits(100, 64, 1000, 2000, 200);
    StringBuilder text =
        new StringBuilder(
            "{\"tables\":[{\"name\":\"P\",\"columns\":[{\"name\":\"n\"},{\"name\":\"t\"}],\"rows\":[");
    for (int i = 0; i < 50; i++) {
      text.append(i == 0 ? "" : ",").append("[%d,\"x\"]".formatted(i));
    }
    text.append("]}]}");

    Collected collected = Collected.of(limits, text.toString().getBytes(UTF_8));

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.records()).hasSize(50);
    assertThat(collected.fields().get(49)).isEqualTo(Map.of("n", 49, "t", "x"));
  }

  @Test
  void keepsNumbersExactAndMembersInOrder() {
    Collected collected =
        Collected.of("{\"b\":12345678901234567890,\"a\":0.10,\"c\":null,\"d\":[true,false]}");

    Map<String, ?> fields = collected.fields().get(0);
    assertThat(fields.keySet()).containsExactly("b", "a", "c", "d");
    assertThat(fields.get("b")).hasToString("12345678901234567890");
    assertThat(fields.get("a")).isEqualTo(new BigDecimal("0.10"));
    assertThat(fields.get("c")).isNull();
  }

  @Test
  void refusesWrappersInOneAnotherWithoutEnd() {
    String text = "{\"value\":[".repeat(6) + "{\"n\":1}" + "]}".repeat(6);

    Collected collected = Collected.of(text + "\n{\"n\":2}\n");

    assertThat(collected.reasons()).containsExactly(QuarantineReason.TOO_DEEP);
    assertThat(collected.numbers()).containsExactly(2);
  }

  static void assertBytesLieAtOffsets(Collected collected, byte[] source) {
    for (RawRecord record : collected.records()) {
      int offset = (int) record.position().offset();
      assertThat(Arrays.copyOfRange(source, offset, offset + record.bytes().length))
          .isEqualTo(record.bytes());
    }
  }
}

package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.RawRecord;
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
        "{\"SequenceNumber\":1,\"Offset\":\"0\",\"Body\":{\"bytes\":\"{\\\"records\\\":[{\\\"n\\\":1}]}\"}}",
        "{\"message\":{\"string\":\"{\\\"n\\\":1}\"}}",
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

  @Test
  void takesEveryRecordOutOfACapturedBody() {
    Collected collected =
        Collected.of(
            "{\"SequenceNumber\":1,\"Offset\":\"0\",\"SystemProperties\":{},\"Properties\":{},"
                + "\"Body\":{\"bytes\":\"{\\\"records\\\":[{\\\"n\\\":1},{\\\"n\\\":2}]}\"}}");

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.numbers()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e2\u0080\u0093", "\u2013"})
  void readsTheCharactersOfABodyAsTheBytesTheyStandFor(String dash) {
    Collected collected =
        Collected.of("{\"Body\":{\"bytes\":\"{\\\"n\\\":\\\"a " + dash + " b\\\"}\"}}");

    assertThat(collected.numbers()).containsExactly("a \u2013 b");
  }

  @Test
  void leavesCharactersThatAreNoBytesOfAText() {
    assertThat(Collected.of("{\"Body\":{\"bytes\":\"{\\\"n\\\":\\\"\u00e9\\\"}\"}}").numbers())
        .containsExactly("\u00e9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"no JSON\"}",
        "{\"message\":\"{broken\"}",
        "{\"operationName\":\"o\",\"message\":\"{\\\"n\\\":1}\"}",
        "{\"id\":\"7\",\"auditData\":{\"n\":1}}",
        "{\"result\":\"success\"}",
        "{\"Body\":{\"bytes\":\"no JSON\"}}",
        "{\"Body\":{\"bytes\":7}}",
        "{\"Body\":{\"bytes\":\"{\\\"n\\\":1}\",\"other\":1}}",
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"time\":1,\"sourcetype\":\"azure\",\"event\":{\"records\":[A,B]}}",
        "{\"time\":1,\"event\":[A,B]}",
        "{\"schema\":{\"type\":\"string\"},\"payload\":{\"records\":[A,B]}}",
        "{\"topic\":\"t\",\"ts\":1,\"payload\":\"{\\\"records\\\":[A,B]}\"}",
        "{\"log\":\"{\\\"records\\\":[A,B]}\\n\",\"stream\":\"stdout\",\"time\":\"t\"}",
        "{\"Raw\":{\"records\":[A,B]}}",
        "{\"TimeGenerated\":\"t\",\"Type\":\"Hub_CL\",\"RawData\":\"[A,B]\"}",
        "{\"id\":\"1\",\"specversion\":\"1.0\",\"data\":{\"inner\":{\"value\":[A,B]}}}",
        "{\"responses\":[{\"id\":\"1\",\"status\":200,\"body\":{\"value\":[A,B]}}]}",
        "{\"responses\":[{\"id\":\"1\",\"body\":{\"value\":[A]}},{\"id\":\"2\",\"body\":{\"value\":[B]}}]}",
        "{\"one\":{\"records\":[A]},\"two\":{\"records\":[B]}}",
        "{\"event\":{\"records\":[A]},\"other\":B}"
      })
  void opensPagesUnderNamesThatNobodyListed(String wrapper) {
    boolean text = wrapper.contains("\\\"records") || wrapper.contains("\"[A");
    String first = "{\"category\":\"c\",\"n\":1}";
    String second = "{\"category\":\"c\",\"n\":2}";
    String json =
        wrapper
            .replace("A", text ? first.replace("\"", "\\\"") : first)
            .replace("B", text ? second.replace("\"", "\\\"") : second);

    Collected collected = Collected.of(json);

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.numbers()).containsExactly(1, 2);
    assertThat(Collected.of(collected.records().get(0).bytes()).numbers()).containsExactly(1);
    assertThat(Collected.of(collected.records().get(1).bytes()).numbers()).containsExactly(2);
    assertThat(collected.records().stream().map(r -> r.position().record()))
        .containsExactly(1L, 2L);
  }

  @Test
  void setsOnlyThatPartOfAPageAsideWhichIsNoRecord() {
    Collected collected =
        Collected.of("{\"time\":1,\"event\":{\"records\":[{\"category\":\"c\",\"n\":1},7]}}");

    assertThat(collected.numbers()).containsExactly(1);
    assertThat(collected.reasons()).containsExactly(QuarantineReason.UNKNOWN_SHAPE);
    assertThat(collected.quarantinedTexts()).containsExactly("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"{\\\"records\\\":[{\\\"a\\\":1},{\\\"b\\\":[null,true,{}]}]}\"}",
        "{\"_raw\":\"[{\\\"a\\\":1.10,\\\"b\\\":1e0,\\\"c\\\":12e9,\\\"d\\\":1.5E-300},{\\\"a\\\":123456789012345678901234567890}]\"}",
        "{\"event\":[{\"category\":\"\\ud800 \\ud83d\\ude00 caf\u00e9 \\u0000 \\\"\",\"b\":\"\\udfff\"},{\"a\":2}]}",
        "{\"x\":{\"tables\":[{\"columns\":[{\"name\":\"n\",\"type\":\"int\"},{\"name\":\"_raw\"}],"
            + "\"rows\":[[1,\"{}\"],[2,null],[3,\"{\\\"records\\\":[{},{}]}\"]]}]},\"y\":{\"category\":\"c\"}}",
        "{\"x\":{\"records\":[{\"RecordId\":\"7\",\"Operation\":\"Outer.\",\"AuditData\":\"{\\\"UserId\\\":1}\"},"
            + "{\"RecordId\":\"8\",\"AuditData\":{\"Operation\":\"Inner.\"}}]}}",
        "{\"_raw\":\"[{\\\"_source\\\":{\\\"n\\\":1}},{\\\"message\\\":\\\"{\\\\\\\"n\\\\\\\":2}\\\"}]\"}"
      })
  void keepsOfSeveralRecordsTheBytesThatAreReadAsTheSame(String text) {
    Collected collected = Collected.of(text);

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.records()).hasSizeGreaterThan(1);
    for (RawRecord record : collected.records()) {
      Collected again = Collected.of(record.bytes());
      assertThat(record.bytes()).hasSizeLessThan(text.getBytes(UTF_8).length);
      assertThat(again.quarantined()).isEmpty();
      assertThat(again.fields()).containsExactly(record.fields());
    }
  }

  @Test
  void keepsWhatIsRefusedAmongOthersWithItsOwnBytes() {
    Collected collected =
        Collected.of("{\"_raw\":\"[{\\\"n\\\":1},7,{\\\"_raw\\\":\\\"<14>syslog\\\"},[]]\"}");

    assertThat(collected.numbers()).containsExactly(1);
    assertThat(collected.records().get(0).bytes()).asString().isEqualTo("{\"n\":1}");
    assertThat(collected.quarantinedTexts())
        .containsExactly("7", "{\"_raw\":\"<14>syslog\"}", "[]");
  }

  @Test
  void keepsNoMoreThanCameOfAWrapperOfMany() {
    String many = "{\"message\":\"{\\\"records\\\":[" + "{},".repeat(15_000) + "{}]}\"}";

    Collected collected = Collected.of(many);

    assertThat(collected.records()).hasSize(15_001);
    assertThat(kept(collected)).isLessThan(many.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 5_000})
  void doesNotRepeatLongNamesOfColumnsForEachOfManyRows(int length) {
    String name = "c".repeat(length);
    String table = "{\"columns\":[\"" + name + "\"],\"rows\":[" + "[1],".repeat(800) + "[1]]}";
    String many = "{\"x\":{\"tables\":[" + (table + ",").repeat(9) + table + "]}}";

    Collected collected = Collected.of(many);

    assertThat(collected.records()).hasSize(8_010);
    assertThat(collected.fields()).allMatch(fields -> fields.containsKey(name));
    assertThat(kept(collected)).isLessThan(40L * many.length());
  }

  private static long kept(Collected collected) {
    return collected.records().stream().mapToLong(record -> record.bytes().length).sum();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"category\":\"c\",\"properties\":{\"records\":[{\"category\":\"c\"}]}}",
        "{\"Operation\":\"o\",\"UserAgent\":\"{\\\"records\\\":[{\\\"category\\\":1}]}\"}",
        "{\"AppId_g\":\"a\",\"UserAgent_s\":\"{\\\"records\\\":[{\\\"category\\\":1}]}\"}",
        "{\"id\":\"i\",\"PasswordCredentials\":[],\"DisplayName\":\"[{\\\"category\\\":1}]\"}",
        "{\"event\":{\"records\":[]}}",
        "{\"event\":\"{\\\"a\\\":1,\\\"a\\\":2}\",\"x\":{\"records\":[{\"category\":1}]}}",
        "{\"event\":{\"list\":[{\"a\":1},{\"a\":2}]}}",
        "{\"payload\":\"{\\\"records\\\":[{\\\"a\\\":1,\\\"a\\\":2}]}\"}"
      })
  void opensNothingInARecordAndNothingWithoutRecords(String text) {
    Collected collected = Collected.of(text);

    assertThat(collected.records()).hasSize(1);
    assertThat(collected.records().get(0).bytes()).asString().isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":{\"category\":\"c\"},\"agent\":\"{\\\"records\\\":[{\\\"n\\\":1}]}\"}",
        "{\"event\":{\"a\":{\"app_id\":\"c\"}},\"agent\":\"{\\\"records\\\":[{\\\"n\\\":1}]}\"}",
        "{\"event\":{\"a\":\"{\\\"b\\\":1}\"},\"agent\":\"{\\\"records\\\":[{\\\"n\\\":1}]}\"}"
      })
  void keepsWhatLiesBesideAPageToo(String text) {
    Collected collected = Collected.of(text);

    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.records()).hasSize(2);
    assertThat(collected.numbers()).containsExactly(null, 1);
  }
}

package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.QuarantineReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DamageTest {

  private static final Limits SMALL = new Limits(200, 8, 100, 20, 200);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"n\":tru}|MALFORMED_JSON",
        "{\"n\":1|MALFORMED_JSON",
        "{\"n\":\"open}|MALFORMED_JSON",
        "{\"n\":[{\"a\":1},|MALFORMED_JSON",
        "{\"n\":[}|MALFORMED_JSON",
        "{\"n\":NaN}|MALFORMED_JSON",
        "{\"n\":1e999999}|MALFORMED_JSON",
        "{\"n\":9.1e3456789012345}|MALFORMED_JSON",
        "hello|MALFORMED_JSON",
        "]|MALFORMED_JSON",
        "{\"n\":1}}|TRAILING_GARBAGE",
        "{\"n\":1} x|TRAILING_GARBAGE",
        "{\"n\":1},{\"n\":2}]}|TRAILING_GARBAGE",
        "{\"n\":1,\"n\":2}|DUPLICATE_KEY",
        "{\"n\":[{\"a\":null,\"a\":null}]}|DUPLICATE_KEY",
        "17|UNKNOWN_SHAPE",
        "\"text\"|UNKNOWN_SHAPE",
        "null|UNKNOWN_SHAPE",
        "[7]|UNKNOWN_SHAPE",
        "[[{\"n\":7}]]|UNKNOWN_SHAPE",
        "[\"]\"]|UNKNOWN_SHAPE",
      })
  void costsOneRecordOnly(String line, QuarantineReason reason) {
    Collected collected = Collected.of("{\"n\":100}\n" + line + "\n{\"n\":200}\n{\"n\":300}\n");

    assertThat(collected.numbers()).containsExactly(100, 200, 300);
    assertThat(collected.reasons()).containsExactly(reason);
    assertThat(collected.quarantined().get(0).position().record()).isEqualTo(2);
    assertThat(collected.quarantined().get(0).position().offset())
        .isEqualTo(line.startsWith("[") ? 11 : 10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"n\":tru}|MALFORMED_JSON",
        "{\"n\":[}|MALFORMED_JSON",
        "{\"n\":{\"a\":1}|MALFORMED_JSON",
        "{\"n\":\"open}|MALFORMED_JSON",
        "{\"n\":1} x|TRAILING_GARBAGE",
        "{\"n\":1,\"n\":2}|DUPLICATE_KEY",
        "{\"b\":[{\"n\":1},{\"n\":2}}|MALFORMED_JSON",
      })
  void costsOneElementOnly(String element, QuarantineReason reason) {
    for (String break_ : new String[] {"", "\n", "\n  "}) {
      String array =
          "[%s{\"n\":100},%s%s,%s{\"n\":200},%s{\"n\":300}]\n{\"n\":400}\n"
              .formatted(break_, break_, element, break_, break_);
      if (break_.isEmpty() && element.contains("open")) {
        continue;
      }

      Collected page = Collected.of("{\"value\":" + array.replace("]\n{", "]}\n{"));
      Collected collected = Collected.of(array);

      assertThat(collected.numbers()).as(array).containsExactly(100, 200, 300, 400);
      assertThat(collected.reasons()).as(array).containsExactly(reason);
      assertThat(collected.quarantinedTexts()).as(array).containsExactly(element);
      assertThat(page.numbers()).as("page of " + array).containsExactly(100, 200, 300, 400);
      assertThat(page.reasons()).as("page of " + array).containsExactly(reason);
    }
  }

  @Test
  void costsOnePrettyPrintedRecordOnly() {
    String good = "{\n  \"n\": %d,\n  \"list\": [\n    {\n      \"a\": 1\n    }\n  ]\n}\n";

    Collected collected =
        Collected.of(
            good.formatted(1)
                + good.formatted(2).replace("  ]\n", "")
                + good.formatted(3)
                + good.formatted(4).replace("\"a\":", "\"a")
                + good.formatted(5));

    assertThat(collected.numbers()).containsExactly(1, 3, 5);
    assertThat(collected.reasons())
        .containsExactly(QuarantineReason.MALFORMED_JSON, QuarantineReason.MALFORMED_JSON);
  }

  @Test
  void deliversWhatPrecedesTheCutOfAnArray() {
    Collected collected = Collected.of("[{\"n\":1},{\"n\":2},");

    assertThat(collected.numbers()).containsExactly(1, 2);
    assertThat(collected.reasons()).containsExactly(QuarantineReason.MALFORMED_JSON);
    assertThat(collected.quarantined().get(0).detail()).contains("records may be missing");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xc0, 0xff, 0x80, 0xed, 0xf5})
  void refusesBytesThatAreNoUtf8(int bad) {
    byte[] bytes = "{\"n\":1}\n{\"n\":\"?aaa\"}\n{\"n\":\"ä€😀\"}\n".getBytes(UTF_8);
    bytes[14] = (byte) bad;

    Collected collected = Collected.of(bytes);

    assertThat(collected.numbers()).containsExactly(1, "ä€😀");
    assertThat(collected.reasons()).containsExactly(QuarantineReason.BROKEN_UTF8);
  }

  @ParameterizedTest
  @CsvSource({"0xedb080", "0xc080", "0xe08080", "0xf0808080", "0xf4908080", "0xc3", "0xe282"})
  void knowsWhatUtf8Allows(String hex) {
    byte[] bytes = new java.math.BigInteger(hex.substring(2), 16).toByteArray();
    byte[] tail = java.util.Arrays.copyOfRange(bytes, bytes[0] == 0 ? 1 : 0, bytes.length);

    assertThat(Utf8.valid(tail)).isFalse();
  }

  @Test
  void givesEveryLimitItsOwnReason() {
    String text =
        String.join(
            "\n",
            "{\"n\":1}",
            "{\"n\":\"" + "x".repeat(150) + "\"}",
            "{\"a\":".repeat(9) + "1" + "}".repeat(9),
            "{\"list\":[" + "[".repeat(8) + "]".repeat(8) + "]}",
            "{\"a\":{%s}}".formatted(members(25)),
            "{\"a\":[{}%s]}".formatted(",{}".repeat(25)),
            "{\"n\":\"" + "x".repeat(300) + "\"}",
            "{\"n\":2}");

    Collected collected = Collected.of(SMALL, text.getBytes(UTF_8));

    assertThat(collected.numbers()).containsExactly(1, 2);
    assertThat(collected.reasons())
        .containsExactly(
            QuarantineReason.STRING_TOO_LONG,
            QuarantineReason.TOO_DEEP,
            QuarantineReason.TOO_DEEP,
            QuarantineReason.TOO_MANY_KEYS,
            QuarantineReason.TOO_MANY_KEYS,
            QuarantineReason.RECORD_TOO_LARGE);
    assertThat(collected.quarantined().get(5).bytes()).hasSize(200);
  }

  @Test
  void refusesNumbersOfAThousandDigits() {
    assertThat(Collected.of("{\"n\":" + "9".repeat(2000) + "}").reasons())
        .containsExactly(QuarantineReason.STRING_TOO_LONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s\n", "[\n%s,\n", "[%s,", "{\"value\":[%s,", "{\"records\":[\n%s,\n"})
  void skipsALargeRecordAndReadsOn(String before) {
    String large = "{\"a\":[\"" + "x".repeat(5_000_000) + "\"],\"b\":{}}";

    Collected collected =
        Collected.of(
            before.formatted(large)
                + "{\"n\":5}"
                + (before.contains("{") ? "]}" : before.contains("[") ? "]" : ""));

    assertThat(collected.numbers()).containsExactly(5);
    assertThat(collected.reasons()).containsExactly(QuarantineReason.RECORD_TOO_LARGE);
    assertThat(collected.quarantined().get(0).bytes()).hasSize(Limits.DEFAULT.recordBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\n",
        "{\"a\":[\n",
        "{\"a\":{\"b\":[",
        "[",
        "{",
        "{\"value\":[{",
        "{\"value\":[",
        "[{\"a\":[}",
        "{}{}x",
        "{}",
        "[{\"a\":1}}",
        "\"",
        "{\"a\":\"b",
        "]}",
        "{\"tables\":[{\"rows\":[[",
        "{\"a\":1},\n]",
      })
  @Timeout(60)
  void takesTimeInProportionToHostileInput(String pattern) {
    String hostile = pattern.repeat(2_000_000 / pattern.length());

    Collected collected = Collected.of(SMALL, (hostile + "\n{\"n\":1}\n").getBytes(UTF_8));

    assertThat(collected.lines()).isNotEmpty();
    assertThat(Collected.of(hostile + "\n{\"n\":1}\n").lines()).isNotEmpty();
  }

  private static String members(int count) {
    StringBuilder members = new StringBuilder("\"k\":0");
    for (int i = 1; i < count; i++) {
      members.append(",\"k").append(i).append("\":0");
    }
    return members.toString();
  }
}

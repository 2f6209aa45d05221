package dev.appwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "Payroll", "Zürich", "日本語", "مرحبا", "😀", "a\\u001b", "a b"})
  void leavesOrdinaryTextAsItIs(String text) {
    assertThat(SafeText.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, \\u0000",
    "0007, \\u0007",
    "0008, \\u0008",
    "0009, \\u0009",
    "000A, \\u000a",
    "000D, \\u000d",
    "001B, \\u001b",
    "007F, \\u007f",
    "0085, \\u0085",
    "009B, \\u009b",
    "00AD, \\u00ad",
    "034F, \\u034f",
    "061C, \\u061c",
    "115F, \\u115f",
    "180E, \\u180e",
    "200B, \\u200b",
    "200D, \\u200d",
    "200E, \\u200e",
    "200F, \\u200f",
    "2028, \\u2028",
    "2029, \\u2029",
    "202A, \\u202a",
    "202E, \\u202e",
    "2060, \\u2060",
    "2066, \\u2066",
    "2069, \\u2069",
    "3164, \\u3164",
    "D800, \\ud800",
    "DFFF, \\udfff",
    "FE0F, \\ufe0f",
    "FEFF, \\ufeff",
    "FFF9, \\ufff9",
    "FFFE, \\ufffe",
    "E0001, \\u{e0001}",
    "E0041, \\u{e0041}",
    "E007F, \\u{e007f}",
    "E0100, \\u{e0100}"
  })
  void showsWhatATerminalWouldObeyOrHide(String codePoint, String expected) {
    String text =
        new StringBuilder("a").appendCodePoint(Integer.parseInt(codePoint, 16)).toString();

    assertThat(SafeText.of(text + "z")).isEqualTo("a" + expected + "z");
  }

  @Test
  void letsThroughNoControlNorFormatCharacterAtAll() {
    StringBuilder every = new StringBuilder();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      every.appendCodePoint(codePoint);
    }

    assertThat(SafeText.of(every.toString()).codePoints().filter(SafeText::unsafe)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdefg, 6, abcde…",
    "ab\u001bcd, 6, ab…",
    "'\u001b\u001b', 12, \\u001b\\u001b",
    "'\u001b\u001b', 11, \\u001b…",
    "a😀😀, 4, a😀…",
  })
  void cutsWithoutBreakingACharacterOrAnEscape(String text, int maxLength, String expected) {
    assertThat(SafeText.of(text, maxLength)).isEqualTo(expected);
  }
}

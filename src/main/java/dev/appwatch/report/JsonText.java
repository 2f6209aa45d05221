package dev.appwatch.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** How this project writes JSON for others: one line each, safe to look at in a terminal. */
final class JsonText {

  private static final JsonFactory FACTORY = JsonFactory.builder().build();
  private static final CharacterEscapes ESCAPES = new TerminalSafe();

  private JsonText() {}

  /** Returns a generator that leaves the stream open and parts its values by nothing. */
  static JsonGenerator lines(OutputStream out) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setRootValueSeparator(null);
    json.setCharacterEscapes(ESCAPES);
    return json;
  }

  /** Returns the text with U+FFFD for each half of a surrogate pair, which is not valid UTF-8. */
  static @Nullable String whole(@Nullable String text) {
    if (text == null || !hasHalves(text)) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .forEach(codePoint -> whole.appendCodePoint(isHalf(codePoint) ? 0xFFFD : codePoint));
    return whole.toString();
  }

  private static boolean hasHalves(String text) {
    for (int index = 0; index < text.length(); index++) {
      if (Character.isSurrogate(text.charAt(index))) {
        return text.codePoints().anyMatch(JsonText::isHalf);
      }
    }
    return false;
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** Writes as {@code \}{@code uXXXX} what a terminal would obey or hide; the value stays. */
  private static final class TerminalSafe extends CharacterEscapes {

    @Serial private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
      codes[0x7F] = CharacterEscapes.ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
      return SafeText.unsafe(ch) ? new SerializedString("\\u%04X".formatted(ch)) : null;
    }
  }
}

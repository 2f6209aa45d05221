package dev.appwatch.report;

/**
 * Text from a log, made fit to be shown: what a terminal would obey or hide becomes a visible
 * escape, and what is too long is cut.
 */
public final class SafeText {

  private SafeText() {}

  /** Returns the text on one line, at most that many characters long and then ended by … */
  public static String of(String text, int maxLength) {
    StringBuilder safe = new StringBuilder();
    int cut = 0;
    int index = 0;
    while (index < text.length()) {
      int codePoint = text.codePointAt(index);
      index += Character.charCount(codePoint);
      if (safe.length() < maxLength) {
        cut = safe.length();
      }
      append(safe, codePoint);
      if (safe.length() > maxLength) {
        safe.setLength(cut);
        return safe.append('…').toString();
      }
    }
    return safe.toString();
  }

  /** Returns the text on one line, however long. */
  public static String of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /**
   * Returns whether showing the character as it is could move the cursor, change the direction or
   * go unseen.
   */
  static boolean unsafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> ignorable(codePoint) || nonCharacter(codePoint);
    };
  }

  /** The code points that Unicode lets a renderer show as nothing, beyond category Cf. */
  private static boolean ignorable(int codePoint) {
    return codePoint == 0x034F
        || codePoint == 0x2065
        || codePoint == 0x3164
        || codePoint == 0xFFA0
        || within(codePoint, 0x115F, 0x1160)
        || within(codePoint, 0x17B4, 0x17B5)
        || within(codePoint, 0x180B, 0x180F)
        || within(codePoint, 0xFE00, 0xFE0F)
        || within(codePoint, 0xFFF0, 0xFFFB)
        || within(codePoint, 0xE0000, 0xE0FFF);
  }

  private static boolean nonCharacter(int codePoint) {
    return (codePoint & 0xFFFE) == 0xFFFE || within(codePoint, 0xFDD0, 0xFDEF);
  }

  private static boolean within(int codePoint, int first, int last) {
    return codePoint >= first && codePoint <= last;
  }

  private static void append(StringBuilder safe, int codePoint) {
    if (!unsafe(codePoint)) {
      safe.appendCodePoint(codePoint);
    } else if (Character.isBmpCodePoint(codePoint)) {
      safe.append("\\u%04x".formatted(codePoint));
    } else {
      safe.append("\\u{%x}".formatted(codePoint));
    }
  }
}

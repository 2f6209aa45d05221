package dev.appwatch.drl;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Characters that people paste into rules without seeing what they are. */
final class Characters {

  /** What was meant by a character that a text program or a web page put in its place. */
  private static final Map<Integer, String> MEANT =
      Map.ofEntries(
          Map.entry(0x201c, "\""),
          Map.entry(0x201d, "\""),
          Map.entry(0x201e, "\""),
          Map.entry(0x201f, "\""),
          Map.entry(0x00ab, "\""),
          Map.entry(0x00bb, "\""),
          Map.entry(0x2018, "\""),
          Map.entry(0x2019, "\""),
          Map.entry(0x00b4, "\""),
          Map.entry(0xff02, "\""),
          Map.entry(0x00a0, " "),
          Map.entry(0x2007, " "),
          Map.entry(0x2009, " "),
          Map.entry(0x202f, " "),
          Map.entry(0x3000, " "),
          Map.entry(0x2010, "-"),
          Map.entry(0x2011, "-"),
          Map.entry(0x2012, "-"),
          Map.entry(0x2013, "-"),
          Map.entry(0x2014, "-"),
          Map.entry(0x2212, "-"),
          Map.entry(0x200b, ""),
          Map.entry(0x2060, ""),
          Map.entry(0xfeff, ""),
          Map.entry(0x00ad, ""),
          Map.entry(0xff08, "("),
          Map.entry(0xff09, ")"),
          Map.entry(0xff0c, ","),
          Map.entry(0xff1a, ":"),
          Map.entry(0xff1d, "="),
          Map.entry(0x2260, "!="),
          Map.entry(0x2264, "<="),
          Map.entry(0x2265, ">="));

  private Characters() {}

  /** Returns what was meant by a character, null when nobody can know. */
  static @Nullable String meant(int point) {
    return MEANT.get(point);
  }

  /** Returns whether a character stands for a plain double quote. */
  static boolean quote(int point) {
    return "\"".equals(MEANT.get(point));
  }

  /** Returns whether a character can't be seen, or makes a reader see another order. */
  static boolean hidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Returns a character as a message names it: itself where it can be seen, and its number. */
  static String named(int point) {
    String number = "U+%04X".formatted(point);
    String name = Character.getName(point);
    String visible =
        hidden(point) || Character.isSpaceChar(point) ? "" : Character.toString(point) + " ";
    return visible
        + "("
        + number
        + (name == null ? "" : ", " + name.toLowerCase(java.util.Locale.ROOT))
        + ")";
  }
}

package dev.appwatch.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds which of the known words somebody may have meant, and shows what was written. */
public final class NearWord {

  private static final int MOST_SHOWN = 80;

  private NearWord() {}

  /** Returns the known word that differs least, when it differs by less than half of it. */
  public static Optional<String> of(String written, Collection<String> known) {
    String plain = written.strip().toLowerCase(Locale.ROOT);
    int least = plain.length() / 2 + 1;
    String nearest = null;
    if (plain.length() <= MOST_SHOWN) {
      for (String word : known.stream().sorted().toList()) {
        int changes =
            Math.abs(word.length() - plain.length()) < least
                ? changes(plain, word.toLowerCase(Locale.ROOT))
                : least;
        if (changes < least) {
          least = changes;
          nearest = word;
        }
      }
    }
    return Optional.ofNullable(nearest);
  }

  /**
   * Returns a second line that names the nearest word, or else the known ones, if there are any.
   */
  public static String maybe(String written, Collection<String> known) {
    if (known.isEmpty()) {
      return "";
    }
    return of(written, known)
        .map(near -> "\n    Maybe %s.".formatted(near))
        .orElseGet(
            () ->
                "\n    Maybe one of %s."
                    .formatted(String.join(", ", known.stream().sorted().toList())));
  }

  /** Returns a value as a message shows it: on one line, without control characters, not long. */
  public static String shown(String value) {
    if (plain(value)) {
      return value;
    }
    StringBuilder shown = new StringBuilder();
    value
        .codePoints()
        .limit(MOST_SHOWN)
        .forEach(
            point -> {
              int type = Character.getType(point);
              boolean hidden =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              shown.appendCodePoint(hidden ? '\ufffd' : point);
            });
    return value.codePointCount(0, value.length()) > MOST_SHOWN ? shown + "…" : shown.toString();
  }

  private static boolean plain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        return false;
      }
    }
    return value.length() <= MOST_SHOWN;
  }

  /** Returns how many characters must be put in, taken out or replaced to make one the other. */
  public static int changes(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}

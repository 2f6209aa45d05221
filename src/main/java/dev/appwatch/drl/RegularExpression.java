package dev.appwatch.drl;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Checks a regular expression before the engine sees it: the engine stops the whole rule base for a
 * broken one without a word, and a slow one stops intake when somebody sends the right text.
 */
final class RegularExpression {

  private static final int MOST_REPETITIONS = 2;
  private static final int LONGEST = 1_000;

  private RegularExpression() {}

  /** What is wrong, with what to try. */
  record Flaw(String lint, String message) {}

  /** Returns what is wrong with an expression; nothing when it is sound and fast. */
  static Optional<Flaw> flaw(String written) {
    if (written.length() > LONGEST) {
      return slow("is longer than (%d) characters".formatted(LONGEST));
    }
    if (wildcard(written)) {
      return Optional.of(
          new Flaw(
              "wildcard",
              "\"%s\" is a wildcard, not a regular expression.\n    Maybe %s."
                  .formatted(written, instead(written))));
    }
    try {
      Pattern.compile(written);
    } catch (PatternSyntaxException e) {
      return Optional.of(
          new Flaw(
              "regular-expression",
              "\"%s\" is not a regular expression: %s at (%d)."
                  .formatted(
                      written,
                      e.getDescription().toLowerCase(java.util.Locale.ROOT),
                      e.getIndex())));
    } catch (StackOverflowError e) {
      return slow("is nested too deeply");
    }
    return repetitions(written);
  }

  private static Optional<Flaw> slow(String why) {
    return Optional.of(
        new Flaw(
            "slow-regular-expression",
            "the expression %s: somebody could send a text that takes it hours.\n    Maybe contains, startsWith or in say the same."
                .formatted(why)));
  }

  /** Returns whether somebody wrote the notation of the guide: {@code *.All}, {@code Mail*}. */
  private static boolean wildcard(String written) {
    return written.matches("\\*+[A-Za-z0-9. _-]*\\**")
        || written.matches("[A-Za-z0-9 _-]+(\\.[A-Za-z0-9 _-]+)*\\.?[A-Za-z0-9 _-]\\*");
  }

  private static String instead(String written) {
    String plain = written.replace("*", "");
    boolean front = written.startsWith("*");
    boolean back = written.endsWith("*");
    String quoted = plain.replace(".", "\\\\.");
    if (front && back) {
      return "contains \"%s\" or matches \".*%s.*\"".formatted(plain, quoted);
    }
    return front
        ? "endsWith(\"%s\") == true or matches \".*%s\"".formatted(plain, quoted)
        : "startsWith(\"%s\") == true or matches \"%s.*\"".formatted(plain, quoted);
  }

  /** Looks for what makes the engine try again and again: the shape alone tells. */
  private static Optional<Flaw> repetitions(String written) {
    int depth = 0;
    int repeated = 0;
    boolean[] branches = new boolean[LONGEST + 2];
    boolean[] repeats = new boolean[LONGEST + 2];
    boolean groupClosed = false;
    boolean closedBranches = false;
    boolean closedRepeats = false;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      boolean afterGroup = groupClosed;
      groupClosed = false;
      switch (c) {
        case '\\' -> {
          i++;
          char escaped = i < written.length() ? written.charAt(i) : ' ';
          if ((escaped >= '1' && escaped <= '9') || escaped == 'k') {
            return slow("refers back to what it found");
          }
          if (escaped == 'Q') {
            int end = written.indexOf("\\E", i);
            i = end < 0 ? written.length() : end + 1;
          }
        }
        case '[' -> i = endOfClass(written, i);
        case '(' -> {
          depth++;
          branches[depth] = false;
          repeats[depth] = false;
          if (written.startsWith("(?", i)
              && !written.startsWith("(?:", i)
              && !written.startsWith("(?i)", i)) {
            return slow("looks around or changes its rules midway");
          }
          if (written.startsWith("(?", i)) {
            i += 2;
          }
        }
        case '|' -> branches[depth] = true;
        case ')' -> {
          closedBranches = branches[depth];
          closedRepeats = repeats[depth];
          depth = Math.max(0, depth - 1);
          branches[depth] |= closedBranches;
          repeats[depth] |= closedRepeats;
          groupClosed = true;
        }
        case '*', '+', '{' -> {
          boolean bounded = c == '{' && !openEnded(written, i);
          if (afterGroup && (closedBranches || closedRepeats)) {
            return slow("repeats a group that itself repeats or branches");
          }
          if (!bounded) {
            repeats[depth] = true;
            if (++repeated > MOST_REPETITIONS) {
              return slow("repeats in more than (%d) places".formatted(MOST_REPETITIONS));
            }
          } else {
            repeats[depth] |= afterGroup;
          }
          if (c == '{') {
            i = Math.max(i, written.indexOf('}', i));
          }
        }
        default -> {
          // a plain character
        }
      }
    }
    return Optional.empty();
  }

  private static boolean openEnded(String written, int brace) {
    int end = written.indexOf('}', brace);
    String inside = end < 0 ? "" : written.substring(brace + 1, end);
    String last = inside.substring(inside.indexOf(',') + 1);
    return last.isEmpty() || last.length() > 2;
  }

  private static int endOfClass(String written, int open) {
    int depth = 0;
    for (int i = open; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && --depth == 0) {
        return i;
      }
    }
    return written.length();
  }
}

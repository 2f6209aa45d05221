package dev.appwatch.proof;

import dev.appwatch.rules.ProbeBook.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one rule said about one fact, or why it said nothing.
 *
 * @param row id of its row; empty for a suppression rule
 * @param rule its name
 * @param fact what it was asked about; null when there was nothing of the type that it asks
 * @param held whether it held, as the engine says
 * @param conditions every condition with its answer, in the order in which they are written
 */
public record Answer(
    String row, String rule, @Nullable Object fact, boolean held, List<Line> conditions) {

  public Answer {
    conditions = List.copyOf(conditions);
  }

  /** How a condition turned out. */
  public enum Truth {
    /** It holds. */
    TRUE,
    /** It does not hold. */
    FALSE,
    /** There is nothing of which it could hold. */
    UNKNOWN;

    /** Returns the word for it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One condition.
   *
   * @param check the condition
   * @param truth how it turned out
   * @param saw the value that it looked at, null when it looks at several or there is none
   * @param parts conditions within it
   */
  public record Line(Check check, Truth truth, @Nullable String saw, List<Line> parts) {
    public Line {
      parts = List.copyOf(parts);
    }
  }

  /** Returns how many of its conditions do not hold. */
  public long failed() {
    return conditions.stream().filter(line -> line.truth() != Truth.TRUE).count();
  }

  /** Returns the first condition that does not hold, null when all hold. */
  public @Nullable Line firstFailed() {
    return conditions.stream().filter(line -> line.truth() != Truth.TRUE).findFirst().orElse(null);
  }
}

package dev.appwatch.scenario;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding that is missing, unexpected, or other than expected.
 *
 * @param expected what the scenario expects; null for a finding that it does not expect
 * @param raised what was raised; null for a finding that is missing
 */
public record Difference(@Nullable Expectation expected, @Nullable Expectation raised) {

  /** Returns in which fields the finding is other than expected; empty unless both are there. */
  public List<FieldDifference> fields() {
    return expected == null || raised == null ? List.of() : expected.differing(raised);
  }

  /** Returns the difference in words. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (expected != null && raised != null) {
      lines.add("other: %s is not as expected".formatted(expected.rule()));
      for (FieldDifference field : fields()) {
        lines.add(
            "    %-12s expected %s, raised %s"
                .formatted(field.field(), field.expected(), field.raised()));
      }
    } else if (expected != null) {
      lines.add("missing: " + expected);
    } else if (raised != null) {
      lines.add("unexpected: " + raised);
    }
    return lines;
  }
}

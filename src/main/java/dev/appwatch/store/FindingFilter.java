package dev.appwatch.store;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Risk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which findings are asked for; what is null does not matter.
 *
 * @param rule the id of their row
 * @param risk their risk
 * @param disposition their disposition
 * @param since the earliest moment at which they happened
 * @param until the moment before which they happened
 */
public record FindingFilter(
    @Nullable String rule,
    @Nullable Risk risk,
    @Nullable Disposition disposition,
    @Nullable Instant since,
    @Nullable Instant until) {

  /** All findings. */
  public static final FindingFilter ALL = new FindingFilter(null, null, null, null, null);

  String condition() {
    List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    if (rule != null) {
      conditions.add("rule = :rule");
    }
    if (risk != null) {
      conditions.add("risk = :risk");
    }
    if (disposition != null) {
      conditions.add("disposition = :disposition");
    }
    if (since != null) {
      conditions.add("happened >= :since");
    }
    if (until != null) {
      conditions.add("happened < :until");
    }
    return String.join(" AND ", conditions);
  }

  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    if (rule != null) {
      values.put("rule", rule);
    }
    if (risk != null) {
      values.put("risk", risk.word());
    }
    if (disposition != null) {
      values.put("disposition", disposition.word());
    }
    if (since != null) {
      values.put("since", Times.sortable(since));
    }
    if (until != null) {
      values.put("until", Times.sortable(until));
    }
    return values;
  }
}

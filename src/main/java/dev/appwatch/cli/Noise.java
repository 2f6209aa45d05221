package dev.appwatch.cli;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.report.SafeText;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many alerts each rule raises on each day (in UTC), and about whom. */
final class Noise {

  private static final int MOST_NAMES = 10_000; // beyond these new names are counted together
  private static final int TOP = 5;
  private static final String OTHERS = "others";

  private final Map<String, Map<LocalDate, Long>> byRule = new TreeMap<>();
  private final Map<String, Map<String, Long>> actors = new TreeMap<>();
  private final Map<String, Map<String, Long>> subjects = new TreeMap<>();

  void add(@Nullable Finding finding) {
    if (finding == null || finding.disposition() != Disposition.ALERT) {
      return;
    }
    LocalDate day = finding.time().atZone(ZoneOffset.UTC).toLocalDate();
    byRule.computeIfAbsent(finding.rule(), any -> new TreeMap<>()).merge(day, 1L, Long::sum);
    count(actors, finding.rule(), finding.actor().label());
    if (!finding.subjects().isEmpty()) {
      count(subjects, finding.rule(), finding.subjects().get(0).label());
    }
  }

  private static void count(Map<String, Map<String, Long>> all, String rule, String name) {
    Map<String, Long> names = all.computeIfAbsent(rule, any -> new HashMap<>());
    boolean room = names.containsKey(name) || names.size() < MOST_NAMES;
    names.merge(room ? name : OTHERS, 1L, Long::sum);
  }

  /** Prints the alerts of each rule by day, the most on one day, and who they are about most. */
  void print(PrintWriter out) {
    byRule.forEach(
        (rule, days) -> {
          long all = days.values().stream().mapToLong(Long::longValue).sum();
          long most = days.values().stream().mapToLong(Long::longValue).max().orElse(0);
          out.printf(
              "%s: %d %s on %d %s, at most %d on one%n",
              rule,
              all,
              all == 1 ? "alert" : "alerts",
              days.size(),
              days.size() == 1 ? "day" : "days",
              most);
          days.forEach((day, count) -> out.printf("    %s %8d%n", day, count));
          out.printf("    actors   %s%n", SafeText.of(top(actors, rule).toString()));
          out.printf("    targets  %s%n", SafeText.of(top(subjects, rule).toString()));
        });
    if (byRule.isEmpty()) {
      out.println("No alerts.");
    }
  }

  List<Map<String, Object>> tree() {
    List<Map<String, Object>> rules = new ArrayList<>();
    byRule.forEach(
        (rule, days) -> {
          Map<String, Object> members = new LinkedHashMap<>();
          members.put("rule", rule);
          Map<String, Long> named = new LinkedHashMap<>();
          days.forEach((day, count) -> named.put(day.toString(), count));
          members.put("alertsByDay", named);
          members.put("topActors", top(actors, rule));
          members.put("topTargets", top(subjects, rule));
          rules.add(members);
        });
    return rules;
  }

  private static Map<String, Long> top(Map<String, Map<String, Long>> all, String rule) {
    Map<String, Long> top = new LinkedHashMap<>();
    all.getOrDefault(rule, Map.of()).entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(TOP)
        .forEach(entry -> top.put(entry.getKey(), entry.getValue()));
    return top;
  }

  /**
   * Alerts of one rule on one day, by two packs.
   *
   * @param rule the rule
   * @param day the day
   * @param base alerts of the first pack
   * @param head alerts of the second pack
   */
  record Day(String rule, LocalDate day, long base, long head) {}

  /** Returns rule by rule and day by day what two packs raise. */
  static List<Day> compared(Noise base, Noise head) {
    Map<String, Map<LocalDate, Long>> all = new TreeMap<>();
    for (Noise one : List.of(base, head)) {
      one.byRule.forEach(
          (rule, days) ->
              days.keySet()
                  .forEach(day -> all.computeIfAbsent(rule, any -> new TreeMap<>()).put(day, 0L)));
    }
    List<Day> compared = new ArrayList<>();
    all.forEach(
        (rule, days) ->
            days.keySet()
                .forEach(
                    day ->
                        compared.add(new Day(rule, day, base.on(rule, day), head.on(rule, day)))));
    compared.sort(Comparator.comparing(Day::rule).thenComparing(Day::day));
    return compared;
  }

  private long on(String rule, LocalDate day) {
    return byRule.getOrDefault(rule, Map.of()).getOrDefault(day, 0L);
  }
}

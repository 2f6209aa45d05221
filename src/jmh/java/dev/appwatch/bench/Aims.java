package dev.appwatch.bench;

import dev.appwatch.bench.WholeProcess.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was aimed at, and how far the figures of a run are from it. */
final class Aims {

  private static final String NOT_RUN = "not run";

  private final long events;
  private final Map<String, String> stands = new LinkedHashMap<>();

  Aims(long events) {
    this.events = events;
    for (String aim :
        List.of(
            "a million records on one thread at 75 % of the speed of reading their tokens, or"
                + " better",
            "7 µs a record or less there",
            "two threads 1.8 times as fast as one",
            "100,000 records within 1.4 s, start included",
            "a file of one record within 1.2 s without the archive of classes",
            "and within 0.6 s with it",
            "100 rules at 95 % of the throughput with 18",
            "1,000 rules at 85 %",
            "200 change windows at 99 % of the throughput without any",
            "5,000 change windows at 95 %",
            "50,000 change windows at 90 %",
            "ten million records at `-Xmx512m`")) {
      stands.put(aim, NOT_RUN);
    }
  }

  void whole(List<Run> tokens, List<Run> one, List<Run> two) {
    double share = times(tokens, one);
    note("a million records", share >= 0.75, "%.0f %%", 100 * share);
    double micros = wall(one) * 1e6 / events;
    note(
        "7 µs",
        micros <= 7,
        "%.1f µs where the tokens take %.1f",
        micros,
        wall(tokens) * 1e6 / events);
    double faster = times(one, two);
    note("two threads", faster >= 1.8, "%.2f times", faster);
  }

  void size(long size, List<Run> lines, List<Run> own) {
    if (size == 100_000) {
      note(
          "100,000 records",
          wall(own) <= 1.4,
          "%.1f s where reading the lines takes %.2f",
          wall(own),
          wall(lines));
    }
  }

  void start(List<Run> without, List<Run> with) {
    note("a file of one", wall(without) <= 1.2, "%.2f s", wall(without));
    note("and within", wall(with) <= 0.6, "%.2f s", wall(with));
  }

  /** Takes in how fast a run with so many rules or windows is, against the first of its kind. */
  void share(String kind, List<Run> first, List<Run> all) {
    double share = times(first, all);
    switch (kind) {
      case "100 rules" -> note("100 rules", share >= 0.95, "%.0f %%", 100 * share);
      case "1000 rules" -> note("1,000 rules", share >= 0.85, "%.0f %%", 100 * share);
      case "200 windows" -> note("200 change", share >= 0.99, "%.0f %%", 100 * share);
      case "5000 windows" -> note("5,000 change", share >= 0.95, "%.0f %%", 100 * share);
      case "50000 windows" -> note("50,000 change", share >= 0.9, "%.0f %%", 100 * share);
      default -> {}
    }
  }

  void tenMillion(Run run) {
    note("ten million", true, "done in %.0f s", run.wall());
  }

  String table() {
    StringBuilder table =
        new StringBuilder("## What was aimed at\n\naim | how this run stands\n--|--\n");
    stands.forEach((aim, state) -> table.append(aim).append(" | ").append(state).append('\n'));
    return table.append('\n').toString();
  }

  private void note(String aim, boolean reached, String format, Object... figures) {
    String state =
        (reached ? "reached: " : "not reached: ") + String.format(Locale.ROOT, format, figures);
    stands.replaceAll((key, old) -> key.startsWith(aim) ? state : old);
  }

  private static double wall(List<Run> runs) {
    return PerformanceRun.median(runs.stream().map(Run::wall).toList());
  }

  private static double times(List<Run> first, List<Run> second) {
    return PerformanceRun.median(
        java.util.stream.IntStream.range(0, Math.min(first.size(), second.size()))
            .mapToObj(i -> first.get(i).wall() / second.get(i).wall())
            .toList());
  }
}

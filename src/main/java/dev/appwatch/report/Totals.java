package dev.appwatch.report;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts findings by rule, and alerts by risk too. */
final class Totals {

  private static final int COLUMNS = 5;
  private static final int SUPPRESSED = 3;
  private static final int INFORMATIONAL = 4;
  private static final String ROW = "%s  %9d  %9d  %9d  %10d  %13d";

  private final Map<String, long[]> countsByRule = new TreeMap<>();

  void add(Finding finding) {
    countsByRule.computeIfAbsent(finding.rule(), rule -> new long[COLUMNS])[column(finding)]++;
  }

  /** Returns the table, and below it what was counted only. */
  List<String> lines(boolean allShown) {
    if (countsByRule.isEmpty()) {
      return List.of("No findings.");
    }
    long[] sums = new long[COLUMNS];
    int width = "Alerts by rule".length();
    for (String rule : countsByRule.keySet()) {
      width = Math.max(width, SafeText.of(rule, 40).length());
    }
    String left = "%-" + width + "s";
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %9s  %9s  %9s  %10s  %13s"
            .formatted(
                left.formatted("Alerts by rule"),
                "high",
                "medium",
                "low",
                "suppressed",
                "informational"));
    countsByRule.forEach(
        (rule, counts) -> {
          Arrays.setAll(sums, column -> sums[column] + counts[column]);
          lines.add(row(left.formatted(SafeText.of(rule, 40)), counts));
        });
    lines.add(row(left.formatted("all"), sums));
    long hidden = sums[SUPPRESSED] + sums[INFORMATIONAL];
    if (!allShown && hidden > 0) {
      lines.add("");
      lines.add(
          "Not shown: %d suppressed, %d informational."
              .formatted(sums[SUPPRESSED], sums[INFORMATIONAL]));
    }
    return lines;
  }

  private static int column(Finding finding) {
    if (finding.disposition() == Disposition.SUPPRESSED) {
      return SUPPRESSED;
    }
    if (finding.disposition() == Disposition.INFORMATIONAL) {
      return INFORMATIONAL;
    }
    return switch (finding.risk()) {
      case HIGH -> 0;
      case MEDIUM -> 1;
      case LOW -> 2;
    };
  }

  private static String row(String label, long[] counts) {
    return ROW.formatted(label, counts[0], counts[1], counts[2], counts[3], counts[4]);
  }
}

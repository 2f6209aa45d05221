package dev.appwatch.cli;

import dev.appwatch.model.Finding;
import dev.appwatch.report.SafeText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Tells people what two packs judge differently. */
final class DiffText {

  private static final int LINES = 30;

  private final PrintWriter out;
  private final PackChanges changes;

  DiffText(PrintWriter out, PackChanges changes) {
    this.out = out;
    this.changes = changes;
  }

  void print(PackDiff diff, DiffTotals totals, boolean noise) {
    if (totals.vanishedCount() > 0) {
      out.printf("High alerts that vanish: %d%n", totals.vanishedCount());
      totals.vanished().forEach(moved -> finding(moved, verdict(moved)));
      more(totals.vanishedCount() - totals.vanished().size());
      out.println();
    }
    totals.counts().forEach((rule, kinds) -> row(rule, kinds, totals));
    Map<String, List<PackChanges.Line>> shared = changes.shared();
    if (!shared.isEmpty()) {
      out.println("Files of the pack that differ and belong to no row:");
      files(shared);
      out.println();
    }
    if (noise) {
      noise(totals.noise());
    }
    out.printf(
        "Findings: %d by base, %d by head: %d gone, %d new, %d risk moved, %d disposition moved, %d reasons moved%n",
        diff.baseFindings().total(),
        diff.headFindings().total(),
        totals.count(Moved.Kind.GONE),
        totals.count(Moved.Kind.NEW),
        totals.count(Moved.Kind.RISK),
        totals.count(Moved.Kind.DISPOSITION),
        totals.count(Moved.Kind.REASONS));
    out.printf(
        "High alerts that vanish: %d, allowed %d%n",
        totals.vanishedCount() + totals.allowedCount(), totals.allowedCount());
    out.flush();
  }

  private void row(String rule, Map<Moved.Kind, Long> kinds, DiffTotals totals) {
    out.println(rule);
    Map<String, List<PackChanges.Line>> files = changes.of(rule);
    if (files.isEmpty()) {
      out.println("    its rule file is the same in both packs");
    }
    files(files);
    kinds.forEach(
        (kind, count) -> {
          out.printf("  %s: %d%n", kind.words(), count);
          List<Moved> examples = totals.examples(rule, kind);
          examples.forEach(moved -> finding(moved, told(moved, kind)));
          more(count - examples.size());
        });
    out.println();
  }

  private void more(long count) {
    if (count > 0) {
      out.printf("    … and %d more; --show N or --format json tells them%n", count);
    }
  }

  private void finding(Moved moved, String told) {
    Finding finding = moved.finding();
    String subject = finding.subjects().isEmpty() ? "" : " → " + finding.subjects().get(0).label();
    out.printf(
        "    %s  %s  %s%s  [%s]%n",
        told,
        finding.time(),
        SafeText.of(finding.actor().label(), 60),
        SafeText.of(subject, 60),
        finding.id());
  }

  private static String told(Moved moved, Moved.Kind kind) {
    Finding base = moved.base();
    Finding head = moved.head();
    if (base == null || head == null) {
      return state(moved.finding());
    }
    return switch (kind) {
      case RISK -> base.risk().word() + " → " + head.risk().word();
      case DISPOSITION ->
          "%s → %s (%s)"
              .formatted(
                  base.disposition().word(), head.disposition().word(), head.decision().reason());
      default -> base.reasons() + " → " + head.reasons();
    };
  }

  private static String verdict(Moved moved) {
    Finding head = moved.head();
    return moved.finding().rule() + " high alert → " + (head == null ? "gone" : state(head));
  }

  private static String state(Finding finding) {
    return finding.risk().word() + " " + finding.disposition().word();
  }

  private void files(Map<String, List<PackChanges.Line>> files) {
    files.forEach(
        (name, lines) -> {
          out.println("    " + SafeText.of(name));
          for (PackChanges.Line line : lines.subList(0, Math.min(LINES, lines.size()))) {
            out.printf(
                "      %s%4d  %s%n",
                line.head() ? "+" : "-", line.number(), SafeText.of(line.text(), 160));
          }
          if (lines.size() > LINES) {
            out.printf("      … and %d more lines%n", lines.size() - LINES);
          }
        });
  }

  private void noise(List<Noise.Day> days) {
    out.printf("%-20s %-12s %8s %8s%n", "Alerts by rule", "day", "base", "head");
    for (Noise.Day day : days) {
      out.printf("%-20s %-12s %8d %8d%n", day.rule(), day.day(), day.base(), day.head());
    }
    out.println();
  }
}

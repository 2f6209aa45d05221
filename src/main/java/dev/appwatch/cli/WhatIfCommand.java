package dev.appwatch.cli;

import dev.appwatch.context.ChangeRegister;
import dev.appwatch.context.Context;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.report.SafeText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a change would have silenced over past logs, before anybody approves it. */
@Command(
    name = "what-if",
    description = {
      "Tell what a change would have silenced over past logs, and what it would leave open.",
      "",
      "The changes in force are read too; only what the new one adds is told. Exits with 1 when",
      "high alerts of other actors fall into its time and applications: a reason to look first."
    },
    mixinStandardHelpOptions = true)
final class WhatIfCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private final PackOptions options = new PackOptions();
  @Mixin private final QuarantineOption quarantine = new QuarantineOption();

  @Option(
      names = "--change",
      paramLabel = "FILE",
      required = true,
      description = "A change feed with the changes in question, in any of the formats.")
  private Path change;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders of logs; - is standard input.")
  private List<String> paths;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: text.")
  private TextOrJson format;

  /** Findings of one kind, counted by row, actor and risk. */
  private static final class Kind {

    private final SortedMap<String, Long> byRow = new TreeMap<>();
    private final SortedMap<String, Long> byActor = new TreeMap<>();
    private final SortedMap<String, Long> byRisk = new TreeMap<>();
    private final SortedMap<String, Long> byReason = new TreeMap<>();
    private long count;

    private void add(Finding finding) {
      count++;
      byRow.merge(finding.rule(), 1L, Long::sum);
      byActor.merge(finding.actor().label(), 1L, Long::sum);
      byRisk.merge(finding.risk().word(), 1L, Long::sum);
      byReason.merge(finding.decision().reason(), 1L, Long::sum);
    }

    private Map<String, Object> members() {
      return Map.of(
          "count",
          count,
          "byRow",
          byRow,
          "byActor",
          byActor,
          "byRisk",
          byRisk,
          "byReason",
          byReason);
    }

    private void print(String title, PrintWriter out) {
      out.printf("%s: %d%n", title, count);
      if (count > 0) {
        out.printf("    by row    %s%n", byRow);
        out.printf("    by actor  %s%n", SafeText.of(byActor.toString()));
        out.printf("    by risk   %s%n", byRisk);
        out.printf("    because   %s%n", byReason);
      }
    }
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (!Files.isRegularFile(change)) {
      throw new RefusedException(
          "The change (%s) is no file.\n    Maybe the path is misspelt.".formatted(change));
    }
    Sources sources = Sources.of(paths);
    List<Path> feeds = new ArrayList<>(options.feeds());
    feeds.add(change);
    Context context = options.context(err, feeds);
    ChangeRegister changes = context.changes();
    String name = change.toString().replace('\\', '/');
    if (asked(changes, name) == 0) {
      throw new RefusedException(
          "The file (%s) holds no change that could be used.\n    Maybe run appwatch changes check --changes %s."
              .formatted(change, change));
    }
    Kind silenced = new Kind();
    Kind open = new Kind();
    Kind othersHigh = new Kind();
    long quarantined =
        Evaluation.forEachFinding(
            sources,
            Evaluation.Setting.of(options, context),
            quarantine,
            err,
            finding -> {
              Decision.NearestChange nearest = finding.decision().nearest();
              if (isAsked(changes, finding.decision().change(), name)) {
                silenced.add(finding);
              } else if (finding.disposition() == Disposition.ALERT
                  && nearest != null
                  && isAsked(changes, nearest.id(), name)) {
                open.add(finding);
                if (finding.risk() == Risk.HIGH && nearest.missedBy().equals("actor")) {
                  othersHigh.add(finding);
                }
              }
            });
    PrintWriter out = spec.commandLine().getOut();
    if (format == TextOrJson.JSON) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("schema", "appwatch.what-if/1");
      tree.put("change", name);
      tree.put("wouldSilence", silenced.members());
      tree.put("wouldLeaveOpen", open.members());
      tree.put("highByOtherActors", othersHigh.members());
      TextOrJson.write(tree, out);
    } else {
      silenced.print("Would have silenced", out);
      open.print("Would have left open, nearest to this change", out);
      if (othersHigh.count > 0) {
        othersHigh.print("High alerts of other actors within its time and applications", out);
      }
      out.flush();
    }
    if (othersHigh.count > 0) {
      return ExitCode.FOUND;
    }
    return quarantined > 0 ? ExitCode.QUARANTINED : ExitCode.DONE;
  }

  private static long asked(ChangeRegister changes, String feed) {
    return changes.windows().stream().filter(w -> w.position().feed().equals(feed)).count()
        + changes.standingApprovals().stream()
            .filter(s -> s.position().feed().equals(feed))
            .count();
  }

  private static boolean isAsked(ChangeRegister changes, @Nullable String id, String feed) {
    return changes
        .approval(id)
        .map(approval -> approval.position().feed().equals(feed))
        .orElse(false);
  }
}

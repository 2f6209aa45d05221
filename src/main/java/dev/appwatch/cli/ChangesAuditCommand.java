package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.model.Approvers;
import dev.appwatch.model.Finding;
import dev.appwatch.pipeline.ChangeAudit;
import dev.appwatch.report.SafeText;
import java.io.PrintWriter;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds approved changes against logs: what was planned, what happened, what was silenced. */
@Command(
    name = "audit",
    description = "Hold approved changes against logs: planned, happened, silenced, outside.",
    mixinStandardHelpOptions = true)
final class ChangesAuditCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private final PackOptions options = new PackOptions();
  @Mixin private final QuarantineOption quarantine = new QuarantineOption();

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

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Sources sources = Sources.of(paths);
    Context context = options.context(err);
    ChangeAudit audit =
        new ChangeAudit(context.changes(), new Approvers(Set.copyOf(context.policy().approvers())));
    long quarantined =
        Evaluation.forEachFinding(
            sources, Evaluation.Setting.of(options, context), quarantine, err, audit::add);
    PrintWriter out = spec.commandLine().getOut();
    int budget = context.policy().suppressedMinutes();
    if (format == TextOrJson.JSON) {
      TextOrJson.write(tree(audit, budget), out);
    } else {
      text(audit, budget, out);
    }
    return quarantined > 0 ? ExitCode.QUARANTINED : ExitCode.DONE;
  }

  private static void text(ChangeAudit audit, int budget, PrintWriter out) {
    for (ChangeAudit.Entry entry : audit.entries()) {
      out.printf(
          "%s  %s%n    planned   %s%n",
          SafeText.of(entry.approval().id()),
          entry.verdict(),
          ApprovalWords.when(entry.approval()));
      line(out, "silenced", entry.silenced());
      line(out, "inside", entry.insideButAlerted());
      line(out, "outside", entry.outside());
      if (!entry.flaws().isEmpty()) {
        out.printf("    approval  %s%n", String.join(", ", entry.flaws()));
      }
    }
    audit
        .minutesByApp()
        .forEach(
            (app, months) ->
                months.forEach(
                    (month, minutes) ->
                        out.printf(
                            "%s  %s: %d minutes under change windows%s%n",
                            SafeText.of(app),
                            month,
                            minutes,
                            minutes > budget ? ", more than " + budget : "")));
    out.flush();
  }

  private static void line(PrintWriter out, String what, ChangeAudit.Tally tally) {
    if (tally.count() > 0) {
      out.printf("    %-9s %d %s%n", what, tally.count(), tally.byReason());
      for (Finding finding : tally.first()) {
        out.printf(
            "        %s  %s %s  %s%n",
            finding.time(), finding.risk().word(), finding.rule(), SafeText.of(finding.summary()));
      }
    }
  }

  private static Map<String, @Nullable Object> tree(ChangeAudit audit, int budget) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("schema", "appwatch.changes-audit/1");
    tree.put("changes", audit.entries().stream().map(ChangesAuditCommand::members).toList());
    Map<String, Object> minutes = new LinkedHashMap<>();
    audit.minutesByApp().forEach((app, months) -> minutes.put(app, byMonth(months)));
    tree.put("suppressedMinutes", minutes);
    tree.put("suppressedMinutesBudget", budget);
    return tree;
  }

  private static Map<String, Long> byMonth(SortedMap<YearMonth, Long> months) {
    Map<String, Long> named = new LinkedHashMap<>();
    months.forEach((month, minutes) -> named.put(month.toString(), minutes));
    return named;
  }

  private static Map<String, @Nullable Object> members(ChangeAudit.Entry entry) {
    Map<String, @Nullable Object> members = ApprovalWords.members(entry.approval());
    members.put("verdict", entry.verdict());
    members.put("flaws", entry.flaws());
    members.put("silenced", members(entry.silenced()));
    members.put("insideButAlerted", members(entry.insideButAlerted()));
    members.put("outside", members(entry.outside()));
    return members;
  }

  private static Map<String, Object> members(ChangeAudit.Tally tally) {
    return Map.of(
        "count",
        tally.count(),
        "byReason",
        tally.byReason(),
        "findings",
        tally.first().stream().map(Finding::id).toList());
  }
}

package dev.appwatch.cli;

import dev.appwatch.context.ChangeRegister;
import dev.appwatch.context.Context;
import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.report.SafeText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what is approved. */
@Command(
    name = "list",
    description = "List the change windows, standing approvals, freezes and feeds that are known.",
    mixinStandardHelpOptions = true)
final class ChangesListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private final PackOptions options = new PackOptions();

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: text.")
  private TextOrJson format;

  @Override
  public Integer call() {
    Context context = options.context(spec.commandLine().getErr());
    ChangeRegister changes = context.changes();
    List<Approval> approvals = new ArrayList<>(changes.windows());
    approvals.addAll(changes.standingApprovals());
    PrintWriter out = spec.commandLine().getOut();
    if (format == TextOrJson.JSON) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("schema", "appwatch.changes/1");
      tree.put(
          "feeds",
          changes.feeds().stream()
              .map(
                  feed ->
                      Map.of(
                          "name",
                          feed.name(),
                          "format",
                          feed.format(),
                          "readAt",
                          feed.readAt().toString(),
                          "digest",
                          feed.digest()))
              .toList());
      tree.put("approvals", approvals.stream().map(ApprovalWords::members).toList());
      tree.put(
          "freezes",
          changes.freezes().stream()
              .map(
                  freeze ->
                      Map.of(
                          "id",
                          freeze.id(),
                          "start",
                          freeze.start().toString(),
                          "end",
                          freeze.end().toString()))
              .toList());
      TextOrJson.write(tree, out);
      return ExitCode.DONE;
    }
    for (Approval approval : approvals) {
      String kind =
          approval instanceof ChangeWindow window
              ? window.type() + " " + window.state()
              : "standing";
      out.printf(
          "%s  %s  %s by %s  %s%n",
          SafeText.of(approval.id()),
          kind,
          SafeText.of(approval.approval()),
          SafeText.of(String.valueOf(approval.approver())),
          ApprovalWords.when(approval));
      out.printf(
          "    tenant %s, apps %s, rows %s, actors %s, at most %d findings, %s%n",
          SafeText.of(approval.scope().tenant()),
          SafeText.of(approval.scope().apps().toString()),
          SafeText.of(approval.scope().rows().toString()),
          SafeText.of(approval.scope().actors().toString()),
          approval.expectedCount(),
          SafeText.of(approval.position().toString()));
    }
    changes
        .freezes()
        .forEach(
            freeze ->
                out.printf(
                    "%s  freeze  %s to %s%n",
                    SafeText.of(freeze.id()), freeze.start(), freeze.end()));
    changes
        .feeds()
        .forEach(
            feed ->
                out.printf(
                    "feed %s (%s), true as of %s%n",
                    SafeText.of(feed.name()), feed.format(), feed.readAt()));
    out.flush();
    return ExitCode.DONE;
  }
}

package dev.appwatch.cli;

import dev.appwatch.context.ChangeProblem;
import dev.appwatch.context.ChangeRegister;
import dev.appwatch.context.Context;
import dev.appwatch.model.Approval;
import dev.appwatch.model.Approvers;
import dev.appwatch.model.BusinessCalendar;
import dev.appwatch.model.RuleCard;
import dev.appwatch.model.Scope;
import dev.appwatch.model.StandingApproval;
import dev.appwatch.report.SafeText;
import dev.appwatch.rules.RuleBook;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells everything that is wrong with change feeds and calendars at once. */
@Command(
    name = "check",
    description = {
      "Tell every problem of change feeds and calendars at once.",
      "",
      "Exits with 2 when something was refused. Warnings are about approvals that are well written",
      "but can never suppress anything."
    },
    mixinStandardHelpOptions = true)
final class ChangesCheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private final PackOptions options = new PackOptions();

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: text.")
  private TextOrJson format;

  @Override
  public Integer call() {
    Context context = options.contextInSilence();
    RuleBook book = options.book();
    List<ChangeProblem> problems = context.changeProblems();
    List<String> warnings = warnings(context, book);
    PrintWriter out = spec.commandLine().getOut();
    if (format == TextOrJson.JSON) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("schema", "appwatch.changes-check/1");
      tree.put("problems", problems.stream().map(ChangesCheckCommand::members).toList());
      tree.put("warnings", warnings);
      TextOrJson.write(tree, out);
    } else {
      problems.forEach(
          problem -> problem.toString().lines().forEach(line -> out.println(SafeText.of(line))));
      warnings.forEach(warning -> warning.lines().forEach(line -> out.println(SafeText.of(line))));
      ChangeRegister changes = context.changes();
      out.printf(
          "%d change windows, %d standing approvals, %d freezes of %d feeds; %d refused, %d warnings.%n",
          changes.windows().size(),
          changes.standingApprovals().size(),
          changes.freezes().size(),
          changes.feeds().size(),
          problems.size(),
          warnings.size());
      out.flush();
    }
    return problems.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private static Map<String, @Nullable Object> members(ChangeProblem problem) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("code", problem.code());
    members.put("file", problem.file());
    members.put("line", problem.line());
    members.put("id", problem.id());
    members.put("message", problem.message());
    return members;
  }

  private List<String> warnings(Context context, RuleBook book) {
    List<String> warnings = new ArrayList<>();
    Set<String> rows =
        book.cards().stream().map(RuleCard::id).map(Scope::normal).collect(Collectors.toSet());
    Set<String> calendars =
        context.calendars().stream().map(BusinessCalendar::id).collect(Collectors.toSet());
    Approvers approvers = new Approvers(Set.copyOf(context.policy().approvers()));
    List<Approval> approvals = new ArrayList<>(context.changes().windows());
    approvals.addAll(context.changes().standingApprovals());
    for (Approval approval : approvals) {
      for (String row : approval.scope().rows()) {
        if (!rows.contains(row)) {
          warnings.add(
              warning(
                  approval,
                  "there is no row (%s).\n    Maybe run appwatch rules to see them."
                      .formatted(row)));
        } else if (!book.suppressible(row)) {
          warnings.add(
              warning(
                  approval,
                  "the guide lets no change cover the row (%s); it alerts all the same."
                      .formatted(row)));
        }
      }
      if (approval.approver() == null || !approvers.list(approval.approver())) {
        warnings.add(
            warning(
                approval,
                "the approver (%s) is not listed in policy.yaml.".formatted(approval.approver())));
      }
      if (approval instanceof StandingApproval standing
          && !calendars.contains(standing.calendar())) {
        warnings.add(
            warning(
                approval,
                "there is no calendar (%s).\n    Maybe one of %s."
                    .formatted(standing.calendar(), calendars)));
      }
    }
    String zones = ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();
    int year = options.receivedAt().atZone(ZoneOffset.UTC).getYear();
    if (zones.compareTo(String.valueOf(year)) < 0) {
      warnings.add(
          "time zones: warning: the time zone data of this Java (%s) is of an earlier year; clock changes decided since are unknown.\n    Maybe update Java."
              .formatted(zones));
    }
    return warnings;
  }

  private static String warning(Approval approval, String message) {
    return "%s: warning: %s: %s".formatted(approval.position(), approval.id(), message);
  }
}

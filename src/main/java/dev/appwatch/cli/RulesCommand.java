package dev.appwatch.cli;

import dev.appwatch.model.RuleCard;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the rows that a policy pack encodes, or tells all about one. */
@Command(
    name = "rules",
    description = "List the rules of a policy pack, or tell all about one.",
    mixinStandardHelpOptions = true)
final class RulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
  private @Nullable Path rules;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "For example APP-CRED-01.")
  private @Nullable String id;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean found = false;
    for (RuleCard card : Pack.ruleBook(Pack.folder(rules)).cards()) {
      if (id == null) {
        out.printf("%2d  %-16s  %-14s  %s%n", card.row(), card.id(), card.risk(), card.title());
      } else if (id.equalsIgnoreCase(card.id())) {
        found = true;
        tell(card, out);
      }
    }
    if (id != null && !found) {
      throw new RefusedException(
          "There is no rule (%s).\n    Maybe run appwatch rules to see them all.".formatted(id));
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static void tell(RuleCard card, PrintWriter out) {
    out.printf("%s  %s%n", card.id(), card.title());
    out.printf("row %d · risk %s · %s · %s%n", card.row(), card.risk(), card.source(), card.file());
    out.printf("ATT&CK: %s%n%nWhy: %s%n", String.join(", ", card.attack()), card.why());
    out.println("\nFalse positives:");
    card.falsePositives().forEach(cause -> out.printf("  - %s%n", cause));
    out.println("\nWhat to do:");
    card.response().forEach(step -> out.printf("  - %s%n", step));
  }
}

package dev.appwatch.cli;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Risk;
import dev.appwatch.store.FindingFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which findings are chosen. */
final class FilterOptions {

  @Option(names = "--rule", paramLabel = "ID", description = "Of this row only.")
  private @Nullable String rule;

  @Option(names = "--risk", paramLabel = "RISK", description = "Of this risk only.")
  private @Nullable Risk risk;

  @Option(names = "--disposition", paramLabel = "WHICH", description = "With this one only.")
  private @Nullable Disposition disposition;

  @Option(names = "--since", paramLabel = "INSTANT", description = "Happened then or later.")
  private @Nullable Instant since;

  @Option(names = "--until", paramLabel = "INSTANT", description = "Happened before.")
  private @Nullable Instant until;

  FindingFilter filter() {
    return new FindingFilter(rule, risk, disposition, since, until);
  }
}

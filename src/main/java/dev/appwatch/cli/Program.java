package dev.appwatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What the program is without its commands. */
@Command(
    name = "appwatch",
    description =
        "Judges Microsoft Entra application events by the rows of the security operations guide.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done · 1 a finding at or above --fail-on, or a scenario failed ·",
      "2 usage, rule, window or configuration refused · 3 done, but some input was quarantined ·",
      "4 our fault."
    })
class Program extends CommandGroup {

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces of errors.")
  private boolean debug;

  boolean debug() {
    return debug;
  }
}

package dev.appwatch.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program: parses the command line, runs one command, turns what went wrong into exit codes.
 */
@Command(
    name = "appwatch",
    description =
        "Judges Microsoft Entra application events by the rows of the security operations guide.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      EvaluateCommand.class,
      LintCommand.class,
      ExplainCommand.class,
      TestCommand.class,
      CoverageCommand.class,
      MutateCommand.class,
      WatchCommand.class,
      CaptureCommand.class,
      DiffCommand.class,
      NoiseCommand.class,
      RulesCommand.class,
      NewCommand.class,
      ChangesCommand.class,
      WhatIfCommand.class,
      PackCommand.class,
      VerifyCommand.class,
      ServeCommand.class,
      FindingsCommand.class,
      QuarantineCommand.class,
      JournalCommand.class,
      GenerateCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done · 1 a finding at or above --fail-on, or a scenario failed ·",
      "2 usage, rule, window or configuration refused · 3 done, but some input was quarantined ·",
      "4 our fault."
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces of errors.")
  private boolean debug;

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // only a service has a log; without this, every command would pay for setting one up
    if (System.getProperty("slf4j.provider") == null) {
      boolean serves = arguments.length > 0 && arguments[0].equals("serve");
      System.setProperty("slf4j.internal.verbosity", "WARN");
      System.setProperty(
          "slf4j.provider",
          serves
              ? "ch.qos.logback.classic.spi.LogbackServiceProvider"
              : "org.slf4j.nop.NOPServiceProvider");
    }
    System.exit(run(arguments));
  }

  /** Runs the program and returns its exit code. */
  static int run(String... arguments) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (exception, command, result) -> Failures.report(exception, command.getErr(), main.debug));
    return line.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}

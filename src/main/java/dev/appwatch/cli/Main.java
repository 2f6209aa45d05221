package dev.appwatch.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program: parses the command line, runs one command, turns what went wrong into exit codes.
 */
@Command(
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
      SinksCommand.class,
      JournalCommand.class,
      GenerateCommand.class
    })
public final class Main extends Program {

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
    CommandLine line = line(arguments);
    Program program = line.getCommand();
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (exception, command, result) ->
            Failures.report(exception, command.getErr(), program.debug()));
    return line.execute(arguments);
  }

  /** Looks only at the command that is named first: to look at all takes a third of a start. */
  private static CommandLine line(String... arguments) {
    if (arguments.length > 0) {
      for (Class<?> type : Main.class.getAnnotation(Command.class).subcommands()) {
        Command command = type.getAnnotation(Command.class);
        if (command.name().equals(arguments[0])
            || List.of(command.aliases()).contains(arguments[0])) {
          return new CommandLine(new Program()).addSubcommand(type);
        }
      }
    }
    return new CommandLine(new Main());
  }
}

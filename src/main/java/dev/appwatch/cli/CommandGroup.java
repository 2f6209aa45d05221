package dev.appwatch.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing by itself: one of those below it must be named. */
abstract class CommandGroup implements Runnable {

  @Spec private CommandSpec spec;

  /** Returns what the command line knows about this command. */
  final CommandSpec spec() {
    return spec;
  }

  @Override
  public final void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}

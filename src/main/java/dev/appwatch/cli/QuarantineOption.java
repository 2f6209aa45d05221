package dev.appwatch.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command that reads logs keeps the records that it can't judge. */
final class QuarantineOption {

  @Option(
      names = "--quarantine",
      paramLabel = "FILE",
      defaultValue = "appwatch-quarantine.jsonl",
      description =
          "Where records that can't be judged are kept, if there are any. Default: ${DEFAULT-VALUE}.")
  private Path file;

  LazyQuarantine open(PrintWriter err) {
    return new LazyQuarantine(file, err);
  }
}

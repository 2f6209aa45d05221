package dev.appwatch.cli;

import dev.appwatch.model.Finding;
import dev.appwatch.report.FindingWriter;
import dev.appwatch.report.FindingWriters;
import dev.appwatch.report.SafeText;
import dev.appwatch.report.TextOptions;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoredFinding;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads the findings that the service keeps. */
@Command(
    name = "findings",
    description = "Read the findings that appwatch serve keeps.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class FindingsCommand extends CommandGroup {

  @Command(
      name = "list",
      description = "One line for each finding, by the time at which it happened.",
      mixinStandardHelpOptions = true)
  int list(@Mixin StoreOptions options, @Mixin FilterOptions filter) {
    PrintWriter out = spec().commandLine().getOut();
    try (Store store = options.open(false)) {
      store
          .findings()
          .forEach(
              filter.filter(),
              stored -> {
                Finding finding = stored.finding();
                out.printf(
                    "%s  %-6s  %-13s  %-15s  %s  %s%n",
                    finding.time(),
                    finding.risk().word(),
                    finding.disposition().word(),
                    finding.rule(),
                    finding.id(),
                    SafeText.of(finding.summary()));
              });
      out.flush();
      return Conserved.tell(store, spec().commandLine().getErr())
          ? ExitCode.DONE
          : ExitCode.OUR_FAULT;
    }
  }

  @Command(name = "show", description = "All about one finding.", mixinStandardHelpOptions = true)
  int show(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "ID", description = "Its id, or the beginning of it.") String id) {
    try (Store store = options.open(false)) {
      StoredFinding stored =
          store
              .findings()
              .withId(id)
              .orElseThrow(
                  () ->
                      new RefusedException(
                          "There is no finding, or more than one, whose id begins with (%s).\n    Maybe appwatch findings list shows it."
                              .formatted(id)));
      // not onto standard output itself: the writer would close it
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      try (FindingWriter writer =
          FindingWriters.text(text, List.of(), new TextOptions(true, false))) {
        writer.write(stored.finding());
        writer.finish();
      }
      PrintWriter out = spec().commandLine().getOut();
      out.print(text.toString(StandardCharsets.UTF_8));
      out.printf(
          "%nStated %d times, first received %s, last %s.%n",
          stored.times(), stored.firstSeen(), stored.lastSeen());
      store.findings().decisions(stored.finding().id()).forEach(out::println);
      out.flush();
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "export",
      description = "Findings for programs, by the time at which they happened.",
      mixinStandardHelpOptions = true)
  int export(
      @Mixin StoreOptions options,
      @Mixin FilterOptions filter,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "Write findings here instead of standard output.")
          @Nullable Path file,
      @Option(
              names = "--format",
              defaultValue = "jsonl",
              paramLabel = "FORMAT",
              description = "One of: ${COMPLETION-CANDIDATES}. Default: jsonl.")
          Format format) {
    try (Store store = options.open(false);
        Output output = Output.to(file);
        FindingWriter writer =
            format.writer(output.stream(), List.of(), new TextOptions(true, false))) {
      store.findings().forEach(filter.filter(), stored -> writer.write(stored.finding()));
      writer.finish();
      output.commit();
      return ExitCode.DONE;
    }
  }
}

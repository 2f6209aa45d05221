package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.model.Disposition;
import dev.appwatch.pipeline.Counts;
import dev.appwatch.pipeline.FindingLedger;
import dev.appwatch.pipeline.FindingOrder;
import dev.appwatch.pipeline.LedgerCounts;
import dev.appwatch.report.FindingWriter;
import dev.appwatch.report.TextOptions;
import dev.appwatch.rules.RuleBook;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges exported logs. */
@Command(
    name = "evaluate",
    description = {
      "Judge exported logs, row by row of the monitoring table.",
      "",
      "Reads Entra audit and sign-in logs, unified audit records, Key Vault and Azure activity"
          + " logs",
      "and Graph application objects, as JSON lines, JSON, pages, CSV or gzip; the shape of each",
      "record is detected."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {

  private static final int MOST_THREADS = 256;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders (read recursively); - is standard input.")
  private List<String> paths;

  @Mixin private final PackOptions options = new PackOptions();

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "FORMAT",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: text.")
  private Format format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write findings here instead of standard output.")
  private @Nullable Path output;

  @Mixin private final QuarantineOption quarantine = new QuarantineOption();

  @Option(
      names = "--show",
      paramLabel = "WHICH",
      description =
          "One of: ${COMPLETION-CANDIDATES}. Default: alert for text (the rest is counted), all for"
              + " the others.")
  private @Nullable Show show;

  @Option(
      names = "--fail-on",
      paramLabel = "RISK",
      defaultValue = "none",
      description = "Exit with 1 on an alert of this risk or above: ${COMPLETION-CANDIDATES}.")
  private FailOn failOn;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Read a file of JSON lines by so many threads; what comes of it is the same. Default: 1.")
  private int threads;

  @ArgGroup(validate = false, heading = "%nLimits for hostile input:%n")
  private final LimitOptions limits = new LimitOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    // paths first: a misspelt one should not cost the seconds that compiling takes
    Sources sources = Sources.of(paths);
    options.beginBook();
    Context context = options.context(err);
    Evaluation.Setting setting = Evaluation.Setting.of(options, context);
    try (LazyQuarantine kept = quarantine.open(err);
        Evaluation evaluation = Evaluation.of(sources, reader(), setting, kept::keep)) {
      FindingLedger ledger = evaluation.ledger();
      Counts counts = evaluation.counts();
      write(ledger, setting.book());
      kept.finish();
      LedgerCounts found = ledger.counts();
      tell(err, counts, found);
      if (failOn.metBy(found)) {
        return ExitCode.FOUND;
      }
      return counts.quarantined() > 0 ? ExitCode.QUARANTINED : ExitCode.DONE;
    }
  }

  private RecordReader reader() {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new RefusedException(
          "The number of threads (%d) must be between 1 and %d.\n    Maybe that of your processors, %d."
              .formatted(threads, MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    }
    return new RecordReader(limits.limits(), threads);
  }

  private void write(FindingLedger ledger, RuleBook book) {
    boolean all = show == null ? format != Format.TEXT : show == Show.ALL;
    try (Output out = Output.to(output);
        FindingWriter writer =
            format.writer(out.stream(), book.cards(), new TextOptions(all, out.colour()))) {
      FindingOrder order = format == Format.TEXT ? FindingOrder.BY_INCIDENT : FindingOrder.BY_TIME;
      ledger.forEachSorted(
          order,
          finding -> {
            if (all || format == Format.TEXT || finding.disposition() == Disposition.ALERT) {
              writer.write(finding);
            }
          });
      writer.finish();
      out.commit();
    }
  }

  private static void tell(PrintWriter err, Counts counts, LedgerCounts found) {
    err.printf(
        "appwatch: received %d = evaluated %d + quarantined %d; findings %d = alerts %d +"
            + " suppressed %d + informational %d%n",
        counts.received(),
        counts.evaluated(),
        counts.quarantined(),
        found.total(),
        found.byDisposition().getOrDefault(Disposition.ALERT, 0L),
        found.byDisposition().getOrDefault(Disposition.SUPPRESSED, 0L),
        found.byDisposition().getOrDefault(Disposition.INFORMATIONAL, 0L));
    if (found.eventsLeftOut() > 0) {
      err.printf(
          "appwatch: findings list their first 1000 records; %d further records are not listed.%n",
          found.eventsLeftOut());
    }
    err.flush();
  }

  /** Limits that keep one record from taking the whole heap. */
  static final class LimitOptions {

    @Option(names = "--max-record-bytes", paramLabel = "N", defaultValue = "4194304")
    private int recordBytes;

    @Option(names = "--max-depth", paramLabel = "N", defaultValue = "64")
    private int depth;

    @Option(names = "--max-string", paramLabel = "N", defaultValue = "524288")
    private int stringLength;

    @Option(names = "--max-keys", paramLabel = "N", defaultValue = "20000")
    private int keys;

    @Option(names = "--max-gzip-ratio", paramLabel = "N", defaultValue = "100")
    private int gzipRatio;

    Limits limits() {
      try {
        return new Limits(recordBytes, depth, stringLength, keys, gzipRatio);
      } catch (IllegalArgumentException e) {
        throw new RefusedException(String.valueOf(e.getMessage()));
      }
    }
  }
}

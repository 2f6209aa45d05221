package dev.appwatch.cli;

import dev.appwatch.report.SafeText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what two policy packs judge differently over the same logs. */
@Command(
    name = "diff",
    description = {
      "Tell what two policy packs judge differently over the same logs.",
      "",
      "Findings that are new or gone, or whose risk, disposition or reasons moved, each with the",
      "lines of its rule file that differ. Exits with 1 when a high alert vanishes: it is gone, no",
      "alert any more, or no longer high; unless --allow names its row or its id."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DiffCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--base",
      paramLabel = "PACK",
      required = true,
      description = "The pack as it was.")
  private Path base;

  @Option(
      names = "--head",
      paramLabel = "PACK",
      description = "The pack as it would be. Default: the pack beside the program.")
  private @Nullable Path head;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders of logs; - is standard input.")
  private List<String> paths;

  @Option(
      names = "--allow",
      paramLabel = "ROW|FINDING",
      split = ",",
      description = "A row, or the id of a finding, whose high alerts may vanish. May be repeated.")
  private @Nullable List<String> allow;

  @Option(
      names = "--show",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many findings of each kind and row text shows. Default: ${DEFAULT-VALUE}.")
  private int show;

  @Option(names = "--noise", description = "Tell the alerts of each rule by day, too.")
  private boolean noise;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: text.")
  private TextOrJson format;

  @Mixin private final ReplayOptions options = new ReplayOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    if (show < 1) {
      throw new RefusedException(
          "The number (%d) of --show must be 1 or more.\n    Maybe leave it out.".formatted(show));
    }
    Sources sources = Sources.of(paths);
    Path to = Pack.folder(head);
    Evaluation.Setting before = options.setting(base, err);
    Evaluation.Setting after = options.setting(to, err);
    PackChanges changes = PackChanges.between(base, to);
    Set<String> allowed = allow == null ? Set.of() : new TreeSet<>(allow);
    DiffTotals totals = new DiffTotals(show, allowed);
    try (PackDiff diff = PackDiff.of(sources, before, after)) {
      // counted first: JSON says how many there are before it says which
      diff.baseFindings();
      diff.headFindings();
      if (format == TextOrJson.JSON) {
        DiffJson.write(
            diff, before.book().digest(), after.book().digest(), changes, totals, noise, out);
      } else {
        diff.forEach(totals::add);
        new DiffText(out, changes).print(diff, totals, noise);
      }
      tell(err, diff, totals);
      if (totals.vanishedCount() > 0) {
        return ExitCode.FOUND;
      }
      boolean whole = diff.baseCounts().quarantined() == 0 && diff.headCounts().quarantined() == 0;
      return whole ? ExitCode.DONE : ExitCode.QUARANTINED;
    }
  }

  private static void tell(PrintWriter err, PackDiff diff, DiffTotals totals) {
    err.printf(
        "appwatch: received %d; quarantined %d by base, %d by head%n",
        diff.baseCounts().received(),
        diff.baseCounts().quarantined(),
        diff.headCounts().quarantined());
    for (String unused : totals.unused()) {
      err.printf(
          "appwatch: allowed (%s), but no high alert of it vanishes.%n", SafeText.of(unused));
    }
    err.flush();
  }
}

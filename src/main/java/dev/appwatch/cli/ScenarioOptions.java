package dev.appwatch.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options by which a command finds scenarios and the pack they are held against. */
final class ScenarioOptions {

  @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
  private @Nullable Path rules;

  @Option(
      names = "--row",
      paramLabel = "ID",
      split = ",",
      description =
          "Only the scenarios of this row, for example APP-CRED-01. May be repeated, or parted by"
              + " commas.")
  private @Nullable List<String> rows;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description =
          "A folder of scenarios, or one file. Default: test-scenarios beside the program.")
  private @Nullable Path path;

  /** Reads pack and scenarios. */
  ScenarioSuite suite() {
    return ScenarioSuite.of(pack(), scenarios());
  }

  /** Runs the scenarios of the rows that were named. */
  TestRun run(ScenarioSuite suite) {
    Set<String> asked = new TreeSet<>();
    if (rows != null) {
      rows.forEach(row -> asked.add(row.toLowerCase(Locale.ROOT)));
    }
    TestRun run = TestRun.of(suite, asked);
    if (run.results().isEmpty()) {
      throw new RefusedException(
          "There are no scenarios of the row (%s).\n    Maybe run appwatch rules to see the rows."
              .formatted(rows == null ? "" : String.join(", ", rows)));
    }
    return run;
  }

  Path pack() {
    return Pack.folder(rules);
  }

  Path scenarios() {
    return shown(Pack.scenarios(path));
  }

  /** Shortens a path below the working directory: that is what a person clicks on. */
  private static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.isAbsolute() && path.startsWith(here) && !path.equals(here)
        ? here.relativize(path)
        : path;
  }
}

package dev.appwatch.cli;

import dev.appwatch.pipeline.BundleCheck;
import dev.appwatch.pipeline.BundleRefusedException;
import dev.appwatch.report.SafeText;
import dev.appwatch.store.JournalHead;
import dev.appwatch.store.JournalReport;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an evidence bundle, or the journal of a service, offline. */
@Command(
    name = "verify",
    description = {
      "Check an evidence bundle: that nothing was changed, and that its rules and",
      "change feeds lead to each suppression again. Needs nothing but the bundle.",
      "Or, with --store, the journal of a service: that no entry was changed, removed,",
      "moved or cut off, and that findings and decisions are as it says.",
      "",
      "The rules of a pack are code: name the pack you expect with --pack where you",
      "don't trust the bundle. Whoever can write a bundle or a store anew can also",
      "close its chain: --head tells."
    },
    footer = {"", "Exit codes: 0 whole · 2 no bundle or store · 4 broken."},
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "BUNDLE", description = "The bundle, a zip file.")
  private @Nullable Path bundle;

  @Option(
      names = "--store",
      description = "Check what a service keeps, in place of a bundle; it may run meanwhile.")
  private boolean store;

  @Mixin private final StoreOptions stores = new StoreOptions();

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description =
          "Where the chain must end, as it was told when the bundle was written; of a store, an"
              + " earlier head, NUMBER:DIGEST, that must still be part of it.")
  private @Nullable String head;

  @Option(
      names = "--pack",
      paramLabel = "DIGEST",
      description = "Digest of the policy pack, as in every finding; no other is loaded.")
  private @Nullable String pack;

  @Override
  public Integer call() {
    if (store) {
      if (bundle != null || pack != null) {
        throw new ParameterException(
            spec.commandLine(), "A store is checked without a bundle and without --pack.");
      }
      return journal();
    }
    if (bundle == null) {
      throw new ParameterException(
          spec.commandLine(), "Name a bundle, or --store for what a service keeps.");
    }
    return bundle(bundle);
  }

  private int journal() {
    JournalHead kept = head == null ? null : kept(head);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    JournalReport report;
    try (Store opened = stores.open(false)) {
      report = checked(opened, kept);
    }
    report
        .problems()
        .forEach(problem -> problem.lines().forEach(line -> err.println(SafeText.of(line))));
    out.printf(
        "%s: journal entries %d, findings %d%n",
        report.problems().isEmpty() ? "whole" : "broken", report.entries(), report.findings());
    out.printf("the journal ends at %s%n", report.head());
    out.flush();
    err.flush();
    return report.problems().isEmpty() ? ExitCode.DONE : ExitCode.BROKEN;
  }

  /** A store that was opened but can't be read to its end is broken, not missing. */
  private static JournalReport checked(Store opened, @Nullable JournalHead kept) {
    try {
      return opened.checkJournal(kept);
    } catch (StoreException e) {
      return new JournalReport(
          0,
          new JournalHead(0, ""),
          0,
          List.of(e.getMessage() + "\n    Maybe its file was damaged: restore a copy."));
    }
  }

  private static JournalHead kept(String text) {
    int colon = text.indexOf(':');
    try {
      return new JournalHead(
          Long.parseLong(text.substring(0, Math.max(colon, 0))), text.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw new RefusedException(
          "The head (%s) of a journal must be NUMBER:DIGEST.\n    Maybe it is that of a bundle."
              .formatted(text));
    }
  }

  private int bundle(Path file) {
    BundleCheck.Result result;
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
      result =
          BundleCheck.check(
              file, temporary, ContractLines.codec(), new BundleCheck.Kept(head, pack));
    } catch (BundleRefusedException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    result.problems().forEach(problem -> err.println(SafeText.of(problem)));
    result.notes().forEach(note -> err.println("appwatch: " + SafeText.of(note)));
    out.printf(
        "%s: findings %d, alerts %d; suppressions derived again %d, explained by records %d%n",
        result.problems().isEmpty() ? "whole" : "broken",
        result.findings(),
        result.alerts(),
        result.approved(),
        result.explained());
    out.printf("the chain ends at %s%n", result.head());
    out.flush();
    err.flush();
    return result.problems().isEmpty() ? ExitCode.DONE : ExitCode.BROKEN;
  }
}

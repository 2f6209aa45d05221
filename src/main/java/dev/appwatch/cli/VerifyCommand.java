package dev.appwatch.cli;

import dev.appwatch.pipeline.BundleCheck;
import dev.appwatch.pipeline.BundleRefusedException;
import dev.appwatch.report.SafeText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an evidence bundle, offline. */
@Command(
    name = "verify",
    description = {
      "Check an evidence bundle: that nothing was changed, and that its rules and",
      "change feeds lead to each suppression again. Needs nothing but the bundle.",
      "",
      "The rules of a pack are code: name the pack you expect with --pack where you",
      "don't trust the bundle. Whoever can write a bundle anew can also close its",
      "chain: --head tells."
    },
    footer = {"", "Exit codes: 0 whole · 2 no bundle · 4 broken."},
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BUNDLE", description = "The bundle, a zip file.")
  private Path bundle;

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "Where the chain must end, as it was told when the bundle was written.")
  private @Nullable String head;

  @Option(
      names = "--pack",
      paramLabel = "DIGEST",
      description = "Digest of the policy pack, as in every finding; no other is loaded.")
  private @Nullable String pack;

  @Override
  public Integer call() {
    BundleCheck.Result result;
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
      result =
          BundleCheck.check(
              bundle, temporary, ContractLines.codec(), new BundleCheck.Kept(head, pack));
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

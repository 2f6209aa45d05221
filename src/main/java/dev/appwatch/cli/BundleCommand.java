package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.ingest.Limits;
import dev.appwatch.pipeline.BundleRefusedException;
import dev.appwatch.pipeline.EvidenceBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges exported logs and keeps everything that the decisions rest on in one file. */
@Command(
    name = "bundle",
    description = {
      "Judge exported logs and write an evidence bundle: findings, how each came by",
      "its disposition, the policy pack and the change feeds. appwatch verify checks",
      "it anywhere, offline."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BundleCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "EVENTS",
      description = "Files and folders (read recursively); - is standard input.")
  private List<String> paths;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The bundle, a zip file.")
  private Path output;

  @Mixin private final PackOptions options = new PackOptions();

  @Mixin private final QuarantineOption quarantine = new QuarantineOption();

  @ArgGroup(validate = false, heading = "%nLimits for hostile input:%n")
  private final EvaluateCommand.LimitOptions limits = new EvaluateCommand.LimitOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Sources sources = Sources.of(paths);
    Limits most = limits.limits();
    Context context = options.context(err);
    Instant receivedAt = options.receivedAt();
    Evaluation.Setting setting =
        new Evaluation.Setting(options.book(), context, options.snapshotTime(), receivedAt);
    try (LazyQuarantine kept = quarantine.open(err);
        Evaluation evaluation = Evaluation.of(sources, most, setting, kept::keep);
        Output out = Output.to(output)) {
      EvidenceBundle.Written written =
          EvidenceBundle.write(
              out.stream(),
              evaluation.ledger(),
              new EvidenceBundle.Material(
                  new Version().getVersion()[0],
                  options.pack(),
                  setting.book(),
                  context,
                  receivedAt),
              ContractLines.codec());
      out.commit();
      kept.finish();
      PrintWriter told = spec.commandLine().getOut();
      told.printf(
          "bundle of %d findings, %d suppressed; the chain ends at %s%n",
          written.findings(), written.suppressed(), written.head());
      told.flush();
      return evaluation.counts().quarantined() > 0 ? ExitCode.QUARANTINED : ExitCode.DONE;
    } catch (BundleRefusedException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }
}

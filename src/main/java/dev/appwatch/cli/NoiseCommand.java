package dev.appwatch.cli;

import dev.appwatch.context.Context;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how many alerts each rule raises on each day. */
@Command(
    name = "noise",
    description = {
      "Tell how many alerts each rule raises on each day (in UTC), and about whom.",
      "",
      "To compare two packs: appwatch diff --noise."
    },
    mixinStandardHelpOptions = true)
final class NoiseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private final PackOptions options = new PackOptions();
  @Mixin private final QuarantineOption quarantine = new QuarantineOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders of logs; - is standard input.")
  private List<String> paths;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: text.")
  private TextOrJson format;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Sources sources = Sources.of(paths);
    Context context = options.context(err);
    Noise noise = new Noise();
    long quarantined =
        Evaluation.forEachFinding(
            sources, Evaluation.Setting.of(options, context), quarantine, err, noise::add);
    PrintWriter out = spec.commandLine().getOut();
    if (format == TextOrJson.JSON) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("schema", "appwatch.noise/1");
      tree.put("rules", noise.tree());
      TextOrJson.write(tree, out);
    } else {
      noise.print(out);
      out.flush();
    }
    return quarantined > 0 ? ExitCode.QUARANTINED : ExitCode.DONE;
  }
}

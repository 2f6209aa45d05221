package dev.appwatch.cli;

import dev.appwatch.context.Context;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that hold for both packs of a comparison. */
final class ReplayOptions {

  /** One moment for the whole run: feeds are loaded and records received at the same. */
  private final Instant started = Instant.now();

  @Option(
      names = "--changes",
      paramLabel = "PATH",
      description =
          "Change feeds, files or folders, in place of those of each pack. May be repeated.")
  private @Nullable List<Path> changes;

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      description = "Directory id for records that carry none; wins over policy.yaml.")
  private @Nullable String tenant;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "When the records were received, and inventory snapshots were read.")
  private @Nullable Instant now;

  /** Loads a pack; tells of its approvals that were refused. */
  Evaluation.Setting setting(Path pack, PrintWriter err) {
    if (!Files.isDirectory(pack)) {
      throw new RefusedException(
          "The policy pack (%s) is no folder.\n    Maybe the path is misspelt.".formatted(pack));
    }
    List<Path> feeds = changes != null ? changes : List.of(pack.resolve("changes"));
    Instant received = now != null ? now : started;
    Context context = Pack.context(pack, feeds, changes != null, tenant, received);
    if (!context.changeProblems().isEmpty()) {
      err.printf(
          "appwatch: %d problems of change feeds and calendars of %s; what was refused suppresses"
              + " nothing.%n",
          context.changeProblems().size(), pack);
    }
    return new Evaluation.Setting(Pack.ruleBook(pack), context, now, received);
  }
}

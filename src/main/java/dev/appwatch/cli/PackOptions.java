package dev.appwatch.cli;

import com.google.common.base.Throwables;
import dev.appwatch.context.ChangeProblem;
import dev.appwatch.context.Context;
import dev.appwatch.report.SafeText;
import dev.appwatch.rules.RuleBook;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command finds rules, calendars and approved changes. */
final class PackOptions {

  private @Nullable FutureTask<RuleBook> begun;

  /** One moment for the whole run: feeds are loaded and records received at the same. */
  private final Instant started = Instant.now();

  @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
  private @Nullable Path rules;

  @Option(
      names = "--changes",
      paramLabel = "PATH",
      description =
          "Change feeds, files or folders, in place of the pack's own: YAML, JSON, CSV, ServiceNow,"
              + " iCalendar. May be repeated.")
  private @Nullable List<Path> changes;

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      description = "Directory id for records that carry none; wins over policy.yaml.")
  private @Nullable String tenant;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description =
          "When the records were received, and inventory snapshots were read, for example"
              + " 2026-03-04T09:00:00Z. Credentials that had ended by then are informational;"
              + " without it none counts as ended.")
  private @Nullable Instant now;

  /** Returns the folder of the pack. */
  Path pack() {
    return Pack.folder(rules);
  }

  /** Returns when inventory snapshots were read, null when nobody said. */
  @Nullable Instant snapshotTime() {
    return now;
  }

  /** Returns when the records were received: as was said, or else now. */
  Instant receivedAt() {
    return now != null ? now : started;
  }

  /** Returns what the pack knows besides its rules; tells of approvals that were refused. */
  Context context(PrintWriter err) {
    return context(err, feeds());
  }

  /** Returns the same with other change feeds. */
  Context context(PrintWriter err, List<Path> others) {
    Context context = contextInSilence(others);
    List<ChangeProblem> problems = context.changeProblems();
    problems.forEach(
        problem -> problem.toString().lines().forEach(line -> err.println(SafeText.of(line))));
    if (!problems.isEmpty()) {
      err.printf("appwatch: %s%n", refused(problems));
    }
    return context;
  }

  /** Returns a sentence about approvals and calendars that were refused. */
  static String refused(List<ChangeProblem> problems) {
    return "%d %s of change feeds and calendars; what was refused suppresses nothing."
        .formatted(problems.size(), problems.size() == 1 ? "problem" : "problems");
  }

  /** Returns what the pack knows besides its rules. */
  Context contextInSilence() {
    return contextInSilence(feeds());
  }

  private Context contextInSilence(List<Path> feeds) {
    return contextAt(receivedAt(), feeds);
  }

  /** Returns what the pack and its feeds say at that moment. */
  Context contextAt(Instant moment) {
    return contextAt(moment, feeds());
  }

  private Context contextAt(Instant moment, List<Path> feeds) {
    return Pack.context(pack(), feeds, changes != null, tenant, moment);
  }

  /** Begins to read the rules, while the caller goes on with something else. */
  void beginBook() {
    Path folder = pack();
    FutureTask<RuleBook> task = new FutureTask<>(() -> Pack.ruleBook(folder));
    Thread thread = new Thread(task, "appwatch-rules");
    thread.setDaemon(true);
    thread.start();
    begun = task;
  }

  /** Returns the compiled rules of the pack. */
  RuleBook book() {
    if (begun == null) {
      return Pack.ruleBook(pack());
    }
    try {
      return begun.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Reading the rules was interrupted.", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException("The rules could not be read.", e);
    }
  }

  /** Returns the paths of the change feeds that were named; the pack's own when none was. */
  List<Path> feeds() {
    return changes != null ? changes : List.of(pack().resolve("changes"));
  }
}

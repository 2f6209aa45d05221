package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.model.Finding;
import dev.appwatch.model.RuleCard;
import dev.appwatch.pipeline.FindingOrder;
import dev.appwatch.report.FindingJson;
import dev.appwatch.report.SafeText;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.CapturedScenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Turns a finding into a scenario that tells nobody about whom it was. */
@Command(
    name = "capture",
    description = {
      "Turn a finding into an anonymous scenario that gives the same outcome.",
      "",
      "Ids, names, domains and addresses become made-up ones, the same for the same; dates move by",
      "whole weeks, so that weekday, time of day and offset stay. What lists say about them is put",
      "over the pack. Nothing is written unless the scenario raises what the finding says: row,",
      "risk, disposition and reasons. Read it before you share it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CaptureCommand implements Callable<Integer> {

  private static final int SHORTEST_ID = 6;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FINDING",
      description = "Id of the finding, or its first digits: at least six.")
  private String id;

  @Option(
      names = "--events",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description = "Files and folders of the logs that it was found in.")
  private List<String> events;

  @Option(
      names = "--findings",
      paramLabel = "FILE",
      description =
          "Findings as JSON lines, to take it from. Without it the logs are judged by the pack.")
  private @Nullable Path findings;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "Name of the scenario. Default: the title of the row.")
  private @Nullable String name;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "A new file for the scenario. Default: standard output.")
  private @Nullable Path output;

  @Mixin private final PackOptions options = new PackOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    check();
    Sources sources = Sources.of(events);
    Context context = options.context(err);
    RuleBook book = options.book();
    Finding finding = findings != null ? fromFile(findings) : fromLogs(sources, book, context);
    CaptureRecords records = new CaptureRecords(finding);
    sources.readInto(new RecordReader(Limits.DEFAULT), records);
    List<List<Map<String, @Nullable Object>>> choices = records.choices();
    if (choices.isEmpty()) {
      throw new RefusedException(
          "None of the logs holds a record of the finding (%s).\n    Maybe name the logs that it was found in."
              .formatted(finding.id()));
    }
    Capture capture =
        new Capture(
            options.pack(), book, context, finding, options.snapshotTime(), title(book, finding));
    CapturedScenario scenario = capture.from(choices);
    if (scenario == null) {
      err.println("appwatch: no scenario gives the outcome of the finding; nothing was written:");
      capture.notKept().forEach(missed -> err.println("    " + SafeText.of(missed)));
      err.println(
          "    Maybe it rests on records of other logs, or was judged by another pack or other changes.");
      err.flush();
      return ExitCode.FOUND;
    }
    write(scenario);
    tell(err, scenario, capture);
    return ExitCode.DONE;
  }

  private void check() {
    if (id.length() < SHORTEST_ID) {
      throw new RefusedException(
          "The finding (%s) must be named by at least six digits of its id.\n    Maybe copy it from the report."
              .formatted(id));
    }
    if (events.contains("-")) {
      throw new RefusedException(
          "The logs (-) are read twice, standard input can't be.\n    Maybe save them to a file.");
    }
    if (output != null && Files.exists(output)) {
      throw new RefusedException(
          "The file (%s) is there already.\n    Maybe name a new one.".formatted(output));
    }
  }

  private String title(RuleBook book, Finding finding) {
    if (name != null && !name.isBlank()) {
      return name;
    }
    return book.cards().stream()
            .filter(card -> card.id().equals(finding.rule()))
            .map(RuleCard::title)
            .findFirst()
            .orElse(finding.rule())
        + ", as captured";
  }

  private Finding fromLogs(Sources sources, RuleBook book, Context context) {
    List<Finding> found = new ArrayList<>();
    Evaluation.Setting setting =
        new Evaluation.Setting(book, context, options.snapshotTime(), options.receivedAt());
    try (Evaluation evaluation =
        Evaluation.of(sources, Limits.DEFAULT, setting, quarantined -> {})) {
      evaluation
          .ledger()
          .forEachSorted(
              FindingOrder.BY_TIME,
              finding -> {
                if (finding.id().startsWith(id) && found.size() < 2) {
                  found.add(finding);
                }
              });
    }
    return single(found, "The logs hold");
  }

  private Finding fromFile(Path file) {
    List<Finding> found = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.contains(id)) {
          Finding finding = FindingJson.decode(line.getBytes(StandardCharsets.UTF_8));
          if (finding.id().startsWith(id) && found.size() < 2) {
            found.add(finding);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new RefusedException(
          "The findings (%s) can't be read.\n    Maybe write them with evaluate --format jsonl."
              .formatted(file));
    }
    return single(found, "The file holds");
  }

  private Finding single(List<Finding> found, String where) {
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new RefusedException(
        found.isEmpty()
            ? "%s no finding (%s).\n    Maybe the id is misspelt, or the logs are others."
                .formatted(where, id)
            : "%s several findings (%s…).\n    Maybe give more digits.".formatted(where, id));
  }

  private void write(CapturedScenario scenario) {
    if (output == null) {
      spec.commandLine().getOut().print(scenario.text());
      spec.commandLine().getOut().flush();
      return;
    }
    try (Output file = Output.to(output)) {
      file.stream().write(scenario.text().getBytes(StandardCharsets.UTF_8));
      file.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tell(PrintWriter err, CapturedScenario scenario, Capture capture) {
    err.printf(
        "appwatch: captured from %d %s; it raises what the finding says.%n",
        scenario.records().size(), scenario.records().size() == 1 ? "record" : "records");
    capture
        .notKept()
        .forEach(missed -> err.printf("appwatch: not kept: %s.%n", SafeText.of(missed)));
    List<String> kept = new ArrayList<>(capture.keptForRules());
    kept.removeIf(value -> !value.contains(".") && !value.contains("-"));
    if (!kept.isEmpty()) {
      err.printf("appwatch: kept, because rules name them: %s%n", SafeText.of(kept.toString()));
    }
    err.flush();
  }
}

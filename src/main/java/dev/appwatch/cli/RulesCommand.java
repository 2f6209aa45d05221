package dev.appwatch.cli;

import dev.appwatch.model.RuleCard;
import dev.appwatch.proof.Catalogue;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.ScenarioFile;
import dev.appwatch.scenario.ScenarioReader;
import dev.appwatch.text.NearWord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the rows that a policy pack encodes, tells all about one, or writes pages about them. */
@Command(
    name = "rules",
    description = {
      "List the rows of a policy pack, or tell all about one.",
      "",
      "--format md writes pages with the rules in plain words; --format attack a layer for the"
          + " ATT&CK",
      "Navigator in which colour means tested."
    },
    mixinStandardHelpOptions = true)
final class RulesCommand implements Callable<Integer> {

  private enum CatalogueFormat {
    TEXT,
    JSON,
    MD,
    ATTACK
  }

  @Spec private CommandSpec spec;

  @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
  private @Nullable Path rules;

  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      description = "The folder of scenarios. Default: test-scenarios beside the program.")
  private @Nullable Path scenarios;

  @Option(
      names = "--format",
      defaultValue = "TEXT",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private CatalogueFormat format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "With --format md: the folder for the pages of all rows.")
  private @Nullable Path output;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "For example APP-CRED-01.")
  private @Nullable String id;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    RuleBook book = Pack.ruleBook(Pack.folder(rules));
    List<RuleCard> cards = chosen(book);
    Catalogue catalogue = new Catalogue(book, scenarioFiles());
    switch (format) {
      case TEXT -> cards.forEach(id == null ? card -> list(card, out) : card -> tell(card, out));
      case JSON ->
          TextOrJson.write(cards.stream().map(card -> members(card, catalogue)).toList(), out);
      case MD -> pages(cards, catalogue, out);
      case ATTACK -> TextOrJson.write(AttackLayer.of(cards, catalogue), out);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private List<RuleCard> chosen(RuleBook book) {
    // what is built in has no scenarios that a layer could show
    List<RuleCard> cards = format == CatalogueFormat.ATTACK ? book.cards() : Catalogue.cards(book);
    if (id == null) {
      return cards;
    }
    List<RuleCard> chosen = cards.stream().filter(card -> card.id().equalsIgnoreCase(id)).toList();
    if (chosen.isEmpty()) {
      throw new RefusedException(
          "There is no rule (%s).%s"
              .formatted(id, NearWord.maybe(id, cards.stream().map(RuleCard::id).toList())));
    }
    return chosen;
  }

  /** A list of rows needs no scenarios; pages and layers tell what they show. */
  private List<ScenarioFile> scenarioFiles() {
    if (format == CatalogueFormat.TEXT) {
      return List.of();
    }
    Path folder = Pack.scenarios(scenarios);
    if (scenarios == null && !Files.isDirectory(folder)) {
      return List.of();
    }
    return ScenarioReader.read(folder);
  }

  private void pages(List<RuleCard> cards, Catalogue catalogue, PrintWriter out) {
    if (output == null) {
      cards.forEach(card -> out.print(catalogue.page(card)));
      return;
    }
    try {
      Files.createDirectories(output);
      for (Map.Entry<String, String> page : catalogue.pages().entrySet()) {
        Files.writeString(output.resolve(page.getKey()), page.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void list(RuleCard card, PrintWriter out) {
    out.printf("%2d  %-16s  %-14s  %s%n", card.row(), card.id(), card.risk(), card.title());
  }

  private static void tell(RuleCard card, PrintWriter out) {
    out.printf("%s  %s%n", card.id(), card.title());
    out.printf(
        "row %d · risk %s · %s · %s%n",
        card.row(), card.risk(), card.source(), card.file().isEmpty() ? "built in" : card.file());
    out.printf("ATT&CK: %s%n%nWhy: %s%n", String.join(", ", card.attack()), card.why());
    out.println("\nFalse positives:");
    card.falsePositives().forEach(cause -> out.printf("  - %s%n", cause));
    out.println("\nWhat to do:");
    card.response().forEach(step -> out.printf("  - %s%n", step));
  }

  private static Map<String, Object> members(RuleCard card, Catalogue catalogue) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", card.id());
    members.put("row", card.row());
    members.put("title", card.title());
    members.put("risk", card.risk());
    members.put("source", card.source());
    members.put("attack", card.attack());
    members.put("suppressible", card.suppressible());
    members.put("why", card.why());
    members.put("falsePositives", card.falsePositives());
    members.put("response", card.response());
    members.put("file", card.file());
    members.put("reported", catalogue.scenarios(card, true));
    members.put("leftAlone", catalogue.scenarios(card, false));
    return members;
  }
}

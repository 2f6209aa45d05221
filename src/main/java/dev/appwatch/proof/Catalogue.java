package dev.appwatch.proof;

import dev.appwatch.drl.Gate;
import dev.appwatch.drl.PlainText;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.model.OwnRow;
import dev.appwatch.model.RuleCard;
import dev.appwatch.rules.Clause;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The pages about the rows of a pack, made of the rules themselves and of their scenarios. */
public final class Catalogue {

  private final RuleBook book;
  private final List<ScenarioFile> scenarios;

  public Catalogue(RuleBook book, List<ScenarioFile> scenarios) {
    this.book = book;
    this.scenarios = List.copyOf(scenarios);
  }

  /** Returns the rows of a pack and those that are built in, in the order of their numbers. */
  public static List<RuleCard> cards(RuleBook book) {
    return Stream.concat(Stream.of(OwnRow.values()).map(OwnRow::card), book.cards().stream())
        .sorted(Comparator.comparingInt(RuleCard::row).thenComparing(RuleCard::id))
        .toList();
  }

  private static Optional<OwnRow> builtIn(RuleCard card) {
    return Stream.of(OwnRow.values()).filter(row -> row.card().id().equals(card.id())).findFirst();
  }

  /** Returns every page as Markdown, by its file name; the first is the index. */
  public Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("README.md", index());
    for (RuleCard card : cards(book)) {
      pages.put(card.id() + ".md", page(card));
    }
    return pages;
  }

  /**
   * Returns the names of the scenarios in which a row alerts, or of its own in which it does not.
   */
  public List<String> scenarios(RuleCard card, boolean alerting) {
    List<String> names = new ArrayList<>();
    for (ScenarioFile file : scenarios) {
      for (Scenario scenario : file.scenarios()) {
        if (card.id().equals(file.rule()) && scenario.alerts(card.id()) == alerting) {
          names.add(scenario.name());
        }
      }
    }
    return names;
  }

  private String index() {
    StringBuilder page = new StringBuilder();
    page.append(
        "# Rows\n\nWritten by `./appwatch rules --format md -o docs/rules`; not to be edited.\n\n");
    page.append("| row | id | title | risk | reported | left alone |\n|---|---|---|---|---|---|\n");
    for (RuleCard card : cards(book)) {
      page.append(
          "| %s | [%s](%s.md) | %s | %s | %d | %d |\n"
              .formatted(
                  card.row() == 0 ? "–" : String.valueOf(card.row()),
                  card.id(),
                  card.id(),
                  escaped(card.title()),
                  escaped(card.risk()),
                  scenarios(card, true).size(),
                  scenarios(card, false).size()));
    }
    page.append("\nThe last two columns count scenarios.\n");
    return page.toString();
  }

  /** Returns the page of one row as Markdown. */
  public String page(RuleCard card) {
    StringBuilder page = new StringBuilder();
    page.append("# %s %s\n\n".formatted(card.id(), escaped(card.title())));
    if (card.row() > 0) {
      page.append("Row %d of the guide. ".formatted(card.row()));
    }
    page.append("Risk: %s. Source: %s. ".formatted(escaped(card.risk()), escaped(card.source())));
    page.append(
        "ATT&CK: %s. An approved change %s.\n%s\n"
            .formatted(
                String.join(", ", card.attack()),
                card.suppressible() ? "can cover it" : "never covers it",
                builtIn(card).isPresent()
                    ? "Built into the program: the service raises it, and no pack can change it."
                    : "Rules: `rules/%s`.".formatted(card.file())));
    page.append("\n## Why it matters\n\n%s\n".formatted(escaped(card.why())));
    page.append("\n## What raises it\n");
    builtIn(card)
        .ifPresentOrElse(
            row -> page.append("\n%s\n".formatted(escaped(row.raisedBy()))),
            () -> rules(card, page));
    list(page, "Known harmless causes", card.falsePositives());
    list(page, "What to do", card.response());
    if (builtIn(card).isEmpty()) {
      list(page, "Scenarios: reported", scenarios(card, true));
      list(page, "Scenarios: left alone", scenarios(card, false));
    }
    return page.toString();
  }

  private static void list(StringBuilder page, String title, List<String> lines) {
    page.append("\n## ").append(title).append("\n\n");
    lines.forEach(line -> page.append("- ").append(escaped(line)).append('\n'));
    if (lines.isEmpty()) {
      page.append("None.\n");
    }
  }

  private void rules(RuleCard card, StringBuilder page) {
    for (RuleTree tree : book.trees()) {
      if (!tree.file().name().equals(card.file()) || card.file().startsWith(Gate.SUPPRESSION)) {
        continue;
      }
      PlainText plain = new PlainText(tree);
      for (RuleNode rule : tree.rules()) {
        Clause clause = book.clause(rule.name().text());
        RuleNode parent = tree.parent(rule);
        page.append(
            "**%s** (line %d): "
                .formatted(escaped(rule.name().text()), rule.name().place().line()));
        page.append(
            parent == null
                ? escaped(PlainText.fact(PlainText.type(rule))) + ", and"
                : "as \"" + escaped(parent.name().text()) + "\", and besides");
        page.append("\n\n");
        List<String> conditions = plain.conditions(rule);
        conditions.forEach(sentence -> page.append("- ").append(escaped(sentence)).append('\n'));
        if (conditions.isEmpty()) {
          page.append("- nothing more\n");
        }
        page.append(
            "\nThen: %s, %s risk%s.\n"
                .formatted(
                    clause.disposition().word(),
                    clause.risk().word(),
                    clause.reasons().isEmpty()
                        ? ""
                        : ", reason `" + String.join("`, `", clause.reasons()) + "`"));
      }
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
  }
}

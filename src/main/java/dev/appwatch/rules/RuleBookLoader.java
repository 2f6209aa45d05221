package dev.appwatch.rules;

import dev.appwatch.model.RuleCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.drools.drl.parser.ParserError;
import org.kie.api.KieBase;
import org.kie.internal.builder.conf.LanguageLevelOption;

/** Turns the rule files of a policy pack into a rule book. */
public final class RuleBookLoader {

  private RuleBookLoader() {}

  /** Returns the digest of a pack without compiling it: {@code sha256:} and 64 hex digits. */
  public static String digest(Path pack) {
    return PackDigest.of(pack);
  }

  /**
   * Reads, checks and compiles every {@code drl/**.drl} of a pack. Takes seconds: the rules are
   * compiled to classes.
   *
   * @throws RulesRefusedException with every problem of every file; nothing is loaded then
   */
  public static RuleBook load(Path pack) {
    return load(pack, files -> Compiler.compile(files, module -> {}));
  }

  /**
   * Does the same, but takes compiled rules from a folder if they were kept there by an earlier
   * run, and keeps them there otherwise.
   *
   * @throws RulesRefusedException with every problem of every file; nothing is loaded then
   */
  public static RuleBook load(Path pack, Path cache) {
    return load(pack, new PackCache(cache)::base);
  }

  private static RuleBook load(Path pack, Function<List<RuleFile>, KieBase> compiler) {
    List<RuleFile> files = files(pack);
    List<RuleProblem> problems = new ArrayList<>();
    Map<String, Clause> clausesByRule = new HashMap<>();
    Map<String, SuppressionRule> suppression = new HashMap<>();
    Map<String, RuleCard> cards = new HashMap<>();
    Set<String> ids = new HashSet<>();
    Asked.Collector asked = new Asked.Collector();
    for (RuleFile file : files) {
      PackageDescr tree = parse(file, problems);
      if (tree == null) {
        continue;
      }
      if (file.name().startsWith(SuppressionReader.FOLDER)) {
        for (SuppressionRule rule : SuppressionReader.read(file, tree, problems)) {
          if (suppression.put(rule.rule(), rule) != null) {
            problems.add(
                file.problem(0, 0, "there are two rules named (%s).".formatted(rule.rule())));
          }
        }
        continue;
      }
      asked.add(tree);
      for (Clause clause : new CardReader(file, problems).read(tree)) {
        if (clausesByRule.put(clause.rule(), clause) != null) {
          problems.add(
              file.problem(0, 0, "there are two rules named (%s).".formatted(clause.rule())));
        }
        if (cards.put(file.name(), clause.card()) == null && !ids.add(clause.card().id())) {
          problems.add(
              file.problem(0, 0, "another file has the id (%s).".formatted(clause.card().id())));
        }
      }
    }
    if (files.isEmpty()) {
      problems.add(
          new RuleProblem(
              "drl", 0, 0, "the folder holds no rules.\n    Maybe this is no policy pack.", ""));
    }
    if (!problems.isEmpty()) {
      throw new RulesRefusedException(problems);
    }
    List<RuleCard> sorted =
        cards.values().stream()
            .sorted(Comparator.comparingInt(RuleCard::row).thenComparing(RuleCard::id))
            .toList();
    return new RuleBook(
        compiler.apply(files),
        clausesByRule,
        suppression,
        sorted,
        asked.asked(),
        PackDigest.of(pack));
  }

  private static List<RuleFile> files(Path pack) {
    Path folder = pack.resolve("drl");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(".drl"))
          .map(path -> RuleFile.read(pack, path))
          .sorted(Comparator.comparing(RuleFile::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @org.jspecify.annotations.Nullable PackageDescr parse(
      RuleFile file, List<RuleProblem> problems) {
    DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
    try {
      PackageDescr tree = parser.parse(null, file.text());
      if (!parser.hasErrors()) {
        return tree;
      }
    } catch (DroolsParserException e) {
      problems.add(file.problem(0, 0, String.valueOf(e.getMessage())));
    }
    parser
        .getErrors()
        .forEach(
            error -> {
              int line = error instanceof ParserError at ? at.getRow() : 0;
              int column = error instanceof ParserError at ? at.getCol() + 1 : 0;
              problems.add(file.problem(line, column, Compiler.plain(error.getMessage())));
            });
    return null;
  }
}

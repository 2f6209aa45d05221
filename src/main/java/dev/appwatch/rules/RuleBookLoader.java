package dev.appwatch.rules;

import dev.appwatch.drl.Gate;
import dev.appwatch.drl.Place;
import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleProblem;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.model.RuleCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kie.api.KieBase;

/** Turns the rule files of a policy pack into a rule book. */
public final class RuleBookLoader {

  private RuleBookLoader() {}

  /** Returns the digest of a pack without compiling it: {@code sha256:} and 64 hex digits. */
  public static String digest(Path pack) {
    return PackDigest.of(pack);
  }

  /** Returns the SHA-256 of every file of a pack in hex, by its path relative to the pack. */
  public static SortedMap<String, String> files(Path pack) {
    return PackDigest.files(pack);
  }

  /**
   * Reads, checks and compiles every {@code drl/**.drl} of a pack. Takes seconds: the rules are
   * compiled to classes.
   *
   * @throws RulesRefusedException with every problem of every file; nothing is loaded then
   */
  public static RuleBook load(Path pack) {
    return load(pack, files -> checked -> Compiler.compile(checked, module -> {}));
  }

  /**
   * Does the same, but takes compiled rules from a folder if they were kept there by an earlier
   * run, and keeps them there otherwise.
   *
   * @throws RulesRefusedException with every problem of every file; nothing is loaded then
   */
  public static RuleBook load(Path pack, Path cache) {
    return load(pack, new PackCache(cache)::begin);
  }

  /**
   * Returns everything that is wrong with the rules of a pack, or worth a look, in the order of the
   * files. Compiles and runs nothing.
   */
  public static List<RuleProblem> check(Path pack) {
    List<RuleProblem> problems = new ArrayList<>();
    List<RuleFile> files = files(pack, problems);
    read(files, new Gate(Catalogues.read(pack)), problems);
    return problems;
  }

  /**
   * Returns a rule book whose rules hold as they did but state what another version of one of its
   * files says: annotations only may differ.
   *
   * @throws RulesRefusedException when the file can't be used
   */
  public static RuleBook restated(RuleBook book, RuleFile file) {
    List<RuleProblem> problems = new ArrayList<>();
    RuleTree tree = Gate.refusingOnly().read(file, problems);
    Map<String, Clause> clauses = new HashMap<>(book.clausesByRule());
    Map<String, SuppressionRule> suppression = new HashMap<>(book.suppression());
    List<RuleCard> cards = new ArrayList<>(book.cards());
    if (file.name().startsWith(Gate.SUPPRESSION)) {
      SuppressionReader.read(file, tree, problems)
          .forEach(rule -> suppression.put(rule.rule(), rule));
    } else {
      for (Clause clause : new CardReader(file, problems).read(tree)) {
        clauses.put(clause.rule(), clause);
        cards.replaceAll(card -> card.id().equals(clause.card().id()) ? clause.card() : card);
      }
    }
    if (problems.stream().anyMatch(RuleProblem::refuses)) {
      throw new RulesRefusedException(problems.stream().filter(RuleProblem::refuses).toList());
    }
    return new RuleBook(
        book.base(), clauses, suppression, cards, book.asked(), book.trees(), book.digest());
  }

  /** Returns the ids that the rule files of a pack have, whether or not they could be loaded. */
  public static Set<String> ids(Path pack) {
    List<RuleProblem> problems = new ArrayList<>();
    return Set.copyOf(read(files(pack, problems), Gate.refusingOnly(), problems).fileById.keySet());
  }

  private static RuleBook load(
      Path pack, Function<List<RuleFile>, Function<List<RuleFile>, KieBase>> compilers) {
    List<RuleProblem> problems = new ArrayList<>();
    List<RuleFile> files = files(pack, problems);
    Function<List<RuleFile>, KieBase> compiler = compilers.apply(files);
    // who starts a run waits for no advice: that is what check is for
    Draft draft = read(files, Gate.refusingOnly(), problems);
    List<RuleProblem> refusing = problems.stream().filter(RuleProblem::refuses).toList();
    if (!refusing.isEmpty()) {
      throw new RulesRefusedException(refusing);
    }
    // what is compiled is what was read, token by token: nothing else of the file gets further
    List<RuleFile> read =
        draft.trees.stream().map(tree -> new RuleFile(tree.file().name(), tree.source())).toList();
    String digest = PackDigest.of(pack);
    return new RuleBook(
        compiler.apply(read),
        draft.clauses,
        draft.suppression,
        draft.cards.values().stream()
            .sorted(Comparator.comparingInt(RuleCard::row).thenComparing(RuleCard::id))
            .toList(),
        Asked.by(
            draft.trees.stream()
                .filter(tree -> !tree.file().name().startsWith(Gate.SUPPRESSION))
                .toList()),
        draft.trees,
        digest);
  }

  /** What was read of a pack so far. */
  private static final class Draft {
    private final List<RuleTree> trees = new ArrayList<>();
    private final Map<String, Clause> clauses = new HashMap<>();
    private final Map<String, SuppressionRule> suppression = new HashMap<>();
    private final Map<String, RuleCard> cards = new HashMap<>();
    private final Map<String, String> fileByRule = new HashMap<>();
    private final Map<String, String> fileById = new HashMap<>();
  }

  private static Draft read(List<RuleFile> files, Gate gate, List<RuleProblem> problems) {
    Draft draft = new Draft();
    for (RuleFile file : files) {
      RuleTree tree = gate.read(file, problems);
      draft.trees.add(tree);
      for (RuleNode rule : tree.rules()) {
        String other = draft.fileByRule.putIfAbsent(rule.name().text(), file.name());
        if (other != null && !other.equals(file.name())) {
          problems.add(
              file.problem(
                  "duplicate-rule",
                  rule.name().place(),
                  "there is another rule named (%s) in %s.\n    Maybe give it a name of its own."
                      .formatted(rule.name().text(), other)));
        }
      }
      if (file.name().startsWith(Gate.SUPPRESSION)) {
        SuppressionReader.read(file, tree, problems)
            .forEach(rule -> draft.suppression.put(rule.rule(), rule));
      } else {
        for (Clause clause : new CardReader(file, problems).read(tree)) {
          draft.clauses.put(clause.rule(), clause);
          draft.cards.put(file.name(), clause.card());
        }
        duplicateId(draft, tree, problems);
      }
    }
    if (files.isEmpty()) {
      problems.add(
          new RuleFile("drl", "")
              .problem("empty", "the folder holds no rules.\n    Maybe this is no policy pack."));
    }
    return draft;
  }

  private static void duplicateId(Draft draft, RuleTree tree, List<RuleProblem> problems) {
    RuleCard card = draft.cards.get(tree.file().name());
    if (card == null || card.id().isEmpty()) {
      return;
    }
    String other = draft.fileById.putIfAbsent(card.id(), tree.file().name());
    if (other != null) {
      new Annotations(tree.rules().get(0), tree.file(), problems)
          .refuse("id", "the id (%s) is taken by %s.".formatted(card.id(), other));
    }
  }

  private static List<RuleFile> files(Path pack, List<RuleProblem> problems) {
    if (!Files.isDirectory(pack)) {
      return List.of();
    }
    Path folder = pack.resolve("drl");
    try (Stream<Path> paths = Files.walk(pack)) {
      List<RuleFile> files = new ArrayList<>();
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = String.valueOf(path.getFileName());
        if (path.startsWith(folder) && name.endsWith(".drl")) {
          files.add(RuleFile.read(pack, path));
        } else if (path.startsWith(folder) ? !kept(name) : name.endsWith(".drl")) {
          problems.add(stray(pack, path));
        }
      }
      files.sort(Comparator.comparing(RuleFile::name));
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean kept(String name) {
    return name.startsWith(".") || name.endsWith(".md");
  }

  private static RuleProblem stray(Path pack, Path path) {
    String name = pack.relativize(path).toString().replace('\\', '/');
    return new RuleFile(name, "")
        .warning(
            "file-name",
            new Place(0, 0, 0, 0),
            "the file is no rule of the pack: rules are in drl/ and their names end with .drl.\n"
                + "    Maybe move, rename or remove it.");
  }
}

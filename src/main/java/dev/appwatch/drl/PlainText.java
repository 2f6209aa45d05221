package dev.appwatch.drl;

import dev.appwatch.drl.Condition.Comparison;
import dev.appwatch.drl.Condition.Constant;
import dev.appwatch.drl.Condition.Literal;
import dev.appwatch.drl.Condition.Member;
import dev.appwatch.drl.Condition.Step;
import dev.appwatch.drl.Condition.Value;
import dev.appwatch.drl.RuleNode.Pattern;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** Tells what rules ask in the words of the model, for people who do not read rules. */
public final class PlainText {

  private static final Properties WORDS = words();
  private static final String WHETHER = "whether ";

  private final RuleTree tree;
  private final boolean suppression;

  public PlainText(RuleTree tree) {
    this.tree = tree;
    this.suppression = tree.file().name().startsWith(Gate.SUPPRESSION);
  }

  private static Properties words() {
    Properties words = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(PlainText.class.getResourceAsStream("words.properties")),
            StandardCharsets.UTF_8)) {
      words.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  /** Returns what a type of fact means, in a sentence without a full stop. */
  public static String fact(String type) {
    return WORDS.getProperty(type, type);
  }

  /** Returns the type of the fact that a rule is about. */
  public static String type(RuleNode rule) {
    return rule.patterns().get(0).type().text();
  }

  /**
   * Returns the conditions that a rule itself writes, one sentence each; those it extends aside.
   */
  public List<String> conditions(RuleNode rule) {
    List<String> sentences = new ArrayList<>();
    for (Pattern pattern : rule.patterns()) {
      Class<?> type = Vocabulary.facts(suppression).get(pattern.type().text());
      for (Condition condition : pattern.conditions()) {
        if (type != null && !same(condition)) {
          sentences.add(sentence(condition, type));
        }
      }
    }
    return sentences;
  }

  private static boolean same(Condition condition) {
    return condition instanceof Comparison comparison && comparison.member().self();
  }

  private String sentence(Condition condition, Class<?> type) {
    if (condition instanceof Condition.All all) {
      return joined(all.parts(), type, " and ");
    }
    if (condition instanceof Condition.Any any) {
      return joined(any.parts(), type, ", or ");
    }
    if (condition instanceof Condition.Not not) {
      return "not so: " + sentence(not.inner(), type);
    }
    if (condition instanceof Condition.Holds holds) {
      return holds(holds.member(), type, true);
    }
    return comparison((Comparison) condition, type);
  }

  private String joined(List<Condition> parts, Class<?> type, String joint) {
    return parts.stream().map(part -> sentence(part, type)).collect(Collectors.joining(joint));
  }

  private String comparison(Comparison comparison, Class<?> type) {
    Value first = comparison.values().get(0);
    boolean equal = comparison.operator().equals("==");
    if ((equal || comparison.operator().equals("!="))
        && first instanceof Literal literal
        && literal.value() instanceof Boolean truth) {
      return holds(comparison.member(), type, truth == equal);
    }
    String name = name(comparison.member());
    if (first instanceof Literal literal && literal.value() == null) {
      return name + (equal ? " is not there" : " is there");
    }
    String values = comparison.values().stream().map(this::shown).collect(Collectors.joining(", "));
    return switch (comparison.operator()) {
      case "==" -> name + " is " + values;
      case "!=" -> name + " is not " + values;
      case "in" -> name + " is one of " + values;
      case "not in" -> name + " is none of " + values;
      case "contains" -> name + " holds " + values;
      case "not contains" -> name + " does not hold " + values;
      case "matches" -> name + " has the form " + values;
      case "not matches" -> name + " has not the form " + values;
      case "<" -> name + " is less than " + values;
      case "<=" -> name + " is at most " + values;
      case ">" -> name + " is more than " + values;
      case ">=" -> name + " is at least " + values;
      default -> throw new IllegalStateException(comparison.operator());
    };
  }

  private String shown(Value value) {
    if (value instanceof Literal literal) {
      return String.valueOf(literal.value());
    }
    if (value instanceof Constant constant) {
      return constant.name().text().toLowerCase(Locale.ROOT);
    }
    return "the " + name((Member) value);
  }

  private String holds(Member member, Class<?> type, boolean truth) {
    Class<?> at = type;
    String words = null;
    for (Step step : member.steps()) {
      int arguments = step.arguments() == null ? 0 : step.arguments().size();
      Method method = Vocabulary.member(at, step.name().text(), arguments).orElse(null);
      if (method == null) {
        break;
      }
      words =
          WORDS.getProperty(method.getDeclaringClass().getSimpleName() + "." + step.name().text());
      at = method.getReturnType();
    }
    String sentence =
        words == null || !words.startsWith(WHETHER)
            ? name(member) + " holds"
            : words.substring(WHETHER.length());
    return truth ? sentence : "not so: " + sentence;
  }

  /**
   * Returns a member as people say it: {@code situation.approvedAutomation}: approved automation.
   */
  private String name(Member member) {
    if (member.steps().isEmpty()) {
      return member.place().in(tree.file().text()).replace("$", "");
    }
    Step last = member.steps().get(member.steps().size() - 1);
    return last.name().text().replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }
}

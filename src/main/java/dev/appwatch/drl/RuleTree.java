package dev.appwatch.drl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule file as it was understood, every part with its place.
 *
 * @param file the file
 * @param packageName the package of its rules, for example {@code rules.applications.cred01}
 * @param imports the types it names
 * @param globals the globals it declares
 * @param rules its rules, in their order
 * @param source the file without comments: every token at its own place, and nothing else
 */
public record RuleTree(
    RuleFile file,
    Named packageName,
    List<Named> imports,
    List<Global> globals,
    List<RuleNode> rules,
    String source) {

  public RuleTree {
    imports = List.copyOf(imports);
    globals = List.copyOf(globals);
    rules = List.copyOf(rules);
  }

  /** Returns the rule of that name. */
  public Optional<RuleNode> rule(String name) {
    return rules.stream().filter(rule -> rule.name().text().equals(name)).findFirst();
  }

  /** Returns the rule that a rule extends, null when it extends none of this file. */
  public @Nullable RuleNode parent(RuleNode rule) {
    Named parent = rule.parent();
    return parent == null ? null : rule(parent.text()).orElse(null);
  }

  /** Returns a rule and those it extends, the outermost first. */
  public List<RuleNode> lineage(RuleNode rule) {
    java.util.ArrayDeque<RuleNode> lineage = new java.util.ArrayDeque<>();
    for (RuleNode at = rule; at != null && !lineage.contains(at); at = parent(at)) {
      lineage.addFirst(at);
    }
    return List.copyOf(lineage);
  }

  /** Returns the types of the facts that a rule and those it extends name, by those names. */
  public Map<String, String> typesByBinding(RuleNode rule) {
    Map<String, String> types = new LinkedHashMap<>();
    for (RuleNode part : lineage(rule)) {
      for (RuleNode.Pattern pattern : part.patterns()) {
        Named binding = pattern.binding();
        if (binding != null) {
          types.put(binding.text(), pattern.type().text());
        }
      }
    }
    return types;
  }

  /** Returns the type of a fact that a rule names in its statement; empty when it is not bound. */
  public String typeOf(RuleNode rule, Named argument) {
    return typesByBinding(rule).getOrDefault(argument.text(), "");
  }

  /**
   * A name and where it stands.
   *
   * @param text the name
   * @param place its place
   */
  public record Named(String text, Place place) {}

  /**
   * A declared global.
   *
   * @param type its qualified type
   * @param name its name
   */
  public record Global(Named type, Named name) {}
}

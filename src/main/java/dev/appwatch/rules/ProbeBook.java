package dev.appwatch.rules;

import dev.appwatch.drl.Condition;
import dev.appwatch.drl.Gate;
import dev.appwatch.drl.MemberReader;
import dev.appwatch.drl.Place;
import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleNode.Pattern;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.drl.RuleTree.Named;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;

/**
 * Every condition of a pack as a small rule of its own. So the engine itself says of each condition
 * whether it holds, and nothing that explains or measures rules has to judge in its place.
 *
 * @param base the compiled probes
 * @param checksByRule what each rule asks, with what it extends, in the order in which it is
 *     written
 * @param probeByVariant names of the probes of conditions that no rule asks for
 */
public record ProbeBook(
    KieBase base, Map<String, List<Check>> checksByRule, Map<Variant, String> probeByVariant) {

  public ProbeBook {
    checksByRule = Map.copyOf(checksByRule);
    probeByVariant = Map.copyOf(probeByVariant);
  }

  /**
   * A condition that could stand in the place of another one.
   *
   * @param rule the rule
   * @param check where the other one stands in its file
   * @param text the condition
   */
  public record Variant(String rule, Place check, String text) {}

  /**
   * One condition of a rule.
   *
   * @param probe name of the probe that holds exactly when the condition does
   * @param file the rule file
   * @param place where the condition stands
   * @param text the condition as it is written, on one line
   * @param member the member that it asks, as it is written; empty when it asks several or none
   * @param condition the condition; null for a whole pattern on something beside the fact
   * @param type simple name of the type that it asks
   * @param parts conditions within it; empty when it has none
   */
  public record Check(
      String probe,
      String file,
      Place place,
      String text,
      String member,
      @Nullable Condition condition,
      String type,
      List<Check> parts) {
    public Check {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Compiles the probes of a rule book, or takes them from a folder where an earlier run kept them.
   */
  public static ProbeBook of(RuleBook book, Path cache) {
    return of(book, cache, List.of());
  }

  /**
   * Does the same for conditions too that no rule asks for. They are compiled as they are: they may
   * be made of parts of the pack and of fixed words only.
   */
  public static ProbeBook of(RuleBook book, Path cache, Collection<Variant> variants) {
    Builder builder = new Builder(variants);
    Map<String, List<Check>> checks = new LinkedHashMap<>();
    for (RuleTree tree : book.trees()) {
      for (RuleNode rule : tree.rules()) {
        checks.put(rule.name().text(), builder.checks(tree, rule));
      }
    }
    return new ProbeBook(
        new PackCache(cache).base(builder.files()), checks, builder.probeByVariant);
  }

  /** What the probes of detection, or of suppression, look like as a rule file. */
  private static final class Source {
    private final TreeSet<String> imports = new TreeSet<>();
    private final Map<String, String> nameByBody = new LinkedHashMap<>();
  }

  private static final class Builder {

    private final Source detection = new Source();
    private final Source suppression = new Source();
    private final Map<String, List<Variant>> variantsByRule = new LinkedHashMap<>();
    private final Map<Variant, String> probeByVariant = new LinkedHashMap<>();

    Builder(Collection<Variant> variants) {
      for (Variant variant : variants) {
        variantsByRule.computeIfAbsent(variant.rule(), any -> new ArrayList<>()).add(variant);
      }
    }

    List<RuleFile> files() {
      List<RuleFile> files = new ArrayList<>();
      add(files, "detection", "dev.appwatch.evaluate.Findings findings", detection);
      add(files, "suppression", "dev.appwatch.evaluate.Decisions decisions", suppression);
      return files;
    }

    private static void add(List<RuleFile> files, String name, String global, Source source) {
      if (source.nameByBody.isEmpty()) {
        return;
      }
      StringBuilder text = new StringBuilder("package rules.probes." + name + ";\n");
      source.imports.forEach(type -> text.append("import ").append(type).append(";\n"));
      text.append("global ").append(global).append(";\n");
      source.nameByBody.forEach(
          (body, probe) ->
              text.append("rule \"").append(probe).append("\"\n").append(body).append("end\n"));
      files.add(new RuleFile("drl/probes/" + name + ".drl", text.toString()));
    }

    List<Check> checks(RuleTree tree, RuleNode rule) {
      Probing probing = new Probing(tree, rule);
      List<Check> checks = new ArrayList<>();
      for (RuleNode part : tree.lineage(rule)) {
        for (Pattern pattern : part.patterns()) {
          String subject = probing.subject(pattern);
          if (subject == null) {
            checks.add(probing.whole(pattern));
            for (Variant variant : variants(rule, pattern.place())) {
              probeByVariant.put(variant, probing.beside(variant.text()));
            }
          } else {
            String type = pattern.type().text();
            for (Condition condition : pattern.conditions()) {
              if (!probing.identity(condition)) {
                checks.add(probing.check(condition, subject, type));
              }
              for (Variant variant : variants(rule, condition.place())) {
                probeByVariant.put(variant, probing.asking(variant.text(), subject, type));
              }
            }
          }
        }
      }
      return checks;
    }

    private List<Variant> variants(RuleNode rule, Place check) {
      return variantsByRule.getOrDefault(rule.name().text(), List.of()).stream()
          .filter(variant -> variant.check().equals(check))
          .toList();
    }

    /** Makes the probes of one rule: its facts as they are, and one condition more. */
    private final class Probing {

      private final RuleTree tree;
      private final RuleNode rule;
      private final Source source;
      private final Map<String, String> typeByBinding;

      Probing(RuleTree tree, RuleNode rule) {
        this.tree = tree;
        this.rule = rule;
        source = tree.file().name().startsWith(Gate.SUPPRESSION) ? suppression : detection;
        tree.imports().forEach(type -> source.imports.add(type.text()));
        typeByBinding = tree.typesByBinding(rule);
      }

      /** Returns the name of the fact that a pattern asks; null when it asks for something else. */
      @Nullable String subject(Pattern pattern) {
        if (pattern.kind() != Pattern.Kind.FACT) {
          return null;
        }
        Named binding = pattern.binding();
        if (binding != null) {
          return binding.text();
        }
        for (Condition condition : pattern.conditions()) {
          if (identity(condition)
              && condition instanceof Condition.Comparison same
              && same.values().get(0) instanceof Condition.Member fact
              && fact.binding() != null) {
            return fact.binding().text();
          }
        }
        return null;
      }

      boolean identity(Condition condition) {
        return condition instanceof Condition.Comparison comparison
            && comparison.operator().equals("==")
            && comparison.member().self()
            && comparison.values().get(0) instanceof Condition.Member other
            && other.steps().isEmpty();
      }

      /** Returns the name of the probe that asks something of the subject. */
      String asking(String condition, String subject, String type) {
        StringBuilder body = new StringBuilder("when\n");
        typeByBinding.forEach(
            (binding, bound) ->
                body.append("  ")
                    .append(binding)
                    .append(" : ")
                    .append(binding.equals(subject) ? type : bound)
                    .append("( ")
                    .append(binding.equals(subject) ? condition : "")
                    .append(" )\n"));
        return probe(body);
      }

      /** Returns the name of the probe that asks for something beside the facts. */
      String beside(String pattern) {
        StringBuilder body = new StringBuilder("when\n");
        typeByBinding.forEach(
            (binding, bound) ->
                body.append("  ").append(binding).append(" : ").append(bound).append("()\n"));
        body.append("  ").append(pattern).append('\n');
        return probe(body);
      }

      Check check(Condition condition, String subject, String type) {
        List<Check> parts = new ArrayList<>();
        for (Condition part : parts(condition)) {
          parts.add(check(part, subject, type));
        }
        return new Check(
            asking(written(condition.place()), subject, type),
            tree.file().name(),
            condition.place(),
            written(condition.place()),
            MemberReader.member(condition).map(asked -> written(asked.place())).orElse(""),
            condition,
            type,
            parts);
      }

      Check whole(Pattern pattern) {
        return new Check(
            beside(written(pattern.place())),
            tree.file().name(),
            pattern.place(),
            written(pattern.place()),
            "",
            null,
            pattern.type().text(),
            List.of());
      }

      private static List<Condition> parts(Condition condition) {
        if (condition instanceof Condition.All all) {
          return all.parts();
        }
        if (condition instanceof Condition.Any any) {
          return any.parts();
        }
        return condition instanceof Condition.Not not ? List.of(not.inner()) : List.of();
      }

      private String written(Place place) {
        return place.in(tree.source()).replaceAll("\\s+", " ");
      }

      private String probe(StringBuilder body) {
        RuleNode.Call call = rule.then();
        body.append("then\n  ").append(call.global().text()).append('.');
        body.append(call.method().text()).append("(drools.getRule()");
        call.arguments().forEach(argument -> body.append(", ").append(argument.text()));
        body.append(");\n");
        String prefix = source == detection ? "detection " : "suppression ";
        return source.nameByBody.computeIfAbsent(
            body.toString(), any -> prefix + (source.nameByBody.size() + 1));
      }
    }
  }
}

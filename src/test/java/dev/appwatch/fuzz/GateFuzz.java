package dev.appwatch.fuzz;

import dev.appwatch.drl.Gate;
import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleProblem;
import dev.appwatch.drl.RuleTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The gate reads any rule file; what it lets pass reads the same when it is read again. */
public final class GateFuzz {

  private GateFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    List<RuleProblem> problems = new ArrayList<>();
    RuleTree tree = new Gate(Map.of()).read(new RuleFile("drl/f.drl", text), problems);
    if (problems.stream().noneMatch(RuleProblem::refuses)) {
      List<RuleProblem> again = new ArrayList<>();
      RuleTree read = new Gate(Map.of()).read(new RuleFile("drl/f.drl", tree.source()), again);
      if (again.stream().anyMatch(RuleProblem::refuses) || !read.rules().equals(tree.rules())) {
        throw new IllegalStateException("What is compiled is not what was read.");
      }
    }
  }
}

package dev.appwatch.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.conf.EqualityBehaviorOption;
import org.kie.api.runtime.KieContainer;

/** Compiles checked rule files with the executable model. */
final class Compiler {

  private static final AtomicLong BUILDS = new AtomicLong();
  private static final String FOLDER = "src/main/resources/";

  private Compiler() {}

  static KieBase compile(List<RuleFile> files) {
    KieServices services = KieServices.get();
    // a release id of its own for each build: builds that share one mix their packages
    ReleaseId release =
        services.newReleaseId("dev.appwatch.pack", "rules", "1." + BUILDS.incrementAndGet());
    KieFileSystem system = services.newKieFileSystem();
    system.generateAndWritePomXML(release);
    for (RuleFile file : files) {
      system.write(FOLDER + file.name(), file.text());
    }
    List<RuleProblem> problems = new ArrayList<>();
    try {
      KieBuilder builder = services.newKieBuilder(system).buildAll(ExecutableModelProject.class);
      for (Message message : builder.getResults().getMessages(Message.Level.ERROR)) {
        problems.add(problem(message, files));
      }
      if (problems.isEmpty()) {
        KieContainer container = services.newKieContainer(release);
        var configuration = services.newKieBaseConfiguration();
        configuration.setOption(EqualityBehaviorOption.IDENTITY);
        return container.newKieBase(configuration);
      }
    } catch (RuntimeException | LinkageError e) {
      // the engine throws instead of reporting for some mistakes, such as a broken expression
      problems.add(new RuleProblem("drl", 0, 0, plain(String.valueOf(e.getMessage())), ""));
    }
    throw new RulesRefusedException(problems);
  }

  private static RuleProblem problem(Message message, List<RuleFile> files) {
    String path = message.getPath() == null ? "" : message.getPath();
    for (RuleFile file : files) {
      if (path.endsWith(file.name())) {
        return file.problem(message.getLine(), message.getColumn(), plain(message.getText()));
      }
    }
    return new RuleProblem("drl", 0, 0, plain(message.getText()), "");
  }

  /** Returns the first line of the engine's text, without what only its makers understand. */
  static String plain(String text) {
    String line = text.lines().findFirst().orElse("the rule can't be compiled");
    return line.replaceFirst("^\\[ERR \\d+\\] ", "").replaceFirst("Rule Compilation error ", "");
  }
}

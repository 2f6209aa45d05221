package dev.appwatch.rules;

import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.codegen.ExecutableModelProject;
import org.jspecify.annotations.Nullable;
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
  private static final String ALL = "drl";
  private static final String LINT = "compiles";
  // what the engine quotes of the source: after a colon, or the name of a method
  private static final Pattern QUOTED =
      Pattern.compile("(?:expression|class): ([^\\s=<>!]+)|The method (\\w+)\\(");

  private Compiler() {}

  /** Compiles the files and hands over the module of classes that came of it. */
  static KieBase compile(List<RuleFile> files, Consumer<byte[]> module) {
    List<RuleProblem> problems = new ArrayList<>();
    KieBase base = build(files, problems, module);
    if (base != null) {
      return base;
    }
    if (files.size() > 1 && problems.stream().anyMatch(problem -> problem.file().equals(ALL))) {
      // the engine blames classes that it generated: file by file it is clear who is meant
      List<RuleProblem> named = new ArrayList<>();
      for (RuleFile file : files) {
        build(List.of(file), named, classes -> {});
      }
      problems = named.isEmpty() ? problems : named;
    }
    throw new RulesRefusedException(problems);
  }

  private static @Nullable KieBase build(
      List<RuleFile> files, List<RuleProblem> problems, Consumer<byte[]> module) {
    KieServices services = KieServices.get();
    // a release id of its own for each build: builds that share one mix their packages
    ReleaseId release =
        services.newReleaseId("dev.appwatch.pack", "rules", "1." + BUILDS.incrementAndGet());
    KieFileSystem system = services.newKieFileSystem();
    system.generateAndWritePomXML(release);
    for (RuleFile file : files) {
      system.write(FOLDER + file.name(), file.text());
    }
    int before = problems.size();
    try {
      KieBuilder builder = services.newKieBuilder(system).buildAll(ExecutableModelProject.class);
      for (Message message : builder.getResults().getMessages(Message.Level.ERROR)) {
        if (!message.getText().startsWith("Java source of")) {
          problems.add(problem(message, files));
        }
      }
      if (problems.size() == before) {
        module.accept(((InternalKieModule) builder.getKieModule()).getBytes());
        KieContainer container = services.newKieContainer(release);
        var configuration = services.newKieBaseConfiguration();
        configuration.setOption(EqualityBehaviorOption.IDENTITY);
        return container.newKieBase(configuration);
      }
    } catch (RuntimeException | LinkageError e) {
      // the engine throws instead of reporting for some mistakes, such as a broken expression
      Throwable cause = e.getCause() == null ? e : e.getCause();
      problems.add(located(files, plain(String.valueOf(cause.getMessage()))));
    }
    return null;
  }

  private static RuleProblem problem(Message message, List<RuleFile> files) {
    String path = message.getPath() == null ? "" : message.getPath();
    String text = plain(message.getText());
    for (RuleFile file : files) {
      if (path.endsWith(file.name()) && message.getLine() > 0) {
        return file.problem(LINT, message.getLine(), message.getColumn(), text);
      }
      if (path.endsWith(file.name())) {
        return located(List.of(file), text);
      }
    }
    return located(files, text);
  }

  /** Finds the line that the engine quotes, where only one file can be meant. */
  private static RuleProblem located(List<RuleFile> files, String text) {
    if (files.size() != 1) {
      return new RuleFile(ALL, "").problem(LINT, text);
    }
    RuleFile file = files.get(0);
    List<String> lines = file.text().lines().toList();
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      String word = quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
      for (int i = 0; i < lines.size(); i++) {
        int column = lines.get(i).indexOf(word);
        if (column >= 0 && !lines.get(i).startsWith("import ")) {
          return file.problem(LINT, i + 1, column + 1, text);
        }
      }
    }
    return file.problem(LINT, text);
  }

  /** Returns the first line of the engine's text, without what only its makers understand. */
  static String plain(String text) {
    String line = text.lines().findFirst().orElse("the rule can't be compiled");
    return line.replaceFirst("^\\[ERR \\d+\\] ", "")
        .replaceFirst("^Line \\d+:\\d+ ", "")
        .replaceFirst("Rule Compilation error ", "");
  }
}

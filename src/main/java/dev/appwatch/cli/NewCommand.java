package dev.appwatch.cli;

import dev.appwatch.model.RuleCard;
import dev.appwatch.rules.RuleBookLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a rule of one's own, with its scenarios. */
@Command(
    name = "new",
    description = {
      "Start a rule of your own: a rule file and a file of scenarios, both to be filled in.",
      "lint lets them pass and warns of what is to fill in; test fails until it is."
    },
    mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
  private @Nullable Path rules;

  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      description = "The folder of scenarios. Default: test-scenarios beside the program.")
  private @Nullable Path scenarios;

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "Capitals, hyphens and two digits, for example OWN-USER-01. Never reused.")
  private String id;

  @Parameters(index = "1", paramLabel = "TITLE", description = "What it finds, in a few words.")
  private String title;

  @Override
  public Integer call() {
    Path pack = Pack.folder(rules);
    Path folder = Pack.scenarios(scenarios);
    check(pack);
    String name = id + "-" + slug();
    Path rule = pack.resolve("drl/applications").resolve(name + ".drl");
    Path scenario = folder.resolve("applications").resolve(name + ".yaml");
    List<Path> there = List.of(rule, scenario).stream().filter(Files::exists).toList();
    if (!there.isEmpty()) {
      throw new RefusedException("The file (%s) is there already.".formatted(there.get(0)));
    }
    write(rule, "new-rule.drl");
    write(scenario, "new-scenarios.yaml");
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s%n%s%n", rule, scenario);
    out.flush();
    spec.commandLine()
        .getErr()
        .println("Fill in both, then run appwatch lint and appwatch test --row " + id + ".");
    spec.commandLine().getErr().flush();
    return ExitCode.DONE;
  }

  private void check(Path pack) {
    if (!RuleCard.ID.matcher(id).matches()) {
      throw new RefusedException(
          "The id (%s) must be capitals, hyphens and two digits.\n    Maybe OWN-USER-01."
              .formatted(id));
    }
    if (title.isBlank() || !title.matches("[\\p{L}\\p{N} .,:'()/+-]+")) {
      throw new RefusedException(
          "The title (%s) must be words, without quotes and backslashes.".formatted(title));
    }
    if (RuleBookLoader.ids(pack).contains(id)) {
      throw new RefusedException(
          "The id (%s) is taken.\n    Maybe run appwatch rules to see them all.".formatted(id));
    }
  }

  private String slug() {
    String words = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String slug = words.replaceAll("^-|-$", "");
    return slug.isEmpty() ? "rule" : slug;
  }

  private void write(Path file, String template) {
    String text;
    try (InputStream stream =
        Objects.requireNonNull(NewCommand.class.getResourceAsStream(template))) {
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(
          file,
          text.replace("@PACKAGE@", id.toLowerCase(Locale.ROOT).replace("-", ""))
              .replace("@ID@", id)
              .replace("@TITLE@", title),
          StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

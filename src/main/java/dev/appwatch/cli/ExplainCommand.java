package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.model.Event;
import dev.appwatch.proof.Answer;
import dev.appwatch.proof.Explainer;
import dev.appwatch.proof.Explanation;
import dev.appwatch.proof.ExplanationText;
import dev.appwatch.report.SafeText;
import dev.appwatch.rules.ProbeBook;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.text.NearWord;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells why rules held or did not: every condition, with the value that it saw. */
@Command(
    name = "explain",
    description = {
      "Tell why rules held or did not, record by record: every condition with the value that it"
          + " saw,",
      "the first that failed, and what each approval missed.",
      "",
      "Without --rule, the rules that held are told, and those that came nearest. Records that no"
          + " rule",
      "looks at are left out, unless --record names one."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private final PackOptions options = new PackOptions();
  @Mixin private final QuarantineOption quarantine = new QuarantineOption();

  @Option(
      names = "--rule",
      paramLabel = "ID",
      description = "Only this row, for example APP-CRED-01, or the rule of this name.")
  private @Nullable String rule;

  @Option(
      names = "--record",
      paramLabel = "N",
      description = "Only the record of this number in its source, from 1.")
  private @Nullable Long record;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: text.")
  private TextOrJson format;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders of logs; - is standard input.")
  private List<String> paths;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Sources sources = Sources.of(paths);
    Context context = options.context(err);
    RuleBook book = options.book();
    refuseUnknownRule(book);
    ProbeBook probes = ProbeBook.of(book, Pack.cache());
    ExplanationText text = new ExplanationText(book, this::asked, rows(book), rule != null);
    AtomicLong told = new AtomicLong();
    try (Explainer explainer =
            new Explainer(
                book,
                probes,
                context,
                this::wanted,
                (event, explanation) -> {
                  if (tells(explanation)) {
                    told.incrementAndGet();
                    tell(text, event, explanation, out);
                  }
                });
        LazyQuarantine kept = quarantine.open(err);
        Evaluation evaluation =
            Evaluation.watched(
                sources,
                new Evaluation.Setting(book, context, options.snapshotTime(), options.receivedAt()),
                explainer,
                kept::keep)) {
      explainer.finish();
      kept.finish();
      out.flush();
      if (told.get() == 0) {
        err.println(
            record == null
                ? "No rule looks at any of the records."
                : "There is no record (%d) that could be judged.".formatted(record));
      }
      return evaluation.counts().quarantined() > 0 ? ExitCode.QUARANTINED : ExitCode.DONE;
    }
  }

  private void refuseUnknownRule(RuleBook book) {
    if (rule == null) {
      return;
    }
    Set<String> known = new TreeSet<>();
    book.cards().forEach(card -> known.add(card.id()));
    Set<String> names = new TreeSet<>();
    for (RuleTree tree : book.trees()) {
      tree.rules().forEach(node -> names.add(node.name().text()));
    }
    if (known.stream().noneMatch(rule::equalsIgnoreCase) && !names.contains(rule)) {
      throw new RefusedException(
          "There is no rule (%s).%s".formatted(rule, NearWord.maybe(rule, known)));
    }
  }

  private Predicate<String> rows(RuleBook book) {
    return row ->
        rule == null
            || rule.equalsIgnoreCase(row)
            || (book.clausesByRule().containsKey(rule)
                && book.clause(rule).card().id().equals(row));
  }

  private boolean wanted(Event event) {
    return record == null || event.header().position().record() == record;
  }

  private boolean asked(Answer answer) {
    return rule == null || rule.equalsIgnoreCase(answer.row()) || rule.equals(answer.rule());
  }

  private boolean tells(Explanation explanation) {
    return record != null
        || explanation.answers().stream()
            .anyMatch(answer -> asked(answer) && answer.fact() != null);
  }

  private void tell(ExplanationText text, Event event, Explanation explanation, PrintWriter out) {
    if (format == TextOrJson.JSON) {
      TextOrJson.write(ExplanationJson.of(event, explanation, this::asked), out);
    } else {
      text.of(event, explanation).forEach(line -> out.println(SafeText.of(line)));
    }
  }
}

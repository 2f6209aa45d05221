package dev.appwatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.context.Context;
import dev.appwatch.context.PackReader;
import dev.appwatch.context.PackRefusedException;
import dev.appwatch.evaluate.Asker;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.evaluate.RuleSession;
import dev.appwatch.evaluate.Witness;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.pipeline.FindingLedger;
import dev.appwatch.pipeline.FindingOrder;
import dev.appwatch.pipeline.Pipeline;
import dev.appwatch.proof.Judges;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.Judge;
import dev.appwatch.scenario.UnjudgedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges the records of scenarios by a real pack, through the pipeline that judges logs. */
final class PackJudge implements Judge {

  /** A scenario's changes are as fresh as its events, unless they say otherwise. */
  private static final Instant ALWAYS_FRESH = Instant.parse("9999-01-01T00:00:00Z");

  private final Path pack;
  private final RuleBook book;
  private final Function<Context, Witness> witnesses;
  private final Function<Context, Asker> askers;
  private final Map<Path, PackReader> readers;
  private final Map<Known, Context> contexts = new HashMap<>();

  private static final String SET_ASIDE = "setAside";

  /** What a context is made of. */
  private record Known(JsonNode over, @Nullable Instant now) {}

  PackJudge(Path pack, RuleBook book) {
    this(pack, book, context -> Witness.NONE);
  }

  /** Makes a judge whose work somebody watches, a witness for each scenario. */
  PackJudge(Path pack, RuleBook book, Function<Context, Witness> witnesses) {
    this(
        pack,
        book,
        witnesses,
        context -> new RuleSession(book.base(), context),
        new ConcurrentHashMap<>());
  }

  private PackJudge(
      Path pack,
      RuleBook book,
      Function<Context, Witness> witnesses,
      Function<Context, Asker> askers,
      Map<Path, PackReader> readers) {
    this.witnesses = witnesses;
    this.askers = askers;
    this.pack = pack;
    this.book = book;
    this.readers = readers;
  }

  /** Returns a maker of judges, for any number of threads, which read every pack once. */
  static Judges judges() {
    Map<Path, PackReader> readers = new ConcurrentHashMap<>();
    return (pack, book, witnesses, askers) -> new PackJudge(pack, book, witnesses, askers, readers);
  }

  @Override
  public List<Finding> judge(
      List<Map<String, @Nullable Object>> records, JsonNode differences, @Nullable Instant now) {
    Context context = contexts.computeIfAbsent(new Known(differences, now), this::context);
    List<Finding> findings = new ArrayList<>();
    try (FindingLedger ledger =
            new FindingLedger(
                FindingCodec.of(FindingJson::encode, FindingJson::decode), context.changes());
        Pipeline pipeline =
            new Pipeline(
                new Evaluator(book, context, now, now, witnesses.apply(context), askers),
                ledger,
                PackJudge::refuse)) {
      long number = 0;
      for (JsonNode reason : differences.path(SET_ASIDE)) {
        number++;
        pipeline.quarantined(setAside(number, reason.asText()));
      }
      for (Map<String, @Nullable Object> record : records) {
        number++;
        byte[] bytes = record.toString().getBytes(StandardCharsets.UTF_8);
        pipeline.record(new RawRecord(new Position("scenario", number, 0), record, bytes));
      }
      pipeline.finish();
      pipeline.counts().check();
      ledger.forEachSorted(FindingOrder.BY_TIME, findings::add);
    }
    return findings;
  }

  private Context context(Known asked) {
    Instant now = asked.now();
    ObjectNode over = asked.over().deepCopy();
    over.remove(SET_ASIDE);
    try {
      Context context =
          readers
              .computeIfAbsent(pack, PackReader::new)
              .context(over, List.of(), now == null ? ALWAYS_FRESH : now);
      if (!context.changeProblems().isEmpty()) {
        throw new UnjudgedException(
            "the changes or calendar of the scenario were refused: "
                + context.changeProblems().get(0));
      }
      return context;
    } catch (PackRefusedException e) {
      throw new UnjudgedException(
          "what the scenario puts over the pack was refused: " + e.getMessage());
    }
  }

  private static QuarantinedRecord setAside(long number, String reason) {
    try {
      return new QuarantinedRecord(
          new Position(SET_ASIDE, number, 0),
          QuarantineReason.valueOf(reason),
          "",
          reason.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new UnjudgedException(
          "the reason (%s) of a record that is set aside must be one of the quarantine's."
              .formatted(reason));
    }
  }

  private static void refuse(QuarantinedRecord record) {
    if (record.position().source().equals(SET_ASIDE)) {
      return; // as the scenario wants it
    }
    throw new UnjudgedException(
        "the record (%d) of the scenario was quarantined: %s. %s"
            .formatted(record.position().record(), record.reason(), record.detail()));
  }
}

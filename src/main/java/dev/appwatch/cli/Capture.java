package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.BusinessCalendar;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Target;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.Anonymiser;
import dev.appwatch.scenario.CapturedScenario;
import dev.appwatch.scenario.DayShift;
import dev.appwatch.scenario.Pseudonyms;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.UnjudgedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for the smallest anonymous scenario that gives the outcome of a finding. */
final class Capture {

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final int FEWEST_WEEKS = 8;
  private static final int SPREAD = 44;
  private static final int SEARCHED = 300;
  private static final int TRIED = 3;

  private final Path pack;
  private final Context context;
  private final PackJudge judge;
  private final Finding finding;
  private final @Nullable Instant now;
  private final String name;
  private final Set<String> notKept = new LinkedHashSet<>();
  private final Set<String> keptForRules = new TreeSet<>();

  Capture(
      Path pack,
      RuleBook book,
      Context context,
      Finding finding,
      @Nullable Instant now,
      String name) {
    this.pack = pack;
    this.context = context;
    this.judge = new PackJudge(pack, book);
    this.finding = finding;
    this.now = now;
    this.name = name;
  }

  /** Returns the scenario, null when none of the choices of records gives the outcome. */
  @Nullable CapturedScenario from(List<List<Map<String, @Nullable Object>>> choices) {
    CapturedScenario nearly = null;
    for (List<Map<String, @Nullable Object>> records : choices) {
      Pseudonyms pseudonyms = new Pseudonyms(literals());
      Anonymiser anonymiser = learned(pseudonyms, records);
      for (@Nullable BusinessCalendar calendar : calendars()) {
        for (DayShift shift : shifts(calendar)) {
          CapturedScenario candidate = candidate(pseudonyms, anonymiser, records, calendar, shift);
          String missed = candidate == null ? "could not be judged" : missed(candidate);
          if (candidate != null && missed.isEmpty()) {
            notKept.clear();
            finish(candidate, pseudonyms, anonymiser);
            return candidate;
          }
          notKept.add(missed);
          if (candidate != null && missed.startsWith("decision") && nearly == null) {
            nearly = candidate;
            finish(candidate, pseudonyms, anonymiser);
          }
        }
      }
    }
    if (nearly != null) {
      notKept.removeIf(missed -> !missed.startsWith("decision"));
    }
    return nearly;
  }

  /** Returns what could not be kept, in words. */
  Set<String> notKept() {
    return notKept;
  }

  /** Returns which values stayed because a rule of the pack names them. */
  Set<String> keptForRules() {
    return keptForRules;
  }

  private void finish(CapturedScenario scenario, Pseudonyms pseudonyms, Anonymiser anonymiser) {
    Scenario read = scenario.read();
    Set<String> left = new TreeSet<>();
    read.records().forEach(record -> left.addAll(anonymiser.leftIn(record)));
    if (!left.isEmpty()) {
      throw new IllegalStateException(
          "The scenario still holds %s of the original.".formatted(left));
    }
    keptForRules.clear();
    keptForRules.addAll(pseudonyms.keptForRules());
  }

  private Anonymiser learned(Pseudonyms pseudonyms, List<Map<String, @Nullable Object>> records) {
    Anonymiser anonymiser = new Anonymiser(pseudonyms);
    records.forEach(anonymiser::learn);
    Actor actor = finding.actor();
    anonymiser.learnName(actor.name());
    for (Target target : finding.targets()) {
      anonymiser.learnName(target.name());
    }
    context
        .lists()
        .values()
        .forEach(rows -> rows.forEach(row -> row.values().forEach(pseudonyms::avoid)));
    return anonymiser;
  }

  private @Nullable CapturedScenario candidate(
      Pseudonyms pseudonyms,
      Anonymiser anonymiser,
      List<Map<String, @Nullable Object>> records,
      @Nullable BusinessCalendar calendar,
      DayShift shift) {
    List<Map<String, @Nullable Object>> changed = new ArrayList<>();
    records.forEach(record -> changed.add(anonymiser.record(record, shift)));
    CapturedScenario draft =
        new CapturedScenario(
            finding.rule(),
            name,
            changed,
            new CaptureOver(context, finding, pseudonyms, anonymiser, shift).differences(calendar),
            now == null ? null : shift.instant(now),
            List.of());
    try {
      // judged as it will be read from its file
      Scenario read = draft.read();
      List<Finding> raised = judge.judge(read.records(), read.differences(), read.now());
      return new CapturedScenario(
          draft.rule(), draft.name(), draft.records(), draft.differences(), draft.now(), raised);
    } catch (UnjudgedException e) {
      return null;
    }
  }

  /** Returns what is other than in the finding; empty when nothing is. */
  private String missed(CapturedScenario candidate) {
    String nearest = "row (%s) is not raised".formatted(finding.rule());
    for (Finding raised : candidate.raised()) {
      if (raised.rule().equals(finding.rule())) {
        String missed = missed(raised);
        if (missed.isEmpty()) {
          return "";
        }
        nearest = missed;
      }
    }
    return nearest;
  }

  private String missed(Finding raised) {
    if (raised.risk() != finding.risk()) {
      return "risk (%s) becomes (%s)".formatted(finding.risk().word(), raised.risk().word());
    }
    if (raised.disposition() != finding.disposition()) {
      return "disposition (%s) becomes (%s)"
          .formatted(finding.disposition().word(), raised.disposition().word());
    }
    if (!raised.reasons().equals(finding.reasons())) {
      return "reasons %s become %s".formatted(finding.reasons(), raised.reasons());
    }
    return raised.decision().reason().equals(finding.decision().reason())
        ? ""
        : "decision (%s) becomes (%s)"
            .formatted(finding.decision().reason(), raised.decision().reason());
  }

  /** First the pack's own calendars, then each that is for somebody, in the place of all. */
  private List<@Nullable BusinessCalendar> calendars() {
    List<@Nullable BusinessCalendar> calendars = new ArrayList<>();
    calendars.add(null);
    for (BusinessCalendar calendar : context.calendars()) {
      boolean forAll =
          calendar.tenants().isEmpty() && calendar.apps().isEmpty() && calendar.actors().isEmpty();
      if (!forAll) {
        calendars.add(calendar);
      }
    }
    return calendars;
  }

  /** Whole weeks that keep the offset of every zone, and whether it is a holiday. */
  private List<DayShift> shifts(@Nullable BusinessCalendar instead) {
    List<DayShift> shifts = new ArrayList<>();
    int first = FEWEST_WEEKS + Math.floorMod(finding.id().hashCode(), SPREAD);
    for (int weeks = first; weeks < first + SEARCHED && shifts.size() < TRIED; weeks++) {
      DayShift shift = new DayShift(-weeks);
      if (finding.time().equals(Instant.EPOCH)
          || context.calendars().stream().allMatch(c -> same(c, shift, instead == null))) {
        shifts.add(shift);
      }
    }
    return shifts;
  }

  private boolean same(BusinessCalendar calendar, DayShift shift, boolean holidays) {
    Instant then = finding.time();
    Instant moved = shift.instant(then);
    var rules = calendar.zone().getRules();
    return rules.getOffset(then).equals(rules.getOffset(moved))
        && (!holidays || calendar.stateAt(then).equals(calendar.stateAt(moved)));
  }

  /** Returns the texts that rules compare with. */
  private List<String> literals() {
    List<String> literals = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(pack.resolve("drl"))) {
      for (Path file : walk.filter(path -> path.toString().endsWith(".drl")).toList()) {
        for (String line : Files.readAllLines(file)) {
          String plain = line.strip();
          if (!plain.startsWith("@") && !plain.startsWith("rule ") && !plain.startsWith("//")) {
            Matcher literal = LITERAL.matcher(line);
            while (literal.find()) {
              literals.add(literal.group(1));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return literals;
  }
}

package dev.appwatch.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Target;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.pipeline.FindingLedger;
import dev.appwatch.pipeline.FindingOrder;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Plays one case of the model: its words become a feed, a policy, calendars and a finding. */
final class SuppressionBench implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PACK = Path.of("rules");
  private static final RuleBook BOOK = RuleBookLoader.load(PACK);
  private static final String OWN_APP = "appwatch-own-identity";

  /** Which row stands for a rule of the model. */
  private static final Map<String, String> ROWS =
      Map.of(
          "R-CRED", "APP-CRED-01",
          "R\u2013CRED", "APP\u2013CRED\u201301",
          "R-REDIRECT-URI", "APP-URI-02",
          "R-GLOBALADMIN-SP", "APP-ROLE-01",
          "R-BLOCKED-RISKY-CONSENT", "CONSENT-BLOCK-01",
          "R-ALLPRINCIPALS-RWALL", "APP-PERM-05",
          "R-DETECTOR-TAMPER", "APP-CRED-01");

  /** What was given, where the model names a thing that no approval may cover. */
  private static final Map<String, Set<String>> GIVEN =
      Map.of("R-GLOBALADMIN-SP", Set.of("role"), "R-ALLPRINCIPALS-RWALL", Set.of("permission"));

  private final JsonNode one;
  private final Context context;
  private final Evaluator evaluator;

  private SuppressionBench(JsonNode one, Context context, Evaluator evaluator) {
    this.one = one;
    this.context = context;
    this.evaluator = evaluator;
  }

  static SuppressionBench of(JsonNode one, JsonNode defaults) {
    Instant at = time(one.path("event"));
    Instant received =
        one.path("event").hasNonNull("now")
            ? instant(one.path("event").path("now").asText())
            : (at == null ? Instant.parse("2026-06-10T21:33:00Z") : at.plusSeconds(180));
    JsonNode cfg = one.path("cfg");
    ObjectNode differences = JSON.createObjectNode();
    ObjectNode policy = differences.putObject("policy");
    policy.set("approvers", defaults.path("cfg").path("approvers"));
    policy.put("graceMinutes", cfg.path("grace_min").asInt(0));
    policy.put("offHoursRaiseRisk", true);
    policy.putObject("floor").putArray("apps").add(OWN_APP);
    ObjectNode calendar = differences.putObject("calendar");
    if (one.path("cals").isEmpty()) {
      calendar.put("zone", "Etc/UTC"); // every moment is a working hour: none is off
      ObjectNode hours = calendar.putObject("hours");
      for (String day : List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")) {
        hours.putArray(day).add("00:00-24:00");
      }
    } else {
      calendar(defaults.path("calendars").path(one.path("cals").get(0).asText()), calendar);
    }
    ObjectNode feed = differences.putObject("changes");
    feed.put(
        "readAt", received.minus(Duration.ofMinutes(cfg.path("feed_age_min").asInt(0))).toString());
    ArrayNode changes = feed.putArray("changes");
    ArrayNode freezes = feed.putArray("freezes");
    for (JsonNode window : one.path("windows")) {
      if (window.path("kind").asText().equals("freeze")) {
        copy(window, freezes.addObject(), "id", "start", "end");
      } else {
        window(window, changes.addObject());
      }
    }
    Context context = Context.load(PACK, differences, List.of(), received);
    return new SuppressionBench(one, context, new Evaluator(BOOK, context, null, received));
  }

  private static void calendar(JsonNode from, ObjectNode to) {
    to.set("zone", from.path("zone"));
    ObjectNode hours = to.putObject("hours");
    for (JsonNode shift : from.path("hours")) {
      for (JsonNode day : shift.path("days")) {
        hours
            .withArray(day.asText().toLowerCase(Locale.ROOT))
            .add(shift.path("from").asText() + "-" + shift.path("to").asText());
      }
    }
    to.set(
        "holidays", from.path("holidays").isMissingNode() ? to.arrayNode() : from.path("holidays"));
  }

  private static void window(JsonNode from, ObjectNode to) {
    copy(
        from,
        to,
        "id",
        "type",
        "state",
        "approval",
        "approver",
        "requester",
        "tenant",
        "apps",
        "actors",
        "start",
        "end",
        "zone",
        "amendments");
    rename(from, to, "approved_at", "approvedAt");
    rename(from, to, "canceled_at", "canceledAt");
    rename(from, to, "work_end", "workEnd");
    rename(from, to, "expected_count", "expectedCount");
    ArrayNode rows = to.putArray("rows");
    from.path("rules").forEach(rule -> rows.add(ROWS.getOrDefault(rule.asText(), rule.asText())));
    if (from.path("id").asText().isEmpty() || !from.has("apps")) {
      return;
    }
    if (one(from, "apps", "app-A") && from.path("rules").toString().contains("TAMPER")) {
      to.putArray("apps").add(OWN_APP);
    }
    JsonNode recur = from.path("recur");
    if (recur.isObject()) {
      ObjectNode recurrence = to.putObject("recurrence");
      recurrence.put("frequency", recur.path("freq").asText().toLowerCase(Locale.ROOT));
      if (recur.path("byday").isArray() && !recur.has("bymonthday")) {
        ArrayNode days = recurrence.putArray("days");
        recur.path("byday").forEach(day -> days.add(day.asText().toLowerCase(Locale.ROOT)));
      }
      rename(recur, recurrence, "bymonthday", "monthDay");
      rename(recur, recurrence, "exdate", "except");
      copy(recur, recurrence, "at", "from", "until");
      recurrence.put("duration", "PT" + recur.path("duration_min").asInt() + "M");
    }
  }

  private static boolean one(JsonNode from, String member, String value) {
    return from.path(member).size() == 1 && from.path(member).get(0).asText().equals(value);
  }

  private static void copy(JsonNode from, ObjectNode to, String... members) {
    for (String member : members) {
      rename(from, to, member, member);
    }
  }

  private static void rename(JsonNode from, ObjectNode to, String member, String name) {
    if (from.hasNonNull(member)) {
      to.set(name, from.path(member));
    }
  }

  private static @Nullable Instant time(JsonNode event) {
    return event.hasNonNull("at") ? instant(event.path("at").asText()) : null;
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  /** Returns outcome, reason, change and risk, as the model writes them. */
  String decide() {
    JsonNode event = one.path("event");
    Finding asked = finding(event, event.path("id").asText());
    List<Finding> findings = new ArrayList<>();
    FindingCodec codec = FindingCodec.of(FindingJson::encode, FindingJson::decode);
    try (FindingLedger ledger = new FindingLedger(codec, context.changes())) {
      for (int used = 0; used < one.path("pre").asInt(); used++) {
        // those that used the change up came earlier in it
        ledger.add(evaluator.decide(at(finding(event, "p" + used), asked.time().minusSeconds(60))));
      }
      ledger.add(evaluator.decide(asked));
      ledger.forEachSorted(FindingOrder.BY_TIME, findings::add);
    }
    Finding decided =
        findings.stream().filter(one -> one.id().equals(asked.id())).findFirst().orElseThrow();
    String risk = decided.risk().word();
    Decision decision = decided.decision();
    return (decided.disposition() == Disposition.SUPPRESSED ? "SUPPRESS " : "ALERT ")
        + decision.reason()
        + (decision.change() == null ? "" : " " + decision.change())
        + " "
        + risk.substring(0, 1).toUpperCase(Locale.ROOT)
        + risk.substring(1);
  }

  private static Finding at(Finding finding, Instant time) {
    return new Finding(
        finding.id(),
        finding.rule(),
        finding.title(),
        finding.risk(),
        finding.disposition(),
        finding.reasons(),
        finding.summary(),
        finding.tenant(),
        time,
        finding.actor(),
        finding.targets(),
        finding.evidence(),
        finding.decision(),
        finding.events(),
        finding.group(),
        finding.attack(),
        finding.pack(),
        finding.floor());
  }

  private Finding finding(JsonNode event, String id) {
    String rule = event.path("rule").asText();
    Instant at = time(event);
    List<Target> targets = new ArrayList<>();
    event
        .path("apps")
        .forEach(
            app ->
                targets.add(
                    new Target(
                        targets.isEmpty() ? "Application" : "ServicePrincipal",
                        null,
                        rule.equals("R-DETECTOR-TAMPER") ? OWN_APP : app.asText(),
                        "Payroll API")));
    Finding finding =
        new Finding(
            id,
            ROWS.getOrDefault(rule, rule),
            "title",
            Risk.named(event.path("risk").asText()).orElseThrow(),
            Disposition.ALERT,
            at == null ? List.of("TIME_UNKNOWN") : List.of(),
            "summary",
            event.path("tenant").asText(),
            at == null ? Instant.EPOCH : at,
            new Actor("application", event.path("actor").asText(), null, null, null),
            targets,
            List.of(),
            new Decision(null, "NO_CHANGE", null),
            List.of(new EventRef(id, null, null, "case", 1)),
            "group",
            List.of(),
            BOOK.digest(),
            List.of());
    TreeSet<String> floor = new TreeSet<>(GIVEN.getOrDefault(rule, Set.of()));
    floor.addAll(new Floor(context.policy().onFloor(), context.policy().own()).of(finding));
    return finding.onFloor(List.copyOf(floor));
  }

  @Override
  public void close() {
    evaluator.close();
  }
}

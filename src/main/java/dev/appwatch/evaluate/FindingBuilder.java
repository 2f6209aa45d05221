package dev.appwatch.evaluate;

import dev.appwatch.model.Actor;
import dev.appwatch.model.Basis;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.RuleCard;
import dev.appwatch.model.Target;
import dev.appwatch.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes findings of the rules that hold for one event: one for each row and action. */
final class FindingBuilder {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");
  private static final int LONGEST_WORD = 300;

  private static final Comparator<Raised> ORDER =
      Comparator.comparing((Raised one) -> one.clause().disposition())
          .reversed()
          .thenComparing(one -> String.valueOf(one.basis().evidence()))
          .thenComparing(one -> one.clause().rule());

  private final String pack;
  private final @Nullable String tenant;
  private final Floor floor;
  private final MessageDigest digest = Sha256.start(); // begins anew after each use

  FindingBuilder(String pack, @Nullable String tenant, Floor floor) {
    this.pack = pack;
    this.tenant = tenant;
    this.floor = floor;
  }

  List<Finding> build(List<Raised> raised) {
    if (raised.isEmpty()) {
      return List.of();
    }
    Map<String, List<Raised>> byFinding = new LinkedHashMap<>();
    for (Raised one : raised) {
      byFinding.computeIfAbsent(id(one), key -> new ArrayList<>()).add(one);
    }
    List<Finding> findings = new ArrayList<>(byFinding.size());
    for (Map.Entry<String, List<Raised>> entry : byFinding.entrySet()) {
      findings.add(finding(entry.getKey(), inOrder(entry.getValue())));
    }
    if (findings.size() > 1) {
      findings.sort(Comparator.comparing(Finding::rule).thenComparing(Finding::id));
    }
    return findings;
  }

  private String id(Raised raised) {
    Basis basis = raised.basis();
    return hash(tenantOf(basis), raised.clause().card().id(), basis.action(), basis.key());
  }

  private @Nullable String tenantOf(Basis basis) {
    return basis.header().tenant() != null ? basis.header().tenant() : tenant;
  }

  /**
   * The engine fires in an order of its own: this sorts before anything is taken from the first.
   */
  private static List<Raised> inOrder(List<Raised> all) {
    if (all.size() > 1) {
      all.sort(ORDER);
    }
    return all;
  }

  private Finding finding(String id, List<Raised> sorted) {
    Disposition disposition = Disposition.INFORMATIONAL;
    for (Raised one : sorted) {
      if (one.clause().disposition().compareTo(disposition) > 0) {
        disposition = one.clause().disposition();
      }
    }
    Risk risk = Risk.LOW;
    Set<String> reasons = new TreeSet<>();
    Set<Evidence> evidence = new LinkedHashSet<>();
    Set<Target> targets = new LinkedHashSet<>();
    Set<String> onFloor = new TreeSet<>();
    for (Raised one : sorted) {
      if (one.clause().risk().compareTo(risk) > 0) {
        risk = one.clause().risk();
      }
      reasons.addAll(one.clause().reasons());
      onFloor.addAll(one.floor());
      for (Target target : one.basis().targets()) {
        targets.add(masked(target));
      }
      for (Evidence shown : one.basis().evidence()) {
        evidence.add(masked(shown));
      }
    }
    Raised first = sorted.get(0);
    if (first.basis().time().equals(Instant.EPOCH)) {
      reasons.add("TIME_UNKNOWN");
    }
    Basis basis = first.basis();
    RuleCard card = first.clause().card();
    String tenantId = tenantOf(basis);
    String correlation = basis.header().correlationId();
    Finding finding =
        new Finding(
            id,
            card.id(),
            card.title(),
            risk,
            disposition,
            List.copyOf(reasons),
            summary(first.clause().summary(), basis.words()),
            tenantId,
            basis.time(),
            masked(basis.actor()),
            List.copyOf(targets),
            List.copyOf(evidence),
            decision(disposition, basis, reasons),
            List.of(basis.header().reference()),
            hash(tenantId, correlation == null ? basis.action() : correlation),
            card.attack(),
            pack,
            List.of());
    onFloor.addAll(floor.of(finding));
    return onFloor.isEmpty() ? finding : finding.onFloor(List.copyOf(onFloor));
  }

  private static Decision decision(Disposition disposition, Basis basis, Set<String> reasons) {
    return switch (disposition) {
      case ALERT -> new Decision(null, "NO_CHANGE", null);
      case SUPPRESSED ->
          new Decision(
              basis.proof(), reasons.isEmpty() ? "EXPLAINED" : reasons.iterator().next(), null);
      case INFORMATIONAL -> new Decision(null, "NO_REASON_TO_ALERT", null);
    };
  }

  private static String summary(String template, Map<String, String> words) {
    Matcher matcher = PLACEHOLDER.matcher(template);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String word = words.getOrDefault(matcher.group(1), "?");
      String cut = word.length() <= LONGEST_WORD ? word : word.substring(0, LONGEST_WORD - 1) + "…";
      matcher.appendReplacement(text, Matcher.quoteReplacement(cut));
    }
    matcher.appendTail(text);
    return Secrets.mask(text.toString());
  }

  private static Actor masked(Actor actor) {
    return new Actor(actor.type(), actor.id(), mask(actor.name()), actor.ip(), actor.appId());
  }

  private static Target masked(Target target) {
    return new Target(target.type(), mask(target.id()), target.appId(), mask(target.name()));
  }

  private static Evidence masked(Evidence evidence) {
    return new Evidence(evidence.property(), mask(evidence.oldValue()), mask(evidence.newValue()));
  }

  private static @Nullable String mask(@Nullable String text) {
    return text == null ? null : Secrets.mask(text);
  }

  /** Returns 32 hex digits over the parts; a missing part differs from an empty one. */
  private String hash(@Nullable String... parts) {
    for (String part : parts) {
      digest.update(part == null ? (byte) 0 : (byte) 1);
      digest.update((part == null ? "" : part).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}

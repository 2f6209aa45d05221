package dev.appwatch.routes;

import dev.appwatch.intake.InForce;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.store.Figures;
import dev.appwatch.store.JournalHead;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Figures for Prometheus. Gauges tell what the store holds, whoever put it there. Counters tell
 * what was added to it since this service began, and never fall: neither a retry of the quarantine
 * nor retention takes from them.
 */
final class Gauges {

  private final Hub hub;
  private final Condition condition;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, Double> values = new ConcurrentHashMap<>();

  /** What the store held when a counter was told last. */
  private final Map<String, Double> held = new HashMap<>();

  private final Map<String, Meter> gauges = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  Gauges(Hub hub, Condition condition) {
    this.hub = hub;
    this.condition = condition;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    count(hub.store().figures());
    values.replaceAll((counter, held) -> 0.0); // what was there before is not counted
  }

  /** Returns the figures of this moment in Prometheus' text format. */
  synchronized String text() {
    Figures figures = hub.store().figures();
    Instant now = hub.clock().instant();
    told.clear();
    count(figures);
    figures
        .totals()
        .forEach(
            (intake, totals) ->
                gauge("records.unaccounted", totals.unaccounted(), "source", intake));
    figures
        .lastDelivery()
        .forEach((intake, last) -> gauge("event.age.seconds", age(last, now), "source", intake));
    for (Figures.Kind kind : figures.findings()) {
      gauge("findings.kept", kind.count(), labels(kind));
      gauge("rule.last.fired.timestamp", kind.lastSeen().getEpochSecond(), labels(kind));
    }
    figures
        .waiting()
        .forEach((reason, count) -> gauge("quarantine.waiting", count, "reason", reason));
    figures.behind().forEach((sink, count) -> gauge("sink.behind", count, "sink", sink));
    inForce(hub.intake().inForce(), now);
    hub.lags().forEach(this::lag);
    KafkaLags.forEach(this::lag);
    journal(figures.journal());
    gauge("deliveries.waiting", hub.intake().waiting());
    gauge("degraded", condition.problems().size());
    forgetWhatIsGone();
    return registry.scrape();
  }

  private void count(Figures figures) {
    figures
        .totals()
        .forEach(
            (intake, totals) -> {
              counter("events", totals.evaluated(), "source", intake, "result", "evaluated");
              counter("events", totals.quarantined(), "source", intake, "result", "quarantined");
              counter("received", totals.received(), "source", intake);
            });
    figures.findings().forEach(kind -> counter("findings", kind.count(), labels(kind)));
    figures.waiting().forEach((reason, count) -> counter("quarantined", count, "reason", reason));
    held.keySet().retainAll(told); // of a kind that is gone the store holds none
  }

  private static String[] labels(Figures.Kind kind) {
    return new String[] {
      "rule", kind.rule(),
      "risk", kind.risk(),
      "disposition", kind.disposition(),
      "reason", kind.reason()
    };
  }

  private void lag(Lags.Partition partition, long waiting) {
    gauge("source.lag", waiting, "source", partition.source(), "partition", partition.name());
  }

  private void inForce(InForce inForce, Instant now) {
    gauge("ruleset.info", 1, "digest", inForce.pack());
    for (ChangeFeed feed : inForce.feeds()) {
      gauge("changefeed.age.seconds", age(feed.readAt(), now), "feed", feed.name());
    }
  }

  /** The end of the journal as two numbers, so that a copy of them lies outside the store. */
  private void journal(JournalHead head) {
    gauge("journal.entries", head.number());
    gauge("journal.head", head.anchor());
  }

  private static double age(Instant then, Instant now) {
    return Duration.between(then, now).toMillis() / 1000.0;
  }

  private void counter(String name, long holds, String... labels) {
    String key = key(name, labels);
    double before = held.getOrDefault(key, 0.0);
    held.put(key, (double) holds);
    told.add(key);
    if (!values.containsKey(key)) {
      FunctionCounter.builder(name, values, all -> all.getOrDefault(key, 0.0))
          .tags(Tags.of(labels))
          .register(registry);
    }
    values.merge(key, Math.max(0, holds - before), Double::sum);
  }

  private void gauge(String name, Number value, String... labels) {
    String key = key(name, labels);
    values.put(key, value.doubleValue());
    told.add(key);
    gauges.computeIfAbsent(
        key,
        missing ->
            Gauge.builder(name, values, all -> all.getOrDefault(key, 0.0))
                .tags(Tags.of(labels))
                .register(registry));
  }

  /** A pack that is not in force any more, say, is not told with a nought, but not at all. */
  private void forgetWhatIsGone() {
    gauges
        .entrySet()
        .removeIf(
            gauge -> {
              if (told.contains(gauge.getKey())) {
                return false;
              }
              registry.remove(gauge.getValue());
              values.remove(gauge.getKey());
              return true;
            });
  }

  private static String key(String name, String... labels) {
    return name + "|" + String.join("|", labels);
  }
}

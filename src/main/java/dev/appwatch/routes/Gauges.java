package dev.appwatch.routes;

import dev.appwatch.intake.InForce;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.store.Figures;
import dev.appwatch.store.JournalHead;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Figures for Prometheus; they are read from the store, so that a restart loses none of them. */
final class Gauges {

  private final Hub hub;
  private final Condition condition;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, Double> values = new ConcurrentHashMap<>();
  private final Set<String> touched = new HashSet<>();

  Gauges(Hub hub, Condition condition) {
    this.hub = hub;
    this.condition = condition;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Returns the figures of this moment in Prometheus' text format. */
  synchronized String text() {
    Set<String> before = new HashSet<>(values.keySet());
    Figures figures = hub.store().figures();
    Instant now = hub.clock().instant();
    figures
        .totals()
        .forEach(
            (intake, totals) -> {
              counter("events", totals.evaluated(), "source", intake, "result", "evaluated");
              counter("events", totals.quarantined(), "source", intake, "result", "quarantined");
              counter("received", totals.received(), "source", intake);
            });
    figures
        .lastDelivery()
        .forEach((intake, last) -> gauge("event.age.seconds", age(last, now), "source", intake));
    for (Figures.Kind kind : figures.findings()) {
      String[] tags = {
        "rule", kind.rule(),
        "risk", kind.risk(),
        "disposition", kind.disposition(),
        "reason", kind.reason()
      };
      gauge("findings", kind.count(), tags);
      gauge("rule.last.fired.timestamp", kind.lastSeen().getEpochSecond(), tags);
    }
    figures.waiting().forEach((reason, count) -> gauge("quarantined", count, "reason", reason));
    figures.behind().forEach((sink, count) -> gauge("sink.behind", count, "sink", sink));
    inForce(hub.intake().inForce(), now);
    hub.lags().forEach(this::lag);
    KafkaLags.forEach(this::lag);
    journal(figures.journal());
    gauge("deliveries.waiting", hub.intake().waiting());
    gauge("degraded", condition.problems().size());
    before.removeAll(touched);
    before.forEach(gone -> values.put(gone, 0.0));
    touched.clear();
    return registry.scrape();
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

  private void counter(String name, Number value, String... tags) {
    String key = put(name, value, tags);
    FunctionCounter.builder(name, values, all -> all.getOrDefault(key, 0.0))
        .tags(Tags.of(tags))
        .register(registry);
  }

  private void gauge(String name, Number value, String... tags) {
    String key = put(name, value, tags);
    Gauge.builder(name, values, all -> all.getOrDefault(key, 0.0))
        .tags(Tags.of(tags))
        .register(registry);
  }

  private String put(String name, Number value, String... tags) {
    String key = name + "|" + String.join("|", tags);
    values.put(key, value.doubleValue());
    touched.add(key);
    return key;
  }
}

package dev.appwatch.routes;

import dev.appwatch.model.Finding;
import dev.appwatch.report.FindingWriter;
import dev.appwatch.report.FindingWriters;
import dev.appwatch.store.StoredFinding;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out every change of a finding, in the order of the changes, until its route took it.
 *
 * <p>The store is the spool: a sink that is down misses nothing, and asks again after a pause that
 * doubles up to a minute. After a crash a few findings come a second time, with the same id.
 */
final class FindingsConsumer extends ScheduledPollConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(FindingsConsumer.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final AppwatchEndpoint endpoint;
  private final Hub hub;
  private final String sink;
  private Duration pause = Duration.ZERO;
  private Instant notBefore = Instant.MIN;

  FindingsConsumer(AppwatchEndpoint endpoint, Processor processor, Hub hub, String sink) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.hub = hub;
    this.sink = sink;
  }

  @Override
  protected int poll() throws Exception {
    if (hub.clock().instant().isBefore(notBefore)) {
      return 0;
    }
    long position = hub.store().sinks().position(sink);
    List<StoredFinding> changed =
        hub.store().findings().changedAfter(position, endpoint.getBatch());
    int taken = 0;
    for (StoredFinding stored : changed) {
      if (!isRunAllowed() || (wanted(stored.finding()) && !hand(stored))) {
        break;
      }
      position = stored.change();
      taken++;
    }
    if (taken > 0) {
      hub.store().sinks().advance(sink, position, hub.clock().instant());
    }
    if (taken == changed.size()) {
      pause = Duration.ZERO;
    }
    return taken;
  }

  private boolean wanted(Finding finding) {
    String disposition = endpoint.getDisposition();
    return disposition == null || disposition.equals(finding.disposition().word());
  }

  private boolean hand(StoredFinding stored) throws Exception {
    Finding finding = stored.finding();
    Exchange exchange = createExchange(false);
    try {
      exchange.getIn().setBody(line(finding));
      exchange.getIn().setHeader("AppwatchFinding", finding.id());
      exchange.getIn().setHeader("AppwatchRule", finding.rule());
      exchange.getIn().setHeader("AppwatchRisk", finding.risk().word());
      exchange.getIn().setHeader("AppwatchDisposition", finding.disposition().word());
      exchange.getIn().setHeader("AppwatchChange", stored.change());
      getProcessor().process(exchange);
      Exception failure = exchange.getException();
      if (failure == null && !exchange.isRollbackOnly()) {
        return true;
      }
      backOff(failure);
      return false;
    } finally {
      releaseExchange(exchange, false);
    }
  }

  private void backOff(@org.jspecify.annotations.Nullable Exception failure) {
    Duration longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    notBefore = hub.clock().instant().plus(pause);
    LOG.warn(
        "The sink ({}) did not take a finding ({}); it is asked again in {}.",
        sink,
        failure == null ? "rolled back" : failure.getClass().getSimpleName(),
        pause);
  }

  private static byte[] line(Finding finding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (FindingWriter writer = FindingWriters.jsonLines(bytes)) {
      writer.write(finding);
      writer.finish();
    }
    return bytes.toByteArray();
  }
}

package dev.appwatch.routes;

import dev.appwatch.model.Finding;
import dev.appwatch.store.StoreException;
import dev.appwatch.store.StoredFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out every change of a finding, in the order of the changes, until its route took it: one by
 * one, or together.
 *
 * <p>The store is the spool: a sink that is down misses nothing, and asks again after a pause that
 * doubles up to a minute. After a crash a few findings come a second time, with the same id. Of
 * several processes that share a store one serves a sink.
 */
final class FindingsConsumer extends ScheduledPollConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(FindingsConsumer.class);

  private static final Duration LAST_POLL = Duration.ofSeconds(10);

  private final AppwatchEndpoint endpoint;
  private final Hub hub;
  private final String sink;
  private final BackOff backOff;
  private final SinkClaim claim;
  private final Lock polling = new ReentrantLock();

  /** The last change that was handed on, if the store could not take that in yet; else 0. */
  private long handed;

  FindingsConsumer(AppwatchEndpoint endpoint, Processor processor, Hub hub, String sink) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.hub = hub;
    this.sink = sink;
    this.backOff = new BackOff(System::nanoTime);
    this.claim = new SinkClaim(hub.store().sinks(), sink, System::nanoTime);
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    // a poll is interrupted, not awaited; whoever takes the sink over must find where it ended
    if (!polling.tryLock(LAST_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("The sink ({}) still hands on a finding; its claim ends by itself.", sink);
      return;
    }
    try {
      claim.release();
    } catch (StoreException e) {
      LOG.debug("The sink ({}) could not be given up; its claim ends by itself.", sink, e);
    } finally {
      polling.unlock();
    }
  }

  @Override
  protected int poll() throws Exception {
    if (!backOff.due()) {
      return 0;
    }
    polling.lock();
    try {
      if (!isRunAllowed() || !claim.take()) {
        return 0;
      }
      advance(handed); // or all of it would be handed on again and again
      return endpoint.isTogether() ? handTogether() : handOneByOne();
    } catch (StoreException e) {
      LOG.warn("The sink ({}) waits for {}: {}", sink, backOff.failed(null), e.getMessage());
      return 0;
    } finally {
      polling.unlock();
    }
  }

  private void advance(long change) {
    if (change > 0) {
      handed = change;
      hub.store().sinks().advance(sink, change, hub.clock().instant());
      handed = 0;
    }
  }

  private int handOneByOne() throws Exception {
    long position = hub.store().sinks().position(sink);
    List<StoredFinding> changed =
        hub.store().findings().changedAfter(position, endpoint.getBatch());
    int taken = 0;
    for (StoredFinding stored : changed) {
      if (!isRunAllowed()
          || !claim.keep()
          || (wanted(stored.finding()) && !hand(List.of(stored.finding()), stored.change()))) {
        break;
      }
      position = stored.change();
      handed = position;
      taken++;
    }
    if (taken > 0) {
      advance(position);
    }
    return taken;
  }

  /** Hands out all that changed since the last time; as few exchanges as the batch allows. */
  private int handTogether() throws Exception {
    int taken = 0;
    boolean more = true;
    while (more && isRunAllowed()) {
      long position = hub.store().sinks().position(sink);
      List<Finding> wanted = new ArrayList<>();
      long last = collect(position, wanted);
      if (!claim.keep() || (!wanted.isEmpty() && !hand(wanted, last))) {
        return taken;
      }
      if (last > position) {
        advance(last);
      }
      taken += wanted.size();
      more = wanted.size() >= endpoint.getBatch();
    }
    if (taken > 0) {
      backOff.rest(endpoint.getEvery());
    }
    return taken;
  }

  /** Adds what is wanted until a batch is full; returns the last change that was looked at. */
  private long collect(long position, List<Finding> wanted) {
    long last = position;
    while (true) {
      List<StoredFinding> changed = hub.store().findings().changedAfter(last, endpoint.getBatch());
      for (StoredFinding stored : changed) {
        if (wanted(stored.finding())) {
          wanted.add(stored.finding());
        }
        last = stored.change();
        if (wanted.size() == endpoint.getBatch()) {
          return last;
        }
      }
      if (changed.size() < endpoint.getBatch()) {
        return last;
      }
    }
  }

  private boolean wanted(Finding finding) {
    String disposition = endpoint.getDisposition();
    return disposition == null || disposition.equals(finding.disposition().word());
  }

  private boolean hand(List<Finding> findings, long change) throws Exception {
    Exchange exchange = createExchange(false);
    try {
      exchange.getIn().setBody(endpoint.format().bytes(findings));
      exchange.getIn().setHeader("AppwatchChange", change);
      if (endpoint.isTogether()) {
        exchange.setProperty("AppwatchCount", findings.size());
        exchange.setProperty("AppwatchRisk", Incidents.worst(findings).word());
      } else {
        describe(exchange, findings.get(0));
      }
      getProcessor().process(exchange);
      Exception failure = exchange.getException();
      if (failure == null && !exchange.isRollbackOnly()) {
        backOff.wentWell();
        return true;
      }
      Duration pause = backOff.failed(wish(failure));
      LOG.warn(
          "The sink ({}) did not take a finding ({}); it is asked again in {}.",
          sink,
          reason(failure),
          pause);
      LOG.debug("The sink ({}) failed:", sink, failure);
      return false;
    } finally {
      releaseExchange(exchange, false);
    }
  }

  /** Tells a failure without its message, which may hold an address with a secret in it. */
  private static String reason(@Nullable Exception failure) {
    if (failure == null) {
      return "rolled back";
    }
    if (failure instanceof HttpOperationFailedException http) {
      return "HTTP " + http.getStatusCode();
    }
    return failure.getClass().getSimpleName();
  }

  private static void describe(Exchange exchange, Finding finding) {
    exchange.getIn().setHeader("AppwatchFinding", finding.id());
    exchange.getIn().setHeader("AppwatchSubject", subject(finding));
    exchange.getIn().setHeader("AppwatchRule", finding.rule());
    exchange.getIn().setHeader("AppwatchRisk", finding.risk().word());
    exchange.getIn().setHeader("AppwatchDisposition", finding.disposition().word());
  }

  /** Returns what keeps the findings about one application together: its id. */
  private static String subject(Finding finding) {
    return finding.subjects().stream()
        .map(target -> target.appId() != null ? target.appId() : target.id())
        .filter(id -> id != null && !id.isBlank())
        .findFirst()
        .orElse(finding.group());
  }

  /** Returns how long a server that answers over HTTP wants to be left alone. */
  private @Nullable Duration wish(@Nullable Exception failure) {
    if (!(failure instanceof HttpOperationFailedException http)
        || http.getResponseHeaders() == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(http.getResponseHeaders());
    return RetryAfter.of(headers.get("Retry-After"), hub.clock().instant());
  }
}

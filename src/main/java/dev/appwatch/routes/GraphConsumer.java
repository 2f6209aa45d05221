package dev.appwatch.routes;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Microsoft Graph for records since the last ones, page by page.
 *
 * <p>The watermark moves to a page's newest record once the route took that page and all before it;
 * the next poll reads from some minutes before it, for records arrive late. While the server does
 * not keep to the order of time, the watermark waits for the last page.
 */
final class GraphConsumer extends PollConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(GraphConsumer.class);

  private @Nullable Reading reading;

  GraphConsumer(PollEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
  }

  @Override
  boolean step(RemoteApi api) throws RemoteException, InterruptedException, RouteFailed {
    Reading current = reading == null ? new Reading(first()) : reading;
    reading = current;
    URI asked = current.next;
    byte[] body = api.get(asked).body();
    GraphPage page = GraphPage.read(asked, body, options().getTimeField());
    hand(body, snapshot() ? null : options().getPath());
    current.took(page);
    boolean more = page.next() != null;
    if (!snapshot() && (current.ordered || !more)) {
      keep(current.newest);
    }
    if (!more) {
      reading = null;
    } else if (!current.seen.add(String.valueOf(page.next()))) {
      throw RemoteException.lasting(
          "%s leads in a circle.".formatted(HttpCalls.place(options().address())));
    }
    return more;
  }

  @Override
  void beginAnew() {
    reading = null;
  }

  private boolean snapshot() {
    return options().getTimeField().isEmpty();
  }

  /** A record that claims to be of the future must not hide those of the present. */
  private void keep(Instant newest) {
    Instant now = hub().clock().instant();
    Instant upTo = newest.isAfter(now) ? now : newest;
    if (upTo.isAfter(Instant.EPOCH)) {
      hub().store().watermarks().advance(name(), upTo, now);
    }
  }

  private String name() {
    return getRouteId() + "|" + options().address();
  }

  private URI first() {
    PollEndpoint options = options();
    StringBuilder query = new StringBuilder("$top=").append(options.getPageSize());
    String filter = options.getFilter();
    if (!snapshot()) {
      String since = "%s ge %s".formatted(options.getTimeField(), since());
      filter = filter.isEmpty() ? since : since + " and (" + filter + ")";
      if (options.isOrder()) {
        query.append("&$orderby=").append(HttpCalls.encoded(options.getTimeField() + " asc"));
      }
    }
    if (!filter.isEmpty()) {
      query.append("&$filter=").append(HttpCalls.encoded(filter));
    }
    return URI.create(options.address() + "?" + query);
  }

  /** What lies before the very first poll is not wanted, however often that one fails. */
  private Instant since() {
    Instant now = hub().clock().instant();
    Instant first = now.minus(options().getLookBack());
    Instant watermark =
        hub()
            .store()
            .watermarks()
            .of(name())
            .orElseGet(
                () -> {
                  keep(first);
                  return first;
                });
    if (watermark.isAfter(now)) {
      LOG.warn("The clock was set back: {} is read from {} again.", name(), first);
      hub().store().watermarks().goBack(name(), first, now);
      watermark = first;
    }
    return watermark.minus(options().getOverlap()).truncatedTo(ChronoUnit.SECONDS);
  }

  /** How far one reading of the collection has come. */
  private static final class Reading {

    private final Set<String> seen = new HashSet<>();
    private URI next;
    private Instant newest = Instant.EPOCH;
    private boolean ordered = true;

    Reading(URI first) {
      next = first;
      seen.add(first.toString());
    }

    void took(GraphPage page) {
      ordered = ordered && page.ascendsFrom(newest);
      newest = page.newest().filter(time -> time.isAfter(newest)).orElse(newest);
      next = page.next() == null ? next : page.next();
    }
  }
}

package dev.appwatch.routes;

import dev.appwatch.store.StoreException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server until everything was read, rests, and asks again; after a failure it goes on where
 * it was, later.
 */
abstract class PollConsumer extends ScheduledPollConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(PollConsumer.class);

  private final PollEndpoint endpoint;
  private final Hub hub;
  private final BackOff backOff;

  PollConsumer(PollEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.hub = endpoint.hub();
    this.backOff = new BackOff(System::nanoTime);
  }

  /**
   * Asks for the next part and hands it to the route.
   *
   * @return whether there is more
   */
  abstract boolean step(RemoteApi api) throws RemoteException, InterruptedException, RouteFailed;

  /** Takes in that asking for the very same again is no use. */
  abstract void beginAnew();

  private @Nullable RemoteApi api;

  @Override
  protected void doStart() throws Exception {
    api = endpoint.remote(hub.clock());
    super.doStart();
  }

  @Override
  protected int poll() throws Exception {
    int steps = 0;
    RemoteApi asked = api;
    if (asked == null || !backOff.due()) {
      return 0;
    }
    try {
      boolean more = true;
      while (more && isRunAllowed()) {
        more = step(asked);
        backOff.wentWell();
        steps++;
      }
      if (!more) {
        backOff.rest(endpoint.getEvery());
      }
    } catch (RemoteException e) {
      if (e.lasting()) {
        beginAnew();
      }
      failed(String.valueOf(e.getMessage()), e.wish());
    } catch (StoreException | RouteFailed e) {
      failed(String.valueOf(e.getMessage()), null);
    }
    return steps;
  }

  private void failed(String why, @Nullable Duration wish) {
    Duration pause = backOff.failed(wish);
    LOG.warn("{}: {} It is asked again in {}.", getRouteId(), why, pause);
  }

  /** Hands something to the route, which must take it. */
  void hand(byte[] body, @Nullable String key) throws RouteFailed {
    Exchange exchange = createExchange(false);
    try {
      exchange.getIn().setBody(body);
      if (key != null) {
        exchange.setProperty("AppwatchKey", key);
      }
      getProcessor().process(exchange);
      Exception failure = exchange.getException();
      if (failure != null || exchange.isRollbackOnly()) {
        throw new RouteFailed(failure);
      }
    } catch (RouteFailed e) {
      throw e;
    } catch (Exception e) {
      throw new RouteFailed(e);
    } finally {
      releaseExchange(exchange, false);
    }
  }

  Hub hub() {
    return hub;
  }

  PollEndpoint options() {
    return endpoint;
  }

  /** Says that the route did not take what it was handed. */
  static final class RouteFailed extends Exception {

    private static final long serialVersionUID = 1L;

    RouteFailed(@Nullable Exception why) {
      super(
          "The route did not take it (%s)."
              .formatted(why == null ? "rolled back" : why.getClass().getSimpleName()),
          why);
    }
  }
}

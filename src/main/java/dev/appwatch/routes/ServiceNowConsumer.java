package dev.appwatch.routes;

import org.apache.camel.Processor;

/** Asks ServiceNow for its changes, and hands them out as a change feed once it has them all. */
final class ServiceNowConsumer extends PollConsumer {

  ServiceNowConsumer(PollEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
  }

  @Override
  boolean step(RemoteApi api) throws RemoteException, InterruptedException, RouteFailed {
    hand(new ServiceNowTable(options(), api).read(hub().clock().instant()), null);
    return false;
  }

  @Override
  void beginAnew() {
    // each attempt begins anew
  }
}

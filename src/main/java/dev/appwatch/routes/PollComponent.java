package dev.appwatch.routes;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code appwatch-poll}: {@code from("appwatch-poll:graph")} asks Microsoft
 * Graph for records, {@code from("appwatch-poll:servicenow")} ServiceNow for changes.
 */
@Component("appwatch-poll")
public final class PollComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    PollEndpoint endpoint = new PollEndpoint(uri, this, remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}

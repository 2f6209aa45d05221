package dev.appwatch.routes;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code appwatch}.
 *
 * <p>{@code to("appwatch:evaluate")} judges the body of an exchange and returns once its findings
 * are on disk; {@code from("appwatch:findings")} hands out findings, each until its route took it;
 * {@code to("appwatch:acknowledge")} commits the offset of a Kafka record; {@code
 * to("appwatch:feed")} puts a change feed in place of the last one.
 */
@Component("appwatch")
public final class AppwatchComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    AppwatchEndpoint endpoint = new AppwatchEndpoint(uri, this, AppwatchStep.named(remaining));
    setProperties(endpoint, parameters);
    return endpoint;
  }
}

package dev.appwatch.routes;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;

/** A server that is asked now and then, with its options. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "appwatch-poll",
    title = "Appwatch poll",
    syntax = "appwatch-poll:api",
    category = {Category.MONITORING},
    consumerOnly = true)
public final class PollEndpoint extends ScheduledPollEndpoint {

  private static final int TICK_MILLIS = 200;

  @UriPath(enums = "graph,servicenow")
  @Metadata(required = true)
  private final String api;

  @UriParam(description = "The address that paths are added to; https, or this machine.")
  private String base = "";

  @UriParam(description = "What is asked for, below the base.")
  private String path = "";

  @UriParam(description = "Graph: the member with a record's time; left out for a snapshot.")
  private String timeField = "";

  @UriParam(description = "Graph: a further condition; ServiceNow: the encoded query.")
  private String filter = "";

  @UriParam(description = "ServiceNow: the fields, parted by commas.")
  private String fields = "";

  @UriParam(
      defaultValue = "true",
      description = "Graph: whether the oldest records are asked for first.")
  private boolean order = true;

  @UriParam(defaultValue = "500", description = "Records of a page.")
  private int pageSize = 500;

  @UriParam(defaultValue = "1m", description = "How long to wait after everything was read.")
  private Duration every = Duration.ofMinutes(1);

  @UriParam(
      defaultValue = "10m",
      description = "Graph: how far before the newest record to read again.")
  private Duration overlap = Duration.ofMinutes(10);

  @UriParam(defaultValue = "1d", description = "Graph: how far back to begin at the first time.")
  private Duration lookBack = Duration.ofDays(1);

  @UriParam(defaultValue = "60s", description = "How long an answer may take.")
  private Duration timeout = Duration.ofSeconds(60);

  @UriParam(description = "Where tokens are given; without it user and password are used.")
  private String tokenUrl = "";

  @UriParam(description = "The client's id.", secret = true)
  private String clientId = "";

  @UriParam(description = "The client's secret.", secret = true)
  private String clientSecret = "";

  @UriParam(description = "The scope of the token.")
  private String scope = "";

  @UriParam(description = "The user's name.", secret = true)
  private String username = "";

  @UriParam(description = "The user's password.", secret = true)
  private String password = "";

  PollEndpoint(String uri, Component component, String api) {
    super(uri, component);
    this.api = api;
    setDelay(TICK_MILLIS);
    setInitialDelay(TICK_MILLIS);
  }

  @Override
  public Producer createProducer() {
    throw new IllegalArgumentException(
        "appwatch-poll:… only asks.%n    Maybe appwatch:evaluate is meant.".formatted());
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    PollConsumer consumer =
        switch (api) {
          case "graph" -> new GraphConsumer(this, processor);
          case "servicenow" -> new ServiceNowConsumer(this, processor);
          default ->
              throw new IllegalArgumentException(
                  "The address appwatch-poll:%s must ask graph or servicenow.".formatted(api));
        };
    configureConsumer(consumer);
    return consumer;
  }

  /** Returns the server, ready to be asked. */
  RemoteApi remote(Clock clock) {
    HttpCalls calls = new HttpCalls(timeout, clock);
    Credentials credentials =
        tokenUrl.isEmpty()
            ? Credentials.basic(username, password)
            : new ClientToken(
                calls,
                clock,
                HttpCalls.trusted("tokenUrl", tokenUrl),
                Map.of("client_id", clientId, "client_secret", clientSecret, "scope", scope));
    return new RemoteApi(calls, address(), credentials);
  }

  /** Returns the address of what is asked for, without a query. */
  URI address() {
    String below = path.startsWith("/") ? path.substring(1) : path;
    return HttpCalls.trusted("base", base.replaceAll("/+$", "") + "/" + below);
  }

  Hub hub() {
    Hub hub = getCamelContext().getRegistry().findSingleByType(Hub.class);
    if (hub == null) {
      throw new IllegalStateException(
          "No Hub is bound in Camel's registry.%n    Maybe start the routes by appwatch serve."
              .formatted());
    }
    return hub;
  }

  public String getBase() {
    return base;
  }

  public void setBase(String base) {
    this.base = base;
  }

  public String getPath() {
    return path;
  }

  public void setPath(String path) {
    this.path = path;
  }

  public String getTimeField() {
    return timeField;
  }

  public void setTimeField(String timeField) {
    this.timeField = timeField;
  }

  public String getFilter() {
    return filter;
  }

  public void setFilter(String filter) {
    this.filter = filter;
  }

  public String getFields() {
    return fields;
  }

  public void setFields(String fields) {
    this.fields = fields;
  }

  public boolean isOrder() {
    return order;
  }

  public void setOrder(boolean order) {
    this.order = order;
  }

  public int getPageSize() {
    return pageSize;
  }

  public void setPageSize(int pageSize) {
    this.pageSize = pageSize;
  }

  public Duration getEvery() {
    return every;
  }

  public void setEvery(Duration every) {
    this.every = every;
  }

  public Duration getOverlap() {
    return overlap;
  }

  public void setOverlap(Duration overlap) {
    this.overlap = overlap;
  }

  public Duration getLookBack() {
    return lookBack;
  }

  public void setLookBack(Duration lookBack) {
    this.lookBack = lookBack;
  }

  public Duration getTimeout() {
    return timeout;
  }

  public void setTimeout(Duration timeout) {
    this.timeout = timeout;
  }

  public String getTokenUrl() {
    return tokenUrl;
  }

  public void setTokenUrl(String tokenUrl) {
    this.tokenUrl = tokenUrl;
  }

  public String getClientId() {
    return clientId;
  }

  public void setClientId(String clientId) {
    this.clientId = clientId;
  }

  public String getClientSecret() {
    return clientSecret;
  }

  public void setClientSecret(String clientSecret) {
    this.clientSecret = clientSecret;
  }

  public String getScope() {
    return scope;
  }

  public void setScope(String scope) {
    this.scope = scope;
  }

  public String getUsername() {
    return username;
  }

  public void setUsername(String username) {
    this.username = username;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }
}

package dev.appwatch.routes;

import dev.appwatch.intake.IntakeOptions;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Camel's HTTP server with a guard before it, and with limits for its connections. */
final class HttpIntakeServer extends VertxPlatformHttpServer {

  private static final Logger LOG = LoggerFactory.getLogger(HttpIntakeServer.class);
  private static final int MOST_HEADER_BYTES = 16 * 1024;
  private static final int FIRST = -1_000;

  /**
   * More than deliveries may wait: or those that are to be told to come later would stand in a line
   * that has no end, bodies and all.
   */
  private static final int THREADS = 2 * IntakeOptions.DEFAULT.mostWaiting();

  private static final String DECODER = "httpDecoder";

  private final HttpOptions options;
  private final HttpGuard guard;
  private final Map<String, Integer> connections = new ConcurrentHashMap<>();
  private final Map<HttpConnection, Pace> paces = new ConcurrentHashMap<>();
  private volatile @Nullable HttpServer own;

  HttpIntakeServer(HttpOptions options, Clock clock) {
    super(configuration(options));
    this.options = options;
    this.guard = new HttpGuard(options, new RequestRate(options.limits().requests(), clock));
  }

  @Override
  protected Vertx createVertxInstance() {
    return Vertx.vertx(new VertxOptions().setWorkerPoolSize(THREADS));
  }

  @Override
  protected void startServer() throws Exception {
    VertxPlatformHttpRouter router =
        getCamelContext().getRegistry().findSingleByType(VertxPlatformHttpRouter.class);
    if (router == null) {
      throw new IllegalStateException("The HTTP server has no router.");
    }
    HttpAnswers.useFor(router);
    router.route().order(FIRST).handler(this::follow).failureHandler(HttpAnswers::failed);
    router.route().order(FIRST + 1).handler(guard);
    HttpServer listening =
        getVertx()
            .createHttpServer(server(options))
            .connectionHandler(this::connected)
            .requestHandler(router);
    own = listening;
    listening.listen().toCompletionStage().toCompletableFuture().get();
  }

  @Override
  protected void stopServer() {
    HttpServer listening = own;
    if (listening != null) {
      listening.close().toCompletionStage().toCompletableFuture().join();
      own = null;
    }
  }

  /** Ends what serves connections; Camel's own way needs a thread that only its own start makes. */
  @Override
  protected void stopVertx() {
    Vertx running = getVertx();
    if (running != null) {
      running.close().toCompletionStage().toCompletableFuture().join();
      setVertx(null);
    }
  }

  @Override
  public @Nullable HttpServer getServer() {
    return own;
  }

  @Override
  public int getPort() {
    HttpServer listening = own;
    return listening == null ? options.port() : listening.actualPort();
  }

  private void connected(HttpConnection connection) {
    String client = String.valueOf(connection.remoteAddress().hostAddress());
    int open = connections.merge(client, 1, Integer::sum);
    connection.closeHandler(
        closed -> {
          connections.computeIfPresent(client, (any, n) -> n > 1 ? n - 1 : null);
          paces.remove(connection);
        });
    if (open > options.limits().connections()) {
      LOG.warn("A connection of {} was closed: it has {} already.", client, open - 1);
      connection.close();
      return;
    }
    Pace pace = new Pace(options.limits(), System::nanoTime);
    paces.put(connection, pace);
    ChannelPipeline pipeline = ((HttpServerConnection) connection).channel().pipeline();
    pipeline.addFirst(pace);
    pipeline.replace(DECODER, DECODER, new StrictHead(server(options), pace));
  }

  /** Tells the pace of a connection when it has its answer. */
  private void follow(RoutingContext context) {
    HttpServerRequest request = context.request();
    context.addEndHandler(
        end -> {
          Pace pace = paces.get(request.connection());
          if (pace != null) {
            pace.answered();
          }
        });
    context.next();
  }

  private static VertxPlatformHttpServerConfiguration configuration(HttpOptions options) {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost(options.host());
    configuration.setBindPort(options.port());
    configuration.setPath("/");
    configuration.setMaxBodySize(options.limits().bodyBytes());
    VertxPlatformHttpServerConfiguration.BodyHandler body =
        new VertxPlatformHttpServerConfiguration.BodyHandler();
    body.setHandleFileUploads(false);
    configuration.setBodyHandler(body);
    return configuration;
  }

  private static HttpServerOptions server(HttpOptions options) {
    HttpServerOptions server =
        new HttpServerOptions()
            .setHost(options.host())
            .setPort(options.port())
            .setMaxHeaderSize(MOST_HEADER_BYTES)
            .setHttp2ClearTextEnabled(false);
    if (!options.certificate().isEmpty()) {
      server
          .setSsl(true)
          .setUseAlpn(false)
          .setSslHandshakeTimeout(options.limits().first().toMillis())
          .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
          .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
          .setKeyCertOptions(store(options.certificate(), options.certificatePassword()));
    }
    if (!options.clients().isEmpty()) {
      server
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(store(options.clients(), options.certificatePassword()));
    }
    return server;
  }

  private static PfxOptions store(String file, String password) {
    return new PfxOptions().setPath(file).setPassword(password);
  }
}

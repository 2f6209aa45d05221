package dev.appwatch.routes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;

/** Runs the routes of a folder until the process is told to end. */
public final class Service {

  /** With what ends after that, a service is gone within half a minute. */
  private static final int DRAIN_SECONDS = 25;

  private final Main main = new Main();
  private final RouteFolder folder;

  /**
   * Makes a service that does not run yet.
   *
   * @param routes the folder with the routes
   * @param properties values for placeholders; those that {@code routes/hub.properties} or the
   *     environment gives win
   * @param secrets looks up a secret by its name
   */
  public Service(
      Hub hub,
      HttpOptions http,
      Path routes,
      Map<String, String> properties,
      Function<String, @Nullable String> secrets) {
    this.folder = new RouteFolder(routes);
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    main.configure().setName("appwatch");
    main.configure().setStreamCachingEnabled(false); // it would copy large bodies
    main.configure().setShutdownTimeout(DRAIN_SECONDS);
    main.configure().setAutoConfigurationLogSummary(false);
    main.configure().withRoutesIncludePattern("file:" + routes.toAbsolutePath() + "/*.camel.yaml");
    properties.forEach(main::addInitialProperty);
    main.bind("hub", hub);
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeConfigure(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            context.getPropertiesComponent().addPropertiesFunction(new Secrets(secrets));
            context.getPropertiesComponent().addPropertiesSource(folder.values());
            try {
              Traces.begin(context);
            } catch (Exception e) {
              throw new IllegalStateException(
                  "Traces can't be sent.%n    Maybe an OTEL_… variable is misspelt.".formatted(),
                  e);
            }
            try {
              context.addService(new HttpIntakeServer(http, hub.clock()));
            } catch (Exception e) {
              throw new IllegalStateException(
                  "The HTTP intake (%s) can't listen.%n    Maybe another program uses its port."
                      .formatted(http),
                  e);
            }
          }
        });
  }

  /** Runs until the process is told to end; returns the code to exit with. */
  public int run() throws Exception {
    main.run();
    return main.getExitCode();
  }

  /** Starts without waiting. */
  public void start() {
    main.start();
  }

  /**
   * Takes up routes that were edited, added or removed since they were read last.
   *
   * @return a sentence for each file that is refused as it stands; what it held before goes on
   */
  public List<String> refresh() {
    return takesDeliveries() ? folder.refresh(main.getCamelContext()) : List.of();
  }

  /**
   * Returns whether the routes take deliveries: neither before they were started nor at the end.
   */
  public boolean takesDeliveries() {
    CamelContext context = main.getCamelContext();
    return context != null && context.isStarted();
  }

  /** Returns the ids of the routes that are in force, started or not. */
  List<String> routeIds() {
    return main.getCamelContext().getRoutes().stream().map(Route::getRouteId).toList();
  }

  /** Ends what is running, letting exchanges finish. */
  public void stop() {
    main.stop();
  }
}

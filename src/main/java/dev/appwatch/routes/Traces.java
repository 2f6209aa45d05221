package dev.appwatch.routes;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Sends a trace of every exchange to an OpenTelemetry collector, which the standard variables of
 * the environment name ({@code OTEL_EXPORTER_OTLP_ENDPOINT}). Traces tell routes, steps and times,
 * nothing of what is in a record.
 */
final class Traces extends ServiceSupport {

  private static final String SWITCH = "appwatch.traces.enabled";

  /**
   * Unlike OpenTelemetry's own: figures and log have ways of their own, and HTTP passes proxies.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "appwatch",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.exporter.otlp.protocol", "http/protobuf");

  private final OpenTelemetrySdk sdk;

  private Traces(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  /** Begins to trace, if the property {@code appwatch.traces.enabled} says so. */
  static void begin(CamelContext context) throws Exception {
    boolean wanted =
        context
            .getPropertiesComponent()
            .resolveProperty(SWITCH)
            .map(Boolean::parseBoolean)
            .orElse(false);
    if (!wanted) {
      return;
    }
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() -> DEFAULTS)
            .disableShutdownHook() // routes end first
            .build()
            .getOpenTelemetrySdk();
    context.getRegistry().bind("tracer", sdk.getTracer("appwatch"));
    context.getRegistry().bind("propagators", sdk.getPropagators());
    context.addService(new Traces(sdk));
    new OpenTelemetryTracer().init(context);
  }

  @Override
  protected void doShutdown() {
    sdk.close();
  }
}

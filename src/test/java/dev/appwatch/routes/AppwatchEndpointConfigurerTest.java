package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hand-kept description of the component's options. */
final class AppwatchEndpointConfigurerTest {

  private static final AppwatchEndpointConfigurer CONFIGURER = new AppwatchEndpointConfigurer();

  private final CamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void knowsEveryOption() {
    TreeSet<String> declared = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Arrays.stream(AppwatchEndpoint.class.getDeclaredFields())
        .filter(field -> field.isAnnotationPresent(UriParam.class))
        .map(Field::getName)
        .forEach(declared::add);
    declared.add("delay");
    declared.add("initialDelay");

    assertThat(CONFIGURER.getAllOptions(new Object()).keySet())
        .allMatch(declared::contains)
        .hasSameSizeAs(declared);
    assertThat(declared).allMatch(name -> CONFIGURER.getOptionType(name, true) != null);
  }

  @Test
  void isFoundAndSetsWhatAnAddressSays() {
    AppwatchEndpoint endpoint =
        context.getEndpoint(
            "appwatch:findings?sink=s&batch=7&disposition=alert&delay=2s&format=cef&together=true&every=5m&file=f&whenUnavailable=fail&intake=i",
            AppwatchEndpoint.class);

    assertThat(endpoint.getComponent()).isInstanceOf(AppwatchComponent.class);
    assertThat(
            Map.of(
                "format", CONFIGURER.getOptionValue(endpoint, "format", true),
                "together", CONFIGURER.getOptionValue(endpoint, "together", true),
                "every", CONFIGURER.getOptionValue(endpoint, "every", true),
                "file", CONFIGURER.getOptionValue(endpoint, "file", true)))
        .isEqualTo(
            Map.of(
                "format",
                "cef",
                "together",
                true,
                "every",
                java.time.Duration.ofMinutes(5),
                "file",
                "f"));
    assertThat(
            Map.of(
                "sink", CONFIGURER.getOptionValue(endpoint, "sink", true),
                "batch", CONFIGURER.getOptionValue(endpoint, "batch", true),
                "disposition", CONFIGURER.getOptionValue(endpoint, "disposition", true),
                "delay", CONFIGURER.getOptionValue(endpoint, "delay", true),
                "whenUnavailable", CONFIGURER.getOptionValue(endpoint, "whenUnavailable", true),
                "intake", CONFIGURER.getOptionValue(endpoint, "intake", true)))
        .isEqualTo(
            Map.of(
                "sink", "s",
                "batch", 7,
                "disposition", "alert",
                "delay", 2_000L,
                "whenUnavailable", "fail",
                "intake", "i"));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> context.getEndpoint("appwatch:judge"))
        .hasStackTraceContaining("must be evaluate, findings, acknowledge, feed or append");
    assertThatThrownBy(() -> context.getEndpoint("appwatch:evaluate?whenUnavailable=drop"))
        .hasStackTraceContaining("must be wait or fail");
    assertThatThrownBy(() -> context.getEndpoint("appwatch:findings?format=xml"))
        .hasStackTraceContaining("must be jsonl, cef, syslog or text");
    assertThatThrownBy(() -> context.getEndpoint("appwatch:evaluate?sinc=x"))
        .hasStackTraceContaining("sinc");
  }
}

package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of polls. */
final class PollEndpointConfigurerTest {

  private static final PollEndpointConfigurer CONFIGURER = new PollEndpointConfigurer();

  private final CamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void knowsEveryOption() {
    TreeSet<String> declared = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Arrays.stream(PollEndpoint.class.getDeclaredFields())
        .filter(field -> field.isAnnotationPresent(UriParam.class))
        .forEach(field -> declared.add(field.getName()));
    declared.add("delay");
    declared.add("initialDelay");

    assertThat(CONFIGURER.getAllOptions(new Object()).keySet())
        .allMatch(declared::contains)
        .hasSameSizeAs(declared);
    assertThat(declared).allMatch(name -> CONFIGURER.getOptionType(name, true) != null);
  }

  @Test
  void isFoundAndSetsWhatAnAddressSays() {
    PollEndpoint endpoint =
        context.getEndpoint(
            "appwatch-poll:graph?base=https://graph.example/v1.0&path=a/b&every=5m&order=false&pageSize=7&clientSecret=RAW(a+b%c)",
            PollEndpoint.class);

    assertThat(endpoint.address()).hasToString("https://graph.example/v1.0/a/b");
    assertThat(endpoint.getEvery()).isEqualTo(Duration.ofMinutes(5));
    assertThat(endpoint.isOrder()).isFalse();
    assertThat(endpoint.getClientSecret()).isEqualTo("a+b%c");
    assertThat(CONFIGURER.getOptionValue(endpoint, "pagesize", true)).isEqualTo(7);
    assertThat(endpoint).asString().doesNotContain("a+b%c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://graph.example/v1.0",
        "ftp://localhost/",
        "https://user:pw@graph.example/",
        "https:///v1.0",
        "graph.example",
        "http://localhost.graph.example/",
        ""
      })
  void secretsGoNowhereWhereOthersReadThem(String base) {
    PollEndpoint endpoint = context.getEndpoint("appwatch-poll:graph?path=x", PollEndpoint.class);
    endpoint.setBase(base);

    assertThatThrownBy(endpoint::address)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must begin with https")
        .hasMessageContaining("Maybe");
  }
}

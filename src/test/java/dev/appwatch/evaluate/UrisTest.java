package dev.appwatch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrisTest {

  @ParameterizedTest
  @CsvSource({
    "https://App.Contoso.com/cb, app.contoso.com",
    "https://user@evil.example:8443/cb, evil.example",
    "https://[::1]:3000/cb, ::1",
    "https://*.contoso.com/cb, *.contoso.com",
    "https://evil.example, evil.example",
    "https://evil.example.?x, evil.example"
  })
  void findsTheHost(String uri, String host) {
    assertThat(Uris.host(uri)).isEqualTo(host);
  }

  @Test
  void knowsTheLocalMachineByItsWholeName() {
    assertThat(Uris.localhost(Uris.host("http://localhost:3000"))).isTrue();
    assertThat(Uris.localhost(Uris.host("http://localhost.evil.example"))).isFalse();
  }

  @Test
  void seesWildcardsInHostAndEndHoweverWritten() {
    assertThat(Uris.wildcard("https://*.contoso.com/cb")).isTrue();
    assertThat(Uris.wildcard("https://contoso.com/*")).isTrue();
    assertThat(Uris.wildcard("https://contoso.com/cb%2A")).isTrue();
    assertThat(Uris.wildcard("https://contoso.com/a/*/b")).isFalse();
    assertThat(Uris.wildcardInPath("https://contoso.com/a/*/b")).isTrue();
  }

  @Test
  void comparesWithoutDefaultPortAndCaseOfHost() {
    assertThat(Uris.comparable("HTTPS://A.example:443/Cb"))
        .isEqualTo(Uris.comparable("https://a.example/Cb"))
        .isNotEqualTo(Uris.comparable("https://a.example/cb"));
  }

  @Test
  void seesOtherAlphabets() {
    assertThat(Uris.internationalised("xn--cntoso-wxa.com")).isTrue();
    assertThat(Uris.internationalised("contoso.com")).isFalse();
  }
}

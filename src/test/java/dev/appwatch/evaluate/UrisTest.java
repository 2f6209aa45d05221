package dev.appwatch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.microsoftonline.com/common/oauth2/nativeclient",
        "HTTPS://Login.MicrosoftOnline.com:443/common/oauth2/nativeclient",
        "https://login.live.com/oauth20_desktop.srf"
      })
  void knowsTheAddressesThatMicrosoftLends(String uri) {
    assertThat(Uris.nativeClient(uri)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.microsoftonline.com/common/oauth2/nativeclient",
        "https://login.microsoftonline.com/common/oauth2/nativeclient/x",
        "https://login.microsoftonline.com/common/oauth2/authorize?redirect_uri=https://evil.example",
        "https://login.microsoftonline.com.evil.example/common/oauth2/nativeclient",
        "https://evil.example\\@login.microsoftonline.com/common/oauth2/nativeclient",
        "https://login.microsoftonline.com/oauth20_desktop.srf",
        "https://login.live.com/oauth20_desktop.srf?lc=1033",
        "https://login.live.com/logout.srf",
        "https://login.live.com"
      })
  void lendsNoOtherAddress(String uri) {
    assertThat(Uris.nativeClient(uri)).isFalse();
  }

  @Test
  void seesOtherAlphabets() {
    assertThat(Uris.internationalised("xn--cntoso-wxa.com")).isTrue();
    assertThat(Uris.internationalised("contoso.com")).isFalse();
  }
}

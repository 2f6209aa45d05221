package dev.appwatch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsTest {

  private static final String SECRET = "abc8Q" + "~" + "MadeUpMadeUpMadeUpMadeUpMadeUp0123";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"secretText\":\"%s\",\"keyId\":\"k1\"}",
        "https://app.contoso.com/cb?client_secret=%s&state=1",
        "password: %s",
        "sig = %s",
        "my secret is %s"
      })
  void leavesNothingOfASecret(String template) {
    String masked = Secrets.mask(template.formatted(SECRET));

    assertThat(masked).contains("***").doesNotContain("MadeUp");
  }

  @Test
  void masksTokensAndSignatures() {
    assertThat(Secrets.mask("Bearer eyJhbGciOiJub25l.eyJzdWIiOiIxMjM0.c2ln"))
        .isEqualTo("Bearer ***");
    assertThat(Secrets.mask("https://x.blob.example/c?sv=1&sig=AbCdEf%2B12&se=2"))
        .isEqualTo("https://x.blob.example/c?sv=1&sig=***&se=2");
    assertThat(Secrets.mask("https://ada:abcdef@contoso.com/a"))
        .isEqualTo("https://ada:***@contoso.com/a");
    assertThat(Secrets.mask("bearer abcdefghijkl0123")).isEqualTo("bearer ***");
    assertThat(Secrets.mask("https://contoso.com:443/a@b"))
        .isEqualTo("https://contoso.com:443/a@b");
  }

  @Test
  void leavesOrdinaryTextAlone() {
    String text = "[KeyIdentifier=5f1c,KeyType=Password,KeyUsage=Verify,DisplayName=build key]";

    assertThat(Secrets.mask(text)).isEqualTo(text);
  }
}

package dev.appwatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperationsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Update application \u2013 Certificates and secrets management ",
        "Update application - Certificates and secrets management",
        "Update application-Certificates and secrets management",
        "Update application \u00e2\u20ac\u201c Certificates and secrets management ",
        "Update application ? Certificates and secrets management",
        "Update application \ufffd Certificates and secrets management",
        "UPDATE APPLICATION \u2014  certificates and secrets management.",
        "Update application\u00a0\u2212 Certificates and secrets management"
      })
  void writesTheCredentialActivityInOneWay(String name) {
    assertThat(Operations.canonical(name))
        .isEqualTo("update application - certificates and secrets management");
  }

  @Test
  void dropsOneFullStopOnly() {
    assertThat(Operations.canonical("Add member to role.")).isEqualTo("add member to role");
    assertThat(Operations.canonical("Odd..")).isEqualTo("odd.");
  }

  @Test
  void keepsLookAlikesApart() {
    assertThat(
            Operations.canonical(
                "Add a deletion-marked app role assignment grant to service principal as part of link removal."))
        .isNotEqualTo("add app role assignment to service principal")
        .startsWith("add a deletion-marked");
  }
}

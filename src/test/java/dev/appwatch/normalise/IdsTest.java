package dev.appwatch.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "<null>", "Not Available", "__NULL__", "None", "null"})
  void takesPlaceholdersForNothing(String placeholder) {
    assertThat(Ids.clean(placeholder)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, 198.51.100.7",
    "198.51.100.7:51234, 198.51.100.7",
    "[2001:db8::1]:443, 2001:db8::1",
    "2001:DB8::1, 2001:db8::1"
  })
  void takesPortsOffAddresses(String written, String address) {
    assertThat(Ids.address(written)).isEqualTo(address);
  }

  @Test
  void findsTheTenantOfAResource() {
    assertThat(Ids.tenantOf("/tenants/ABC/providers/Microsoft.aadiam")).isEqualTo("abc");
    assertThat(Ids.tenantOf("/SUBSCRIPTIONS/22/RESOURCEGROUPS/RG")).isNull();
  }
}

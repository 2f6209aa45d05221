package dev.appwatch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.context.Policy;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Basis;
import dev.appwatch.model.EventHeader;
import dev.appwatch.model.PermissionGrant;
import dev.appwatch.model.Position;
import dev.appwatch.model.RoleAssignment;
import dev.appwatch.model.Situation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FloorTest {

  private static final Floor BUILT_IN =
      new Floor(new Policy.Floor(Set.of(), Set.of(), Set.of(), Set.of()), Set.of());
  private static final Floor EXTENDED =
      new Floor(
          new Policy.Floor(
              Set.of(), Set.of(), Set.of("Application Administrator"), Set.of("Mail.*")),
          Set.of());

  private static final Basis BASIS =
      new Basis(
          new EventHeader(new Position("a.json", 1, 0), "e", "c", "t", Instant.EPOCH, "o"),
          Instant.EPOCH,
          Actor.UNKNOWN,
          List.of(),
          List.of(),
          "action",
          "key",
          Map.of(),
          null,
          new Situation("inside", false, false, false));

  @ParameterizedTest
  @CsvSource({
    "62e90394-69f5-4237-9190-012177145e10, false, true",
    "Privileged Role Administrator, false, true",
    "Company Administrator, false, true",
    "Reports Reader, false, false",
    "'', false, true", // an Entra role of which nothing is known may be any
    "'', true, false" // Azure has none of these roles
  })
  void holdsTheGravestRoles(String role, boolean azure, boolean held) {
    assertThat(BUILT_IN.of(role(role, azure)).contains("role")).isEqualTo(held);
  }

  @ParameterizedTest
  @CsvSource({
    "Directory.ReadWrite.All, true, true",
    "Directory.ReadWrite.All, false, false",
    "RoleManagement.Read.Directory, false, true",
    "AppRoleAssignment.ReadWrite.All, false, true",
    "Mail.Read, true, false",
    "'', false, true" // a permission that is not named may be any
  })
  void holdsTheGravestPermissions(String permission, boolean allPrincipals, boolean held) {
    assertThat(BUILT_IN.of(grant(permission, allPrincipals)).contains("permission"))
        .isEqualTo(held);
  }

  @ParameterizedTest
  @CsvSource({"Application Administrator", "Global Administrator"})
  void canOnlyGrow(String role) {
    assertThat(EXTENDED.of(role(role, false))).contains("role");
    assertThat(EXTENDED.of(grant("mail.read", false))).contains("permission");
  }

  private static RoleAssignment role(String role, boolean azure) {
    return new RoleAssignment(
        BASIS,
        "ServicePrincipal",
        "medium",
        azure,
        false,
        false,
        false,
        false,
        false,
        false,
        role.isEmpty() ? Set.of() : Set.of(role.toLowerCase(java.util.Locale.ROOT)));
  }

  private static PermissionGrant grant(String permission, boolean allPrincipals) {
    return new PermissionGrant(
        BASIS,
        true,
        false,
        "core",
        false,
        "none",
        permission.isEmpty(),
        false,
        allPrincipals,
        true,
        false,
        permission.isEmpty() ? List.of() : List.of(permission));
  }
}

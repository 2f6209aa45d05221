package dev.appwatch.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.appwatch.PackCopy;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContextTest {

  private static final String GRAPH = "00000003-0000-0000-c000-000000000000";
  private static final String KEY_VAULT = "cfa8b339-82a2-471a-a3c9-0fc0be7a4093";
  private static final String RIGHTS_MANAGEMENT = "00000012-0000-0000-c000-000000000000";
  private static final String ONE_NOTE = "2d4d3d8e-2be3-4bef-9f87-7875a61c29de";
  private static final Context CONTEXT = Context.load(Path.of("rules"));

  private static Target api(String name, @Nullable String appId) {
    return new Target("ServicePrincipal", "99", appId, name);
  }

  @Test
  void resolvesApisByEveryNameTheLogsUse() {
    Apis apis = CONTEXT.apis();

    assertThat(apis.resolve(api("Any", null), GRAPH + "/ags.windows.net;x").kind())
        .isEqualTo("core");
    assertThat(
            apis.resolve(api("Any", null), "https://outlook.office365.com:443/;Microsoft.Exchange")
                .kind())
        .isEqualTo("core");
    assertThat(apis.resolve(api("Office 365 SharePoint Online", null), null).kind())
        .isEqualTo("core");
    assertThat(apis.resolve(api("Any", "c5393580-f805-4401-95e8-94b7a6ef2fc2"), null).kind())
        .isEqualTo("extended");
    assertThat(apis.resolve(api("Orders", null), null).kind()).isEqualTo("unknown");
  }

  @Test
  void trustsAnIdMoreThanAName() {
    String own = "12345678-0000-4000-8000-000000000001";

    assertThat(CONTEXT.apis().resolve(api("Microsoft Graph", null), own).kind()).isEqualTo("other");
  }

  @Test
  void trustsANameMoreThanAnIdThatWasRedacted() {
    String redacted = "11111111-1111-1111-1111-111111111111";
    Apis apis = CONTEXT.apis();

    assertThat(apis.resolve(api("Microsoft Graph", null), redacted).kind()).isEqualTo("core");
    assertThat(apis.resolve(api("Microsoft Graph", redacted), null).kind()).isEqualTo("core");
    assertThat(apis.resolve(api("Orders", null), redacted).kind()).isEqualTo("other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Directory.ReadWrite.All", "Mail.Read", "RoleManagement.ReadWrite.Directory"})
  void callsBroadAppRolesHighlyPrivileged(String value) {
    assertThat(CONTEXT.permissions().privilegedAppRole(value, GRAPH)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sites.Selected", "Files.ReadWrite.AppFolder", "MailboxSettings.Read"})
  void callsNarrowAppRolesOrdinary(String value) {
    assertThat(CONTEXT.permissions().privilegedAppRole(value, GRAPH)).isFalse();
  }

  @Test
  void countsAGenericScopeOnlyWhereItsApiListsIt() {
    Permissions permissions = CONTEXT.permissions();

    assertThat(permissions.privilegedScope("User_Impersonation", KEY_VAULT)).isTrue();
    assertThat(permissions.privilegedScope("user_impersonation", RIGHTS_MANAGEMENT)).isFalse();
    assertThat(permissions.privilegedScope("user_impersonation", null)).isFalse();
    assertThat(permissions.ambiguousScope("user_impersonation")).isTrue();
    assertThat(permissions.ambiguousScope("Mail.ReadWrite")).isFalse();
  }

  @Test
  void countsAScopeOfItsOwnNameOnEveryApi() {
    assertThat(CONTEXT.permissions().privilegedScope("Notes.ReadWrite", ONE_NOTE)).isTrue();
    assertThat(CONTEXT.permissions().privilegedScope("Directory.ReadWrite.All", null)).isTrue();
  }

  @Test
  void knowsSignInScopes() {
    Permissions permissions = CONTEXT.permissions();

    assertThat(permissions.baseOnly(List.of("openid", "Profile", "User.Read"))).isTrue();
    assertThat(permissions.baseOnly(List.of("openid", "Mail.Read"))).isFalse();
    assertThat(permissions.baseOnly(List.of())).isFalse();
  }

  @Test
  void knowsTheOldNameOfTheGlobalAdministrator() {
    Roles.Role role = CONTEXT.roles().withName("Company Administrator", "entra");

    assertThat(role).isNotNull().extracting(Roles.Role::high).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({
    "contoso.com, true",
    "eu.contoso.com, true",
    "app.contoso.co.uk, true",
    "evilcontoso.com, false",
    "contoso.com.evil.example, false"
  })
  void controlsOwnDomainsAndWhatLiesBelow(String host, boolean controlled)
      throws JsonProcessingException {
    Context context =
        Context.load(
            Path.of("rules"),
            PackFiles.YAML.readTree(
                "{lists: {own-domains: [{domain: contoso.com}, {domain: contoso.co.uk}]}}"));

    assertThat(context.domains().controlled(host)).isEqualTo(controlled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.contoso.com", "contoso.com", "contoso.onmicrosoft.com"})
  void controlsNothingThatNobodyDeclared(String host) {
    assertThat(CONTEXT.domains().controlled(host)).isFalse();
  }

  @Test
  void neverOwnsWhatLiesBelowAPublicSuffix() throws JsonProcessingException {
    Context context =
        Context.load(
            Path.of("rules"),
            PackFiles.YAML.readTree("{lists: {own-domains: [{domain: azurewebsites.net}]}}"));

    assertThat(context.domains().controlled("somebody.azurewebsites.net")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0utlook Mail",
        "Micros0ft",
        "app",
        "7",
        " Payroll",
        "Pay\u200broll",
        "p\u0430yroll"
      })
  void suspectsGenericMisspeltAndDisguisedNames(String name) {
    assertThat(CONTEXT.suspiciousName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Invoice Sync", "Zoom", "Outlook", "Teamwork Planner"})
  void suspectsNoOrdinaryName(String name) {
    assertThat(CONTEXT.suspiciousName(name)).isEqualTo(name.equals("Outlook"));
  }

  @Test
  void findsListedAutomationByObjectIdForItsOperationsOnly() throws JsonProcessingException {
    Context context =
        Context.load(
            Path.of("rules"),
            PackFiles.YAML.readTree(
                "{lists: {automation-identities: [{id: AB-1, operations: add member to role}]}}"));
    Actor actor = new Actor("application", "ab-1", "Pipeline", null, null);

    assertThat(approved(context, actor, "add member to role")).isTrue();
    assertThat(approved(context, actor, "update application")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "SecretGet, SecretGet, true",
    "SecretGet; KeySign, keysign, true",
    "Update application – Certificates and secrets management., update application - certificates and secrets management, true",
    "*, SecretGet, true",
    "'', SecretGet, false",
    "'  ', SecretGet, false"
  })
  void readsOperationsOfAutomationAsLogsWriteThem(String cell, String operation, boolean approved)
      throws JsonProcessingException {
    Context context =
        Context.load(
            Path.of("rules"),
            PackFiles.YAML.readTree(
                "{lists: {automation-identities: [{id: AB-1, operations: '%s'}]}}"
                    .formatted(cell)));

    assertThat(
            approved(context, new Actor("application", "ab-1", "Pipeline", null, null), operation))
        .isEqualTo(approved);
  }

  private static boolean approved(Context context, Actor actor, String operation) {
    return context.situation(null, null, List.of(), actor, operation).approvedAutomation();
  }

  @Test
  void refusesABrokenPackWithEveryProblemAtOnce(@TempDir Path folder) throws IOException {
    PackCopy.into(folder);
    Files.writeString(folder.resolve("reference/own-domains.csv"), "domain,kind,note\na,b\n");
    Files.writeString(
        folder.resolve("policy.yaml"),
        Files.readString(folder.resolve("policy.yaml")) + "ignoreBaseScope: true\n");
    Files.writeString(folder.resolve("calendars/business-hours.yaml"), "{zone: Mars/Base}");

    assertThatThrownBy(() -> Context.load(folder))
        .isInstanceOf(PackRefusedException.class)
        .hasMessageContaining("reference/own-domains.csv:")
        .hasMessageContaining("(ignoreBaseScope)")
        .hasMessageContaining("Mars/Base");
  }
}

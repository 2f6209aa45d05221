package dev.appwatch.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Event;
import dev.appwatch.model.OtherEvent;
import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.RawRecord;
import dev.appwatch.model.SignIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NormaliserTest {

  private static final Instant MOMENT = Instant.parse("2026-03-02T21:14:07Z");
  private static final String ELASTIC =
      """
      {"@timestamp":"2026-03-02T21:14:07Z",%s"client":{"ip":"203.0.113.9"},
       "azure":{"tenant_id":"t","correlation_id":"c","auditlogs":{"category":"AuditLogs",
        "operation_name":"Add owner to application","result_signature":"None",
        "properties":{"activity_display_name":"Add owner to application"}}}}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"0\":null}}",
        "{\"id\":\"1\",\"app_id\":\"a\",\"created_at\":\"2026-03-02T21:14:07Z\",\"status\":\"ok\"}",
        "{\"event\":{\"kind\":\"event\"},\"o365\":{\"audit\":{\"CreationTime\":\"x\",\"RecordType\":\"8\"}}}",
        "{\"event\":{\"provider\":\"AzureActiveDirectory\"},\"o365\":{\"audit\":{\"RecordType\":\"8\"}}}",
        "{\"displayName\":\"d\",\"restrictions\":{\"passwordCredentials\":[{\"maxLifetime\":\"P90D\"}]}}",
        "{\"TimeGenerated\":\"2026-03-02T21:14:07Z\",\"Door_s\":\"north\"}",
        "{\"id\":\"1\",\"displayName\":\"d\",\"web\":\"https://contoso.com\"}",
        "{\"id\":\"1\",\"displayName\":\"d\",\"publicClient\":true}",
        "{\"id\":\"1\",\"displayName\":\"d\",\"web\":{\"homePageUrl\":\"https://contoso.com\"}}",
        "{\"id\":\"1\",\"web\":{\"redirectUris\":[\"https://contoso.com\"]}}",
        "{\"id\":\"1\",\"authenticationProtocol\":\"ropc\",\"riskState\":\"none\"}",
        "{\"id\":\"1\",\"status\":{\"errorCode\":0},\"riskDetail\":\"none\"}",
      })
  void setsAsideWhatItDoesNotUnderstand(String json) throws JsonProcessingException {
    assertThat(normalised(json))
        .isInstanceOfSatisfying(
            Normalised.Rejected.class,
            rejected ->
                assertThat(rejected.record().reason()).isEqualTo(QuarantineReason.UNKNOWN_SHAPE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Application      | "appId":"A2","createdDateTime":null,"publisherDomain":"contoso.com","web":{"redirectUris":["u"]},"spa":{},"publicClient":{}
          Application      | "appId":"A2","createdDateTime":null,"publisherDomain":"contoso.com","spa":{"redirectUris":["u"]},"tags":[],"notes":null
          ServicePrincipal | "appId":"A2","replyUrls":["u"],"logoutUrl":null,"accountEnabled":true,"tags":[]
          Application      | "publicClient":{"redirectUris":["u"]}
          ServicePrincipal | "replyUrls":["u"]
          Application      | "replyUrls":["u"],"identifierUris":[]
          """)
  void readsAnApplicationOfWhichNamesAndAddressesWereSelected(String type, String selected)
      throws JsonProcessingException {
    ApplicationObject object =
        (ApplicationObject) event("{\"id\":\"B1\",\"displayName\":\"d\",%s}".formatted(selected));

    assertThat(object.type()).isEqualTo(type);
    assertThat(object.objectId()).isEqualTo("b1");
    assertThat(object.appId()).isEqualTo(selected.contains("appId") ? "a2" : null);
    assertThat(object.redirectUris()).containsExactly("u");
  }

  @Test
  void takesFromTheDocumentWhatTheRecordLacks() throws JsonProcessingException {
    AuditEvent event =
        (AuditEvent) event(ELASTIC.formatted("\"event\":{\"outcome\":\"failure\"},"));

    assertThat(event.succeeded()).isFalse();
    assertThat(event.header().time()).isEqualTo(MOMENT);
    assertThat(event.header().tenant()).isEqualTo("t");
    assertThat(event.header().correlationId()).isEqualTo("c");
    assertThat(event.actor().ip()).isEqualTo("203.0.113.9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"event\":{\"outcome\":\"unknown\"},",
        "\"event\":{\"outcome\":\"success\"},",
        "\"event\":{\"outcome\":null},"
      })
  void takesAMissingResultForSuccess(String event) throws JsonProcessingException {
    assertThat(((AuditEvent) event(ELASTIC.formatted(event))).succeeded()).isTrue();
  }

  @Test
  void prefersWhatTheRecordItselfSays() throws JsonProcessingException {
    String document =
        ELASTIC
            .formatted("\"event\":{\"outcome\":\"success\"},")
            .replace(
                "\"properties\":{",
                "\"properties\":{\"result\":\"timeout\","
                    + "\"activity_datetime\":\"2026-03-02T21:14:06Z\",");

    AuditEvent event = (AuditEvent) event(document);

    assertThat(event.succeeded()).isFalse();
    assertThat(event.header().time()).isEqualTo(MOMENT.minusSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"signinlogs\":{\"category\":\"SignInLogs\",\"operation_name\":\"Sign-in activity\",\"properties\":"
            + "{\"created_at\":\"2026-03-02T21:14:07Z\",\"authentication_protocol\":\"ropc\","
            + "\"status\":{\"error_code\":50126}}}}",
        "{\"Type\":\"night_SRCH\",\"TimeGenerated\":\"2026-03-02T21:14:07Z\","
            + "\"AuthenticationProtocol\":\"ropc\",\"ResultType\":\"50126\"}",
        "{\"Type\":\"SigninLogs_CL\",\"TimeGenerated\":\"2026-03-02T21:14:07Z\",\"appId_g\":\"a\","
            + "\"userPrincipalName_s\":\"u\",\"authenticationProtocol_s\":\"ropc\","
            + "\"status_errorCode_d\":50126}",
        "{\"Type\":\"Ours_CL\",\"TimeGenerated\":\"2026-03-02T21:14:07Z\",\"appId\":\"a\","
            + "\"createdDateTime\":\"2026-03-02T21:14:07Z\",\"userPrincipalName\":\"u\","
            + "\"authenticationProtocol\":\"ropc\",\"status\":{\"errorCode\":50126}}",
        "{\"time\":\"2026-03-02T21:14:07Z\",\"category\":\"ADFSSignInLogs\",\"properties\":"
            + "{\"authenticationProtocol\":\"ropc\",\"status\":{\"errorCode\":50126}}}",
        "{\"createdDateTime\":\"2026-03-02T21:14:07Z\",\"authenticationProtocol\":\"ropc\","
            + "\"riskState\":\"none\",\"status\":{\"errorCode\":50126}}",
        "{\"time\":\"2026-03-02T21:14:09Z\",\"category\":\"Ours\",\"properties\":"
            + "{\"createdDateTime\":\"2026-03-02T21:14:07Z\",\"authenticationProtocol\":\"ropc\","
            + "\"status\":{\"errorCode\":50126}}}"
      })
  void knowsASignInWhereverItIsKept(String json) throws JsonProcessingException {
    SignIn event = (SignIn) event(json);

    assertThat(event.protocol()).isEqualTo("ropc");
    assertThat(event.errorCode()).isEqualTo("50126");
    assertThat(event.header().time()).isEqualTo(MOMENT);
  }

  @Test
  void knowsASignInThatTellsNeitherProtocolNorApplication() throws JsonProcessingException {
    SignIn event =
        (SignIn)
            event(
                "{\"createdDateTime\":\"2026-03-02T21:14:07Z\",\"riskState\":\"none\","
                    + "\"status\":{\"errorCode\":50126}}");

    assertThat(event.protocol()).isEmpty();
    assertThat(event.errorCode()).isEqualTo("50126");
  }

  @Test
  void passesOverARiskThatIsNoSignIn() throws JsonProcessingException {
    assertThat(event("{\"id\":\"1\",\"riskState\":\"atRisk\",\"riskDetail\":\"none\"}"))
        .isInstanceOf(OtherEvent.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"activityDisplayName\":\"Add owner to application\"",
        "\"initiatedBy\":{\"app\":{}},\"targetResources\":[{\"id\":\"1\"}]"
      })
  void knowsAnAuditRecordWhateverItsEnvelopeCallsTheLog(String members)
      throws JsonProcessingException {
    AuditEvent event =
        (AuditEvent)
            event(
                "{\"operationName\":\"Add owner to application\",\"tenantId\":\"t\","
                    + "\"category\":\"ApplicationManagement\",\"properties\":{"
                    + members
                    + "}}");

    assertThat(event.operation()).isEqualTo("add owner to application");
    assertThat(event.header().tenant()).isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"targetResources\":[{\"id\":\"1\"}]",
        "\"initiatedBy\":{\"app\":{}}",
        "\"authenticationProtocol\":\"ropc\"",
        "\"authenticationProtocol\":\"\",\"createdDateTime\":\"2026-03-02T21:14:07Z\""
      })
  void passesOverOtherLogsThatHaveOneOfTheirMembers(String members) throws JsonProcessingException {
    assertThat(
            event(
                "{\"operationName\":\"o\",\"category\":\"Ours\",\"properties\":{" + members + "}}"))
        .isInstanceOf(OtherEvent.class);
  }

  @Test
  void readsAnAddressWhoseNamePowerShellCapitalised() throws JsonProcessingException {
    AuditEvent audit =
        (AuditEvent)
            event(
                "{\"Id\":\"1\",\"ActivityDisplayName\":\"Add owner to application\",\"InitiatedBy\":"
                    + "{\"User\":{\"Id\":\"u\",\"IPAddress\":\"203.0.113.9\"}},\"TargetResources\":[]}");
    SignIn signIn =
        (SignIn)
            event(
                "{\"Id\":\"1\",\"CreatedDateTime\":\"2026-03-02T21:14:07Z\",\"AppId\":\"a\","
                    + "\"IPAddress\":\"203.0.113.10\",\"Status\":{\"ErrorCode\":0}}");

    assertThat(audit.actor().ip()).isEqualTo("203.0.113.9");
    assertThat(signIn.actor().ip()).isEqualTo("203.0.113.10");
    assertThat(signIn.succeeded()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"AADTenantId_g\":\"d\",\"TenantId\":\"w\"',d",
    "'\"TenantId\":\"w\",\"AADTenantId_g\":\"d\"',d",
    "'\"TenantId\":\"w\"',"
  })
  void neverTakesTheWorkspaceOfACustomTableForTheTenant(String members, String tenant)
      throws JsonProcessingException {
    for (String kind :
        List.of(
            "\"OperationName_s\":\"Add owner to application\",\"TargetResources_s\":\"[]\"",
            "\"AuthenticationProtocol_s\":\"ropc\",\"ResultType_s\":\"0\"")) {
      Event event =
          event(
              "{\"TimeGenerated\":\"2026-03-02T21:14:07Z\",\"Type\":\"Ours_CL\","
                  + members
                  + ","
                  + kind
                  + "}");

      assertThat(event).isNotInstanceOf(OtherEvent.class);
      assertThat(event.header().tenant()).isEqualTo(tenant);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Success,None,0",
    "success,,0",
    "Success,50126,0",
    "Failure,50126,50126",
    "Failure,0,failure",
    "Interrupted,None,interrupted",
    "Correcto,0,0",
    "Correcto,None,unknown",
    ",0,0",
    ",50126,50126",
    ",,unknown"
  })
  void believesTheStatusOfAPortalRowAndElseItsCode(String status, String code, String told)
      throws JsonProcessingException {
    SignIn event =
        (SignIn)
            event(
                new ObjectMapper()
                    .createObjectNode()
                    .put("Date (UTC)", "2026-03-02T21:14:07Z")
                    .put("Request ID", "r")
                    .put("Authentication Protocol", "ROPC")
                    .put("Status", status)
                    .put("Sign-in error code", code)
                    .toString());

    assertThat(event.errorCode()).isEqualTo(told);
    assertThat(event.succeeded()).isEqualTo(told.equals("0"));
  }

  @ParameterizedTest
  @CsvSource({
    "Correcto,0,true",
    "Correcto,None,true",
    "Correcto,,true",
    "Success,50126,true",
    "Error,50126,false",
    "Interrumpido,50199,false",
    "Failure,,false"
  })
  void readsASignInOfThePortalByItsColumnsInAnyLanguage(
      String status, String code, boolean succeeded) throws JsonProcessingException {
    ObjectNode row = columns(57);
    row.put("6", "bob@contoso.com").put("10", "Device Code").put("16", "Invoice Sync");
    row.put("17", "A").put("20", "R").put("25", "198.51.100.7").put("26", "Madrid, Madrid, ES");
    row.put("27", status).put("28", code).put("35", "No");

    SignIn event = (SignIn) event(row.toString());

    assertThat(event.header().time()).isEqualTo(MOMENT);
    assertThat(event.header().id()).isEqualTo("5b000000-0000-4000-8000-000000000011");
    assertThat(event.protocol()).isEqualTo("devicecode");
    assertThat(event.succeeded()).isEqualTo(succeeded);
    assertThat(event.actor().name()).isEqualTo("bob@contoso.com");
    assertThat(event.actor().ip()).isEqualTo("198.51.100.7");
    assertThat(event.app().appId()).isEqualTo("a");
    assertThat(event.resource().appId()).isEqualTo("r");
    assertThat(event.country()).isEqualTo("ES");
    assertThat(event.unmanagedDevice()).isTrue();
  }

  @Test
  void readsASignInOfAnApplicationByItsColumns() throws JsonProcessingException {
    ObjectNode row = columns(22);
    row.put("3", "s").put("8", "A").put("16", "198.51.100.7").put("18", "Correcto").put("19", "0");

    SignIn event = (SignIn) event(row.toString());

    assertThat(event.actor().type()).isEqualTo("application");
    assertThat(event.app().appId()).isEqualTo("a");
    assertThat(event.succeeded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 23, 56, 58})
  void setsAsideARowOfColumnsThatNobodySaw(int number) throws JsonProcessingException {
    assertThat(normalised(columns(number).toString())).isInstanceOf(Normalised.Rejected.class);
  }

  @Test
  void setsAsideARowOfAsManyColumnsThatIsNoSignIn() throws JsonProcessingException {
    assertThat(normalised(columns(57).put("1", "7").toString()))
        .isInstanceOf(Normalised.Rejected.class);
    assertThat(normalised(columns(57).put("Fecha (UTC)", "x").toString()))
        .isInstanceOf(Normalised.Rejected.class);
  }

  @Test
  void readsAnActivityAsPowerShellWritesIt() throws JsonProcessingException {
    AzureActivity event =
        (AzureActivity)
            event(
                """
                {"OperationName":"Microsoft.Authorization/roleAssignments/write","Status":"Succeeded",\
                "EventTimestamp":"2026-03-02T21:14:07Z","EventDataId":"e","Caller":"ada@contoso.com",\
                "ResourceId":"/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/x",\
                "Claims":{"Content":{"ipaddr":"203.0.113.9"}},"Properties":{"Content":{"requestbody":\
                "{\\"properties\\":{\\"principalId\\":\\"p1\\",\\"principalType\\":\\"ServicePrincipal\\",\
                \\"roleDefinitionId\\":\\"/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635\\"}}"}}}
                """);

    assertThat(event.principalId()).isEqualTo("p1");
    assertThat(event.principalType()).isEqualTo("ServicePrincipal");
    assertThat(event.roleDefinition()).isEqualTo("8e3af657-a8ff-443c-a75c-2fe8c4bcb635");
    assertThat(event.scope()).isEqualTo("/subscriptions/s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"resourceUri\":\"/subscriptions/s/vaults/kv/providers/Microsoft.Authorization/roleAssignments/x\"",
        "\"authorization\":{\"scope\":\"/subscriptions/s/vaults/kv\"}"
      })
  void findsTheScopeOfAnOlderActivity(String where) throws JsonProcessingException {
    AzureActivity event =
        (AzureActivity)
            event(
                "{\"operationName\":{\"value\":\"Microsoft.Authorization/roleAssignments/write\"},"
                    + "\"eventTimestamp\":\"2026-03-02T21:14:07Z\",\"eventDataId\":\"e\","
                    + where
                    + "}");

    assertThat(event.scope()).isEqualTo("/subscriptions/s/vaults/kv");
  }

  @Test
  void readsEnglishNamesWhereverTheyStand() throws JsonProcessingException {
    ObjectNode row = columns(52);
    row.put("Request ID", "5b000000-0000-4000-8000-000000000012")
        .put("Date (UTC)", MOMENT.toString());
    row.put("Authentication Protocol", "ropc").put("Status", "Success").put("Application ID", "A");
    row.put("10", "Device Code");

    SignIn event = (SignIn) event(row.toString());

    assertThat(row).hasSize(57);
    assertThat(event.protocol()).isEqualTo("ropc");
    assertThat(event.header().id()).isEqualTo("5b000000-0000-4000-8000-000000000012");
  }

  private static ObjectNode columns(int number) {
    ObjectNode row = new ObjectMapper().createObjectNode();
    row.put("Fecha (UTC)", "2026-03-02T21:14:07Z");
    row.put("1", "5b000000-0000-4000-8000-000000000011");
    for (int column = 2; column < number; column++) {
      row.put(String.valueOf(column), "");
    }
    return row;
  }

  private static Event event(String json) throws JsonProcessingException {
    return ((Normalised.Understood) normalised(json)).event();
  }

  @SuppressWarnings("unchecked") // objects of JSON have text for names
  private static Normalised normalised(String json) throws JsonProcessingException {
    Map<String, @Nullable Object> fields = new ObjectMapper().readValue(json, Map.class);
    return new Normaliser().normalise(new RawRecord(new Position("-", 1, 0), fields, new byte[0]));
  }
}

package dev.appwatch.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
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

  private static Event event(String json) throws JsonProcessingException {
    return ((Normalised.Understood) normalised(json)).event();
  }

  @SuppressWarnings("unchecked") // objects of JSON have text for names
  private static Normalised normalised(String json) throws JsonProcessingException {
    Map<String, @Nullable Object> fields = new ObjectMapper().readValue(json, Map.class);
    return new Normaliser().normalise(new RawRecord(new Position("-", 1, 0), fields, new byte[0]));
  }
}

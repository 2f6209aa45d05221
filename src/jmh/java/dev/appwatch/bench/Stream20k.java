package dev.appwatch.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/**
 * Writes a stream with the proportions of a real one: nearly all sign-ins, some directory changes
 * of users and groups, few records that a row looks at. The same bytes for the same seed.
 */
final class Stream20k {

  static final String TENANT = "11111111-1111-4111-8111-111111111111";

  private Stream20k() {}

  static void write(Path file, int events) throws IOException {
    write(file, events, 15);
  }

  /** Writes a stream in which so many of a thousand records are grants, three findings each. */
  static void write(Path file, int events, int grants) throws IOException {
    Random random = new Random(20_260_302);
    Instant time = Instant.parse("2026-03-02T08:00:00Z");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < events; i++) {
        time = time.plusMillis(random.nextInt(400));
        int kind = random.nextInt(1000);
        out.write(
            kind < 940
                ? signIn(i, time, random)
                : kind < 1000 - grants ? user(i, time) : grant(i, time));
        out.write('\n');
      }
    }
  }

  static String id(String prefix, int i) {
    return String.format(Locale.ROOT, "%s-0000-4000-8000-%012d", prefix, i);
  }

  private static String envelope(int i, Instant time, String operation, String category) {
    return "{\"time\":\""
        + time
        + "\",\"resourceId\":\"/tenants/"
        + TENANT
        + "/providers/Microsoft.aadiam\",\"operationName\":\""
        + operation
        + "\",\"operationVersion\":\"1.0\",\"category\":\""
        + category
        + "\",\"tenantId\":\""
        + TENANT
        + "\",\"resultType\":\"0\",\"resultSignature\":\"None\",\"durationMs\":0,"
        + "\"callerIpAddress\":\"198.51.100."
        + (i % 250)
        + "\",\"correlationId\":\""
        + id("9e000000", i)
        + "\",\"identity\":\"User "
        + (i % 5000)
        + "\",\"Level\":4,\"location\":\"DE\","
        + "\"properties\":";
  }

  private static String signIn(int i, Instant time, Random random) {
    String category = random.nextInt(10) == 0 ? "SignInLogs" : "NonInteractiveUserSignInLogs";
    String protocol = random.nextInt(2000) == 0 ? "deviceCode" : "none";
    return envelope(i, time, "Sign-in activity", category)
        + "{\"id\":\""
        + id("5b000000", i)
        + "\",\"createdDateTime\":\""
        + time
        + "\",\"userDisplayName\":\"User "
        + (i % 5000)
        + "\",\"userPrincipalName\":\"user"
        + (i % 5000)
        + "@contoso.com\",\"userId\":\""
        + id("b0b00000", i % 5000)
        + "\",\"appId\":\""
        + id("04b00000", i % 300)
        + "\",\"appDisplayName\":\"Application "
        + (i % 300)
        + "\",\"ipAddress\":\"198.51.100."
        + (i % 250)
        + "\",\"status\":{\"errorCode\":0,\"additionalDetails\":\"MFA requirement satisfied by claim in the token\"},"
        + "\"clientAppUsed\":\"Mobile Apps and Desktop clients\",\"userAgent\":\"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\","
        + "\"deviceDetail\":{\"deviceId\":\""
        + id("de000000", i % 5000)
        + "\",\"operatingSystem\":\"Windows 10\",\"browser\":\"Chrome 140.0.0\",\"isCompliant\":true,\"isManaged\":true,\"trustType\":\"Azure AD joined\"},"
        + "\"location\":{\"city\":\"Berlin\",\"state\":\"Berlin\",\"countryOrRegion\":\"DE\",\"geoCoordinates\":{\"latitude\":52.5,\"longitude\":13.4}},"
        + "\"correlationId\":\""
        + id("9e000000", i)
        + "\",\"conditionalAccessStatus\":\"notApplied\",\"appliedConditionalAccessPolicies\":[{\"id\":\"p1\",\"displayName\":\"Require MFA\",\"enforcedGrantControls\":[\"Mfa\"],\"enforcedSessionControls\":[],\"result\":\"notApplied\",\"conditionsSatisfied\":0,\"conditionsNotSatisfied\":0}],"
        + "\"authenticationContextClassReferences\":[],\"isInteractive\":false,\"tokenIssuerType\":\"AzureAD\",\"authenticationProcessingDetails\":[{\"key\":\"Is CAE Token\",\"value\":\"False\"}],"
        + "\"riskDetail\":\"none\",\"riskLevelAggregated\":\"none\",\"riskLevelDuringSignIn\":\"none\",\"riskState\":\"none\",\"riskEventTypes\":[],"
        + "\"resourceDisplayName\":\"Microsoft Graph\",\"resourceId\":\"00000003-0000-0000-c000-000000000000\",\"resourceTenantId\":\""
        + TENANT
        + "\",\"homeTenantId\":\""
        + TENANT
        + "\",\"authenticationDetails\":[],\"authenticationProtocol\":\""
        + protocol
        + "\",\"incomingTokenType\":\"refreshToken\",\"uniqueTokenIdentifier\":\"t"
        + i
        + "\",\"userType\":\"Member\",\"originalTransferMethod\":\"none\"}}";
  }

  private static String user(int i, Instant time) {
    return envelope(i, time, "Update user", "AuditLogs")
        + audit(i, time, "Update user", "UserManagement")
        + "\"targetResources\":[{\"id\":\""
        + id("b0b00000", i % 5000)
        + "\",\"displayName\":null,\"type\":\"User\",\"userPrincipalName\":\"user"
        + (i % 5000)
        + "@contoso.com\",\"modifiedProperties\":[{\"displayName\":\"Department\",\"oldValue\":\"[\\\"Sales\\\"]\",\"newValue\":\"[\\\"Finance\\\"]\"},{\"displayName\":\"Included Updated Properties\",\"oldValue\":null,\"newValue\":\"\\\"Department\\\"\"}]}],\"additionalDetails\":[]}}";
  }

  private static String grant(int i, Instant time) {
    String operation = "Add app role assignment to service principal";
    return envelope(i, time, operation, "AuditLogs")
        + audit(i, time, operation, "ApplicationManagement")
        + "\"targetResources\":[{\"id\":\"99999999-0000-4000-8000-000000000009\",\"displayName\":\"Microsoft Graph\",\"type\":\"ServicePrincipal\",\"modifiedProperties\":["
        + "{\"displayName\":\"AppRole.Id\",\"oldValue\":null,\"newValue\":\"\\\"19dbc75e-c2e2-444c-a770-ec69d8559fc7\\\"\"},"
        + "{\"displayName\":\"AppRole.Value\",\"oldValue\":null,\"newValue\":\"\\\"Directory.ReadWrite.All\\\"\"},"
        + "{\"displayName\":\"ServicePrincipal.ObjectID\",\"oldValue\":null,\"newValue\":\"\\\""
        + id("cc000000", i % 40)
        + "\\\"\"},"
        + "{\"displayName\":\"ServicePrincipal.DisplayName\",\"oldValue\":null,\"newValue\":\"\\\"App "
        + (i % 40)
        + "\\\"\"},"
        + "{\"displayName\":\"TargetId.ServicePrincipalNames\",\"oldValue\":null,\"newValue\":\"\\\"00000003-0000-0000-c000-000000000000/ags.windows.net;00000003-0000-0000-c000-000000000000;https://graph.microsoft.com\\\"\"}]}],\"additionalDetails\":[]}}";
  }

  private static String audit(int i, Instant time, String operation, String category) {
    return "{\"id\":\"Directory_"
        + i
        + "\",\"category\":\""
        + category
        + "\",\"correlationId\":\""
        + id("7d000000", i)
        + "\",\"result\":\"success\",\"resultReason\":\"\",\"activityDisplayName\":\""
        + operation
        + "\",\"activityDateTime\":\""
        + time
        + "\",\"loggedByService\":\"Core Directory\",\"operationType\":\"Update\","
        + "\"initiatedBy\":{\"user\":{\"id\":\"aaaaaaaa-0000-4000-8000-000000000001\",\"displayName\":null,\"userPrincipalName\":\"ada.admin@contoso.com\",\"ipAddress\":\"203.0.113.9\",\"roles\":[]}},";
  }
}

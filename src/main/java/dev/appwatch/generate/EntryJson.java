package dev.appwatch.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.appwatch.generate.Happening.Doer;
import dev.appwatch.generate.Happening.Entry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The members of a sign-in record, as Graph and diagnostic settings have them. */
final class EntryJson {

  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
          "Mozilla/5.0 (compatible; MSAL 1.0) PKeyAuth/1.0",
          "python-requests/2.32.3");
  private static final List<String> CITIES = List.of("Berlin", "K\u00f6ln", "London", "Dublin");

  private EntryJson() {}

  /** Returns the time as most records have it, or as some do. */
  static String time(Entry entry) {
    Instant time = entry.time();
    return entry.variant() % 20 == 0
        ? RecordWriter.WITH_OFFSET.format(time)
        : RecordWriter.time(time);
  }

  static void members(JsonGenerator json, Entry entry) throws IOException {
    Doer doer = entry.doer();
    json.writeStringField("id", entry.id());
    json.writeStringField("createdDateTime", time(entry));
    if (doer.upn() != null) {
      json.writeStringField("userDisplayName", doer.name());
      json.writeStringField("userPrincipalName", doer.upn());
      json.writeStringField("userId", doer.id());
    } else {
      json.writeStringField("servicePrincipalId", doer.id());
      json.writeStringField("servicePrincipalName", doer.name());
      json.writeStringField("servicePrincipalCredentialKeyId", Tenant.guid('k', entry.variant()));
    }
    json.writeStringField("appId", entry.appId());
    json.writeStringField("appDisplayName", entry.appName());
    json.writeStringField("ipAddress", doer.ip());
    status(json, entry);
    json.writeStringField("clientAppUsed", "Mobile Apps and Desktop clients");
    json.writeStringField("userAgent", AGENTS.get(entry.variant() % AGENTS.size()));
    device(json, entry);
    location(json, entry);
    json.writeStringField("correlationId", entry.correlation());
    json.writeStringField(
        "conditionalAccessStatus", entry.policies() == 0 ? "notApplied" : "success");
    policies(json, entry);
    empty(json, "authenticationContextClassReferences");
    json.writeStringField("originalRequestId", entry.id());
    json.writeBooleanField("isInteractive", entry.category().equals("SignInLogs"));
    json.writeStringField("tokenIssuerName", "");
    json.writeStringField("tokenIssuerType", "AzureAD");
    json.writeArrayFieldStart("authenticationProcessingDetails");
    json.writeStartObject();
    json.writeStringField("key", "Is CAE Token");
    json.writeStringField("value", "False");
    json.writeEndObject();
    json.writeEndArray();
    empty(json, "networkLocationDetails");
    json.writeNumberField("processingTimeInMilliseconds", 40 + entry.variant() % 300);
    risk(json, entry);
    json.writeStringField("resourceDisplayName", "Microsoft Graph");
    json.writeStringField("resourceId", Tenant.GRAPH);
    json.writeStringField("resourceTenantId", Tenant.ID);
    json.writeStringField("homeTenantId", Tenant.ID);
    empty(json, "authenticationDetails");
    empty(json, "authenticationRequirementPolicies");
    empty(json, "sessionLifetimePolicies");
    json.writeStringField("authenticationRequirement", "singleFactorAuthentication");
    json.writeStringField("servicePrincipalIdOfResource", Tenant.guid('r', 1));
    json.writeStringField("userType", "Member");
    json.writeBooleanField("flaggedForReview", false);
    json.writeBooleanField("isTenantRestricted", false);
    json.writeNumberField("autonomousSystemNumber", 64_500 + entry.variant() % 30);
    json.writeStringField("crossTenantAccessType", "none");
    privateLink(json);
    json.writeStringField("uniqueTokenIdentifier", "tok" + entry.id().substring(0, 18));
    json.writeStringField("authenticationProtocol", entry.protocol());
    json.writeStringField("incomingTokenType", "primaryRefreshToken");
    json.writeStringField("originalTransferMethod", "none");
    json.writeBooleanField("isThroughGlobalSecureAccess", false);
  }

  private static void status(JsonGenerator json, Entry entry) throws IOException {
    json.writeObjectFieldStart("status");
    json.writeNumberField("errorCode", entry.error());
    if (entry.error() != 0) {
      json.writeStringField("failureReason", "Strong authentication is required.");
    }
    json.writeStringField("additionalDetails", "MFA requirement satisfied by claim in the token");
    json.writeEndObject();
  }

  private static void device(JsonGenerator json, Entry entry) throws IOException {
    json.writeObjectFieldStart("deviceDetail");
    json.writeStringField("deviceId", Tenant.guid('d', entry.variant() % 9000));
    json.writeStringField("displayName", "LAPTOP-" + entry.variant() % 9000);
    json.writeStringField("operatingSystem", "Windows 10");
    json.writeStringField("browser", "Edge 140.0.0");
    json.writeBooleanField("isCompliant", true);
    json.writeBooleanField("isManaged", true);
    json.writeStringField("trustType", "Azure AD joined");
    json.writeEndObject();
  }

  private static void location(JsonGenerator json, Entry entry) throws IOException {
    json.writeObjectFieldStart("location");
    json.writeStringField("city", CITIES.get(entry.variant() % CITIES.size()));
    json.writeStringField("state", "");
    json.writeStringField("countryOrRegion", "DE");
    json.writeObjectFieldStart("geoCoordinates");
    json.writeNumberField("latitude", 50 + entry.variant() % 1000 / 1000.0);
    json.writeNumberField("longitude", 6 + entry.variant() % 997 / 1000.0);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void policies(JsonGenerator json, Entry entry) throws IOException {
    json.writeArrayFieldStart("appliedConditionalAccessPolicies");
    for (int i = 0; i < entry.policies(); i++) {
      json.writeStartObject();
      json.writeStringField("id", Tenant.guid('c', i));
      json.writeStringField("displayName", "CA%03d: Require MFA for \"all\" users".formatted(i));
      json.writeArrayFieldStart("enforcedGrantControls");
      json.writeString("Mfa");
      json.writeEndArray();
      empty(json, "enforcedSessionControls");
      json.writeStringField("result", i == 0 ? "success" : "notApplied");
      json.writeNumberField("conditionsSatisfied", 3);
      json.writeNumberField("conditionsNotSatisfied", 0);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void risk(JsonGenerator json, Entry entry) throws IOException {
    String level = entry.risky() ? "low" : "none";
    json.writeStringField("riskDetail", "none");
    json.writeStringField("riskLevelAggregated", level);
    json.writeStringField("riskLevelDuringSignIn", level);
    json.writeStringField("riskState", entry.risky() ? "atRisk" : "none");
    empty(json, "riskEventTypes");
    empty(json, "riskEventTypes_v2");
  }

  private static void privateLink(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("privateLinkDetails");
    json.writeEndObject();
  }

  private static void empty(JsonGenerator json, String member) throws IOException {
    json.writeArrayFieldStart(member);
    json.writeEndArray();
  }
}

package dev.appwatch.normalise;

import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.Credential;
import dev.appwatch.model.Event;
import dev.appwatch.model.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Application and service principal objects of Microsoft Graph, with any selection of members. */
final class ApplicationObjectMapper {

  private static final Set<String> SIGNS =
      Set.of(
          "keyCredentials",
          "passwordCredentials",
          "identifierUris",
          "servicePrincipalType",
          "servicePrincipalNames",
          "signInAudience",
          "requiredResourceAccess",
          "appOwnerOrganizationId",
          "publisherDomain",
          "replyUrls",
          "logoutUrl",
          "web",
          "spa",
          "publicClient");
  private static final String[] PLATFORMS = {"web", "spa", "publicClient"};

  private ApplicationObjectMapper() {}

  static boolean recognises(Map<String, @Nullable Object> members) {
    boolean credentials =
        members.containsKey("passwordCredentials") || members.containsKey("keyCredentials");
    // policies about credentials have members of that name too, but have no names there
    if (credentials
        && (members.containsKey("id")
            || members.containsKey("objectId")
            || members.containsKey("displayName"))) {
      return true;
    }
    if (members.containsKey("id") && members.containsKey("displayName") && redirects(members)) {
      return true;
    }
    if (!members.containsKey("appId")
        || (members.containsKey("createdDateTime") && members.containsKey("status"))) {
      return false;
    }
    for (String sign : SIGNS) {
      if (members.containsKey(sign)) {
        return true;
      }
    }
    return members.containsKey("id") && members.containsKey("displayName") && members.size() <= 6;
  }

  /** Only applications keep addresses by platform, or reply addresses: no id is needed to know. */
  private static boolean redirects(Map<String, @Nullable Object> members) {
    if (members.get("replyUrls") instanceof List) {
      return true;
    }
    for (String platform : PLATFORMS) {
      if (members.get(platform) instanceof Map<?, ?> settings
          && settings.get("redirectUris") instanceof List) {
        return true;
      }
    }
    return false;
  }

  static Event map(Position position, Fields object) {
    boolean servicePrincipal =
        object.has("servicePrincipalType")
            || object.has("servicePrincipalNames")
            || object.has("appOwnerOrganizationId")
            || object.has("appOwnerTenantId")
            || object.has("accountEnabled")
            || (object.has("replyUrls") && !object.has("identifierUris"))
            || object.textOrEmpty("@odata.type", "@odata.context").contains("ervicePrincipal");
    Set<String> redirectUris = new LinkedHashSet<>();
    for (String platform : PLATFORMS) {
      redirectUris.addAll(object.object(platform).texts("redirectUris"));
    }
    redirectUris.addAll(object.texts("replyUrls"));
    String logoutUrl =
        Fields.first(object.object("web").text("logoutUrl"), object.text("logoutUrl"));
    boolean selected = object.object("web").has("logoutUrl") || object.has("logoutUrl");
    return new ApplicationObject(
        Headers.header(
            position,
            object.text("id", "objectId"),
            null,
            servicePrincipal ? null : object.text("tenantId"),
            null,
            servicePrincipal ? "servicePrincipal object" : "application object"),
        servicePrincipal ? "ServicePrincipal" : "Application",
        object.id("id", "objectId"),
        object.id("appId"),
        object.text("displayName", "appDisplayName"),
        Times.parse(object.text("createdDateTime")),
        credentials(object),
        List.copyOf(redirectUris),
        object.texts("identifierUris"),
        logoutUrl == null && selected ? "" : logoutUrl,
        lower(object.text("preferredSingleSignOnMode")),
        object.text("servicePrincipalType"),
        object.id("appOwnerOrganizationId", "appOwnerTenantId"));
  }

  /**
   * Returns whether the record is one credential, as lists of the credentials of one object are.
   */
  static boolean recognisesCredential(Fields record) {
    return record.has("keyId")
        && (record.has("startDateTime")
            || record.has("endDateTime")
            || record.has("startDate")
            || record.has("endDate"));
  }

  /** Maps one credential as an application of which nothing else is known. */
  static Event credential(Position position, Fields credential) {
    boolean key = credential.has("usage") || credential.has("type");
    boolean saml = "Sign".equalsIgnoreCase(credential.text("usage"));
    return new ApplicationObject(
        Headers.header(
            position, credential.text("keyId"), null, null, null, "credential of an application"),
        "Application",
        null,
        null,
        null,
        null,
        List.of(credential(credential, key ? keyKind(credential, saml) : "password")),
        List.of(),
        List.of(),
        null,
        null,
        null,
        null);
  }

  /**
   * A SAML signing certificate is kept in three places that share a customKeyIdentifier: a key to
   * sign, a key to verify and a password. It counts once.
   */
  private static List<Credential> credentials(Fields object) {
    Set<String> signing = new HashSet<>();
    for (Fields key : object.objects("keyCredentials")) {
      String shared = key.text("customKeyIdentifier");
      if (shared != null && "Sign".equalsIgnoreCase(key.text("usage"))) {
        signing.add(shared);
      }
    }
    List<Credential> credentials = new ArrayList<>();
    Set<String> counted = new HashSet<>();
    for (Fields key : object.objects("keyCredentials")) {
      String shared = key.text("customKeyIdentifier");
      boolean saml = shared != null && signing.contains(shared);
      if (saml && !counted.add(shared)) {
        continue;
      }
      credentials.add(credential(key, keyKind(key, saml)));
    }
    for (Fields password : object.objects("passwordCredentials")) {
      String shared = password.text("customKeyIdentifier");
      if (shared == null || !signing.contains(shared)) {
        credentials.add(credential(password, "password"));
      }
    }
    return credentials;
  }

  private static String keyKind(Fields key, boolean saml) {
    boolean symmetric = key.textOrEmpty("type").equalsIgnoreCase("Symmetric");
    return saml ? "saml" : symmetric ? "symmetric" : "asymmetric";
  }

  private static Credential credential(Fields credential, String kind) {
    Instant start = Times.parse(credential.text("startDateTime", "startDate"));
    Instant end = Times.parse(credential.text("endDateTime", "endDate"));
    return new Credential(credential.id("keyId"), kind, credential.text("displayName"), start, end);
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}

package dev.appwatch.normalise;

import dev.appwatch.model.Actor;
import dev.appwatch.model.Event;
import dev.appwatch.model.Position;
import dev.appwatch.model.SignIn;
import dev.appwatch.model.Target;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sign-in records of Microsoft Graph, diagnostic settings, Log Analytics and the portal. */
final class SignInMapper {

  static final String[] TIME = {"createdDateTime", "CreatedDateTime", "TimeGenerated"};
  static final String[] PROTOCOL = {"authenticationProtocol", "AuthenticationProtocol"};
  static final String[] USER_AGENT = {"userAgent", "UserAgent"};

  private SignInMapper() {}

  static Event map(Position position, Fields signIn, Fields outer) {
    String time = signIn.text(TIME);
    String code = errorCode(signIn, outer);
    String user = signIn.id("userId", "UserId");
    String upn = signIn.text("userPrincipalName", "UserPrincipalName");
    String ip = Ids.address(signIn.text("ipAddress", "IPAddress", "IpAddress"));
    if (ip == null) {
      ip = Ids.address(outer.text("callerIpAddress"));
    }
    boolean person = user != null || upn != null;
    Actor actor =
        person
            ? new Actor("user", user, upn, ip, null)
            : new Actor(
                "application",
                signIn.id("servicePrincipalId", "ServicePrincipalId"),
                signIn.text("servicePrincipalName", "ServicePrincipalName"),
                ip,
                signIn.id("appId", "AppId"));
    return new SignIn(
        Headers.header(
            position,
            signIn.text("id", "Id"),
            signIn.text("correlationId", "CorrelationId"),
            tenant(signIn, outer),
            Times.parse(time != null ? time : outer.text("time")),
            "Sign-in activity"),
        word(signIn.text(PROTOCOL)),
        word(signIn.text("originalTransferMethod", "OriginalTransferMethod")),
        code.equals("0"),
        code,
        actor,
        new Target(
            "Application",
            null,
            signIn.id("appId", "AppId"),
            signIn.text("appDisplayName", "AppDisplayName")),
        new Target(
            "API",
            null,
            signIn.id("resourceId", "ResourceIdentity", "ResourceId"),
            signIn.text("resourceDisplayName", "ResourceDisplayName")),
        country(signIn, outer),
        unmanaged(signIn),
        Fields.first(signIn.text(USER_AGENT), outer.text("userAgent")));
  }

  private static @Nullable String tenant(Fields signIn, Fields outer) {
    String tenant = Fields.first(Ids.tenant(outer), signIn.text("aadTenantId", "AADTenantId"));
    if (tenant == null) {
      tenant = Ids.tenantOf(outer.text("resourceId", "_ResourceId"));
    }
    return tenant != null ? tenant : signIn.text("resourceTenantId", "ResourceTenantId");
  }

  private static String errorCode(Fields signIn, Fields outer) {
    String code =
        signIn.object("status", "Status", "Status_dynamic", "Status_string").text("errorCode");
    if (code == null) {
      code = signIn.text("resultType", "ResultType", "statusErrorCode");
    }
    if (code == null) {
      code = outer.text("resultType", "ResultType");
    }
    return code == null ? "unknown" : code.strip();
  }

  private static @Nullable String country(Fields signIn, Fields outer) {
    String country =
        signIn
            .object(
                "location", "LocationDetails", "LocationDetails_dynamic", "LocationDetails_string")
            .text("countryOrRegion");
    if (country == null) {
      country = outer.text("location");
    }
    if (country == null) {
      country = signIn.text("Location");
    }
    return country == null ? null : country.strip().toUpperCase(Locale.ROOT);
  }

  private static boolean unmanaged(Fields signIn) {
    Fields device =
        signIn.object(
            "deviceDetail", "DeviceDetail", "DeviceDetail_dynamic", "DeviceDetail_string");
    String managed = device.text("isManaged");
    String compliant = device.text("isCompliant");
    if ("false".equalsIgnoreCase(managed) || "false".equalsIgnoreCase(compliant)) {
      return true;
    }
    // of a device that the directory does not know most shapes leave both out, and its id blank
    boolean unknown = device.has("deviceId") && device.text("deviceId") == null;
    return unknown && !"true".equalsIgnoreCase(managed) && !"true".equalsIgnoreCase(compliant);
  }

  /** The portal writes "Device Code" where the API writes "deviceCode". */
  static String word(@Nullable String protocol) {
    return protocol == null
        ? ""
        : protocol.replace(" ", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}

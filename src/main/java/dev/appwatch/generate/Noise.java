package dev.appwatch.generate;

import dev.appwatch.generate.Happening.AzureCall;
import dev.appwatch.generate.Happening.Change;
import dev.appwatch.generate.Happening.Changed;
import dev.appwatch.generate.Happening.Doer;
import dev.appwatch.generate.Happening.Entry;
import dev.appwatch.generate.Happening.Thing;
import dev.appwatch.generate.Happening.VaultCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What no row looks at, which is nearly everything: sign-ins with the rows that repeat them,
 * changes of users, devices and groups, twins of application updates, notices of vaults, Azure
 * calls.
 */
final class Noise {

  private static final String TWIN = "Included Updated Properties";

  private final Random random;
  private final Tenant tenant;

  Noise(Random random, Tenant tenant) {
    this.random = random;
    this.tenant = tenant;
  }

  /** Returns what happens next, as one group of records. */
  List<Happening> next(Instant time, Shape shape) {
    int kind = random.nextInt(1000);
    if (kind < 955) {
      return entries(time);
    }
    if (kind < 990) {
      return changes(time);
    }
    if (shape == Shape.DIAGNOSTIC || shape == Shape.LOG_ANALYTICS) {
      return List.of(kind < 995 ? notice(time) : azure(time));
    }
    return changes(time);
  }

  private List<Happening> entries(Instant time) {
    int kind = random.nextInt(100);
    if (kind < 14) {
      return List.of(entry(time, "ServicePrincipalSignInLogs", tenant.application()));
    }
    if (kind < 17) {
      return List.of(entry(time, "ManagedIdentitySignInLogs", tenant.application()));
    }
    Doer person = tenant.person();
    if (kind < 23) {
      return List.of(entry(time, "SignInLogs", person));
    }
    Entry entry = entry(time, "NonInteractiveUserSignInLogs", person);
    if (random.nextInt(100) >= 7) {
      return List.of(entry);
    }
    // an export repeats some rows, and some of those with what was found out since
    return List.of(entry, random.nextBoolean() ? entry : again(entry));
  }

  private static Entry again(Entry entry) {
    return new Entry(
        entry.time(),
        entry.id(),
        entry.correlation(),
        entry.category(),
        entry.doer(),
        entry.appId(),
        entry.appName(),
        entry.protocol(),
        entry.error(),
        entry.policies(),
        entry.variant(),
        true);
  }

  private Entry entry(Instant time, String category, Doer doer) {
    int app = tenant.anyApplication();
    return new Entry(
        time,
        tenant.guid(),
        tenant.guid(),
        category,
        doer,
        Tenant.guid('a', app),
        Tenant.appName(app),
        random.nextInt(4) == 0 ? "oAuth2" : "none",
        random.nextInt(12) == 0 ? 50_074 : 0,
        policies(),
        random.nextInt(1 << 16),
        false);
  }

  /** Few policies mostly, and a long tail: the longest records are ten times the usual. */
  private int policies() {
    int policies = random.nextInt(2);
    while (policies > 0 && policies < 40 && random.nextInt(100) < 62) {
      policies++;
    }
    return policies;
  }

  private List<Happening> changes(Instant time) {
    int kind = random.nextInt(100);
    Doer admin = tenant.person();
    String correlation = tenant.guid();
    if (kind < 55) {
      return List.of(
          change(
              time,
              correlation,
              "Update user",
              "UserManagement",
              admin,
              person(
                  new Changed("Department", "[\"Sales\"]", "[\"Finance\"]"),
                  new Changed("JobTitle", "[\"Clerk\"]", "[\"Senior clerk\"]"),
                  new Changed(TWIN, null, "\"Department, JobTitle\""),
                  new Changed("TargetId.UserType", null, "\"Member\""))));
    }
    if (kind < 70) {
      return List.of(
          change(
              time,
              correlation,
              "Update device",
              "Device",
              tenant.application(),
              thing(
                  "Device",
                  "LAPTOP-" + random.nextInt(9000),
                  new Changed("DeviceOSVersion", "[\"10.0.22631\"]", "[\"10.0.26100\"]"),
                  new Changed("DeviceTrustType", "[\"Azure AD join\"]", "[\"Azure AD join\"]"),
                  new Changed(TWIN, null, "\"DeviceOSVersion\""))));
    }
    if (kind < 84) {
      return List.of(
          change(
              time,
              correlation,
              random.nextBoolean() ? "Add member to group" : "Remove member from group",
              "GroupManagement",
              admin,
              person(
                  new Changed("Group.ObjectID", null, "\"" + tenant.guid() + "\""),
                  new Changed("Group.DisplayName", null, "\"Project room\""))));
    }
    if (kind < 90) {
      List<Happening> both = new ArrayList<>();
      both.add(change(time, correlation, "Reset user password", "UserManagement", admin, person()));
      both.add(
          change(
              time.plusMillis(13),
              correlation,
              "Update StsRefreshTokenValidFrom Timestamp",
              "UserManagement",
              admin,
              person(
                  new Changed(
                      "StsRefreshTokensValidFrom",
                      "[\"2026-01-02T08:00:00Z\"]",
                      "[\"2026-03-02T08:00:00Z\"]"))));
      return both;
    }
    // an update of an application and its empty twin
    List<Happening> both = new ArrayList<>();
    for (String what : List.of("Application", "ServicePrincipal")) {
      both.add(
          change(
              time.plusMillis(both.size() * 2L),
              correlation,
              what.equals("Application") ? "Update application" : "Update service principal",
              "ApplicationManagement",
              admin,
              thing(
                  what,
                  Tenant.appName(tenant.anyApplication()),
                  new Changed("RequiredResourceAccess", "[]", REQUIRED),
                  new Changed(TWIN, null, "\"RequiredResourceAccess\""))));
    }
    return both;
  }

  private static final String REQUIRED =
      "[{\"ResourceAppId\":\""
          + Tenant.GRAPH
          + "\",\"RequiredAppPermissions\":[{\"EntitlementId\":\"e1fe6dd8-ba31-4d61-89e7-88639da4683d\",\"DirectAccessGrant\":false,\"ImpersonationAccessGrants\":[20]}],\"EncodingVersion\":1}]";

  private Thing person(Changed... changes) {
    Doer person = tenant.person();
    return new Thing("User", person.id(), null, person.upn(), List.of(changes));
  }

  private Thing thing(String type, String name, Changed... changes) {
    return new Thing(type, tenant.guid(), name, null, List.of(changes));
  }

  private Change change(
      Instant time,
      String correlation,
      String operation,
      String category,
      Doer doer,
      Thing... things) {
    return new Change(
        time,
        tenant.guid(),
        correlation,
        operation,
        category,
        true,
        "",
        doer,
        List.of(things),
        Map.of("User-Agent", "EvoSTS"));
  }

  private VaultCall notice(Instant time) {
    return new VaultCall(
        time,
        tenant.guid(),
        "SecretNearExpiryEventGridNotification",
        200,
        "KV-APP" + random.nextInt(40),
        tenant.application());
  }

  private AzureCall azure(Instant time) {
    return new AzureCall(
        time,
        tenant.guid(),
        "MICROSOFT.STORAGE/STORAGEACCOUNTS/LISTKEYS/ACTION",
        "STORAGEACCOUNTS/ST" + random.nextInt(90),
        tenant.application());
  }
}

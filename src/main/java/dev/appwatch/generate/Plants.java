package dev.appwatch.generate;

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

/** What rows of the table look at: each group of records raises what it says, once, no more. */
final class Plants {

  private static final long NOBODY_ELSE = 1_000_000; // people who do nothing else in the stream
  private static final String CREDENTIALS =
      "Update application \u2013 Certificates and secrets management ";

  private final Random random;
  private final Tenant tenant;
  private final Shape shape;
  private long planted;

  Plants(Random random, Tenant tenant, Shape shape) {
    this.random = random;
    this.tenant = tenant;
    this.shape = shape;
  }

  /** A group of records and the rows of the findings that they raise. */
  record Plant(List<Happening> records, List<String> rows) {}

  /** The kinds of plants that a shape can tell, in turn, so that even a short stream has each. */
  private enum Kind {
    CREDENTIAL,
    OWNER,
    ROLE,
    APP_ROLE,
    DELEGATED,
    CONSENT,
    BLOCKED,
    LOGOUT,
    DEVICE_CODE,
    ROPC,
    VAULT;

    boolean in(Shape shape) {
      return switch (this) {
        case DEVICE_CODE, ROPC -> shape != Shape.UAL;
        case VAULT -> shape == Shape.DIAGNOSTIC || shape == Shape.LOG_ANALYTICS;
        default -> true;
      };
    }
  }

  /** Returns the next group. */
  Plant next(Instant time) {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[(int) (planted++ % kinds.length)];
    while (!kind.in(shape)) {
      kind = kinds[(int) (planted++ % kinds.length)];
    }
    return switch (kind) {
      case CREDENTIAL -> credential(time);
      case OWNER -> owner(time);
      case ROLE -> role(time);
      case APP_ROLE -> appRole(time);
      case DELEGATED -> delegated(time);
      case CONSENT -> consent(time, true);
      case BLOCKED -> consent(time, false);
      case LOGOUT -> logout(time);
      case DEVICE_CODE -> entry(time, "deviceCode", "AUTH-DEVCODE-01");
      case ROPC -> entry(time, "ropc", "AUTH-ROPC-01");
      case VAULT -> vault(time);
    };
  }

  private Plant credential(Instant time) {
    String app = tenant.guid();
    String key =
        "[KeyIdentifier=" + tenant.guid() + ",KeyType=Password,KeyUsage=Verify,DisplayName=build]";
    Thing changed =
        thing("Application", app, new Changed("KeyDescription", "[]", "[\"" + key + "\"]"));
    Thing twin =
        thing(
            "Application",
            app,
            new Changed("Included Updated Properties", null, "\"KeyDescription\""));
    String correlation = tenant.guid();
    Doer doer = tenant.person();
    Map<String, String> details = Map.of("AppId", tenant.guid());
    return new Plant(
        List.of(
            change(time, correlation, CREDENTIALS, doer, List.of(changed), details),
            change(
                time.plusMillis(4),
                correlation,
                "Update application",
                doer,
                List.of(twin),
                details),
            change(
                time.plusMillis(9),
                correlation,
                "Update service principal",
                doer,
                List.of(twin),
                details)),
        List.of("APP-CRED-01"));
  }

  private Plant owner(Instant time) {
    Doer owner = tenant.person();
    String app = tenant.guid();
    Thing added =
        new Thing(
            "User",
            owner.id(),
            null,
            owner.upn(),
            List.of(
                new Changed("Application.ObjectID", null, quoted(app)),
                new Changed("Application.DisplayName", null, "\"Invoice Sync\""),
                new Changed("Application.AppId", null, quoted(tenant.guid()))));
    return new Plant(
        List.of(
            change(
                time,
                tenant.guid(),
                "Add owner to application",
                tenant.person(NOBODY_ELSE),
                List.of(added, new Thing("Application", app, null, null, List.of())),
                Map.of())),
        List.of("APP-OWNER-01"));
  }

  private Plant role(Instant time) {
    String role = tenant.guid();
    Thing principal =
        thing(
            "ServicePrincipal",
            tenant.guid(),
            new Changed("Role.ObjectID", null, quoted(role)),
            new Changed("Role.DisplayName", null, "\"Helpdesk Administrator\""),
            new Changed("Role.TemplateId", null, "\"729827e3-9c14-49f7-bb1b-9608f156bbb8\""),
            new Changed("Role.WellKnownObjectName", null, "\"HelpdeskAdministrators\""));
    return new Plant(
        List.of(
            new Change(
                time,
                tenant.guid(),
                tenant.guid(),
                "Add member to role",
                "RoleManagement",
                true,
                "",
                tenant.person(),
                List.of(principal, new Thing("Role", role, null, null, List.of())),
                Map.of())),
        List.of("APP-ROLE-01"));
  }

  private Plant appRole(Instant time) {
    String principal = tenant.guid();
    Thing resource =
        new Thing(
            "ServicePrincipal",
            Tenant.guid('r', 1),
            "Microsoft Graph",
            null,
            List.of(
                new Changed("AppRole.Id", null, "\"19dbc75e-c2e2-444c-a770-ec69d8559fc7\""),
                new Changed("AppRole.Value", null, "\"Directory.ReadWrite.All\""),
                new Changed("AppRole.DisplayName", null, "\"Read and write directory data\""),
                new Changed("ServicePrincipal.ObjectID", null, quoted(principal)),
                new Changed("ServicePrincipal.DisplayName", null, "\"Invoice Sync\""),
                new Changed("ServicePrincipal.AppId", null, quoted(tenant.guid())),
                new Changed(
                    "TargetId.ServicePrincipalNames",
                    null,
                    quoted(
                        Tenant.GRAPH
                            + "/ags.windows.net;"
                            + Tenant.GRAPH
                            + ";https://graph.microsoft.com"))));
    return new Plant(
        List.of(
            change(
                time,
                tenant.guid(),
                "Add app role assignment to service principal",
                tenant.person(),
                List.of(resource, new Thing("ServicePrincipal", principal, null, null, List.of())),
                Map.of())),
        List.of("APP-PERM-01", "APP-PERM-02", "APP-PERM-03"));
  }

  private Plant delegated(Instant time) {
    Thing resource =
        new Thing(
            "ServicePrincipal",
            Tenant.guid('r', 1),
            "Microsoft Graph",
            null,
            List.of(
                new Changed(
                    "DelegatedPermissionGrant.Scope", null, "\" Directory.AccessAsUser.All\""),
                new Changed("DelegatedPermissionGrant.ConsentType", null, "\"AllPrincipals\""),
                new Changed("ServicePrincipal.ObjectID", null, quoted(tenant.guid())),
                new Changed("ServicePrincipal.DisplayName", null, "\"Travel Desk\""),
                new Changed("ServicePrincipal.AppId", null, quoted(tenant.guid())),
                new Changed(
                    "TargetId.ServicePrincipalNames",
                    null,
                    quoted(Tenant.GRAPH + ";https://graph.microsoft.com"))));
    return new Plant(
        List.of(
            change(
                time,
                tenant.guid(),
                "Add delegated permission grant",
                tenant.person(),
                List.of(resource),
                Map.of())),
        List.of("APP-PERM-02", "APP-PERM-03", "APP-PERM-05"));
  }

  private Plant consent(Instant time, boolean given) {
    String principal = tenant.guid();
    Doer person = tenant.person();
    List<Changed> changes = new ArrayList<>();
    changes.add(new Changed("ConsentContext.IsAdminConsent", null, "\"False\""));
    changes.add(new Changed("ConsentContext.IsAppOnly", null, "\"False\""));
    changes.add(new Changed("ConsentContext.OnBehalfOfAll", null, "\"False\""));
    changes.add(
        new Changed(
            "ConsentAction.Permissions",
            null,
            quoted(
                "[] => [[Id: "
                    + tenant.guid()
                    + ", ClientId: "
                    + principal
                    + ", PrincipalId: "
                    + person.id()
                    + ", ResourceId: "
                    + Tenant.guid('r', 1)
                    + ", ConsentType: Principal, Scope: openid profile User.Read, CreatedDateTime: , LastModifiedDateTime ]]; ")));
    String refusal = "Microsoft.Online.Security.UserConsentBlockedForRiskyAppsException";
    if (!given) {
      changes.add(new Changed("ConsentAction.Reason", null, "\"Risky application detected\""));
      changes.add(new Changed("MethodExecutionResult.", null, quoted(refusal)));
    }
    return new Plant(
        List.of(
            new Change(
                time,
                tenant.guid(),
                tenant.guid(),
                "Consent to application",
                "ApplicationManagement",
                given,
                given ? "" : refusal,
                person,
                List.of(
                    new Thing(
                        "ServicePrincipal", principal, "Travel Desk", null, List.copyOf(changes))),
                Map.of("AppId", tenant.guid()))),
        List.of(given ? "CONSENT-USER-01" : "CONSENT-BLOCK-01"));
  }

  private Plant logout(Instant time) {
    Thing app =
        thing(
            "Application",
            tenant.guid(),
            new Changed(
                "LogoutUrl",
                "\"https://inv.contoso.com/logout\"",
                "\"https://sso.contoso.com/logout\""));
    return new Plant(
        List.of(
            change(
                time,
                tenant.guid(),
                "Update application",
                tenant.person(),
                List.of(app),
                Map.of("AppId", tenant.guid()))),
        List.of("APP-LOGOUT-01"));
  }

  private Plant entry(Instant time, String protocol, String row) {
    int app = tenant.anyApplication();
    return new Plant(
        List.of(
            new Entry(
                time,
                tenant.guid(),
                tenant.guid(),
                "SignInLogs",
                tenant.person(NOBODY_ELSE + planted),
                Tenant.guid('a', app),
                Tenant.appName(app),
                protocol,
                0,
                2,
                random.nextInt(1 << 16),
                false)),
        List.of(row));
  }

  /** A connection to a vault opens with a challenge, which raises nothing, and then reads. */
  private Plant vault(Instant time) {
    Doer nobody = new Doer("", "", null, tenant.person().ip());
    Doer reader = new Doer(tenant.guid(), "", null, nobody.ip());
    String vault = "KV-PAY" + random.nextInt(40);
    return new Plant(
        List.of(
            new VaultCall(time, tenant.guid(), "Authentication", 401, vault, nobody),
            new VaultCall(time.plusMillis(130), tenant.guid(), "SecretGet", 200, vault, reader)),
        List.of("KV-ACCESS-01"));
  }

  private static Thing thing(String type, String id, Changed... changes) {
    return new Thing(type, id, "Invoice Sync", null, List.of(changes));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private Change change(
      Instant time,
      String correlation,
      String operation,
      Doer doer,
      List<Thing> things,
      Map<String, String> details) {
    return new Change(
        time,
        tenant.guid(),
        correlation,
        operation,
        "ApplicationManagement",
        true,
        "",
        doer,
        things,
        details);
  }
}

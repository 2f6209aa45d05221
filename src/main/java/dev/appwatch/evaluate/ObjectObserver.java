package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.context.Policy;
import dev.appwatch.model.Actor;
import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.Basis;
import dev.appwatch.model.Credential;
import dev.appwatch.model.CredentialLifetime;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Observation;
import dev.appwatch.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sees credentials that live too long (row 2). */
final class ObjectObserver {

  private static final String MICROSOFT_TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
  private static final Instant YEAR_2100 = Instant.parse("2100-01-01T00:00:00Z");
  // Microsoft counts principals without a date as created then
  private static final Instant UNKNOWN_CREATION = Instant.parse("2019-01-01T00:00:00Z");

  private final Context context;
  private final @Nullable Instant snapshotTime;

  /** The time of snapshots is unknown unless the caller tells it: nothing has expired then. */
  ObjectObserver(Context context, @Nullable Instant snapshotTime) {
    this.context = context;
    this.snapshotTime = snapshotTime;
  }

  void observe(ApplicationObject object, List<Observation> observations) {
    for (Credential credential : object.credentials()) {
      observe(object, credential, observations);
    }
  }

  private void observe(
      ApplicationObject object, Credential credential, List<Observation> observations) {
    Policy.CredentialLimits limits = context.policy().credentialLifetime();
    Policy.Limit limit = limits.of(credential.kind());
    Instant start = credential.start();
    Instant end = credential.end();
    boolean unlimited = end == null || !end.isBefore(YEAR_2100);
    Duration lifetime = start == null || end == null ? null : Duration.between(start, end);
    Duration most = limit.maxLifetime().plusHours(limits.toleranceHours());
    boolean over = unlimited || (lifetime != null && lifetime.compareTo(most) > 0);
    boolean startMissing = start == null;
    if (!over && !startMissing) {
      return;
    }
    boolean expired = snapshotTime != null && end != null && end.isBefore(snapshotTime);
    long days = lifetime == null ? 0 : (lifetime.toHours() + 23) / 24;
    observations.add(
        new CredentialLifetime(
            basis(object, credential, days, unlimited, limit),
            credential.kind(),
            days,
            unlimited,
            startMissing,
            over,
            exempt(object, limit),
            expired));
  }

  private Basis basis(
      ApplicationObject object,
      Credential credential,
      long days,
      boolean unlimited,
      Policy.Limit limit) {
    boolean unnamed = object.objectId() == null && object.appId() == null && object.name() == null;
    List<Evidence> evidence = new ArrayList<>();
    if (unnamed) {
      evidence.add(new Evidence("keyId", null, credential.keyId()));
    }
    evidence.add(new Evidence("startDateTime", null, text(credential.start())));
    evidence.add(new Evidence("endDateTime", null, text(credential.end())));
    evidence.add(new Evidence("maxLifetime", null, limit.maxLifetime().toDays() + " days"));
    Target app = new Target(object.type(), object.objectId(), object.appId(), object.name());
    String name = credential.name() == null ? "" : " (" + credential.name() + ")";
    String kind = credential.kind().equals("password") ? "a client secret" : "a certificate";
    String life =
        unlimited
            ? " that never expires"
            : days > 0 ? " that lives " + days + " days" : " of unknown lifetime";
    return Basics.at(
        credential.start() != null ? credential.start() : object.created(),
        Basics.basis(
            context,
            object.header(),
            object.header().operation(),
            Actor.UNKNOWN,
            unnamed ? List.of() : List.of(app),
            evidence,
            "object|" + object.objectId(),
            Basics.or(credential.keyId(), "no key id|" + credential.start()),
            Map.of("what", kind + name + life + ", allowed are " + limit.maxLifetime().toDays()),
            null));
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static boolean exempt(ApplicationObject object, Policy.Limit limit) {
    Instant created = object.created() == null ? UNKNOWN_CREATION : object.created();
    Instant from = limit.restrictForAppsCreatedAfterDateTime();
    return !limit.enabled()
        || (from != null && created.isBefore(from))
        || "ManagedIdentity".equalsIgnoreCase(object.servicePrincipalType())
        || (object.type().equals("ServicePrincipal")
            && MICROSOFT_TENANT.equals(object.ownerTenant()));
  }
}

package dev.appwatch;

import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Target;
import java.time.Instant;
import java.util.List;

/** Findings that tests begin with. */
public final class Findings {

  private Findings() {}

  /** Returns a finding with every member set. */
  public static Finding complete() {
    return new Finding(
        "00000000000000000000000000000001",
        "APP-CRED-01",
        "Added credentials to existing applications",
        Risk.HIGH,
        Disposition.ALERT,
        List.of("OFF_HOURS", "UNUSUAL_TYPE"),
        "Alice added a password to Payroll.",
        "aaaaaaaa-0000-0000-0000-000000000001",
        Instant.parse("2026-06-10T21:30:00.123Z"),
        new Actor("user", "u-1", "alice@contoso.example", "203.0.113.7", "app-of-actor"),
        List.of(new Target("Application", "o-1", "a-1", "Payroll")),
        List.of(new Evidence("KeyDescription", "[]", "[KeyType=Password]")),
        new Decision(null, "OUTSIDE_WINDOW", new Decision.NearestChange("CHG0031001", "actor")),
        List.of(new EventRef("e-1", "c-1", "Update application", "audit.json", 17)),
        "000000000000000000000000000000aa",
        List.of("T1098.001"),
        "sha256:0102",
        List.of("role"));
  }

  /** Returns a finding with nothing that may be missing. */
  public static Finding bare() {
    return new Finding(
        "00000000000000000000000000000002",
        "APP-CONS-02",
        "Bare",
        Risk.LOW,
        Disposition.INFORMATIONAL,
        List.of(),
        "Something happened.",
        null,
        Instant.parse("2026-06-10T21:30:00Z"),
        Actor.UNKNOWN,
        List.of(),
        List.of(),
        new Decision(null, "NOTHING_TO_DECIDE", null),
        List.of(),
        "000000000000000000000000000000bb",
        List.of(),
        "sha256:0102",
        List.of());
  }
}

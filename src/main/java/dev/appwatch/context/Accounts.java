package dev.appwatch.context;

import com.google.common.base.Splitter;
import dev.appwatch.model.Actor;
import dev.appwatch.text.Operations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Accounts that the lists name: automation, high profile, holders of roles over time. */
final class Accounts {

  private static final Set<String> CONSENT_ROLES =
      Set.of(
          "global administrator",
          "application administrator",
          "cloud application administrator",
          "62e90394-69f5-4237-9190-012177145e10",
          "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
          "158c047a-c907-4556-b7ef-446551a6b5f7");

  private final List<Automation> automation;
  private final List<Map<String, String>> members;
  private final Set<String> privileged;
  private final Roles roles;

  Accounts(Lists lists, Roles roles) {
    automation = lists.rows("automation-identities").stream().map(Automation::of).toList();
    members = lists.rows("role-members");
    privileged = lists.column("privileged-accounts", "account");
    this.roles = roles;
  }

  boolean approvedAutomation(Actor actor, String operation) {
    String canonical = Operations.canonical(operation);
    return automation.stream().anyMatch(row -> is(actor, row.id()) && row.allows(canonical));
  }

  /**
   * An identity that does some operations by itself.
   *
   * @param operations their canonical names; {@value #EVERY} stands for all, a blank cell for none
   */
  private record Automation(String id, Set<String> operations) {

    private static final String EVERY = "*";

    static Automation of(Map<String, String> row) {
      return new Automation(
          Lists.cell(row, "id"),
          Splitter.on(';')
              .trimResults()
              .omitEmptyStrings()
              .splitToStream(Lists.cell(row, "operations"))
              .map(Operations::canonical)
              .collect(Collectors.toUnmodifiableSet()));
    }

    boolean allows(String operation) {
      return operations.contains(EVERY) || operations.contains(operation);
    }
  }

  boolean highProfile(Actor actor, @Nullable Instant time) {
    for (String account : privileged) {
      if (is(actor, account)) {
        return true;
      }
    }
    for (Map<String, String> row : members) {
      if (is(actor, Lists.cell(row, "principal")) && holds(row, time)) {
        String role = row.getOrDefault("role", "");
        Roles.Role listed = roles.withId(role);
        Roles.Role named = listed != null ? listed : roles.withName(role, "entra");
        if (named == null || named.high()) {
          return true;
        }
      }
    }
    return false;
  }

  boolean consentAdministrator(Actor actor, @Nullable Instant time) {
    for (Map<String, String> row : members) {
      if (is(actor, Lists.cell(row, "principal"))
          && CONSENT_ROLES.contains(Lists.cell(row, "role"))
          && holds(row, time)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(Actor actor, String id) {
    return !id.isEmpty()
        && (id.equals(lower(actor.id()))
            || (actor.user() && id.equals(lower(actor.name())))
            || (actor.application() && id.equals(lower(actor.appId()))));
  }

  private static boolean holds(Map<String, String> row, @Nullable Instant time) {
    String from = row.getOrDefault("from", "").strip();
    String to = row.getOrDefault("to", "").strip();
    if (time == null) {
      return true;
    }
    return (from.isEmpty() || !time.isBefore(moment(from, 0)))
        && (to.isEmpty() || time.isBefore(moment(to, 1)));
  }

  /** Returns a moment; of a day its beginning, or that of so many days later. */
  static Instant moment(String text, int daysLater) {
    return text.length() == "2026-01-01".length()
        ? LocalDate.parse(text).plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant()
        : Instant.parse(text);
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}

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
  private final List<Member> members;
  private final Set<String> privileged;

  Accounts(Lists lists, Roles roles) {
    automation = lists.rows("automation-identities").stream().map(Automation::of).toList();
    members = lists.rows("role-members").stream().map(row -> Member.of(row, roles)).toList();
    privileged = lists.column("privileged-accounts", "account");
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
    return privileged.stream().anyMatch(account -> is(actor, account))
        || members.stream().anyMatch(member -> member.high() && member.is(actor, time));
  }

  boolean consentAdministrator(Actor actor, @Nullable Instant time) {
    return members.stream().anyMatch(member -> member.consents() && member.is(actor, time));
  }

  /**
   * Somebody who holds a role.
   *
   * @param high whether the role is high, or not listed
   * @param consents whether it may consent for all
   */
  private record Member(
      String principal, boolean high, boolean consents, Instant from, Instant to) {

    static Member of(Map<String, String> row, Roles roles) {
      String role = row.getOrDefault("role", "");
      Roles.Role listed = roles.withId(role);
      Roles.Role named = listed != null ? listed : roles.withName(role, "entra");
      String from = row.getOrDefault("from", "").strip();
      String to = row.getOrDefault("to", "").strip();
      return new Member(
          Lists.cell(row, "principal"),
          named == null || named.high(),
          CONSENT_ROLES.contains(Lists.cell(row, "role")),
          from.isEmpty() ? Instant.MIN : moment(from, 0),
          to.isEmpty() ? Instant.MAX : moment(to, 1));
    }

    /** Returns whether an actor is meant, at a moment or, without one, at any. */
    boolean is(Actor actor, @Nullable Instant time) {
      return Accounts.is(actor, principal)
          && (time == null || (!time.isBefore(from) && time.isBefore(to)));
    }
  }

  private static boolean is(Actor actor, String id) {
    return !id.isEmpty()
        && (id.equals(lower(actor.id()))
            || (actor.user() && id.equals(lower(actor.name())))
            || (actor.application() && id.equals(lower(actor.appId()))));
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

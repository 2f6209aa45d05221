package dev.appwatch.context;

import dev.appwatch.model.Actor;
import dev.appwatch.model.BusinessCalendar;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Scope;
import dev.appwatch.model.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The business calendars of a pack, and which of them counts for whom. One that was refused is not
 * missing but broken: whoever it may be for has no hours that could be relied on.
 */
public final class Calendars {

  /** No calendars: every moment is {@code unknown}. */
  public static final Calendars NONE = new Calendars(List.of(), List.of());

  /** Which calendars win: the narrower ones. */
  private enum Level {
    APP,
    ACTOR,
    TENANT,
    EVERYBODY
  }

  private static final List<Level> LEVELS = List.of(Level.values());

  private final List<BusinessCalendar> all;
  private final List<ChangeProblem> problems;
  private final List<Entry> entries;
  private final boolean brokenForAll;

  Calendars(List<Read> read, List<ChangeProblem> problems) {
    this.problems = List.copyOf(problems);
    this.all = read.stream().flatMap(one -> one.calendar().stream()).toList();
    this.entries = read.stream().map(Entry::of).toList();
    this.brokenForAll = entries.stream().anyMatch(Entry::brokenForAll);
  }

  /**
   * What became of one file.
   *
   * @param calendar the calendar, none when it is broken
   * @param scope whom it is for, null when that can't be read
   */
  record Read(java.util.Optional<BusinessCalendar> calendar, @Nullable For scope) {}

  /**
   * Whom a calendar is for; what is empty is not asked.
   *
   * @param tenants tenants
   * @param apps application or object ids
   * @param actors ids of those who act
   */
  record For(Set<String> tenants, Set<String> apps, Set<String> actors) {

    static final For EVERYBODY = new For(Set.of(), Set.of(), Set.of());

    For {
      tenants = normal(tenants);
      apps = normal(apps);
      actors = normal(actors);
    }

    Level level() {
      if (!apps.isEmpty()) {
        return Level.APP;
      }
      if (!actors.isEmpty()) {
        return Level.ACTOR;
      }
      return tenants.isEmpty() ? Level.EVERYBODY : Level.TENANT;
    }

    boolean holds(Set<String> ofTenant, Set<String> ofApps, Set<String> ofActors) {
      return meets(tenants, ofTenant) && meets(apps, ofApps) && meets(actors, ofActors);
    }

    private static boolean meets(Set<String> asked, Set<String> given) {
      return asked.isEmpty() || !Collections.disjoint(asked, given);
    }
  }

  private record Entry(@Nullable BusinessCalendar calendar, @Nullable For scope) {

    static Entry of(Read read) {
      return new Entry(read.calendar().orElse(null), read.scope());
    }

    boolean brokenForAll() {
      return calendar == null && scope == null;
    }
  }

  /** Returns every sound calendar, in the order of their files. */
  public List<BusinessCalendar> all() {
    return all;
  }

  /** Returns why calendars are broken. */
  public List<ChangeProblem> problems() {
    return problems;
  }

  /**
   * Returns {@code inside}, {@code off} or {@code holiday} for a finding; {@code error} when a
   * calendar for it is broken or does not know the year, {@code unknown} when there is none.
   */
  public String hoursOf(Finding finding) {
    return hoursOf(finding.time(), finding.tenant(), finding.subjects(), finding.actor());
  }

  /** Returns the same for what somebody did to some targets at a moment. */
  String hoursOf(Instant moment, @Nullable String tenant, List<Target> subjects, Actor actor) {
    Set<String> apps = new HashSet<>();
    for (Target subject : subjects) {
      add(apps, subject.appId());
      add(apps, subject.id());
    }
    Set<String> actors = new HashSet<>();
    add(actors, actor.id());
    add(actors, actor.appId());
    return hoursAt(moment, tenant, apps, actors);
  }

  private static void add(Set<String> ids, @Nullable String id) {
    if (id != null) {
      ids.add(id);
    }
  }

  /**
   * Returns the same for a moment and those whom it concerns. Calendars for the application win
   * over those for the actor, then the tenant, then everybody.
   */
  public String hoursAt(
      Instant moment, @Nullable String tenant, Set<String> appIds, Set<String> actorIds) {
    if (entries.isEmpty()) {
      return "unknown";
    }
    Set<String> tenants = tenant == null ? Set.of() : normal(Set.of(tenant));
    Set<String> apps = normal(appIds);
    Set<String> actors = normal(actorIds);
    for (Level level : LEVELS) {
      List<Entry> own = new ArrayList<>();
      for (Entry entry : entries) {
        if (at(level, entry, tenants, apps, actors)) {
          own.add(entry);
        }
      }
      if (!own.isEmpty()) {
        return brokenForAll ? "error" : hoursOf(own, moment);
      }
    }
    return "unknown";
  }

  private static boolean at(
      Level level, Entry entry, Set<String> tenants, Set<String> apps, Set<String> actors) {
    For scope = entry.scope() == null ? For.EVERYBODY : entry.scope();
    return scope.level() == level && scope.holds(tenants, apps, actors);
  }

  private static String hoursOf(List<Entry> own, Instant moment) {
    boolean inside = false;
    boolean off = false;
    for (Entry entry : own) {
      String hours = entry.calendar() == null ? "error" : entry.calendar().stateAt(moment);
      if (hours.equals("error")) {
        return "error";
      }
      inside |= hours.equals("inside");
      off |= hours.equals("off");
    }
    if (inside) {
      return "inside";
    }
    return off ? "off" : "holiday";
  }

  private static Set<String> normal(Collection<String> ids) {
    Set<String> normal = new HashSet<>();
    for (String id : ids) {
      normal.add(Scope.normal(id));
    }
    return Collections.unmodifiableSet(normal);
  }
}

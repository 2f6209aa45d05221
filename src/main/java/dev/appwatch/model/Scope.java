package dev.appwatch.model;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an approval covers. All four dimensions must hold, and each holds only what it names:
 * nothing is covered by being left out.
 *
 * @param tenant directory (tenant) id
 * @param apps application (client) ids, object ids, or resource ids of vaults
 * @param rows ids of rows, for example {@code APP-CRED-01}
 * @param actors object ids or application ids of those who act; never display names, which
 *     attackers choose
 */
public record Scope(String tenant, Set<String> apps, Set<String> rows, Set<String> actors) {

  public Scope {
    tenant = normal(tenant);
    apps = normal(apps);
    rows = normal(rows);
    actors = normal(actors);
  }

  /**
   * Returns an id as ids are compared: without outer blanks, in lower case, with plain hyphens.
   * Nothing else is made equal, so invisible characters and look-alikes never match.
   */
  public static String normal(String id) {
    String plain = id;
    for (char dash = '\u2010'; dash <= '\u2015'; dash++) {
      plain = plain.replace(dash, '-');
    }
    return plain.strip().toLowerCase(Locale.ROOT);
  }

  private static Set<String> normal(Collection<String> ids) {
    Set<String> all = new TreeSet<>();
    ids.forEach(id -> all.add(normal(id)));
    return Collections.unmodifiableSet(all);
  }

  /** Returns whether it holds the tenant. */
  public boolean holdsTenant(@Nullable String id) {
    return id != null && tenant.equals(normal(id));
  }

  /** Returns whether it holds the row of a finding. */
  public boolean holdsRow(String rule) {
    return rows.contains(normal(rule));
  }

  /** Returns whether it holds the actor, by object id or application id. */
  public boolean holdsActor(Actor actor) {
    return holds(actors, actor.id()) || holds(actors, actor.appId());
  }

  /** Returns whether it holds what the finding is about, and nothing of it is left over. */
  public boolean holdsEverySubject(Finding finding) {
    List<Target> subjects = finding.subjects();
    return !subjects.isEmpty() && subjects.stream().allMatch(this::holdsTarget);
  }

  /** Returns whether it holds something of what the finding is about. */
  public boolean holdsSomeSubject(Finding finding) {
    return finding.subjects().stream().anyMatch(this::holdsTarget);
  }

  private boolean holdsTarget(Target target) {
    return holds(apps, target.appId()) || holds(apps, target.id());
  }

  private static boolean holds(Set<String> ids, @Nullable String id) {
    return id != null && ids.contains(normal(id));
  }

  /** Returns how many combinations of application, row and actor it names: narrower is better. */
  public long breadth() {
    return (long) apps.size() * rows.size() * actors.size();
  }
}

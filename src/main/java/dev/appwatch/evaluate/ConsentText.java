package dev.appwatch.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of a consent, which the log writes as text: groups in brackets before and after
 * an arrow. Not JSON; parts may be missing.
 */
final class ConsentText {

  // the end may be cut off
  private static final Pattern GROUP = Pattern.compile("\\[([^\\[\\]]*)(?:\\]|$)");
  private static final Pattern PART =
      Pattern.compile("(ResourceId|ConsentType|Scope):\\s*([^,\\]]*)");

  private final boolean recorded;
  private final List<Grant> before;
  private final List<Grant> after;

  private ConsentText(boolean recorded, List<Grant> before, List<Grant> after) {
    this.recorded = recorded;
    this.before = before;
    this.after = after;
  }

  static ConsentText of(@Nullable String text) {
    if (text == null) {
      return new ConsentText(false, List.of(), List.of());
    }
    int arrow = text.indexOf("=>");
    return new ConsentText(
        true,
        arrow < 0 ? List.of() : grants(text.substring(0, arrow)),
        grants(arrow < 0 ? text : text.substring(arrow + 2)));
  }

  private static List<Grant> grants(String text) {
    List<Grant> grants = new ArrayList<>();
    Matcher groups = GROUP.matcher(text);
    while (groups.find()) {
      String resource = "";
      boolean allPrincipals = false;
      Set<String> scopes = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      Matcher parts = PART.matcher(groups.group(1));
      while (parts.find()) {
        String value = parts.group(2).strip();
        switch (parts.group(1)) {
          case "ResourceId" -> resource = value.toLowerCase(Locale.ROOT);
          case "ConsentType" -> allPrincipals = value.equalsIgnoreCase("AllPrincipals");
          default -> {
            for (String scope : value.split("\\s+")) {
              if (!scope.isEmpty()) {
                scopes.add(scope);
              }
            }
          }
        }
      }
      if (!resource.isEmpty() || !scopes.isEmpty()) {
        grants.add(new Grant(resource, allPrincipals, scopes));
      }
    }
    return grants;
  }

  /** Returns whether the record has the text at all. */
  boolean recorded() {
    return recorded;
  }

  /** Returns the scopes after that were not there before, of all APIs. */
  List<String> added() {
    Set<String> added = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    after.forEach(grant -> added.addAll(grant.scopes));
    before.forEach(grant -> added.removeAll(grant.scopes));
    return List.copyOf(added);
  }

  /** Returns the added scopes by the object id of their API, which is empty where none is named. */
  Map<String, Set<String>> addedByApi() {
    Map<String, Set<String>> added = new TreeMap<>();
    for (Grant grant : after) {
      added
          .computeIfAbsent(grant.resource, key -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))
          .addAll(grant.scopes);
    }
    for (Grant grant : before) {
      added.getOrDefault(grant.resource, new TreeSet<>()).removeAll(grant.scopes);
    }
    return added;
  }

  /** Returns whether the text shows that nothing changed. */
  boolean unchanged() {
    return recorded && !after.isEmpty() && Set.copyOf(before).equals(Set.copyOf(after));
  }

  /** Returns the added scopes for the API with that object id. */
  List<String> scopesFor(@Nullable String api) {
    Set<String> added = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    after.stream().filter(grant -> grant.isFor(api)).forEach(grant -> added.addAll(grant.scopes));
    before.stream()
        .filter(grant -> grant.isFor(api))
        .forEach(grant -> added.removeAll(grant.scopes));
    return List.copyOf(added);
  }

  /** Returns whether the consent for that API holds for all users. */
  boolean allPrincipalsFor(@Nullable String api) {
    return after.stream().anyMatch(grant -> grant.isFor(api) && grant.allPrincipals);
  }

  private record Grant(String resource, boolean allPrincipals, Set<String> scopes) {

    boolean isFor(@Nullable String api) {
      return !resource.isEmpty() && resource.equals(api);
    }
  }
}

package dev.appwatch.evaluate;

import dev.appwatch.model.Basis;
import dev.appwatch.model.CredentialChange;
import dev.appwatch.model.Observation;
import dev.appwatch.model.OwnIdentityChange;
import dev.appwatch.model.OwnerAddition;
import dev.appwatch.model.RoleAssignment;
import dev.appwatch.model.Scope;
import dev.appwatch.model.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees what is added to this program's own identity: whoever has it can blind the program. */
final class SelfObserver {

  private final Set<String> own;

  /**
   * Makes an observer.
   *
   * @param own application and object ids, as ids are compared
   */
  SelfObserver(Set<String> own) {
    this.own = own;
  }

  /** Adds what the observations so far mean for this program itself. */
  void observe(List<Observation> observations) {
    if (own.isEmpty()) {
      return;
    }
    for (Observation observation : List.copyOf(observations)) {
      String kind = kind(observation);
      Basis basis = observation.basis();
      if (kind != null && !basis.targets().isEmpty() && own(basis.targets().get(0))) {
        observations.add(new OwnIdentityChange(with(basis, gained(observation)), kind));
      }
    }
  }

  private static @Nullable String kind(Observation observation) {
    if (observation instanceof CredentialChange) {
      return "credential";
    }
    if (observation instanceof OwnerAddition) {
      return "owner";
    }
    return observation instanceof RoleAssignment role && !role.canceled() ? "role" : null;
  }

  private static String gained(Observation observation) {
    Map<String, String> words = observation.basis().words();
    if (observation instanceof CredentialChange) {
      return words.getOrDefault("what", "a credential");
    }
    return observation instanceof OwnerAddition
        ? "the owner " + words.getOrDefault("owner", "?")
        : "the role " + words.getOrDefault("role", "?");
  }

  private boolean own(Target target) {
    return own(target.id()) || own(target.appId());
  }

  private boolean own(@Nullable String id) {
    return id != null && own.contains(Scope.normal(id));
  }

  private static Basis with(Basis basis, String gained) {
    Map<String, String> words = new LinkedHashMap<>(basis.words());
    words.put("gained", gained);
    return new Basis(
        basis.header(),
        basis.time(),
        basis.actor(),
        basis.targets(),
        basis.evidence(),
        basis.action(),
        basis.key(),
        words,
        basis.proof(),
        basis.situation());
  }
}

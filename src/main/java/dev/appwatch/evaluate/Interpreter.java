package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Event;
import dev.appwatch.model.Observation;
import dev.appwatch.model.SignIn;
import dev.appwatch.model.VaultEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what an event means for applications, with the help of the lists and of other events. */
final class Interpreter {

  private final CredentialObserver credentials;
  private final RoleObserver roles;
  private final GrantObserver grants;
  private final ConsentObserver consents;
  private final UriObserver uris;
  private final OwnerObserver owners;
  private final VaultObserver vaults;
  private final SignInObserver signIns;
  private final ObjectObserver objects;
  private final SelfObserver self;

  Interpreter(Context context, History history, @Nullable Instant snapshotTime) {
    credentials = new CredentialObserver(context, history);
    roles = new RoleObserver(context, history);
    grants = new GrantObserver(context, history);
    consents = new ConsentObserver(context, history);
    uris = new UriObserver(context, history, snapshotTime);
    owners = new OwnerObserver(context, history);
    vaults = new VaultObserver(context, history);
    signIns = new SignInObserver(context);
    objects = new ObjectObserver(context, snapshotTime);
    self = new SelfObserver(context.policy().own());
  }

  /** Returns 0 when the event can be judged at once, else the round in which to judge it. */
  static int round(Event event) {
    if (event instanceof AuditEvent audit) {
      if (audit.operation().equals(ConsentObserver.OPERATION)) {
        return 2; // after the grants of the same action
      }
      boolean awaits =
          CredentialObserver.looksAt(audit)
              || UriObserver.looksAt(audit)
              || OwnerObserver.OPERATIONS.contains(audit.operation())
              || RoleObserver.assigns(audit.operation())
              || GrantObserver.awaitsOthers(audit);
      return awaits ? 1 : 0;
    }
    if (event instanceof VaultEvent vault) {
      return VaultObserver.awaitsOthers(vault) ? 1 : 0;
    }
    return event instanceof AzureActivity activity
            && activity.operation().equals(RoleObserver.AZURE_ASSIGNMENT)
        ? 1
        : 0;
  }

  /** Returns whether an audit record of that operation may mean something, or tell of others. */
  static boolean looksAt(String operation) {
    return CredentialObserver.looksAt(operation)
        || UriObserver.looksAt(operation)
        || RoleObserver.assigns(operation)
        || OwnerObserver.OPERATIONS.contains(operation)
        || operation.equals(ConsentObserver.OPERATION)
        || GrantObserver.looksAt(operation)
        || History.learnsFrom(operation);
  }

  List<Observation> observe(Event event) {
    List<Observation> observations = new ArrayList<>(2);
    if (event instanceof AuditEvent audit) {
      if (GrantObserver.looksAt(audit.operation())) {
        grants.observe(audit, observations);
      } else {
        credentials.observe(audit, observations);
        uris.observe(audit, observations);
        roles.observe(audit, observations);
        owners.observe(audit, observations);
        consents.observe(audit, observations);
      }
    } else if (event instanceof SignIn signIn) {
      signIns.observe(signIn, observations);
    } else if (event instanceof VaultEvent vault) {
      vaults.observe(vault, observations);
    } else if (event instanceof AzureActivity activity) {
      roles.observe(activity, observations);
      vaults.observe(activity, observations);
    } else if (event instanceof ApplicationObject object) {
      objects.observe(object, observations);
      uris.observe(object, observations);
    }
    self.observe(observations);
    return observations;
  }
}

package dev.appwatch.pipeline;

import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Change;
import dev.appwatch.model.Event;
import dev.appwatch.model.Target;
import dev.appwatch.model.VaultEvent;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what an event has in common with others that may tell something about it. */
final class EventKeys {

  private static final Pattern ADDRESS =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]{0,40}://([^/:?#\"\\\\\\s\\]]{1,255})");
  private static final Pattern API = Pattern.compile("ResourceId:\\s*([^,\\]\\s]{1,64})");
  private static final int MOST_ADDRESSES = 50;

  private EventKeys() {}

  static Set<String> of(Event event) {
    Keys keys = new Keys(new HashSet<>());
    keys.add("correlation ", event.header().correlationId());
    if (event instanceof AuditEvent audit) {
      for (Target target : audit.targets()) {
        keys.add("", target.id());
        keys.add("", target.appId());
      }
      keys.add("", audit.details().get("AppId"));
      for (Change change : audit.changes()) {
        keys.addAddresses(change.newValue());
      }
      if ("true".equalsIgnoreCase(audit.newValue("ConsentContext.IsAdminConsent"))) {
        keys.addApis(audit.newValue("ConsentAction.Permissions"));
      }
    } else if (event instanceof ApplicationObject object) {
      keys.add("", object.objectId());
      keys.add("api ", object.objectId());
      keys.add("", object.appId());
      object.redirectUris().forEach(keys::addAddresses);
      object.identifierUris().forEach(keys::addAddresses);
    } else if (event instanceof VaultEvent vault) {
      keys.add("vault ", vault.vault());
    } else if (event instanceof AzureActivity activity) {
      keys.add("", activity.principalId());
      keys.add("", activity.resource());
    }
    return keys.all();
  }

  /** Addresses are compared by their hosts: more that is alike costs a second look, no more. */
  private record Keys(Set<String> all) {

    void addAddresses(@Nullable String text) {
      if (text == null) {
        return;
      }
      Matcher address = ADDRESS.matcher(text);
      for (int count = 0; count < MOST_ADDRESSES && address.find(); count++) {
        add("host ", address.group(1));
      }
    }

    /** The inventory tells which API an administrator consented to. */
    void addApis(@Nullable String text) {
      Matcher api = API.matcher(text == null ? "" : text);
      for (int count = 0; count < MOST_ADDRESSES && api.find(); count++) {
        add("api ", api.group(1));
      }
    }

    void add(String kind, @Nullable String value) {
      if (value != null && !value.isEmpty()) {
        all.add(kind + value.toLowerCase(Locale.ROOT));
      }
    }
  }
}

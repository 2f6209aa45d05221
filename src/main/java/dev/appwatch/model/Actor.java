package dev.appwatch.model;

import org.jspecify.annotations.Nullable;

/**
 * Who started an action.
 *
 * @param type {@code user}, {@code application} or {@code unknown}
 * @param id object id of the user or service principal
 * @param name user principal name of a user, display name of an application
 * @param ip address the action came from, without port
 * @param appId application (client) id of an application actor, where the record tells it
 */
public record Actor(
    @OneOf({"user", "application", "unknown"}) String type,
    @Nullable String id,
    @Nullable String name,
    @Nullable String ip,
    @Nullable String appId) {

  /** An actor of whom the record says nothing. */
  public static final Actor UNKNOWN = new Actor("unknown", null, null, null, null);

  /** Returns whether a person started the action. */
  public boolean user() {
    return type.equals("user");
  }

  /** Returns whether a workload started the action. */
  public boolean application() {
    return type.equals("application");
  }

  /** Returns the best name a person would recognise, never blank. */
  public String label() {
    if (name != null && !name.isBlank()) {
      return name;
    }
    if (id != null && !id.isBlank()) {
      return id;
    }
    return appId != null && !appId.isBlank() ? appId : "an unknown actor";
  }
}

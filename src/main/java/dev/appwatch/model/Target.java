package dev.appwatch.model;

import org.jspecify.annotations.Nullable;

/**
 * What an action was done to.
 *
 * @param type {@code Application}, {@code ServicePrincipal}, {@code User}, {@code Group}, {@code
 *     Role}, {@code Vault} …; empty when the record does not say
 * @param id object id, or resource id in lower case for Azure resources
 * @param appId application (client) id
 * @param name display name
 */
public record Target(
    String type, @Nullable String id, @Nullable String appId, @Nullable String name) {

  /** Returns the best name a person would recognise, never blank. */
  public String label() {
    if (name != null && !name.isBlank()) {
      return name;
    }
    if (appId != null && !appId.isBlank()) {
      return appId;
    }
    return id != null && !id.isBlank() ? id : "an unknown object";
  }
}

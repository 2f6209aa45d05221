package dev.appwatch.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One property that made a rule hold, before and after; secrets are masked already.
 *
 * @param property name of the property as the log writes it
 * @param oldValue what it was, null when not recorded
 * @param newValue what it became, null when not recorded
 */
public record Evidence(String property, @Nullable String oldValue, @Nullable String newValue) {

  public Evidence {
    requireNonNull(property, "property");
  }

  /** Says what any record of Java would say, but without a formatter: findings are sorted by it. */
  @Override
  public String toString() {
    return "Evidence[property="
        + property
        + ", oldValue="
        + oldValue
        + ", newValue="
        + newValue
        + "]";
  }
}

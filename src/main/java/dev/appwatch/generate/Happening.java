package dev.appwatch.generate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happens in the invented tenant; each shape writes it in its own words. */
sealed interface Happening {

  /** Returns when it happens. */
  Instant time();

  /** Who does it: a person, or an application where there is no user principal name. */
  record Doer(String id, String name, @Nullable String upn, String ip) {}

  /** A changed property; values are written as the logs write them. */
  record Changed(String property, @Nullable String before, @Nullable String after) {}

  /** What it is done to. */
  record Thing(
      String type, String id, @Nullable String name, @Nullable String upn, List<Changed> changes) {}

  /** A change in the directory. */
  record Change(
      Instant time,
      String id,
      String correlation,
      String operation,
      String category,
      boolean succeeded,
      String reason,
      Doer doer,
      List<Thing> things,
      Map<String, String> details)
      implements Happening {}

  /** A sign-in; its policies make it long. */
  record Entry(
      Instant time,
      String id,
      String correlation,
      String category,
      Doer doer,
      String appId,
      String appName,
      String protocol,
      int error,
      int policies,
      int variant,
      boolean risky)
      implements Happening {}

  /** A call to a key vault. */
  record VaultCall(
      Instant time, String correlation, String operation, int status, String vault, Doer doer)
      implements Happening {}

  /** A call to Azure Resource Manager that no row looks at. */
  record AzureCall(Instant time, String correlation, String operation, String resource, Doer doer)
      implements Happening {}
}

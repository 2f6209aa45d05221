package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.rules.PackKeys;
import dev.appwatch.rules.PackSignature;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the policy pack: the one that was named, or the one beside the program. */
final class Pack {

  private static final String REQUIRED = "APPWATCH_REQUIRE_SIGNED_PACK";

  private Pack() {}

  static Path folder(@Nullable Path named) {
    Path folder = named != null ? named : home().resolve("rules");
    if (!Files.isDirectory(folder)) {
      throw new RefusedException(
          "The policy pack (%s) is no folder.\n    Maybe name one with --rules DIR."
              .formatted(folder));
    }
    return folder;
  }

  /** Returns the folder or file of scenarios that was named, or the folder beside the program. */
  static Path scenarios(@Nullable Path named) {
    return named != null ? named : home().resolve("test-scenarios");
  }

  /** Returns the folder of the program, as the launcher tells it. */
  static Path home() {
    return Path.of(System.getProperty("appwatch.home", "."));
  }

  /**
   * Returns the compiled rules of a pack. Where the environment names keys that must have signed
   * it, a pack without their signature is refused, and so is one older than the last that was used:
   * the pack itself has no say in that.
   */
  static RuleBook ruleBook(Path folder) {
    accept(folder);
    return RuleBookLoader.load(folder, cache());
  }

  /**
   * Accepts a pack and remembers its version, where the environment names keys.
   *
   * @throws dev.appwatch.rules.PackSignatureException when the pack is not as it must be
   */
  static void accept(Path folder) {
    String keys = keys();
    if (!keys.isEmpty()) {
      PackVersions.accept(folder, PackKeys.publicKeys(Path.of(keys)));
    }
  }

  /**
   * Returns the signature of a pack where the environment names keys, null otherwise.
   *
   * @throws dev.appwatch.rules.PackSignatureException when the pack is not as it was signed
   */
  static @Nullable PackSignature signature(Path folder) {
    String keys = keys();
    return keys.isEmpty()
        ? null
        : PackSignature.verify(folder, PackKeys.publicKeys(Path.of(keys)), 1);
  }

  private static String keys() {
    return System.getenv()
        .getOrDefault(REQUIRED, System.getProperty("appwatch.require.signed.pack", ""));
  }

  /**
   * Returns what a pack and change feeds say at a moment.
   *
   * @param named whether somebody named the feeds, so that one that is missing is refused
   */
  static Context context(
      Path folder, List<Path> feeds, boolean named, @Nullable String tenant, Instant moment) {
    for (Path feed : feeds) {
      if (named && !Files.exists(feed)) {
        throw new RefusedException(
            "The change feed (%s) does not exist.\n    Maybe the path is misspelt."
                .formatted(feed));
      }
    }
    return Context.load(folder, Differences.tenant(tenant), feeds, moment);
  }

  /** Returns where this user's caches belong. */
  static Path cache() {
    String named = System.getProperty("appwatch.cache", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String caches = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        caches.isEmpty()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(caches);
    return base.resolve("appwatch");
  }
}

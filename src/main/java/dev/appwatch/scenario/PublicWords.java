package dev.appwatch.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What is the same in every tenant, and therefore identifies none. */
final class PublicWords {

  private static final Set<String> WORDS = lines("public-words.txt");
  private static final Set<String> IDS = lines("public-ids.txt");
  private static final Set<String> NAMES = lines("public-names.txt");
  private static final Set<String> HOSTS = lines("public-hosts.txt");
  private static final Set<String> IN_NAMES =
      Set.of(
          "microsoft",
          "office",
          "office365",
          "azure",
          "entra",
          "outlook",
          "onedrive",
          "sharepoint",
          "teams",
          "google",
          "adobe",
          "docusign",
          "zoom",
          "dropbox",
          "paypal",
          "linkedin",
          "cn",
          "ou",
          "dc");

  private static final int BRAND = 5;

  private PublicWords() {}

  static boolean word(String lower) {
    return WORDS.contains(lower);
  }

  /**
   * Returns whether a word may stay within a name: attackers borrow these, and rules look for them.
   */
  static boolean inNames(String lower) {
    return IN_NAMES.contains(lower)
        || IN_NAMES.stream().anyMatch(brand -> brand.length() >= BRAND && nearly(lower, brand));
  }

  /** Returns whether a word is another one with a single slip: somebody meant it to be misread. */
  private static boolean nearly(String word, String other) {
    int start = 0;
    while (start < Math.min(word.length(), other.length())
        && word.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < Math.min(word.length(), other.length()) - start
        && word.charAt(word.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    return Math.max(word.length(), other.length()) - start - end <= 1;
  }

  static boolean id(String lower) {
    return IDS.contains(lower);
  }

  static boolean name(String lower) {
    return NAMES.contains(lower);
  }

  /**
   * Returns the part of a host, without a leading dot, that belongs to no tenant; empty if none.
   */
  static String publicSuffix(String lowerHost) {
    for (int at = 0; at >= 0; at = next(lowerHost, at)) {
      String suffix = lowerHost.substring(at);
      if (HOSTS.contains(suffix) || HOSTS.contains("." + suffix)) {
        return suffix;
      }
    }
    return "";
  }

  /** Returns whether tenants choose the names in front of a suffix. */
  static boolean shared(String suffix) {
    return HOSTS.contains("." + suffix);
  }

  private static int next(String host, int at) {
    int dot = host.indexOf('.', at);
    return dot < 0 ? -1 : dot + 1;
  }

  private static Set<String> lines(String resource) {
    try (InputStream stream = PublicWords.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("The resource (%s) is missing.".formatted(resource));
      }
      Set<String> lines = new TreeSet<>();
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .forEach(line -> lines.add(line.strip().toLowerCase(Locale.ROOT)));
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

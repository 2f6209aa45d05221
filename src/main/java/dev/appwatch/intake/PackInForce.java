package dev.appwatch.intake;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pack that was taken into use.
 *
 * @param digest its digest
 * @param files the SHA-256 of every file in hex, by its path relative to the pack
 * @param key the id of the key that signed it, null when nobody had to
 * @param version the version that was signed, 0 when nobody had to
 */
public record PackInForce(
    String digest, SortedMap<String, String> files, @Nullable String key, long version) {

  public PackInForce {
    files = new TreeMap<>(files);
  }
}

package dev.appwatch.context;

import org.jspecify.annotations.Nullable;

/**
 * Why a change, approval, freeze or calendar was refused.
 *
 * @param code one word in capitals, for example {@code OVERLONG}
 * @param file the file, as it was named
 * @param line line on which the entry begins, 0 when the whole file is meant
 * @param id id of the entry, null when it has none
 * @param message what is wrong; a second line may begin with "Maybe"
 */
public record ChangeProblem(
    String code, String file, int line, @Nullable String id, String message) {

  @Override
  public String toString() {
    String place = line > 0 ? file + ":" + line : file;
    return id == null
        ? "%s: error: %s: %s".formatted(place, code, message)
        : "%s: error: %s %s: %s".formatted(place, code, id, message);
  }
}

package dev.appwatch.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a finding has its disposition.
 *
 * @param change id of the change or approval that covers it, null when none does
 * @param reason the code of the decision, for example {@code NO_CHANGE}
 * @param nearest the change that came closest without covering it
 */
public record Decision(@Nullable String change, String reason, @Nullable NearestChange nearest) {

  /**
   * A change that would have covered a finding but for one dimension.
   *
   * @param id id of the change
   * @param missedBy the dimension that did not fit: {@code time}, {@code app}, {@code actor} …
   */
  public record NearestChange(String id, String missedBy) {}
}

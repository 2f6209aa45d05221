package dev.appwatch.intake;

import dev.appwatch.model.ChangeFeed;
import java.util.List;

/**
 * What deliveries are judged by.
 *
 * @param pack the digest of the policy pack
 * @param feeds the change feeds, with the moment at which each was true
 */
public record InForce(String pack, List<ChangeFeed> feeds) {

  public InForce {
    feeds = List.copyOf(feeds);
  }
}

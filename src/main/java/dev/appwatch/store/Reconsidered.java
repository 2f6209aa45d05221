package dev.appwatch.store;

import dev.appwatch.model.Finding;
import java.util.List;

/**
 * A finding whose records were judged again because others came that tell more about them.
 *
 * @param id its id
 * @param stated what each of its records states now; takes the place of what they stated before, if
 *     the finding rests on no other record
 */
public record Reconsidered(String id, List<Finding> stated) {

  public Reconsidered {
    stated = List.copyOf(stated);
  }
}

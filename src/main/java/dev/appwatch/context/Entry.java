package dev.appwatch.context;

import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.model.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a feed in the words of our own format, whatever format it was written in.
 *
 * @param kind what it is
 * @param line line on which it begins
 * @param members its members; every value is a text, a list or an object
 * @param schedule its schedule, where the format spells it out; else the members tell it
 * @param refusals what is wrong with it already
 * @param untimed whether its time is among that, so that nobody need look for it
 */
record Entry(
    Kind kind,
    int line,
    JsonNode members,
    @Nullable Schedule schedule,
    List<BadValueException> refusals,
    boolean untimed) {

  Entry(Kind kind, int line, JsonNode members, List<BadValueException> refusals) {
    this(kind, line, members, null, refusals, false);
  }

  /** What an entry of a feed can be. */
  enum Kind {
    /** A change with its time. */
    CHANGE,
    /** A standing approval. */
    APPROVAL,
    /** A freeze. */
    FREEZE
  }
}

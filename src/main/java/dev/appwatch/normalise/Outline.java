package dev.appwatch.normalise;

import org.jspecify.annotations.Nullable;

/** A record that was looked through but not built: which shapes it may have, and a few texts. */
public interface Outline {

  /** Returns one bit for each {@link Glance.Form} all of whose names cover those of the record. */
  long forms();

  /** Returns whether the record has a member in that slot. */
  boolean has(int slot);

  /** Returns whether that member is an object with members. */
  boolean object(int slot);

  /** Returns whether it is known of the member that it is missing, null, or which text it is. */
  boolean sure(int slot);

  /** Returns the text of the member, null when it is missing or null. */
  @Nullable String text(int slot);

  /** Returns the same of the members of the object in the record. */
  boolean heldHas(int slot);

  /** Returns the same of the members of the object in the record. */
  boolean heldSure(int slot);

  /** Returns the same of the members of the object in the record. */
  @Nullable String heldText(int slot);
}

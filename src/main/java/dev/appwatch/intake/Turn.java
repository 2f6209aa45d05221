package dev.appwatch.intake;

import dev.appwatch.store.Totals;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a delivery that waits to be judged and kept, and then what came of it. Read and
 * written under the intake's lock.
 */
final class Turn {

  private final Delivery delivery;
  private final Pieces.Piece piece;
  private @Nullable Totals totals;
  private @Nullable Throwable failure;

  Turn(Delivery delivery, Pieces.Piece piece) {
    this.delivery = delivery;
    this.piece = piece;
  }

  Delivery delivery() {
    return delivery;
  }

  Pieces.Piece piece() {
    return piece;
  }

  boolean over() {
    return totals != null || failure != null;
  }

  void kept(Totals became) {
    totals = became;
  }

  void failed(Throwable why) {
    failure = why;
  }

  /** Returns what became of the piece, or throws what kept it from being kept. */
  Totals result() {
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (totals == null) {
      throw new IllegalStateException("The piece was not taken.");
    }
    return totals;
  }
}

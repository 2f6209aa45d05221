package dev.appwatch.routes;

import dev.appwatch.intake.Intake;
import dev.appwatch.store.Store;
import java.time.Clock;

/**
 * What routes need of the rest of the program; found in Camel's registry.
 *
 * @param intake takes deliveries
 * @param store keeps findings
 * @param clock tells when a sink got something
 * @param lags hears from sources how much waits
 */
public record Hub(Intake intake, Store store, Clock clock, Lags lags) {

  /** Makes one of which no source has told anything yet. */
  public Hub(Intake intake, Store store, Clock clock) {
    this(intake, store, clock, new Lags());
  }
}

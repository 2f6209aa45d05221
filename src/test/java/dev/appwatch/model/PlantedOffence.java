package dev.appwatch.model;

import dev.appwatch.report.FindingWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

/** Does what no class of this package may do, so that the checks can be seen to fail. */
public final class PlantedOffence {

  Instant open = Instant.now();

  Supplier<Clock> clock() {
    return Clock::systemUTC;
  }

  void print(FindingWriter writer) {
    writer.finish();
    System.out.println(open);
  }
}

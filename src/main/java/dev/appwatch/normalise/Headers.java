package dev.appwatch.normalise;

import dev.appwatch.model.EventHeader;
import dev.appwatch.model.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes event headers; ids are compared in lower case but shown as the log writes them. */
final class Headers {

  private Headers() {}

  static EventHeader header(
      Position position,
      @Nullable String id,
      @Nullable String correlationId,
      @Nullable String tenant,
      @Nullable Instant time,
      String operation) {
    return new EventHeader(
        position, id, Ids.clean(correlationId), Ids.clean(tenant), time, operation);
  }
}

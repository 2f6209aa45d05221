package dev.appwatch.routes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of an OData collection.
 *
 * @param next the address of the next one, null for the last
 * @param times when its records happened, in their order
 */
record GraphPage(@Nullable URI next, List<Instant> times) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads a page.
   *
   * @param asked its address
   * @param timeField the member of a record that holds its time; empty when nobody needs it
   * @throws RemoteException when it is no whole page
   */
  static GraphPage read(URI asked, byte[] bytes, String timeField) throws RemoteException {
    JsonNode page;
    try {
      page = JSON.readTree(bytes);
    } catch (IOException e) {
      throw noPage(asked);
    }
    if (page == null || !page.path("value").isArray() || page.has("error")) {
      throw noPage(asked);
    }
    List<Instant> times = new ArrayList<>();
    if (!timeField.isEmpty()) {
      page.path("value").forEach(record -> time(record.path(timeField)).ifPresent(times::add));
    }
    return new GraphPage(next(asked, page.path("@odata.nextLink")), times);
  }

  private static @Nullable URI next(URI asked, JsonNode link) throws RemoteException {
    if (link.isMissingNode() || link.isNull()) {
      return null;
    }
    try {
      return asked.resolve(link.textValue() == null ? "" : link.textValue().replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      throw noPage(asked);
    }
  }

  private static RemoteException noPage(URI asked) {
    return RemoteException.passing(
        "%s answered something that is no page of records.%n    Maybe a proxy answered in its place."
            .formatted(HttpCalls.place(asked)),
        null);
  }

  private static Optional<Instant> time(JsonNode text) {
    try {
      return text.isTextual()
          ? Optional.of(OffsetDateTime.parse(text.textValue()).toInstant())
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns the time of the newest record. */
  Optional<Instant> newest() {
    return times.stream().max(Comparator.naturalOrder());
  }

  /** Returns whether no record is older than one before it, nor than that moment. */
  boolean ascendsFrom(Instant before) {
    Instant last = before;
    for (Instant time : times) {
      if (time.isBefore(last)) {
        return false;
      }
      last = time;
    }
    return true;
  }
}

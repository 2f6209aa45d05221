package dev.appwatch.generate;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a stream in the proportions and sizes of a real one: bursts and quiet stretches, correlated
 * groups, repeats, long tails, little that matters. The same bytes for the same numbers, whatever
 * the platform.
 *
 * @param shape how records are written
 * @param events how many records
 * @param seed any number
 * @param alerts the share of records that raise a finding, from 0 to 0.3
 */
public record Generator(Shape shape, long events, long seed, double alerts) {

  private static final double MOST_ALERTS = 0.3;
  private static final Instant START = Instant.parse("2026-03-02T06:00:00Z"); // a Monday

  public Generator {
    if (events < 0) {
      throw new IllegalArgumentException(
          "The number of events (%d) must not be negative.".formatted(events));
    }
    if (!(alerts >= 0 && alerts <= MOST_ALERTS)) {
      throw new IllegalArgumentException(
          "The share of alerts (%s) must be between 0%% and 30%%.%nMaybe 2%%.".formatted(alerts));
    }
  }

  /** Writes the stream, one record a line, and returns how many findings each row raises in it. */
  public SortedMap<String, Long> write(OutputStream out) throws IOException {
    Random random = new Random(seed);
    Tenant tenant = new Tenant(random);
    Noise noise = new Noise(random, tenant);
    Plants plants = new Plants(random, tenant, shape);
    RecordWriter writer = RecordWriter.of(shape);
    SortedMap<String, Long> planted = new TreeMap<>();
    Queue<Happening> pending = new ArrayDeque<>();
    Instant time = START;
    long raising = 0;
    long written = 0;
    try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
      json.setRootValueSeparator(null);
      while (written < events) {
        if (pending.isEmpty()) {
          time = time.plusNanos(gap(random, written));
          Plants.Plant plant = raising < alerts * written ? plants.next(time) : null;
          // a group is whole or absent, so that what it raises does not depend on the number
          if (plant != null && plant.records().size() <= events - written) {
            pending.addAll(plant.records());
            plant.rows().forEach(row -> planted.merge(row, 1L, Long::sum));
            raising++;
          } else {
            List<Happening> group = noise.next(late(random, time), shape);
            pending.addAll(group);
          }
        }
        writer.write(json, pending.remove());
        json.writeRaw('\n');
        written++;
      }
    }
    return planted;
  }

  /** Bursts: of every ten thousand records the first thousand come close together. */
  private static long gap(Random random, long written) {
    long most = written % 10_000 < 1000 ? 4_000_000L : 60_000_000L;
    return (long) (random.nextDouble() * most) / 100 * 100;
  }

  /** Some records come after others that happened later. */
  private static Instant late(Random random, Instant time) {
    return random.nextInt(100) < 4 ? time.minusMillis(random.nextInt(208_000)) : time;
  }
}

package dev.appwatch.proof;

import dev.appwatch.rules.ProbeBook;
import dev.appwatch.rules.ProbeBook.Variant;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Hands out what a thread needs to judge scenarios. Each thread gets compiled rules of its own: the
 * engine keeps the facts of a consequence in the compiled rule while it fires.
 */
final class Benches {

  private final Path pack;
  private final RuleBook book;
  private final Path cache;
  private final List<Variant> variants;
  private final ConcurrentLinkedQueue<Bench> free = new ConcurrentLinkedQueue<>();

  Benches(Path pack, RuleBook book, Path cache, List<Variant> variants) {
    this.pack = pack;
    this.book = book;
    this.cache = cache;
    this.variants = variants;
    free.add(bench(book));
  }

  /** Returns one that nobody else has. */
  Bench take() {
    Bench bench = free.poll();
    return bench != null ? bench : bench(RuleBookLoader.load(pack, cache));
  }

  /** Takes one back. */
  void give(Bench bench) {
    free.add(bench);
  }

  private Bench bench(RuleBook of) {
    ProbeBook probes = ProbeBook.of(book, cache, variants);
    return new Bench(of.base(), probes, new Asked(of, probes));
  }
}

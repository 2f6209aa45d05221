package dev.appwatch.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.context.Context;
import dev.appwatch.context.FeedContents;
import dev.appwatch.context.PackRefusedException;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.rules.RulesRefusedException;
import dev.appwatch.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks an evidence bundle: that nothing of it was changed, and that its rules and feeds lead to
 * each suppression again. Needs nothing but the bundle.
 */
public final class BundleCheck {

  private static final int MOST_PROBLEMS = 100;

  private final BundleFolder folder;
  private final FindingCodec lines;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long findings;
  private long approved;
  private long explained;
  private long alerts;
  private String head = DecisionJson.START;

  private BundleCheck(BundleFolder folder, FindingCodec lines) {
    this.folder = folder;
    this.lines = lines;
  }

  /**
   * What somebody kept elsewhere; null where nothing was kept.
   *
   * @param head end of the chain
   * @param pack digest of the pack; no other is loaded
   */
  public record Kept(@Nullable String head, @Nullable String pack) {}

  /**
   * What was found.
   *
   * @param problems what is broken, the first link first; empty when the bundle is whole
   * @param notes what a reader should know besides
   * @param approved how many suppressions by an approval were derived again
   * @param explained how many suppressions a record explains
   * @param head end of the chain
   */
  public record Result(
      List<String> problems,
      List<String> notes,
      long findings,
      long approved,
      long explained,
      long alerts,
      String head) {

    public Result {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Checks a bundle.
   *
   * @param temporary where a folder is made for what is unpacked, and deleted again
   * @param lines reads findings as they are written by contract
   * @throws BundleRefusedException when it is no bundle
   */
  public static Result check(Path bundle, Path temporary, FindingCodec lines, Kept kept) {
    try (BundleFolder folder = BundleFolder.unpack(bundle, temporary)) {
      BundleCheck check = new BundleCheck(folder, lines);
      check.run(kept);
      return new Result(
          check.problems,
          check.notes,
          check.findings,
          check.approved,
          check.explained,
          check.alerts,
          check.head);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(Kept kept) throws IOException {
    folder.problems().forEach(this::broken);
    BundleManifest manifest = manifest();
    if (manifest == null) {
      return;
    }
    checkDigests(manifest);
    checkChain(manifest, kept);
    if (kept.pack() != null && !kept.pack().equals(manifest.pack())) {
      broken(
          "manifest: the digest of the pack is %s and must be %s."
              .formatted(manifest.pack(), kept.pack()));
    }
    if (!problems.isEmpty()) {
      notes.add("No suppression was derived again: what it would be derived from is broken.");
      return;
    }
    derive(manifest);
  }

  private void broken(String problem) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem);
    }
  }

  private @Nullable BundleManifest manifest() throws IOException {
    if (!Files.exists(folder.file(EvidenceBundle.MANIFEST))) {
      return null;
    }
    try {
      BundleManifest manifest = BundleManifest.read(folder.file(EvidenceBundle.MANIFEST));
      if (!manifest.whole()) {
        broken("manifest: its hash is not the one of its bytes.");
      }
      return manifest;
    } catch (BundleRefusedException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // whatever stands there, it is not as written
      broken("manifest: it can't be read: %s".formatted(firstLine(e)));
      return null;
    }
  }

  private void checkDigests(BundleManifest manifest) {
    SortedMap<String, String> found = new TreeMap<>(folder.digests());
    found.remove(EvidenceBundle.MANIFEST);
    manifest
        .digests()
        .forEach(
            (name, digest) -> {
              String other = found.remove(name);
              if (other == null) {
                broken("manifest: the entry %s is missing.".formatted(name));
              } else if (!other.equals(digest)) {
                broken(
                    "manifest: digest of %s is %s and must be %s.".formatted(name, other, digest));
              }
            });
    found.keySet().forEach(name -> broken("manifest: it does not name %s.".formatted(name)));
    for (String name :
        List.of(EvidenceBundle.FINDINGS, EvidenceBundle.DECISIONS, EvidenceBundle.FEEDS)) {
      if (!manifest.digests().containsKey(name)) {
        broken("manifest: it must name %s.".formatted(name));
      }
    }
  }

  private void checkChain(BundleManifest manifest, Kept kept) throws IOException {
    if (!Files.exists(folder.file(EvidenceBundle.FINDINGS))
        || !Files.exists(folder.file(EvidenceBundle.DECISIONS))) {
      return;
    }
    try (Pairs pairs = new Pairs()) {
      for (Pair pair = pairs.next(); pair != null; pair = pairs.next()) {
        findings++;
        alerts += pair.finding().disposition() == Disposition.ALERT ? 1 : 0;
        checkPair(pair, manifest);
      }
      head = pairs.head;
    } catch (BrokenLinkException e) {
      broken(String.valueOf(e.getMessage()));
      return;
    }
    if (findings != manifest.findings()) {
      broken(
          "manifest: it tells of (%d) findings, there are (%d)."
              .formatted(manifest.findings(), findings));
    }
    if (!head.equals(manifest.head())) {
      broken("manifest: the chain ends at %s and must end at %s.".formatted(head, manifest.head()));
    }
    if (kept.head() != null && !kept.head().equals(head)) {
      broken(
          "decisions.jsonl: the chain ends at %s and must end at %s.".formatted(head, kept.head()));
    }
  }

  private void checkPair(Pair pair, BundleManifest manifest) {
    Finding finding = pair.finding();
    DecisionRecord record = pair.record();
    if (record.disposition() != finding.disposition()
        || record.risk() != finding.risk()
        || !record.decision().equals(finding.decision())) {
      broken("finding %s: its decision record says something else.".formatted(finding.id()));
    }
    if (!record.receivedAt().equals(manifest.created())) {
      broken(
          "finding %s: it was received at (%s) and the manifest says (%s)."
              .formatted(finding.id(), record.receivedAt(), manifest.created()));
    }
    if (!record.pack().equals(manifest.pack()) || !finding.pack().equals(manifest.pack())) {
      broken("finding %s: it was judged by another pack.".formatted(finding.id()));
    }
    if (finding.disposition() != Disposition.SUPPRESSED
        && (finding.decision().change() != null || record.cover() != null)) {
      broken(
          "finding %s: it is no suppression and must not claim a change (%s)."
              .formatted(finding.id(), finding.decision().change()));
    }
  }

  private void derive(BundleManifest manifest) throws IOException {
    RuleBook book;
    Context context;
    try {
      Path pack = folder.file(EvidenceBundle.PACK);
      String digest = Files.isDirectory(pack) ? RuleBookLoader.digest(pack) : "missing";
      if (!digest.equals(manifest.pack())) {
        broken(
            "manifest: the digest of the pack is %s and must be %s."
                .formatted(digest, manifest.pack()));
        return;
      }
      context = context(pack, manifest);
      if (context == null) {
        return;
      }
      book = RuleBookLoader.load(pack);
    } catch (RulesRefusedException | PackRefusedException e) {
      broken("pack: it can't be loaded: %s".formatted(firstLine(e)));
      return;
    }
    if (!manifest.tzdata().equals(EvidenceBundle.tzdata())) {
      notes.add(
          "The time zones were those of %s, here they are those of %s."
              .formatted(manifest.tzdata(), EvidenceBundle.tzdata()));
    }
    try (Evaluator evaluator = new Evaluator(book, context, null, manifest.created())) {
      Derivation derivation = new Derivation(book, context, evaluator);
      eachPair(derivation::count);
      eachPair(pair -> derivation.judge(pair).ifPresent(this::broken));
      approved = derivation.approved();
      explained = derivation.explained();
    }
  }

  private @Nullable Context context(Path pack, BundleManifest manifest) throws IOException {
    ObjectNode differences = JsonNodeFactory.instance.objectNode();
    if (manifest.tenant() != null) {
      differences.putObject("policy").put("tenant", manifest.tenant());
    }
    Context context = Context.load(pack, differences, List.of(), manifest.created());
    List<FeedContents> contents = new ArrayList<>();
    for (BundleManifest.Feed kept : feeds()) {
      if (!manifest.digests().containsKey(kept.entry())) {
        broken("changes/feeds.json: there is no entry %s.".formatted(kept.entry()));
        continue;
      }
      byte[] bytes = Files.readAllBytes(folder.file(kept.entry()));
      FeedContents read = EvidenceBundle.again(kept.feed(), bytes, context);
      compare(kept, read.feed());
      contents.add(read);
    }
    return problems.isEmpty() ? context.with(contents) : null;
  }

  private List<BundleManifest.Feed> feeds() throws IOException {
    try {
      return BundleManifest.feeds(folder.file(EvidenceBundle.FEEDS));
    } catch (IOException | RuntimeException e) { // whatever stands there, it is not as written
      broken("changes/feeds.json: it can't be read: %s".formatted(firstLine(e)));
      return List.of();
    }
  }

  private void compare(BundleManifest.Feed kept, ChangeFeed read) {
    ChangeFeed feed = kept.feed();
    if (!read.digest().equals(feed.digest())) {
      broken(
          "changes/feeds.json: digest of %s is %s and must be %s."
              .formatted(kept.entry(), read.digest(), feed.digest()));
    } else if (!read.equals(feed)) {
      broken(
          "changes/feeds.json: %s was read as (%s, %s) and says (%s, %s)."
              .formatted(kept.entry(), feed.format(), feed.readAt(), read.format(), read.readAt()));
    }
  }

  private void eachPair(java.util.function.Consumer<Pair> consumer) throws IOException {
    try (Pairs pairs = new Pairs()) {
      for (Pair pair = pairs.next(); pair != null; pair = pairs.next()) {
        consumer.accept(pair);
      }
    } catch (BrokenLinkException e) {
      throw new IllegalStateException("The chain was whole a moment ago.", e);
    }
  }

  private static String firstLine(Throwable problem) {
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
  }

  /** A finding, with everything that its line and its decision record say. */
  record Pair(Finding finding, DecisionRecord record) {}

  /** A line that is not the one that was written. */
  private static final class BrokenLinkException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokenLinkException(String message) {
      super(message);
    }
  }

  /** Findings and decision records, side by side along the chain. */
  private final class Pairs implements AutoCloseable {

    private final ByteLines written = new ByteLines(folder.file(EvidenceBundle.FINDINGS));
    private final ByteLines decided = new ByteLines(folder.file(EvidenceBundle.DECISIONS));
    private String head = DecisionJson.START;
    private long line;

    Pairs() throws IOException {}

    @Nullable Pair next() throws IOException, BrokenLinkException {
      byte[] decision = decided.next();
      byte[] finding = written.next();
      line++;
      if (decision == null) {
        if (finding != null) {
          throw new BrokenLinkException(
              "findings.jsonl line %d: no decision record belongs to it.".formatted(line));
        }
        return null;
      }
      DecisionRecord record = link(decision);
      if (finding == null) {
        throw new BrokenLinkException(
            "findings.jsonl: it ends before line %d, finding %s."
                .formatted(line, record.finding()));
      }
      if (!Sha256.of(finding).equals(record.findingDigest())) {
        throw new BrokenLinkException(
            "findings.jsonl line %d: it is not the finding %s as it was recorded."
                .formatted(line, record.finding()));
      }
      return new Pair(record.complete(read(finding, record)), record);
    }

    private DecisionRecord link(byte[] bytes) throws BrokenLinkException {
      String hash =
          Sealed.hashOf(bytes)
              .orElseThrow(
                  () ->
                      new BrokenLinkException(
                          "decisions.jsonl line %d: the chain breaks here: the line was changed."
                              .formatted(line)));
      try {
        DecisionJson.Line read = DecisionJson.read(bytes);
        if (!read.previous().equals(head)) {
          throw new BrokenLinkException(
              "decisions.jsonl line %d: the chain breaks here: it follows another line."
                  .formatted(line));
        }
        head = hash;
        return read.record();
      } catch (IOException | RuntimeException e) { // whatever stands there, it is not as written
        throw new BrokenLinkException(
            "decisions.jsonl line %d: it can't be read: %s".formatted(line, firstLine(e)));
      }
    }

    private Finding read(byte[] bytes, DecisionRecord record) throws BrokenLinkException {
      Finding finding;
      try {
        finding = lines.decode(bytes);
      } catch (RuntimeException e) { // whatever stands there, it is not as written
        throw new BrokenLinkException(
            "findings.jsonl line %d: it can't be read: %s".formatted(line, firstLine(e)));
      }
      if (!finding.id().equals(record.finding())) {
        throw new BrokenLinkException(
            "findings.jsonl line %d: it is the finding %s and must be %s."
                .formatted(line, finding.id(), record.finding()));
      }
      return finding;
    }

    @Override
    public void close() throws IOException {
      written.close();
      decided.close();
    }
  }
}

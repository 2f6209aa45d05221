package dev.appwatch.pipeline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.context.ChangeFeedReader;
import dev.appwatch.context.Context;
import dev.appwatch.context.FeedContents;
import dev.appwatch.context.FeedOptions;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.rules.Clause;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.text.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an evidence bundle: findings, how each came by its disposition, and everything that was
 * asked for it. The same input gives the same bytes.
 */
public final class EvidenceBundle {

  static final String SCHEMA = "appwatch.bundle/1";
  static final String MANIFEST = "manifest.json";
  static final String FINDINGS = "findings.jsonl";
  static final String DECISIONS = "decisions.jsonl";
  static final String FEEDS = "changes/feeds.json";
  static final String CHANGES = "changes/";
  static final String PACK = "pack/";

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final JsonMapper JSON = new JsonMapper();

  private final ZipOutputStream zip;
  private final Material material;
  private final FindingCodec lines;
  private final TreeMap<String, String> digests = new TreeMap<>();
  private String head = DecisionJson.START;
  private long findings;
  private long suppressed;

  private EvidenceBundle(ZipOutputStream zip, Material material, FindingCodec lines) {
    this.zip = zip;
    this.material = material;
    this.lines = lines;
  }

  /**
   * Where the findings come from.
   *
   * @param program name and version of the program
   * @param pack folder of the pack
   * @param receivedAt when the records were received
   */
  public record Material(
      String program, Path pack, RuleBook book, Context context, Instant receivedAt) {}

  /**
   * What was written.
   *
   * @param head the end of the chain; who keeps it elsewhere can tell a bundle that was made anew
   */
  public record Written(long findings, long suppressed, String head) {}

  /**
   * Writes a bundle; the stream stays open.
   *
   * @param lines how a finding is written as a line of its contract
   * @throws BundleRefusedException when the pack or a feed changed since it was read
   */
  public static Written write(
      OutputStream out, FindingLedger ledger, Material material, FindingCodec lines) {
    try {
      ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
      EvidenceBundle bundle = new EvidenceBundle(zip, material, lines);
      bundle.writeFeeds();
      bundle.writeDecisions(ledger);
      bundle.writeFindings(ledger);
      bundle.writePack();
      bundle.writeManifest();
      zip.finish();
      return new Written(bundle.findings, bundle.suppressed, bundle.head);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the version of the time zones that this program knows. */
  static String tzdata() {
    return ZoneRulesProvider.getVersions("UTC").lastKey();
  }

  private void writeFeeds() throws IOException {
    ArrayNode feeds = JSON.createArrayNode();
    TreeMap<String, byte[]> files = new TreeMap<>();
    for (ChangeFeed feed : material.context().changes().feeds()) {
      byte[] bytes = unchanged(feed);
      String name = feed.name().substring(feed.name().lastIndexOf('/') + 1);
      String entry = CHANGES + "%05d-%s".formatted(files.size() + 1, name);
      files.put(entry, bytes);
      feeds
          .addObject()
          .put("entry", entry)
          .put("name", feed.name())
          .put("format", feed.format())
          .put("readAt", feed.readAt().toString())
          .put("digest", feed.digest());
    }
    for (var file : files.entrySet()) {
      write(file.getKey(), file.getValue());
    }
    write(FEEDS, (feeds + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private byte[] unchanged(ChangeFeed feed) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(Path.of(feed.name()));
    } catch (IOException e) {
      throw new BundleRefusedException(
          "The change feed (%s) can't be read.\n    Maybe it was moved meanwhile, or may not be read."
              .formatted(feed.name()));
    }
    if (!again(feed, bytes, material.context()).feed().equals(feed)) {
      throw new BundleRefusedException(
          "The change feed (%s) is no longer what was read.\n    Maybe it was written meanwhile; run again."
              .formatted(feed.name()));
    }
    return bytes;
  }

  /** Reads a feed as it was read at first. */
  static FeedContents again(ChangeFeed feed, byte[] bytes, Context context) {
    FeedOptions options =
        new FeedOptions(feed.readAt(), context.policy().grace(), context.policy().fields());
    return ChangeFeedReader.read(bytes, feed.name(), options);
  }

  private void writeDecisions(FindingLedger ledger) throws IOException {
    String tzdata = tzdata();
    try (Evaluator evaluator =
        new Evaluator(material.book(), material.context(), null, material.receivedAt())) {
      entry(
          DECISIONS,
          out ->
              ledger.forEachSorted(
                  FindingOrder.BY_TIME,
                  finding -> {
                    DecisionRecord record =
                        DecisionRecord.of(
                            finding,
                            Sha256.of(lines.encode(finding)),
                            baseRisk(finding, evaluator),
                            material.receivedAt(),
                            material.context());
                    String line = DecisionJson.line(record, tzdata, head);
                    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                    head = Sealed.hashOf(bytes).orElseThrow();
                    findings++;
                    suppressed += finding.disposition() == Disposition.SUPPRESSED ? 1 : 0;
                    writeLine(out, bytes);
                  }));
    }
  }

  /** Returns the lowest risk that the row states and that leads to the one of the finding. */
  private Risk baseRisk(Finding finding, Evaluator evaluator) {
    if (finding.disposition() == Disposition.INFORMATIONAL
        || explained(finding, material.context())) {
      return finding.risk();
    }
    Set<Risk> stated = new TreeSet<>();
    for (Clause clause : material.book().clausesByRule().values()) {
      if (clause.card().id().equals(finding.rule())) {
        stated.add(clause.risk());
      }
    }
    for (Risk risk : stated) {
      Finding undecided =
          finding.decided(risk, Disposition.ALERT, finding.reasons(), finding.decision());
      if (evaluator.decide(undecided).risk() == finding.risk()) {
        return risk;
      }
    }
    return finding.risk();
  }

  /** Returns whether a record suppresses the finding, and no approval. */
  static boolean explained(Finding finding, Context context) {
    return finding.disposition() == Disposition.SUPPRESSED
        && context.changes().approval(finding.decision().change()).isEmpty();
  }

  private void writeFindings(FindingLedger ledger) throws IOException {
    entry(
        FINDINGS,
        out ->
            ledger.forEachSorted(
                FindingOrder.BY_TIME, finding -> writeLine(out, lines.encode(finding))));
  }

  private static void writeLine(OutputStream out, byte[] line) {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writePack() throws IOException {
    Path pack = material.pack();
    if (!RuleBookLoader.digest(pack).equals(material.book().digest())) {
      throw new BundleRefusedException(
          "The policy pack (%s) is no longer what was read.\n    Maybe it was written meanwhile; run again."
              .formatted(pack));
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(pack)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    TreeMap<String, Path> byName = new TreeMap<>();
    files.forEach(file -> byName.put(pack.relativize(file).toString().replace('\\', '/'), file));
    for (var file : byName.entrySet()) {
      write(PACK + file.getKey(), Files.readAllBytes(file.getValue()));
    }
  }

  private void writeManifest() throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("schema", SCHEMA);
    manifest.put("program", material.program());
    manifest.put("created", material.receivedAt().toString());
    manifest.put("tenant", material.context().policy().tenant());
    manifest.put("tzdata", tzdata());
    manifest.put("pack", material.book().digest());
    manifest.put("findings", findings);
    manifest.put("head", head);
    ObjectNode entries = manifest.putObject("entries");
    digests.forEach(entries::put);
    write(MANIFEST, (Sealed.seal(manifest.toString()) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] bytes) throws IOException {
    entry(
        name,
        out -> {
          try {
            out.write(bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void entry(String name, Consumer<OutputStream> content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    DigestOutputStream digesting = new DigestOutputStream(zip, Sha256.start());
    content.accept(digesting);
    zip.closeEntry();
    digests.put(name, Sha256.text(digesting.getMessageDigest().digest()));
  }
}

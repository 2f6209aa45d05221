package dev.appwatch.pipeline;

import dev.appwatch.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The entries of a bundle, unpacked; the folder is deleted when this is closed. */
final class BundleFolder implements AutoCloseable {

  private static final int MOST_ENTRIES = 10_000;
  private static final long MOST_BYTES = 8L << 30;
  private static final long MOST_BYTES_OF_A_FILE = 128L << 20;

  private final Path root;
  private final SortedMap<String, String> digests = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private long bytes;

  private BundleFolder(Path root) {
    this.root = root;
  }

  /**
   * Unpacks a bundle into a new folder within {@code temporary}.
   *
   * @throws BundleRefusedException when it is none, or nothing to be unpacked safely
   */
  static BundleFolder unpack(Path bundle, Path temporary) {
    try (ZipFile zip = new ZipFile(bundle.toFile(), StandardCharsets.UTF_8)) {
      List<? extends ZipEntry> entries = zip.stream().toList();
      check(entries, bundle);
      BundleFolder folder = new BundleFolder(Files.createTempDirectory(temporary, "appwatch"));
      try {
        for (ZipEntry entry : entries) {
          folder.unpack(zip, entry);
        }
        return folder;
      } catch (IOException | RuntimeException | Error e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BundleRefusedException(
          "The file (%s) can't be read as a bundle: %s.\n    Maybe it is no bundle, or was cut short."
              .formatted(bundle, e.getMessage()));
    }
  }

  private static void check(List<? extends ZipEntry> entries, Path bundle) {
    if (entries.size() > MOST_ENTRIES) {
      throw new BundleRefusedException(
          "The bundle (%s) has (%d) entries and must have at most %d.\n    Maybe it is no bundle of this program."
              .formatted(bundle, entries.size(), MOST_ENTRIES));
    }
    Set<String> names = new HashSet<>();
    for (ZipEntry entry : entries) {
      if (!safe(entry) || !names.add(entry.getName())) {
        throw new BundleRefusedException(
            "The entry (%s) must be a file inside of the bundle, once.\n    Maybe it is no bundle of this program; nothing was unpacked."
                .formatted(entry.getName()));
      }
    }
    if (!names.contains(EvidenceBundle.MANIFEST)) {
      throw new BundleRefusedException(
          "The file (%s) has no entry (%s).\n    Maybe it is no bundle of this program."
              .formatted(bundle, EvidenceBundle.MANIFEST));
    }
  }

  private static boolean safe(ZipEntry entry) {
    String name = entry.getName();
    boolean known =
        name.equals(EvidenceBundle.MANIFEST)
            || name.equals(EvidenceBundle.FINDINGS)
            || name.equals(EvidenceBundle.DECISIONS)
            || name.startsWith(EvidenceBundle.CHANGES)
            || name.startsWith(EvidenceBundle.PACK);
    return known
        && !entry.isDirectory()
        && name.indexOf('\\') < 0
        && name.indexOf('\0') < 0
        && Stream.of(name.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  private void unpack(ZipFile zip, ZipEntry entry) throws IOException {
    String name = entry.getName();
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root)) {
      throw new BundleRefusedException("The entry (%s) leads out of the bundle.".formatted(name));
    }
    Files.createDirectories(file.getParent());
    long most = name.endsWith(".jsonl") ? MOST_BYTES : MOST_BYTES_OF_A_FILE;
    try (InputStream in = zip.getInputStream(entry);
        DigestOutputStream out =
            new DigestOutputStream(Files.newOutputStream(file), Sha256.start())) {
      copy(in, out, name, most);
      digests.put(name, Sha256.text(out.getMessageDigest().digest()));
    } catch (ZipException e) {
      digests.put(name, "unreadable");
      problems.add("%s: the entry can't be unpacked: %s.".formatted(name, e.getMessage()));
    }
  }

  /** Counts what really comes: a packed entry may claim any size. */
  private void copy(InputStream in, OutputStream out, String name, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long length = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      length += read;
      bytes += read;
      if (length > most || bytes > MOST_BYTES) {
        throw new BundleRefusedException(
            "The entry (%s) is larger than a bundle may hold (%d MB).\n    Maybe it is no bundle of this program."
                .formatted(name, most >> 20));
      }
      out.write(buffer, 0, read);
    }
  }

  /** Returns the digest of every entry, by its name. */
  SortedMap<String, String> digests() {
    return digests;
  }

  /** Returns what could not be unpacked. */
  List<String> problems() {
    return problems;
  }

  Path file(String name) {
    return root.resolve(name);
  }

  @Override
  public void close() {
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

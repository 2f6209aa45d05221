package dev.appwatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The entries of a bundle, to be forged by tests; knows nothing of the code that makes bundles. */
final class BundleFile {

  static final ObjectMapper JSON = new ObjectMapper();

  private final TreeMap<String, byte[]> entries = new TreeMap<>();

  private BundleFile() {}

  static BundleFile read(Path file) throws IOException {
    BundleFile bundle = new BundleFile();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        bundle.entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return bundle;
  }

  Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  byte[] bytes(String name) {
    return Objects.requireNonNull(entries.get(name), name);
  }

  String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  List<String> lines(String name) {
    return new ArrayList<>(text(name).lines().toList());
  }

  JsonNode json(String name) throws IOException {
    return JSON.readTree(bytes(name));
  }

  void put(String name, String text) {
    entries.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  void putLines(String name, Collection<String> lines) {
    put(name, String.join("\n", lines) + "\n");
  }

  void remove(String name) {
    entries.remove(name);
  }

  /** Flips the lowest bit of the byte in the middle. */
  void flip(String name) {
    byte[] bytes = bytes(name).clone();
    bytes[bytes.length / 2] ^= 1;
    entries.put(name, bytes);
  }

  /** Makes digests and hash of the manifest right. */
  void resealManifest(UnaryOperator<ObjectNode> change) throws IOException {
    ObjectNode manifest = (ObjectNode) json("manifest.json");
    manifest.remove("hash");
    ObjectNode digests = manifest.putObject("entries");
    entries.forEach(
        (name, bytes) -> {
          if (!name.equals("manifest.json")) {
            digests.put(name, sha(bytes));
          }
        });
    put("manifest.json", sealed(change.apply(manifest)) + "\n");
  }

  /** Makes the whole chain anew over changed decision records and findings, manifest included. */
  void rechain(UnaryOperator<ObjectNode> change) throws IOException {
    List<String> findings = lines("findings.jsonl");
    List<String> chained = new ArrayList<>();
    String previous = "sha256:" + "0".repeat(64);
    int index = 0;
    for (String line : lines("decisions.jsonl")) {
      ObjectNode record = change.apply((ObjectNode) JSON.readTree(line));
      record.remove("hash");
      record.put("findingDigest", sha(findings.get(index++).getBytes(StandardCharsets.UTF_8)));
      record.put("prev", previous);
      String sealed = sealed(record);
      previous = JSON.readTree(sealed).path("hash").asText();
      chained.add(sealed);
    }
    putLines("decisions.jsonl", chained);
    String head = previous;
    resealManifest(manifest -> manifest.put("head", head));
  }

  private static String sealed(ObjectNode object) throws IOException {
    String hash = sha(JSON.writeValueAsString(object).getBytes(StandardCharsets.UTF_8));
    return JSON.writeValueAsString(object.put("hash", hash));
  }

  static String sha(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}

package dev.appwatch.rules;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What somebody put his name to: every file of a pack with its digest, and a version that only
 * grows. It stands beside the pack, not in it. Ed25519, by the platform's own cryptography.
 *
 * @param version number of this state of the pack, from 1; an older one is refused afterwards
 * @param digests SHA-256 in hex of every file, by its path relative to the pack
 * @param key id of the key that signed
 */
public record PackSignature(long version, SortedMap<String, String> digests, String key) {

  private static final String SCHEMA = "appwatch.pack-signature/1";
  private static final String ALGORITHM = "Ed25519";
  private static final ObjectMapper JACKSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public PackSignature {
    digests = new TreeMap<>(digests);
  }

  /** The file as it is written. */
  private record Envelope(String schema, String payload, String key, String signature) {}

  /** Returns where the signature of a pack is kept: beside its folder. */
  public static Path fileOf(Path pack) {
    Path folder = pack.toAbsolutePath().normalize();
    return folder.resolveSibling(folder.getFileName() + ".signature.json");
  }

  /**
   * Signs a pack as it is now and writes the signature beside it.
   *
   * @throws PackSignatureException when the key can't sign
   */
  public static PackSignature sign(Path pack, long version, PrivateKey key, PublicKey shown) {
    SortedMap<String, String> digests = PackDigest.files(pack);
    if (digests.isEmpty()) {
      throw new PackSignatureException("The pack (%s) holds no files.".formatted(pack));
    }
    String payload = payload(version, digests);
    try {
      Signature signer = Signature.getInstance(ALGORITHM);
      signer.initSign(key);
      signer.update(payload.getBytes(StandardCharsets.UTF_8));
      String signature = Base64.getEncoder().encodeToString(signer.sign());
      Envelope envelope = new Envelope(SCHEMA, payload, PackKeys.id(shown), signature);
      JACKSON.writerWithDefaultPrettyPrinter().writeValue(fileOf(pack).toFile(), envelope);
    } catch (GeneralSecurityException e) {
      throw new PackSignatureException("The key can't sign: %s.".formatted(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PackSignature(version, digests, PackKeys.id(shown));
  }

  /**
   * Returns the signature of a pack, if it is whole: by a known key, over exactly the files that
   * are there, and not older than what was accepted before.
   *
   * @param known the keys that may sign
   * @param least the version below which a pack is refused
   * @throws PackSignatureException saying what is wrong
   */
  public static PackSignature verify(Path pack, Collection<PublicKey> known, long least) {
    Envelope envelope = envelope(pack);
    PublicKey key =
        known.stream()
            .filter(candidate -> PackKeys.id(candidate).equals(envelope.key()))
            .findFirst()
            .orElseThrow(
                () ->
                    new PackSignatureException(
                        "The pack is signed by a key (%s) that is not known here."
                            .formatted(envelope.key())));
    if (!genuine(envelope, key)) {
      throw new PackSignatureException(
          "The signature of the pack is not genuine: the list of its files was changed.");
    }
    PackSignature signature = parse(envelope);
    signature.compare(PackDigest.files(pack));
    if (signature.version() < least) {
      throw new PackSignatureException(
          "The version (%d) of the pack is older than the one accepted before (%d)."
              .formatted(signature.version(), least));
    }
    return signature;
  }

  private static Envelope envelope(Path pack) {
    Path file = fileOf(pack);
    if (!Files.isRegularFile(file)) {
      throw new PackSignatureException(
          "The pack has no signature (%s).\n    Maybe appwatch pack sign makes one."
              .formatted(file));
    }
    try {
      Envelope envelope = JACKSON.readValue(Files.readAllBytes(file), Envelope.class);
      if (envelope == null
          || !SCHEMA.equals(envelope.schema())
          || envelope.payload() == null
          || envelope.key() == null
          || envelope.signature() == null) {
        throw new PackSignatureException("The file (%s) is no signature.".formatted(file));
      }
      return envelope;
    } catch (IOException e) {
      throw new PackSignatureException("The file (%s) is no signature.".formatted(file));
    }
  }

  private static boolean genuine(Envelope envelope, PublicKey key) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(envelope.payload().getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(envelope.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static String payload(long version, SortedMap<String, String> digests) {
    StringBuilder payload = new StringBuilder(SCHEMA + "\nversion " + version + "\n");
    digests.forEach((name, digest) -> payload.append(digest + " " + name + "\n"));
    return payload.toString();
  }

  private static PackSignature parse(Envelope envelope) {
    SortedMap<String, String> digests = new TreeMap<>();
    List<String> lines = envelope.payload().lines().toList();
    try {
      long version = Long.parseLong(lines.get(1).substring("version ".length()));
      for (String line : lines.subList(2, lines.size())) {
        int blank = line.indexOf(' ');
        digests.put(line.substring(blank + 1), line.substring(0, blank));
      }
      if (digests.isEmpty()) {
        throw new PackSignatureException("The signature lists no files.");
      }
      return new PackSignature(version, digests, envelope.key());
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new PackSignatureException("The signature can't be read.");
    }
  }

  private void compare(Map<String, String> found) {
    List<String> differences = new ArrayList<>();
    digests.forEach(
        (name, digest) -> {
          String there = found.get(name);
          if (there == null) {
            differences.add("%s is missing".formatted(name));
          } else if (!there.equals(digest)) {
            differences.add("%s was changed".formatted(name));
          }
        });
    for (String name : found.keySet()) {
      if (!digests.containsKey(name)) {
        differences.add("%s was added".formatted(name));
      }
    }
    if (!differences.isEmpty()) {
      throw new PackSignatureException(
          "The pack is not as it was signed: %s.".formatted(String.join(", ", differences)));
    }
  }
}

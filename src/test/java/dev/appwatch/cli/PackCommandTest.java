package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.PackCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed packs: what is refused, one case for each. */
final class PackCommandTest {

  private static final String RULE = "drl/applications/APP-OWNER-01-new-owner.drl";
  private static final String REQUIRE = "appwatch.require.signed.pack";
  private static final String STATE = "appwatch.state";

  @TempDir private Path folder;
  private Path pack;
  private Path keys;

  @BeforeEach
  void copyAndSign() throws Exception {
    pack = folder.resolve("pack");
    keys = Files.createDirectories(folder.resolve("keys"));
    PackCopy.into(pack);
    writeKeys("own", keys);
    assertThat(sign("own", keys, 7).code()).isZero();
  }

  @AfterEach
  void requireNothing() {
    System.clearProperty(REQUIRE);
    System.clearProperty(STATE);
  }

  private void writeKeys(String name, Path publicFolder) throws Exception {
    SigningKeys.write(folder.resolve(name + ".key"), publicFolder.resolve(name + ".pem"));
  }

  private CommandRun sign(String name, Path publicFolder, long version) {
    return CommandRun.of(
        "pack",
        "sign",
        "--rules",
        pack.toString(),
        "--key",
        folder.resolve(name + ".key").toString(),
        "--public-key",
        publicFolder.resolve(name + ".pem").toString(),
        "--version-number",
        Long.toString(version));
  }

  private CommandRun verify(String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("pack", "verify", "--rules", pack.toString(), "--keys", keys.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private void refused(CommandRun run, String message) {
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
  }

  private Path signature() {
    return folder.resolve("pack.signature.json");
  }

  @Test
  void acceptsWhatWasSigned() {
    CommandRun run = verify();

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("is as it was signed: version 7");
    assertThat(CommandRun.of("pack", "digest", "--rules", pack.toString()).out())
        .matches("sha256:[0-9a-f]{64}\\s+");
  }

  @Test
  void refusesAPackWithoutSignature() throws IOException {
    Files.delete(signature());

    refused(verify(), "The pack has no signature");
  }

  @Test
  void refusesAnEmptyList() throws IOException {
    String text = Files.readString(signature());
    Files.writeString(
        signature(),
        text.replaceFirst(
            "\"payload\" : \"[^\"]*\"",
            "\"payload\" : \"appwatch.pack-signature/1\\\\\\\\nversion 7\\\\\\\\n\""));

    refused(verify(), "The signature of the pack is not genuine");
  }

  @Test
  void refusesAnExtraFile() throws IOException {
    Files.writeString(pack.resolve("drl/applications/APP-EXTRA-01-x.drl"), "");

    refused(verify(), "drl/applications/APP-EXTRA-01-x.drl was added");
  }

  @Test
  void refusesAMissingFile() throws IOException {
    Files.delete(pack.resolve(RULE));

    refused(verify(), RULE + " is missing");
  }

  @Test
  void refusesAChangedFile() throws IOException {
    Files.writeString(pack.resolve(RULE), Files.readString(pack.resolve(RULE)) + " ");

    refused(verify(), RULE + " was changed");
  }

  @Test
  void refusesAnOlderVersion() {
    refused(verify("--least-version", "8"), "The version (7) of the pack is older");
  }

  @Test
  void refusesAnUnknownKey() throws Exception {
    Path others = Files.createDirectories(folder.resolve("others"));
    writeKeys("other", others);
    assertThat(sign("other", others, 8).code()).isZero();

    refused(verify(), "that is not known here");
  }

  @Test
  void refusesOneFlippedBitOfTheSignature() throws IOException {
    String text = Files.readString(signature());
    int at = text.indexOf("\"signature\" : \"") + "\"signature\" : \"".length() + 3;
    char flipped = text.charAt(at) == 'A' ? 'B' : 'A';
    Files.writeString(signature(), text.substring(0, at) + flipped + text.substring(at + 1));

    refused(verify(), "The signature of the pack is not genuine");
  }

  @Test
  void judgesBySignedPacksOnlyWhereThatIsRequired() throws IOException {
    System.setProperty(REQUIRE, keys.toString());
    System.setProperty(STATE, folder.resolve("state").toString());
    String[] evaluate = {
      "evaluate",
      "--rules",
      pack.toString(),
      "-o",
      folder.resolve("out.txt").toString(),
      "samples/entra-audit.json"
    };

    assertThat(CommandRun.of(evaluate).code()).isZero();
    assertThat(sign("own", keys, 6).code()).isZero();
    refused(CommandRun.of(evaluate), "The version (6) of the pack is older");
    assertThat(sign("own", keys, 8).code()).isZero();
    assertThat(CommandRun.of(evaluate).code()).isZero();
    Files.writeString(
        pack.resolve("policy.yaml"), Files.readString(pack.resolve("policy.yaml")) + "\n");
    refused(CommandRun.of(evaluate), "policy.yaml was changed");
    Files.delete(signature());
    refused(CommandRun.of(evaluate), "The pack has no signature");
  }
}

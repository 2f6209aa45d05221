package dev.appwatch.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes keys and certificates with the JDK's own tool. */
final class Keys {

  static final String PASSWORD = "changeit";

  private Keys() {}

  /** Makes a key with a certificate that it signed itself, for 127.0.0.1. */
  static Path make(Path folder, String name) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        file.toString());
    return file;
  }

  /** Makes a store that trusts the certificate of a key. */
  static Path trusting(Path key, String name) throws IOException, InterruptedException {
    Path certificate = key.resolveSibling(name + ".crt");
    Path file = key.resolveSibling(name + "-trust.p12");
    keytool(
        "-exportcert",
        "-alias",
        name,
        "-keystore",
        key.toString(),
        "-file",
        certificate.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-file",
        certificate.toString(),
        "-keystore",
        file.toString());
    return file;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + command);
    }
  }
}

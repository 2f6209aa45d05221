package dev.appwatch.routes;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A key and certificate for 127.0.0.1 that nobody else trusts. */
record TestKeys(Path file) {

  static final String PASSWORD = Keys.PASSWORD;

  static TestKeys in(Path folder) throws IOException, InterruptedException {
    return new TestKeys(Keys.make(folder, "server"));
  }

  PfxOptions options() {
    return new PfxOptions().setPath(file.toString()).setPassword(PASSWORD);
  }

  /** Returns the system properties by which a JVM trusts them. */
  Map<String, String> trustProperties() {
    return Map.of(
        "javax.net.ssl.trustStore",
        file.toString(),
        "javax.net.ssl.trustStorePassword",
        PASSWORD,
        "javax.net.ssl.trustStoreType",
        "PKCS12");
  }

  /** Returns what a JVM needs to trust them. */
  List<String> trust() {
    return new TreeMap<>(trustProperties())
        .entrySet().stream()
            .map(option -> "-D" + option.getKey() + "=" + option.getValue())
            .toList();
  }
}

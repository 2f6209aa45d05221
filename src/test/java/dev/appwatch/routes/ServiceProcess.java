package dev.appwatch.routes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service in a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {

  private static final String PORT_TAKEN = "Address already in use";

  private final Path data;

  /** Lines that earlier processes wrote into the same log. */
  private final long logged;

  private final int port = RunningHub.freePort();
  private final String token;
  private final Process process;

  private ServiceProcess(Path data, List<String> options, Map<String, String> environment)
      throws IOException {
    this.data = data;
    this.token = environment.getOrDefault("APPWATCH_HTTP_TOKENS", Sent.TOKEN);
    Files.createDirectories(data.resolve("inbox"));
    Path log = data.resolve("service.log");
    this.logged = Files.exists(log) ? Files.readAllLines(log).size() : 0;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.appwatch.cli.Main", "serve", "--data", data.toString()));
    command.addAll(List.of("--rules", "rules", "--routes", "routes"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("APPWATCH_HTTP_PORT", String.valueOf(port));
    builder.environment().put("APPWATCH_HTTP_TOKENS", Sent.TOKEN);
    builder.environment().put("APPWATCH_OBSERVE_PORT", "0");
    builder.environment().put("APPWATCH_LOG", "text");
    builder.environment().putAll(environment);
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** Starts the service and waits until it answers. */
  static ServiceProcess start(Path data, List<String> options, Map<String, String> environment)
      throws IOException {
    ServiceProcess started = new ServiceProcess(data, options, environment);
    RunningHub.until("the service answers or ends", () -> !started.runs() || started.answers());
    if (started.runs()) {
      return started;
    }
    if (started.log().lines().skip(started.logged).anyMatch(line -> line.contains(PORT_TAKEN))) {
      return start(data, options, environment); // somebody was faster than we
    }
    throw new AssertionError("The service ended: " + started.log());
  }

  boolean runs() {
    return process.isAlive();
  }

  /** Returns the last line of the log that contains a text. */
  String lastLine(String text) {
    return log().lines().filter(line -> line.contains(text)).reduce("", (one, next) -> next);
  }

  /** Returns how many lines of the log contain a text. */
  long lines(String text) {
    return log().lines().filter(line -> line.contains(text)).count();
  }

  /** Starts the service without waiting for it. */
  static ServiceProcess begin(Path data, Map<String, String> environment) throws IOException {
    return new ServiceProcess(data, List.of(), environment);
  }

  /** Starts a service that is not to run, and returns its exit code. */
  static int refused(Path data) throws IOException, InterruptedException {
    return refused(data, Map.of());
  }

  /** Starts a service that is not to run, and returns its exit code. */
  static int refused(Path data, Map<String, String> environment)
      throws IOException, InterruptedException {
    return new ServiceProcess(data, List.of(), environment).process.waitFor();
  }

  int port() {
    return port;
  }

  Sent client() {
    return new Sent(port);
  }

  /** Returns the port at which it tells its figures, as it says itself. */
  int observePort() {
    return Integer.parseInt(
        lastLine("observed at port").replaceAll(".*observed at port (\\d+).*", "$1"));
  }

  /** Returns the most memory that was resident so far, in megabytes; 0 where that is not known. */
  long peakMegabytes() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  /** Kills it as a loss of power would. */
  void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end, as a service manager does, and returns its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /** Asks it to end and waits for that, on a thread that nobody interrupts. */
  void terminateQuietly() {
    try {
      terminate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  String log() {
    try {
      return Files.readString(data.resolve("service.log"));
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Returns what it tells Prometheus. */
  String figures() throws IOException, InterruptedException {
    return observe("metrics");
  }

  /** Returns what it says about its state. */
  String ready() throws IOException, InterruptedException {
    return observe("ready");
  }

  private String observe(String what) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + observePort() + "/observe/" + what);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private boolean answers() {
    try {
      return client().post(token, new byte[0]).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}

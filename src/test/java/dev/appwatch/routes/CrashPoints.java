package dev.appwatch.routes;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Ends the process without a word, as SIGKILL would, right before or after one of its statements to
 * the database, its operations on files, its commits to a broker, or its answers. An agent that a
 * test loads into the service's process; the service knows nothing of it.
 *
 * <p>Points are counted once a file says so. What happens within a statement is between SQLite and
 * the disk.
 */
public final class CrashPoints {

  private static final int AT = Integer.getInteger("appwatch.crashAt", Integer.MAX_VALUE);
  private static final AtomicInteger PASSED = new AtomicInteger();
  private static final Path BEGIN = Path.of(System.getProperty("appwatch.crashFrom", ""));
  private static volatile boolean counting;

  private CrashPoints() {}

  /**
   * Returns the options by which a process is ended at a point.
   *
   * @param begin points are counted once this file is there
   */
  static List<String> options(Path folder, Path begin, int point) throws IOException {
    Path jar = folder.resolve("crash-points.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Premain-Class"), CrashPoints.class.getName());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.finish(); // the classes are on the class path
    }
    return List.of(
        "-javaagent:" + jar,
        "-Dappwatch.crashAt=" + point,
        "-Dappwatch.crashFrom=" + begin,
        "-Dnet.bytebuddy.experimental=true"); // reads newer classes as well
  }

  /** Returns how often each of these points occurs. */
  static Map<String, Long> kinds(List<String> points) {
    return points.stream().collect(groupingBy(point -> point, TreeMap::new, counting()));
  }

  /** Called before the service's own main method. */
  public static void premain(String unused, Instrumentation instrumentation) {
    AgentBuilder agent = new AgentBuilder.Default();
    agent = watch(agent, named("dev.appwatch.intake.Intake"), "takeUp");
    agent = watch(agent, named("org.sqlite.core.DB"), "execute", "executeUpdate", "exec");
    agent =
        watch(
            agent,
            named("org.apache.camel.component.file.FileOperations"),
            "renameFile",
            "storeFile",
            "deleteFile");
    agent = watch(agent, named("io.vertx.core.http.impl.Http1xServerResponse"), "end");
    agent =
        watch(
            agent,
            named("org.apache.kafka.clients.consumer.KafkaConsumer"),
            "commitSync",
            "commitAsync");
    agent.installOn(instrumentation);
  }

  private static AgentBuilder watch(
      AgentBuilder agent, ElementMatcher<? super TypeDescription> type, String... methods) {
    return agent
        .type(type)
        .transform(
            (builder, described, loader, module, domain) ->
                builder.visit(Advice.to(Point.class).on(namedOneOf(methods))));
  }

  /** Passes a point, or ends here. */
  public static void pass(String what, Object about) {
    counting = counting || Files.exists(BEGIN);
    if (!counting || String.valueOf(about).startsWith("SELECT")) {
      return;
    }
    if (PASSED.incrementAndGet() == AT) {
      System.err.printf("ended at point %d: %s%n", AT, what);
      System.err.flush();
      Runtime.getRuntime().halt(137);
    }
  }

  /** What is added around a method. */
  public static final class Point {

    private Point() {}

    @Advice.OnMethodEnter
    static void before(
        @Advice.Origin("before #t.#m") String what, @Advice.AllArguments Object[] arguments) {
      pass(what, arguments.length == 0 ? "" : arguments[0]);
    }

    @Advice.OnMethodExit
    static void after(
        @Advice.Origin("after #t.#m") String what, @Advice.AllArguments Object[] arguments) {
      pass(what, arguments.length == 0 ? "" : arguments[0]);
    }
  }
}

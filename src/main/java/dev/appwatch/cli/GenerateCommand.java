package dev.appwatch.cli;

import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a stream of records for tests of load and speed. */
@Command(
    name = "generate",
    description = {
      "Make a stream of records like a tenant's own, for tests of load and speed.",
      "",
      "The same numbers give the same bytes. How many findings each row raises in it, with the pack",
      "that comes with the program, is told on standard error."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class GenerateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--events", required = true, paramLabel = "N", description = "How many records.")
  private long events;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Any number; another gives another stream. Default: 1.")
  private long seed;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      defaultValue = "diagnostic",
      completionCandidates = Shapes.class,
      description = "One of: ${COMPLETION-CANDIDATES}. Default: diagnostic.")
  private String shape;

  @Option(
      names = "--alerts",
      paramLabel = "SHARE",
      defaultValue = "2%",
      description = "The share of records that raise findings, 0%% to 30%%. Default: 2%%.")
  private String alerts;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the records here instead of standard output.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    Generator generator = generator();
    SortedMap<String, Long> planted;
    try (Output out = Output.to(output)) {
      planted = generator.write(out.stream());
      out.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrintWriter err = spec.commandLine().getErr();
    long total = planted.values().stream().mapToLong(Long::longValue).sum();
    err.printf("appwatch: %d records, %d findings planted%n", events, total);
    planted.forEach((row, count) -> err.printf("%8d  %s%n", count, row));
    err.flush();
    return ExitCode.DONE;
  }

  private Generator generator() {
    try {
      return new Generator(Shape.named(shape), events, seed, share(alerts));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static double share(String text) {
    try {
      boolean percent = text.endsWith("%");
      BigDecimal number =
          new BigDecimal(percent ? text.substring(0, text.length() - 1).strip() : text.strip());
      return percent ? number.movePointLeft(2).doubleValue() : number.doubleValue();
    } catch (NumberFormatException e) {
      throw new RefusedException(
          "The share of alerts (%s) must be a number.%n    Maybe 2%%.".formatted(text));
    }
  }

  /** The words of the shapes, for the help. */
  static final class Shapes implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return List.of(Shape.values()).stream().map(Shape::toString).iterator();
    }
  }
}

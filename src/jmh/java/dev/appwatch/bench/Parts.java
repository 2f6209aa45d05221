package dev.appwatch.bench;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The stages one by one, in a warm process. */
final class Parts {

  private Parts() {}

  static String table() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("PathBenchmark")
                    .warmupIterations(4)
                    .warmupTime(TimeValue.seconds(2))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.seconds(1))
                    .forks(1)
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    StringBuilder page =
        new StringBuilder(
            """
            ## Parts

            Warm, one thread, 20,000 records (JMH).

            what | records/s | ± | bytes allocated a record
            --|--|--|--
            """);
    results.stream()
        .sorted(Comparator.comparing(result -> result.getPrimaryResult().getLabel()))
        .forEach(
            result ->
                page.append(
                    String.format(
                        Locale.ROOT,
                        "%s | %,.0f | %.0f %% | %,.0f%n",
                        result.getPrimaryResult().getLabel().substring(2).replace('_', ' '),
                        result.getPrimaryResult().getScore(),
                        100
                            * result.getPrimaryResult().getScoreError()
                            / result.getPrimaryResult().getScore(),
                        result.getSecondaryResults().get("gc.alloc.rate.norm").getScore())));
    return page.append('\n').toString();
  }
}

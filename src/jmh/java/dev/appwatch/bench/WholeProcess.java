package dev.appwatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program as its user does and measures it from outside. */
final class WholeProcess {

  private static final double TICKS_A_SECOND = 100;

  private WholeProcess() {}

  /**
   * What a run took.
   *
   * @param wall seconds from start to end
   * @param cpu seconds of processors, of all threads together
   * @param peak most memory held, in megabytes
   */
  record Run(double wall, double cpu, double peak) {}

  static Run run(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Path errors = Files.createTempFile("appwatch-bench", ".err");
    builder.redirectError(errors.toFile());
    long began = System.nanoTime();
    Process process = builder.start();
    double cpu = 0;
    double peak = 0;
    try {
      while (!process.waitFor(10, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        cpu = Math.max(cpu, cpu(process.pid()));
        peak = Math.max(peak, peak(process.pid()));
      }
    } catch (InterruptedException e) {
      process.destroy();
      throw new IllegalStateException(e);
    }
    double wall = (System.nanoTime() - began) / 1e9;
    String told = Files.readString(errors);
    Files.delete(errors);
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "%s ended with %d: %s".formatted(command, process.exitValue(), told));
    }
    return new Run(wall, cpu, peak);
  }

  private static double cpu(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    } catch (IOException | IndexOutOfBoundsException e) {
      return 0; // ended meanwhile, or no Linux
    }
  }

  private static double peak(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }
}

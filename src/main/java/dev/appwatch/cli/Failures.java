package dev.appwatch.cli;

import dev.appwatch.context.PackRefusedException;
import dev.appwatch.ingest.NoSuchSourceException;
import dev.appwatch.report.SafeText;
import dev.appwatch.rules.PackSignatureException;
import dev.appwatch.rules.RulesRefusedException;
import dev.appwatch.scenario.ScenariosRefusedException;
import java.io.PrintWriter;
import java.util.Locale;

/** Turns an exception into words and an exit code; a stack trace only where it was asked for. */
final class Failures {

  private Failures() {}

  static int report(Throwable failure, PrintWriter err, boolean debug) {
    if (debug) {
      failure.printStackTrace(err);
    }
    int code = code(failure);
    String message = String.valueOf(failure.getMessage());
    if (code == ExitCode.REFUSED) {
      message.lines().forEach(line -> err.println(SafeText.of(line)));
      err.println(closing(failure));
    } else if (closedByReader(message)) {
      err.println("appwatch: the reader of the output went away before its end.");
    } else {
      err.println("appwatch: " + SafeText.of(failure.getClass().getSimpleName() + ": " + message));
      if (!debug) {
        err.println("    Maybe run again with --debug and report what it prints.");
      }
    }
    err.flush();
    return code;
  }

  private static int code(Throwable failure) {
    boolean refused =
        failure instanceof RulesRefusedException
            || failure instanceof PackSignatureException
            || failure instanceof PackRefusedException
            || failure instanceof RefusedException
            || failure instanceof NoSuchSourceException
            || failure instanceof ScenariosRefusedException;
    return refused ? ExitCode.REFUSED : ExitCode.OUR_FAULT;
  }

  private static boolean closedByReader(String message) {
    return message.toLowerCase(Locale.ROOT).contains("broken pipe");
  }

  private static String closing(Throwable failure) {
    int problems = 0;
    if (failure instanceof RulesRefusedException rules) {
      problems = rules.problems().size();
    } else if (failure instanceof PackRefusedException pack) {
      problems = pack.problems().size();
    }
    return problems == 0
        ? "Nothing was done."
        : problems + (problems == 1 ? " problem" : " problems") + ". Nothing was loaded.";
  }
}

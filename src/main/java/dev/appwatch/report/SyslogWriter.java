package dev.appwatch.report;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;

/**
 * Writes each finding as a syslog message (RFC 5424) that holds a line of CEF, with its length
 * before it (RFC 6587, octet counting), so that nothing within a message can end it.
 */
final class SyslogWriter implements FindingWriter {

  /** "Log audit". */
  private static final int FACILITY = 13;

  private final TextOut out;

  SyslogWriter(OutputStream out) {
    this.out = new TextOut(out);
  }

  @Override
  public void write(Finding finding) {
    String message = message(finding);
    out.print(message.getBytes(StandardCharsets.UTF_8).length + " " + message);
  }

  private static String message(Finding finding) {
    return "<%d>1 %s - appwatch - finding - %s"
        .formatted(
            FACILITY * 8 + severity(finding),
            finding.time().truncatedTo(ChronoUnit.MILLIS),
            CefWriter.line(finding));
  }

  /** Critical, warning, notice; informational for what nobody has to look at. */
  private static int severity(Finding finding) {
    if (finding.disposition() != Disposition.ALERT) {
      return 6;
    }
    return finding.risk() == Risk.HIGH ? 2 : finding.risk() == Risk.MEDIUM ? 4 : 5;
  }

  @Override
  public void finish() {
    out.flush();
  }

  @Override
  public void close() {
    out.close();
  }
}

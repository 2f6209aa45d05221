package dev.appwatch.report;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Target;
import java.io.OutputStream;

/** Writes one line of the Common Event Format (CEF:0) for each finding, in UTF-8. */
final class CefWriter implements FindingWriter {

  private static final int NAME = 512;
  private static final int USER = 1023;
  private static final int MESSAGE = 1023;
  private static final int LABELLED = 4000;
  private static final int QUIET = 1;

  private final TextOut out;

  CefWriter(OutputStream out) {
    this.out = new TextOut(out);
  }

  @Override
  public void write(Finding finding) {
    out.print(line(finding) + "\n");
  }

  /** Returns the line of a finding, without its end. */
  static String line(Finding finding) {
    return String.join(
        "|",
        "CEF:0",
        "Appwatch",
        "appwatch",
        header(version()),
        header(finding.rule()),
        header(finding.title()),
        Integer.toString(severity(finding)),
        extension(finding));
  }

  private static String extension(Finding finding) {
    CefFields fields = new CefFields();
    fields.put("end", Long.toString(finding.time().toEpochMilli()));
    fields.put("externalId", finding.id(), NAME);
    fields.put("act", finding.disposition().word(), NAME);
    fields.put("reason", String.join(",", finding.reasons()), MESSAGE);
    fields.put("suser", finding.actor().label(), USER);
    fields.put("suid", finding.actor().id(), USER);
    fields.address(finding.actor().ip());
    finding.subjects().stream().findFirst().ifPresent(target -> target(fields, target));
    fields.labelled("cs2", "Risk", finding.risk().word(), LABELLED);
    fields.labelled("cs3", "Tenant", finding.tenant(), LABELLED);
    fields.labelled("cs4", "Change", finding.decision().change(), LABELLED);
    fields.labelled("cs5", "Group", finding.group(), LABELLED);
    fields.labelled("cs6", "Techniques", String.join(",", finding.attack()), LABELLED);
    fields.put("msg", finding.summary(), MESSAGE);
    return fields.toString();
  }

  private static void target(CefFields fields, Target target) {
    fields.put("destinationServiceName", target.label(), USER);
    fields.put("duid", target.id(), USER);
    fields.labelled("cs1", "AppId", target.appId(), LABELLED);
  }

  /** What nobody has to look at is as quiet as can be, however grave it would be as an alert. */
  private static int severity(Finding finding) {
    return finding.disposition() == Disposition.ALERT ? severity(finding.risk()) : QUIET;
  }

  private static int severity(Risk risk) {
    return switch (risk) {
      case HIGH -> 9;
      case MEDIUM -> 6;
      case LOW -> 3;
    };
  }

  private static String version() {
    String version = CefWriter.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }

  private static String header(String text) {
    String oneLine = text.replaceAll("[\\r\\n]+", " ");
    return SafeText.of(oneLine, NAME).replace("\\", "\\\\").replace("|", "\\|");
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

package dev.appwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Target;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Findings as CEF, and as syslog messages. */
final class CefTest {

  private static final String HOSTILE =
      "a|b\\c=d\r\nCEF:0|x|y|z|1|forged|10|act=none\u202e\u0007 é";

  @Test
  void writesWhatASiemAsksFor() {
    String line =
        written(FindingWriters::cef, finding("Invoice Sync", Disposition.ALERT, "203.0.113.9"));

    assertThat(line)
        .isEqualTo(
            "CEF:0|Appwatch|appwatch|0|APP-CRED-01|Added credentials|9|end=1772332812000"
                + " externalId=0123 act=alert reason=NO_CHANGE,OFF_HOURS"
                + " suser=ada.admin@contoso.com suid=aaaa src=203.0.113.9"
                + " destinationServiceName=Invoice Sync duid=bbbb cs1Label=AppId cs1=dddd"
                + " cs2Label=Risk cs2=high cs3Label=Tenant cs3=1111 cs5Label=Group cs5=gggg"
                + " cs6Label=Techniques cs6=T1098.001 msg=A credential was added to Invoice"
                + " Sync.\n");
  }

  @Test
  void nothingOfALogEndsAFieldALineOrTheHeader() {
    String line = written(FindingWriters::cef, finding(HOSTILE, Disposition.ALERT, "::1 act=x"));

    assertThat(line.lines()).hasSize(1);
    assertThat(line).doesNotContain("\u202e").doesNotContain("\u0007");
    assertThat(line.substring(line.indexOf("end="))).doesNotContain("act=none");
    assertThat(line)
        .contains(
            "destinationServiceName=a|b\\\\c\\=d\\r"
                + "\\n"
                + "CEF:0|x|y|z|1|forged|10|act\\=none\\\\u202e\\\\u0007 é duid=");
    assertThat(line).doesNotContain("src=").doesNotContain("c6a2=");
    assertThat(line.split("(?<!\\\\)\\|", 8)[5])
        .isEqualTo(
            "a\\|b\\\\c=d CEF:0\\|x\\|y\\|z\\|1\\|forged\\|10\\|act=none\\\\u202e\\\\u0007 é");
  }

  @Test
  void anAddressOfVersionSixHasAFieldOfItsOwn() {
    assertThat(written(FindingWriters::cef, finding("x", Disposition.ALERT, "2001:db8::9")))
        .contains(" c6a2Label=Source IPv6 Address c6a2=2001:db8::9 ")
        .doesNotContain("src=");
  }

  @Test
  void whatIsExplainedIsQuiet() {
    assertThat(written(FindingWriters::cef, finding("x", Disposition.SUPPRESSED, null)))
        .contains("|1|end=")
        .contains(" act=suppressed ");
  }

  @Test
  void syslogMessagesHaveTheirLengthInBytesBeforeThem() {
    String framed =
        written(
            FindingWriters::syslog,
            finding("Rechnungsprüfung", Disposition.ALERT, null),
            finding(HOSTILE, Disposition.INFORMATIONAL, null));

    byte[] bytes = framed.getBytes(StandardCharsets.UTF_8);
    String[] messages = new String[2];
    int at = 0;
    for (int i = 0; i < messages.length; i++) {
      int blank = at;
      while (bytes[blank] != ' ') {
        blank++;
      }
      int length = Integer.parseInt(new String(bytes, at, blank - at, StandardCharsets.UTF_8));
      messages[i] = new String(bytes, blank + 1, length, StandardCharsets.UTF_8);
      at = blank + 1 + length;
    }
    assertThat(at).isEqualTo(bytes.length);
    assertThat(messages[0])
        .startsWith("<106>1 2026-03-01T02:40:12Z - appwatch - finding - CEF:0|Appwatch|")
        .endsWith("msg=A credential was added to Rechnungsprüfung.");
    assertThat(messages[1]).startsWith("<110>1 ").doesNotContain("\n");
  }

  private static String written(Function<OutputStream, FindingWriter> format, Finding... findings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FindingWriter writer = format.apply(bytes)) {
      for (Finding finding : findings) {
        writer.write(finding);
      }
      writer.finish();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Finding finding(String name, Disposition disposition, @Nullable String ip) {
    return new Finding(
        "0123",
        "APP-CRED-01",
        name.equals(HOSTILE) ? HOSTILE : "Added credentials",
        Risk.HIGH,
        disposition,
        List.of("NO_CHANGE", "OFF_HOURS"),
        "A credential was added to " + name + ".",
        "1111",
        Instant.parse("2026-03-01T02:40:12Z"),
        new Actor("user", "aaaa", "ada.admin@contoso.com", ip, null),
        List.of(new Target("Application", "bbbb", "dddd", name)),
        List.of(),
        new Decision(null, "NO_CHANGE", null),
        List.of(),
        "gggg",
        List.of("T1098.001"),
        "sha256:0",
        List.of());
  }
}

package dev.appwatch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.FindingBuilder;
import dev.appwatch.Findings;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {

  @Test
  void writesEveryMemberInTheOrderOfTheContract() {
    assertThat(lines(Findings.complete()))
        .isEqualTo(
            "{\"schema\":\"appwatch.finding/1\",\"id\":\"00000000000000000000000000000001\","
                + "\"rule\":\"APP-CRED-01\","
                + "\"title\":\"Added credentials to existing applications\","
                + "\"risk\":\"high\",\"disposition\":\"alert\","
                + "\"reasons\":[\"OFF_HOURS\",\"UNUSUAL_TYPE\"],"
                + "\"summary\":\"Alice added a password to Payroll.\","
                + "\"tenant\":\"aaaaaaaa-0000-0000-0000-000000000001\","
                + "\"time\":\"2026-06-10T21:30:00.123Z\","
                + "\"actor\":{\"type\":\"user\",\"id\":\"u-1\",\"name\":\"alice@contoso.example\","
                + "\"ip\":\"203.0.113.7\"},"
                + "\"targets\":[{\"type\":\"Application\",\"id\":\"o-1\",\"appId\":\"a-1\","
                + "\"name\":\"Payroll\"}],"
                + "\"evidence\":[{\"property\":\"KeyDescription\",\"old\":\"[]\","
                + "\"new\":\"[KeyType=Password]\"}],"
                + "\"decision\":{\"change\":null,\"reason\":\"OUTSIDE_WINDOW\","
                + "\"nearest\":{\"id\":\"CHG0031001\",\"missedBy\":\"actor\"}},"
                + "\"events\":[{\"id\":\"e-1\",\"correlationId\":\"c-1\","
                + "\"operation\":\"Update application\",\"source\":\"audit.json\",\"record\":17}],"
                + "\"group\":\"000000000000000000000000000000aa\",\"attack\":[\"T1098.001\"],"
                + "\"pack\":\"sha256:0102\"}\n");
  }

  @Test
  void writesWhatIsUnknownAsNullOrEmpty() {
    assertThat(lines(Findings.bare()))
        .contains(
            "\"reasons\":[],",
            "\"tenant\":null,\"time\":\"2026-06-10T21:30:00Z\","
                + "\"actor\":{\"type\":\"unknown\",\"id\":null,\"name\":null,\"ip\":null},"
                + "\"targets\":[],\"evidence\":[],"
                + "\"decision\":{\"change\":null,\"reason\":\"NOTHING_TO_DECIDE\","
                + "\"nearest\":null},\"events\":[],",
            "\"attack\":[],");
  }

  @Test
  void keepsTheValueOfWhatATerminalWouldObeyButShowsItEscaped() throws IOException {
    String hostile = "\u001b[2J\u009b \u202e\u2066\u200b\u2028\u007f é 😀 \udb40\udc41";

    String line = lines(new FindingBuilder().summary(hostile).build());

    assertThat(line.codePoints().filter(SafeText::unsafe).boxed()).containsExactly((int) '\n');
    assertThat(line).contains("é");
    assertThat(new ObjectMapper().readTree(line).path("summary").textValue()).isEqualTo(hostile);
  }

  @Test
  void replacesHalfASurrogatePair() throws IOException {
    String line = lines(new FindingBuilder().summary("a\ud800b\udc00").build());

    assertThat(new ObjectMapper().readTree(line).path("summary").textValue())
        .isEqualTo("a\ufffdb\ufffd");
  }

  @Test
  void readsBackWhatItEncoded() {
    Finding odd = new FindingBuilder().evidence(new Evidence("\ud800", "\u0000😀", null)).build();

    assertThat(FindingJson.decode(FindingJson.encode(odd))).isEqualTo(odd);
    assertThat(FindingJson.decode(FindingJson.encode(Findings.bare()))).isEqualTo(Findings.bare());
  }

  @Test
  void failsWhenTheOutputTakesNoMore() {
    FindingWriter unit = FindingWriters.jsonLines(new FullDisk());

    assertThatThrownBy(
            () -> {
              unit.write(Findings.complete());
              unit.finish();
            })
        .isInstanceOf(UncheckedIOException.class);
  }

  private static String lines(Finding finding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FindingWriter unit = FindingWriters.jsonLines(bytes)) {
      unit.write(finding);
      unit.finish();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Takes nothing. */
  private static final class FullDisk extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}

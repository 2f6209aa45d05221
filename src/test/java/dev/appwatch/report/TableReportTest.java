package dev.appwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.FindingBuilder;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables for spreadsheets and browsers, in which nothing of a log does anything. */
final class TableReportTest {

  private static final Pattern TAG = Pattern.compile("<(?!/?(?:tr|td|th|table)>)");

  private static String written(
      Function<OutputStream, FindingWriter> writers, Finding... findings) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FindingWriter writer = writers.apply(out)) {
      List.of(findings).forEach(writer::write);
      writer.finish();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Finding named(String name) {
    return new FindingBuilder()
        .summary(name)
        .actor(new Actor("user", name, name, name, null))
        .targets(new Target("Application", name, null, name))
        .event(name, 1)
        .build();
  }

  private static List<CSVRecord> rows(String csv) throws IOException {
    return CSVFormat.RFC4180.parse(new StringReader(csv)).getRecords();
  }

  @Test
  void aTableHasANameForEachCell() throws IOException {
    List<CSVRecord> rows =
        rows(written(FindingWriters::csv, named("Invoice Sync"), named("a,b\"c")));

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).toList()).isEqualTo(FindingRow.COLUMNS);
    assertThat(rows.get(1).get(5)).isEqualTo("Invoice Sync");
    assertThat(rows.get(2).get(5)).isEqualTo("a,b\"c");
    assertThat(rows).allMatch(row -> row.size() == FindingRow.COLUMNS.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"http://fabrikam.com\")",
        "@SUM(A1)",
        "+1+1",
        "-1+1",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\u0000=1+1",
        "\uff1d1+1",
        "=cmd|' /C calc'!A0",
        "=1+1\",\"=2+2",
        "=1\r\n=2"
      })
  void noCellIsCalculated(String name) throws IOException {
    List<CSVRecord> rows = rows(written(FindingWriters::csv, named(name)));

    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).size()).isEqualTo(FindingRow.COLUMNS.size());
    assertThat(rows.get(1).get(5)).startsWith("'");
    assertThat(rows.get(1))
        .allSatisfy(
            cell -> assertThat(cell).doesNotContainPattern("^[=+@\\-\\t\\r\\n\\x00\uff1d]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</td></table><img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>",
        "' onmouseover='alert(1)",
        "<!-- -->&lt;script&gt;",
        "javascript:alert(1)",
        "\u202egnp.exe<b>",
        "<\u0000script>"
      })
  void nothingOfAPageIsRun(String name) {
    String page = written(FindingWriters::html, named(name));
    String table = page.substring(page.indexOf("<table>"), page.indexOf("</body>"));

    assertThat(page)
        .contains("default-src 'none'; style-src 'sha256-")
        .endsWith("</html>\n")
        .doesNotContain("<script", "<img", "<svg", "\u202e", "\u0000", "href");
    assertThat(TAG.matcher(table).find()).isFalse();
    assertThat(table.replaceAll("</?t[a-z]+>", "")).doesNotContain("<", ">", "\"", "'");
  }

  @Test
  void aPageThatIsCutShortLacksItsEnd() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FindingWriter writer = FindingWriters.html(out)) {
      writer.write(named("a"));
    }

    assertThat(out.toString(StandardCharsets.UTF_8))
        .doesNotContain("</html>")
        .contains("<td>a</td>");
  }

  @Test
  void tenThousandMarksAreCutShort() throws IOException {
    Finding finding = named("a" + "\u0301".repeat(10_000));

    assertThat(rows(written(FindingWriters::csv, finding)).get(1).get(5)).hasSizeLessThan(2_100);
    assertThat(written(FindingWriters::html, finding)).hasSizeLessThan(20_000);
  }
}

package dev.appwatch.report;

import dev.appwatch.model.Finding;
import dev.appwatch.text.Sha256;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes a page that stands alone: a table without scripts, links and pictures. Its policy forbids
 * the browser to run or load anything, should a text ever get out of its cell.
 */
final class HtmlWriter implements FindingWriter {

  private static final String STYLE =
      "body{font:14px sans-serif}td,th{text-align:left;vertical-align:top;padding:2px 8px;"
          + "border-bottom:1px solid #ccc;overflow-wrap:anywhere}";

  private final TextOut out;

  HtmlWriter(OutputStream stream) {
    out = new TextOut(stream);
    out.print(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'">
        <meta name="referrer" content="no-referrer">
        <title>Findings</title>
        <style>%s</style>
        </head>
        <body>
        <table>
        <tr>\
        """
            .formatted(digest(), STYLE));
    FindingRow.COLUMNS.forEach(column -> out.print("<th>" + column + "</th>"));
    out.print("</tr>\n");
  }

  private static String digest() {
    byte[] digest = Sha256.start().digest(STYLE.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }

  @Override
  public void write(Finding finding) {
    out.print("<tr>");
    FindingRow.of(finding).values().forEach(text -> out.print("<td>" + escaped(text) + "</td>"));
    out.print("</tr>\n");
  }

  /** Returns the text with every character that means something to a browser spelt out. */
  static String escaped(String text) {
    return FindingRow.shown(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public void finish() {
    out.print("</table>\n</body>\n</html>\n");
    out.flush();
  }

  @Override
  public void close() {
    out.close();
  }
}

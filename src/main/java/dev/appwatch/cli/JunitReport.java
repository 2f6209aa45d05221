package dev.appwatch.cli;

import dev.appwatch.report.SafeText;
import dev.appwatch.scenario.ScenarioResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes how scenarios ended as JUnit XML, a suite for each file, so that build servers show it.
 */
final class JunitReport {

  private final XMLStreamWriter xml;

  private JunitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static void write(TestRun run, PrintWriter out) {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      new JunitReport(xml).run(run);
      xml.close();
      out.println();
      out.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("The report can't be written.", e);
    }
  }

  private void run(TestRun run) throws XMLStreamException {
    Map<String, List<TestRun.Result>> byFile = new LinkedHashMap<>();
    for (TestRun.Result one : run.results()) {
      String file = one.result().scenario().file();
      byFile.computeIfAbsent(file, any -> new ArrayList<>()).add(one);
    }
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    for (Map.Entry<String, List<TestRun.Result>> file : byFile.entrySet()) {
      suite(file.getKey(), file.getValue());
      for (TestRun.Result one : file.getValue()) {
        scenario(run.suite(), one);
      }
      xml.writeCharacters("\n  ");
      xml.writeEndElement();
    }
    if (!run.laws().isEmpty()) {
      laws(run.laws());
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void suite(String name, List<TestRun.Result> results) throws XMLStreamException {
    long refused = results.stream().filter(one -> one.result().problem() != null).count();
    long wrong = results.stream().filter(one -> !one.result().passed()).count();
    start(name, results.size(), wrong - refused, refused);
    xml.writeAttribute("time", seconds(results.stream().mapToLong(TestRun.Result::nanos).sum()));
  }

  private void start(String name, long tests, long failures, long errors)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", SafeText.of(name));
    xml.writeAttribute("tests", String.valueOf(tests));
    xml.writeAttribute("failures", String.valueOf(failures));
    xml.writeAttribute("errors", String.valueOf(errors));
    xml.writeAttribute("skipped", "0");
  }

  private void scenario(ScenarioSuite suite, TestRun.Result one) throws XMLStreamException {
    ScenarioResult result = one.result();
    String stem = result.scenario().file().replaceAll("\\.yaml$", "");
    testCase(stem.replace('/', '.'), result.scenario().name());
    xml.writeAttribute("time", seconds(one.nanos()));
    xml.writeAttribute("file", suite.file(result.scenario()).toString().replace('\\', '/'));
    xml.writeAttribute("line", String.valueOf(result.scenario().line()));
    if (!result.passed()) {
      wrong(
          result.problem() == null ? "failure" : "error",
          result.lines().get(0),
          suite.place(result.scenario()) + "\n" + String.join("\n", result.lines()));
    }
    xml.writeEndElement();
  }

  private void laws(List<String> laws) throws XMLStreamException {
    start("laws", laws.size(), laws.size(), 0);
    for (String law : laws) {
      testCase("laws", law.lines().findFirst().orElse(law));
      wrong("failure", law.lines().findFirst().orElse(law), law);
      xml.writeEndElement();
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private void testCase(String type, String name) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", SafeText.of(type));
    xml.writeAttribute("name", SafeText.of(name));
  }

  private void wrong(String element, String message, String all) throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("message", SafeText.of(message));
    xml.writeCharacters(String.join("\n", all.lines().map(SafeText::of).toList()));
    xml.writeEndElement();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }
}

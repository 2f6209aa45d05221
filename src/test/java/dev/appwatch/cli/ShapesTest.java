package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.model.Finding;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.pipeline.FindingLedger;
import dev.appwatch.pipeline.FindingOrder;
import dev.appwatch.pipeline.Pipeline;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What shippers, exports and query tools make of the vendor's records is still understood. */
final class ShapesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RuleBook BOOK = RuleBookLoader.load(Path.of("rules"));
  private static final Context CONTEXT = Context.load(Path.of("rules"));

  private static final String TARGETS =
      "[{\"id\":\"cccccccc-0000-4000-8000-000000000003\",\"displayName\":\"Invoice Sync\","
          + "\"type\":\"ServicePrincipal\",\"modifiedProperties\":[{\"displayName\":\"Role.TemplateId\","
          + "\"oldValue\":null,\"newValue\":\"\\\"62e90394-69f5-4237-9190-012177145e10\\\"\"}]}]";
  private static final String ACTOR = "{\"user\":{\"userPrincipalName\":\"ada@contoso.com\"}}";
  private static final String RECORD =
      "{\"time\":\"2026-03-05T23:45:00Z\",\"category\":\"AuditLogs\","
          + "\"operationName\":\"Add member to role\",\"tenantId\":\"1111\",\"properties\":{"
          + "\"id\":\"Directory_1\",\"correlationId\":\"c1\",\"result\":\"success\","
          + "\"activityDisplayName\":\"Add member to role\",\"loggedByService\":\"Core Directory\","
          + "\"activityDateTime\":\"2026-03-05T23:45:00Z\",\"initiatedBy\":"
          + ACTOR
          + ",\"targetResources\":"
          + TARGETS
          + "}}";
  private static final String OTHER =
      RECORD
          .replace("Add member to role", "Update device")
          .replace("Directory_1", "Directory_2")
          .replace("Role.TemplateId", "Other");
  private static final String UNIFIED =
      "{\"CreationTime\":\"2026-03-05T23:45:00\",\"Id\":\"u1\",\"Operation\":\"Add member to role.\","
          + "\"OrganizationId\":\"1111\",\"RecordType\":8,\"ResultStatus\":\"Success\","
          + "\"Workload\":\"AzureActiveDirectory\",\"UserId\":\"ada@contoso.com\","
          + "\"ModifiedProperties\":[{\"Name\":\"Role.TemplateId\","
          + "\"NewValue\":\"62e90394-69f5-4237-9190-012177145e10\",\"OldValue\":\"\"}],"
          + "\"Target\":[{\"ID\":\"ServicePrincipal_cccccccc-0000-4000-8000-000000000003\",\"Type\":2}]}";

  static Stream<Arguments> shapes() throws IOException {
    Map<String, String> shapes = new LinkedHashMap<>();
    shapes.put("the record alone", RECORD);
    shapes.put("Event Hubs capture", json("Body", "{\"records\":[" + RECORD + "]}"));
    shapes.put("a body that is an object", "{\"body\":{\"records\":[" + RECORD + "]}}");
    shapes.put(
        "Splunk's collector", "{\"time\":1,\"sourcetype\":\"azure\",\"event\":" + RECORD + "}");
    shapes.put(
        "Splunk's collector, with a page",
        "{\"time\":1,\"sourcetype\":\"azure\",\"event\":{\"records\":["
            + RECORD
            + ","
            + OTHER
            + "]}}");
    shapes.put("Kafka Connect", "{\"schema\":{},\"payload\":" + RECORD + "}");
    shapes.put("kcat", json("payload", "{\"records\":[" + OTHER + "," + RECORD + "]}"));
    shapes.put("Fluent Bit", json("log", "{\"records\":[" + RECORD + "," + OTHER + "]}\n"));
    shapes.put(
        "a batch of Graph",
        "{\"responses\":[{\"id\":\"1\",\"status\":200,\"body\":{\"value\":["
            + RECORD
            + ","
            + OTHER
            + "]}}]}");
    shapes.put(
        "a raw column",
        "{\"TimeGenerated\":\"2026-03-05T23:45:00Z\",\"Type\":\"Hub_CL\",\"RawData\":"
            + JSON.writeValueAsString(RECORD)
            + "}");
    shapes.put("Graylog", json("full_message", RECORD));
    shapes.put("a message with a page", json("message", "{\"records\":[" + RECORD + "]}"));
    shapes.put("_raw as an object", "{\"_raw\":" + RECORD + "}");
    shapes.put(
        "Elastic hits", "{\"hits\":{\"hits\":[{\"_index\":\"a\",\"_source\":" + RECORD + "}]}}");
    for (String page : List.of("results", "data", "items", "logs", "Records")) {
      shapes.put("a page named " + page, "{\"" + page + "\":[" + RECORD + "],\"count\":1}");
    }
    shapes.put(
        "a custom table",
        "{\"TimeGenerated\":\"2026-03-05T23:45:00Z\",\"OperationName_s\":\"Add member to role\","
            + "\"Result_s\":\"success\",\"InitiatedBy_s\":"
            + JSON.writeValueAsString(ACTOR)
            + ",\"TargetResources_s\":"
            + JSON.writeValueAsString(TARGETS)
            + ",\"Type\":\"Audit_CL\"}");
    shapes.put(
        "PowerShell objects",
        "{\"Id\":\"Directory_1\",\"ActivityDisplayName\":\"Add member to role\","
            + "\"ActivityDateTime\":\"/Date(1772754300000)/\",\"Result\":\"success\",\"InitiatedBy\":"
            + ACTOR
            + ",\"TargetResources\":"
            + TARGETS
            + "}");
    shapes.put(
        "Elastic's own spelling",
        "{\"azure\":{\"auditlogs\":{\"operation_name\":\"Add member to role\",\"category\":\"AuditLogs\","
            + "\"properties\":{\"activity_display_name\":\"Add member to role\",\"result\":\"success\","
            + "\"activity_datetime\":\"2026-03-05T23:45:00Z\",\"target_resources\":{\"0\":{\"type\":"
            + "\"ServicePrincipal\",\"id\":\"c\",\"modified_properties\":{\"0\":{\"display_name\":"
            + "\"Role.TemplateId\",\"new_value\":\"62e90394-69f5-4237-9190-012177145e10\"}}}}}}}}");
    shapes.put(
        "Defender, row of a table",
        "{\"Type\":\"CloudAppEvents\",\"TimeGenerated\":\"x\","
            + "\"RawEventData\":"
            + JSON.writeValueAsString(UNIFIED)
            + "}");
    shapes.put(
        "Defender, streamed",
        "{\"category\":\"AdvancedHunting-CloudAppEvents\","
            + "\"operationName\":\"Publish\",\"properties\":{\"RawEventData\":"
            + UNIFIED
            + "}}");
    shapes.put("another tool's member", "{\"o365audit\":" + UNIFIED + "}");
    shapes.put(
        "the audit search of PowerShell",
        "#TYPE Deserialized.UnifiedAuditLogEvent\n"
            + "\"PSComputerName\",\"RecordType\",\"CreationDate\",\"AuditData\"\n\"x\",\"8\",\"3/5/2026\",\""
            + UNIFIED.replace("\"", "\"\"")
            + "\"\n");
    return shapes.entrySet().stream().map(shape -> Arguments.of(shape.getKey(), shape.getValue()));
  }

  private static String json(String name, String text) throws IOException {
    return "{\"" + name + "\":" + JSON.writeValueAsString(text) + "}";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void isUnderstood(String name, String text) {
    assertThat(judged(text))
        .as(name)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("APP-ROLE-01");
              assertThat(finding.risk().word()).isEqualTo("high");
            });
  }

  private static List<Finding> judged(String text) {
    List<Finding> findings = new ArrayList<>();
    try (FindingLedger ledger =
            new FindingLedger(
                FindingCodec.of(FindingJson::encode, FindingJson::decode), CONTEXT.changes());
        Pipeline pipeline =
            new Pipeline(
                new Evaluator(BOOK, CONTEXT, null),
                ledger,
                record -> {
                  throw new AssertionError(record.reason() + " " + record.detail());
                })) {
      new RecordReader(Limits.DEFAULT)
          .read("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), pipeline);
      pipeline.finish();
      ledger.forEachSorted(FindingOrder.BY_TIME, findings::add);
    }
    return findings;
  }
}

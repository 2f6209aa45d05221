package dev.appwatch.routes;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Records of credentials that were added, each of which is one alert. */
final class AuditRecords {

  private static final String RECORD =
      """
      {"id":"%1$s","category":"ApplicationManagement","correlationId":"%2$s","result":"success",\
      "activityDisplayName":"Update application – Certificates and secrets management ",\
      "activityDateTime":"2026-03-01T02:40:12Z","loggedByService":"Core Directory",\
      "initiatedBy":{"user":{"id":"aaaaaaaa-0000-4000-8000-000000000001",\
      "userPrincipalName":"ada.admin@contoso.com","ipAddress":"203.0.113.9"}},\
      "targetResources":[{"id":"%2$s","displayName":"Invoice Sync","type":"Application",\
      "modifiedProperties":[{"displayName":"KeyDescription","oldValue":"[]","newValue":\
      "[\\"[KeyIdentifier=%2$s,KeyType=Password,KeyUsage=Verify,DisplayName=key]\\"]"}]}],\
      "additionalDetails":[{"key":"AppId","value":"%2$s"}]}\
      """;

  private AuditRecords() {}

  /** Returns the id of a record. */
  static String id(int number) {
    return "Directory_%06d".formatted(number);
  }

  /** Returns the record of that number; no two have anything in common. */
  static String record(int number) {
    return RECORD.formatted(id(number), "%08d-0000-4000-8000-000000000001".formatted(number));
  }

  /** Returns so many records as JSON lines. */
  static String lines(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(AuditRecords::record)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Returns the ids of so many records. */
  static List<String> ids(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(AuditRecords::id).toList();
  }
}

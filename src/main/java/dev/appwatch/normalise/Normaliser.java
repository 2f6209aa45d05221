package dev.appwatch.normalise;

import dev.appwatch.model.Event;
import dev.appwatch.model.EventHeader;
import dev.appwatch.model.OtherEvent;
import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the shape of a record by its members, never by the name of its file, and says what
 * happened in the same words for every shape. Safe to share between threads.
 */
public final class Normaliser {

  static final Set<String> SIGN_IN_CATEGORIES =
      Set.of(
          "signinlogs",
          "noninteractiveusersigninlogs",
          "serviceprincipalsigninlogs",
          "managedidentitysigninlogs",
          "microsoftserviceprincipalsigninlogs",
          "adfssigninlogs");
  static final Set<String> SIGN_IN_TABLES =
      Set.of(
          "signinlogs",
          "aadnoninteractiveusersigninlogs",
          "aadserviceprincipalsigninlogs",
          "aadmanagedidentitysigninlogs",
          "adfssigninlogs");
  private static final Set<String> AZURE_TABLES =
      Set.of("azkvauditlogs", "azureactivity", "azurediagnostics");
  private static final String CUSTOM = "_cl";
  private static final Set<String> ACTIVITY_CATEGORIES =
      Set.of(
          "administrative",
          "action",
          "write",
          "delete",
          "security",
          "policy",
          "alert",
          "servicehealth",
          "resourcehealth",
          "recommendation",
          "autoscale");

  private static final int DEEPEST_WRAPPER = 3;

  /** Returns the event that the record tells, or its rejection; never throws for bad input. */
  public Normalised normalise(RawRecord raw) {
    try {
      Event event = unwrapped(raw.position(), new Fields(raw.fields()), 0);
      if (event == null) {
        return rejected(
            raw,
            QuarantineReason.UNKNOWN_SHAPE,
            "The members of the record fit no log that is known.");
      }
      return new Normalised.Understood(event);
    } catch (InvalidRecordException e) {
      return rejected(raw, QuarantineReason.INVALID_RECORD, String.valueOf(e.getMessage()));
    }
  }

  private static Normalised rejected(RawRecord raw, QuarantineReason reason, String detail) {
    return new Normalised.Rejected(
        new QuarantinedRecord(raw.position(), reason, detail, raw.bytes()));
  }

  /** Shippers put the record under a member of their own: where no shape fits, look inside. */
  private static @Nullable Event unwrapped(Position position, Fields record, int depth) {
    Event event = map(position, Respelled.needed(record) ? Respelled.of(record) : record);
    if (event == null) {
      Fields restored = ElasticDocument.record(record);
      event = restored.isEmpty() ? null : map(position, restored);
    }
    if (event == null && depth == 0) {
      event = map(position, Respelled.of(record));
    }
    // a custom table may keep the whole record in one column
    boolean row = event instanceof OtherEvent && tableName(record).endsWith(CUSTOM);
    if ((event != null && !row) || depth >= DEEPEST_WRAPPER) {
      return event;
    }
    for (String name : record.members().keySet()) {
      Fields inner = record.object(name);
      if (!inner.isEmpty() && !name.endsWith("Credentials")) {
        Event found = unwrapped(position, inner, depth + 1);
        if (found != null) {
          return found;
        }
      }
    }
    return event;
  }

  private static @Nullable Event map(Position position, Fields record) {
    Map<String, @Nullable Object> members = record.members();
    if (record.has("auditData") || record.has("AuditData")) {
      Fields inner = record.object("auditData", "AuditData");
      if (inner.text("Operation") != null) {
        return UnifiedAuditMapper.map(position, inner);
      }
    }
    Event raw = rawEvent(position, record);
    if (raw != null) {
      return raw;
    }
    if (record.has("Operation") && unified(record)) {
      return UnifiedAuditMapper.map(position, record);
    }
    if (PortalCsv.recognisesSignIn(members)) {
      return SignInMapper.map(position, PortalCsv.signIn(members), Fields.NONE);
    }
    if (PortalCsv.recognisesAudit(members)) {
      return AuditMapper.map(position, PortalCsv.audit(members), Fields.NONE);
    }
    if (ActivityMapper.recognises(members)) {
      return ActivityMapper.map(position, record);
    }
    if ((record.has("category") && (record.has("operationName") || record.has("properties")))
        || (record.has("operationName") && record.has("resourceId") && record.has("time"))) {
      return diagnostic(position, record);
    }
    if (record.has("activityDisplayName")
        || (record.has("targetResources") && record.has("initiatedBy"))) {
      return AuditMapper.map(position, record, record);
    }
    if (record.has("TimeGenerated") || record.has("OperationName") || record.has("Type")) {
      Event row = logAnalytics(position, record);
      if (row != null) {
        return row;
      }
    }
    if (ApplicationObjectMapper.recognises(members)) {
      return ApplicationObjectMapper.map(position, record);
    }
    if (signIn(record)) {
      return SignInMapper.map(position, record, Fields.NONE);
    }
    return record.has("TimeGenerated") ? otherRow(position, record) : other(position, record);
  }

  /** Defender for Cloud Apps keeps the unified audit record inside its own. */
  private static @Nullable Event rawEvent(Position position, Fields record) {
    if (!record.has("RawEventData")) {
      return null;
    }
    Fields raw = record.object("RawEventData");
    return raw.text("Operation") != null && unified(raw)
        ? UnifiedAuditMapper.map(position, raw)
        : null;
  }

  private static boolean unified(Fields record) {
    return record.has("CreationTime")
        || record.has("Workload")
        || record.has("OfficeWorkload")
        || record.has("OrganizationId")
        || (record.has("RecordType") && record.has("UserId"));
  }

  private static boolean signIn(Fields record) {
    boolean client =
        record.has("appId")
            && (record.has("status")
                || record.has("userPrincipalName")
                || record.has("resourceId"));
    return record.has("createdDateTime") && (client || tellsOfSignIn(record));
  }

  /** Whoever asks for a few members only may leave out the application, but not what is judged. */
  private static boolean tellsOfSignIn(Fields record) {
    return record.hasValue("authenticationProtocol")
        || record.object("status").text("errorCode") != null;
  }

  private static @Nullable Event diagnostic(Position position, Fields record) {
    String category = record.textOrEmpty("category").toLowerCase(Locale.ROOT);
    String operation = record.textOrEmpty("operationName");
    String resource = record.textOrEmpty("resourceId").toLowerCase(Locale.ROOT);
    Fields properties = record.object("properties");
    if (properties.has("RawEventData")) {
      Event raw = rawEvent(position, properties);
      return raw != null ? raw : known(position, record, "defender-for-cloud-apps");
    }
    if (category.equals("auditlogs") || (category.equals("audit") && record.has("properties"))) {
      return AuditMapper.map(position, properties.isEmpty() ? record : properties, record);
    }
    if (SIGN_IN_CATEGORIES.contains(category)) {
      return SignInMapper.map(position, properties.isEmpty() ? record : properties, record);
    }
    if (category.equals("auditevent")
        && (resource.contains("/microsoft.keyvault/") || resource.isEmpty())) {
      return VaultMapper.map(position, record);
    }
    boolean provider = operation.regionMatches(true, 0, "microsoft.", 0, 10);
    if (operation.contains("/") && (provider || ACTIVITY_CATEGORIES.contains(category))) {
      return ActivityMapper.map(position, record);
    }
    if (record.has("activityDisplayName")
        || record.hasValue("targetResources")
        || record.hasValue("initiatedBy")) {
      return AuditMapper.map(position, record, record);
    }
    // some exporters put the activity's own category where that of the log should be
    if (properties.hasValue("activityDisplayName")
        || (properties.hasValue("targetResources") && properties.hasValue("initiatedBy"))) {
      return AuditMapper.map(position, properties, record);
    }
    if (properties.hasValue("authenticationProtocol") && properties.hasValue("createdDateTime")) {
      return SignInMapper.map(position, properties, record);
    }
    return known(position, record, "diagnostic");
  }

  private static @Nullable Event logAnalytics(Position position, Fields record) {
    String table = table(record);
    boolean audit =
        record.hasValue("TargetResources")
            || record.hasValue("InitiatedBy")
            || record.hasValue("LoggedByService");
    boolean otherTable = SIGN_IN_TABLES.contains(table) || AZURE_TABLES.contains(table);
    if (table.equals("auditlogs") || (audit && !otherTable)) {
      return AuditMapper.map(position, record, record);
    }
    if (SIGN_IN_TABLES.contains(table)) {
      return SignInMapper.map(position, record, record);
    }
    boolean vault =
        table.equals("azkvauditlogs")
            || record.textOrEmpty("ResourceProvider").equalsIgnoreCase("MICROSOFT.KEYVAULT")
            || record.textOrEmpty("ResourceType").equalsIgnoreCase("VAULTS")
            || (record.hasValue("RequestUri")
                && (record.has("IsAccessPolicyMatch") || record.has("IsRbacAuthorized")))
            || record
                .textOrEmpty("_ResourceId", "ResourceId")
                .toLowerCase(Locale.ROOT)
                .contains("/microsoft.keyvault/vaults/");
    if (table.equals("azureactivity")) {
      return ActivityMapper.map(position, record);
    }
    if (vault && record.text("OperationName") != null && auditCategory(record)) {
      return VaultMapper.map(position, record);
    }
    return !otherTable && signInRow(record) ? SignInMapper.map(position, record, record) : null;
  }

  private static boolean signInRow(Fields record) {
    return record.hasValue("AuthenticationProtocol")
        || (record.has("AppId")
            && record.has("ResultType")
            && (record.has("UserPrincipalName") || record.has("ServicePrincipalId"))
            && (record.has("AppDisplayName") || record.has("CreatedDateTime")));
  }

  /** Rows of any other table; the columns of custom tables may have suffixes in their names. */
  private static @Nullable Event otherRow(Position position, Fields record) {
    String table = tableName(record);
    if (!AZURE_TABLES.contains(table) && Respelled.suffixed(record)) {
      Event event = map(position, Respelled.of(record));
      if (event != null) {
        return event;
      }
    }
    return !table.isEmpty() || record.has("TenantId")
        ? known(position, record, "log-analytics")
        : other(position, record);
  }

  /** Copies are named after their table as a rule, and may have its columns. */
  private static String table(Fields record) {
    String table = tableName(record);
    boolean searched = table.endsWith("_srch") || table.endsWith("_rst");
    if ((!searched && !table.endsWith(CUSTOM)) || Respelled.suffixed(record)) {
      return table;
    }
    int end = searched ? table.indexOf('_') : table.length() - CUSTOM.length();
    return table.substring(0, end);
  }

  /** The name that query tools give their one result table says nothing about its rows. */
  private static String tableName(Fields record) {
    String table = record.textOrEmpty("Type").toLowerCase(Locale.ROOT);
    if (table.isEmpty()) {
      table = record.textOrEmpty("TableName").toLowerCase(Locale.ROOT);
    }
    return table.equals("primaryresult") || table.equals("table_0") ? "" : table;
  }

  private static boolean auditCategory(Fields record) {
    String category = record.textOrEmpty("Category");
    return category.isEmpty() || category.equalsIgnoreCase("AuditEvent");
  }

  /** Objects of other Graph collections are known logs that no row of the table looks at. */
  private static @Nullable Event other(Position position, Fields record) {
    if (record.has("Workload") && (record.has("RecordType") || record.has("CreationTime"))) {
      return known(position, record, "unified-audit");
    }
    boolean risk =
        record.has("riskEventType")
            || record.has("riskLevel")
            || record.has("riskState")
            || record.has("riskDetail");
    // sign-ins tell of risk too: one that lacks its time is set aside, not passed over
    if (risk && !tellsOfSignIn(record)) {
      return known(position, record, "risk");
    }
    if (record.has("provisioningAction") || record.has("provisioningSteps")) {
      return known(position, record, "provisioning");
    }
    return ApplicationObjectMapper.recognisesCredential(record)
        ? ApplicationObjectMapper.credential(position, record)
        : null;
  }

  private static Event known(Position position, Fields record, String shape) {
    String operation =
        record.text("operationName", "OperationName", "category", "Category", "Type");
    EventHeader header =
        Headers.header(
            position,
            record.text("id", "Id"),
            record.text("correlationId", "CorrelationId"),
            Ids.tenant(record),
            Times.parse(record.text("time", "TimeGenerated")),
            operation == null ? shape : operation);
    return new OtherEvent(header, shape);
  }
}

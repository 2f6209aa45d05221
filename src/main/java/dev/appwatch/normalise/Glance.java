package dev.appwatch.normalise;

import dev.appwatch.text.Operations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what a record is without its being built, for the few forms that make up nearly all of a
 * stream. Each form lists every name its records may have, so that nothing unforeseen decides; in
 * doubt it says nothing, and the normaliser sees the whole record. Where it speaks, the normaliser
 * finds the same. Used by one thread.
 */
public final class Glance {

  private static final int MOST_KNOWN = 4096; // texts come from attackers too
  private static final String PROPERTIES = "properties";
  private static final String RAW_EVENT = "RawEventData";
  private static final List<String> WANTED =
      List.of(
          "category", "operationName", PROPERTIES, RAW_EVENT, "time", "status", "appId", "Type");

  private static final Map<String, Integer> SLOTS = new LinkedHashMap<>();

  static {
    WANTED.forEach(Glance::slot);
    for (String[] names :
        List.of(
            SignInMapper.TIME,
            SignInMapper.PROTOCOL,
            SignInMapper.USER_AGENT,
            AuditMapper.OPERATION,
            AuditMapper.TIME,
            UnifiedAuditMapper.OPERATION,
            UnifiedAuditMapper.TIME,
            UnifiedAuditMapper.WORKLOAD)) {
      for (String name : names) {
        slot(name);
      }
    }
  }

  private static final int[] SIGN_IN_TIME = slots(SignInMapper.TIME);
  private static final int[] PROTOCOL = slots(SignInMapper.PROTOCOL);
  private static final int[] USER_AGENT = slots(SignInMapper.USER_AGENT);
  private static final int[] AUDIT_OPERATION = slots(AuditMapper.OPERATION);
  private static final int[] AUDIT_TIME = slots(AuditMapper.TIME);
  private static final int[] UNIFIED_OPERATION = slots(UnifiedAuditMapper.OPERATION);
  private static final int[] UNIFIED_TIME = slots(UnifiedAuditMapper.TIME);
  private static final int[] WORKLOAD = slots(UnifiedAuditMapper.WORKLOAD);
  private static final int[] OUTER_TIME = slots("time");
  private static final int CATEGORY = slot("category");
  private static final int OUTER_OPERATION = slot("operationName");
  private static final int HELD = slot(PROPERTIES);
  private static final int RAW = slot(RAW_EVENT);
  private static final int STATUS = slot("status");
  private static final int APP_ID = slot("appId");
  private static final int CREATED = slot("createdDateTime");
  private static final int TYPE = slot("Type");

  private final Map<String, String> lower = new HashMap<>();
  private final Map<String, String> protocols = new HashMap<>();

  /** A form that records have; its place is its bit. */
  enum Form {
    /** The envelope of diagnostic settings. */
    ENVELOPE(
        0,
        "time resourceId operationName operationVersion category tenantId resultType"
            + " resultSignature resultDescription durationMs callerIpAddress correlationId identity"
            + " Level level location properties"),
    /** A sign-in of Graph. */
    GRAPH_SIGN_IN(
        1,
        "id createdDateTime userDisplayName userPrincipalName userId appId appDisplayName ipAddress"
            + " ipAddressFromResourceProvider clientAppUsed userAgent correlationId"
            + " conditionalAccessStatus originalRequestId isInteractive tokenIssuerName"
            + " tokenIssuerType clientCredentialType processingTimeInMilliseconds riskDetail"
            + " riskLevelAggregated riskLevelDuringSignIn riskState riskEventTypes riskEventTypes_v2"
            + " resourceDisplayName resourceId resourceTenantId homeTenantId homeTenantName"
            + " authenticationMethodsUsed authenticationRequirement signInIdentifier"
            + " signInIdentifierType servicePrincipalName signInEventTypes servicePrincipalId"
            + " federatedCredentialId userType flaggedForReview isTenantRestricted"
            + " autonomousSystemNumber crossTenantAccessType servicePrincipalCredentialKeyId"
            + " servicePrincipalCredentialThumbprint uniqueTokenIdentifier incomingTokenType"
            + " authenticationProtocol resourceServicePrincipalId signInTokenProtectionStatus"
            + " tokenProtectionStatusDetails originalTransferMethod isThroughGlobalSecureAccess"
            + " globalSecureAccessIpAddress conditionalAccessAudiences sessionId appOwnerTenantId"
            + " resourceOwnerTenantId servicePrincipalIdOfResource agent status deviceDetail"
            + " location mfaDetail appliedConditionalAccessPolicies"
            + " authenticationContextClassReferences authenticationProcessingDetails"
            + " networkLocationDetails authenticationDetails authenticationRequirementPolicies"
            + " sessionLifetimePolicies privateLinkDetails appliedEventListeners"
            + " authenticationAppDeviceDetails authenticationAppPolicyEvaluationDetails"
            + " managedServiceIdentity"),
    /** A directory audit of Graph. */
    GRAPH_AUDIT(
        2,
        "id category correlationId result resultReason activityDisplayName activityDateTime"
            + " loggedByService operationType initiatedBy targetResources additionalDetails"
            + " userAgent"),
    /** A row of one of the sign-in tables or of the audit table of Log Analytics. */
    TABLE_ROW(
        3,
        "TenantId SourceSystem TimeGenerated OperationName OperationVersion Category ResultType"
            + " ResultSignature ResultDescription DurationMs CorrelationId Resource ResourceGroup"
            + " ResourceProvider Identity Level Location AlternateSignInName AppDisplayName AppId"
            + " AppliedEventListeners AuthenticationContextClassReferences AuthenticationDetails"
            + " AuthenticationMethodsUsed AuthenticationProcessingDetails AuthenticationProtocol"
            + " AuthenticationRequirement AuthenticationRequirementPolicies AutonomousSystemNumber"
            + " ClientAppUsed ConditionalAccessPolicies ConditionalAccessStatus CreatedDateTime"
            + " CrossTenantAccessType DeviceDetail FlaggedForReview HomeTenantId Id IPAddress"
            + " IPAddressFromResourceProvider IncomingTokenType IsInteractive IsRisky"
            + " IsTenantRestricted LocationDetails MfaDetail NetworkLocationDetails"
            + " OriginalRequestId OriginalTransferMethod ProcessingTimeInMilliseconds"
            + " ResourceDisplayName ResourceIdentity ResourceServicePrincipalId ResourceTenantId"
            + " RiskDetail RiskEventTypes RiskEventTypes_V2 RiskLevel RiskLevelAggregated"
            + " RiskLevelDuringSignIn RiskState ServicePrincipalId ServicePrincipalName"
            + " ServicePrincipalCredentialKeyID SessionLifetimePolicies SignInIdentifier"
            + " SignInIdentifierType Status TokenIssuerName TokenIssuerType UniqueTokenIdentifier"
            + " UserAgent UserDisplayName UserId UserPrincipalName UserType AADTenantId Type"
            + " AdditionalDetails InitiatedBy LoggedByService Result ResultReason TargetResources"
            + " ActivityDisplayName ActivityDateTime AADOperationType"),
    /** A directory record of the unified audit log. */
    UNIFIED(
        4,
        "CreationTime Id Operation OrganizationId RecordType ResultStatus UserKey UserType Version"
            + " Workload ClientIP ObjectId UserId AzureActiveDirectoryEventType ExtendedProperties"
            + " ModifiedProperties Actor ActorContextId ActorIpAddress InterSystemsId IntraSystemId"
            + " SupportTicketId Target TargetContextId ApplicationId DeviceProperties ErrorNumber"
            + " LogonError");

    private final int place;
    private final String names;

    Form(int place, String names) {
      this.place = place;
      this.names = names;
    }

    long bit() {
      return 1L << place;
    }

    private List<String> names() {
      return List.of(names.split(" "));
    }
  }

  /**
   * A name that matters.
   *
   * @param name the name
   * @param forms one bit for each form that may have it
   * @param slot where its value is to be kept, or -1
   * @param holder whether it is the object of which members are kept too
   */
  public record Name(String name, long forms, int slot, boolean holder) {}

  /** What a record is. */
  public enum Kind {
    /** A sign-in. */
    SIGN_IN,
    /** A directory audit record. */
    AUDIT,
    /** A log that no row looks at. */
    OTHER
  }

  /**
   * What could be seen of a record.
   *
   * @param kind what event the normaliser makes of it
   * @param word the protocol of a sign-in, the canonical operation of an audit record
   * @param userAgent the client of a sign-in
   * @param time its time as the record writes it
   */
  public record Sighting(
      Kind kind, String word, @Nullable String userAgent, @Nullable String time) {}

  /** Returns every name that matters. */
  public static List<Name> names() {
    Map<String, Long> forms = new LinkedHashMap<>();
    for (Form form : Form.values()) {
      form.names().forEach(name -> forms.merge(name, form.bit(), (a, b) -> a | b));
    }
    SLOTS.keySet().forEach(name -> forms.putIfAbsent(name, 0L));
    List<Name> names = new ArrayList<>();
    forms.forEach(
        (name, bits) ->
            names.add(new Name(name, bits, SLOTS.getOrDefault(name, -1), name.equals(PROPERTIES))));
    return names;
  }

  /** Returns what the record is, or null when that takes all of it. */
  public @Nullable Sighting of(Outline record) {
    long forms = record.forms();
    if ((forms & Form.ENVELOPE.bit()) != 0 && record.object(HELD)) {
      return enveloped(record);
    }
    if ((forms & Form.GRAPH_SIGN_IN.bit()) != 0) {
      boolean known = record.has(CREATED) && record.has(APP_ID) && record.has(STATUS);
      return known ? signIn(record, false) : null;
    }
    if ((forms & Form.GRAPH_AUDIT.bit()) != 0) {
      return audit(record, false);
    }
    if ((forms & Form.TABLE_ROW.bit()) != 0) {
      String table = lower(sureText(record, TYPE));
      return Normaliser.SIGN_IN_TABLES.contains(table)
          ? signIn(record, false)
          : table.equals("auditlogs") ? audit(record, false) : null;
    }
    return (forms & Form.UNIFIED.bit()) != 0 ? unified(record) : null;
  }

  private @Nullable Sighting enveloped(Outline record) {
    if (record.heldHas(RAW) || !record.sure(OUTER_OPERATION)) {
      return null;
    }
    String category = lower(sureText(record, CATEGORY));
    if (Normaliser.SIGN_IN_CATEGORIES.contains(category)) {
      return signIn(record, true);
    }
    return category.equals("auditlogs") ? audit(record, true) : null;
  }

  private @Nullable Sighting signIn(Outline record, boolean held) {
    if (!sure(record, held, PROTOCOL)
        || !sure(record, held, USER_AGENT)
        || !sure(record, held, SIGN_IN_TIME)) {
      return null;
    }
    String time = first(record, held, SIGN_IN_TIME);
    if (time == null && held) {
      if (!sure(record, false, OUTER_TIME)) {
        return null;
      }
      time = first(record, false, OUTER_TIME);
    }
    String protocol = first(record, held, PROTOCOL);
    return new Sighting(Kind.SIGN_IN, word(protocol), first(record, held, USER_AGENT), time);
  }

  private static @Nullable Sighting audit(Outline record, boolean held) {
    if (!sure(record, held, AUDIT_OPERATION) || !sure(record, held, AUDIT_TIME)) {
      return null;
    }
    String operation = first(record, held, AUDIT_OPERATION);
    if (operation == null) {
      return null;
    }
    String time = first(record, held, AUDIT_TIME);
    if (time == null && held) {
      if (!sure(record, false, OUTER_TIME)) {
        return null;
      }
      time = first(record, false, OUTER_TIME);
    }
    return new Sighting(Kind.AUDIT, Operations.canonical(operation), null, time);
  }

  private static @Nullable Sighting unified(Outline record) {
    if (!sure(record, false, UNIFIED_OPERATION)
        || !sure(record, false, UNIFIED_TIME)
        || !sure(record, false, WORKLOAD)) {
      return null;
    }
    String operation = first(record, false, UNIFIED_OPERATION);
    String time = first(record, false, UNIFIED_TIME);
    String workload = first(record, false, WORKLOAD);
    if (operation == null || workload == null || time == null) {
      return null;
    }
    return UnifiedAuditMapper.directory(workload, operation)
        ? new Sighting(Kind.AUDIT, Operations.canonical(operation), null, time)
        : new Sighting(Kind.OTHER, "", null, time);
  }

  private static boolean sure(Outline record, boolean held, int[] slots) {
    for (int slot : slots) {
      if (!(held ? record.heldSure(slot) : record.sure(slot))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first text that is not blank, as the mappers do. */
  private static @Nullable String first(Outline record, boolean held, int[] slots) {
    for (int slot : slots) {
      String text = held ? record.heldText(slot) : record.text(slot);
      if (text != null && !text.isBlank()) {
        return text;
      }
    }
    return null;
  }

  private static String sureText(Outline record, int slot) {
    String text = record.sure(slot) ? record.text(slot) : null;
    return text == null ? "" : text;
  }

  private String lower(String text) {
    String known = lower.get(text);
    if (known == null) {
      known = text.toLowerCase(Locale.ROOT);
      if (lower.size() < MOST_KNOWN) {
        lower.put(text, known);
      }
    }
    return known;
  }

  private String word(@Nullable String protocol) {
    if (protocol == null) {
      return SignInMapper.word(null);
    }
    String known = protocols.get(protocol);
    if (known == null) {
      known = SignInMapper.word(protocol);
      if (protocols.size() < MOST_KNOWN) {
        protocols.put(protocol, known);
      }
    }
    return known;
  }

  private static int slot(String name) {
    return SLOTS.computeIfAbsent(name, key -> SLOTS.size());
  }

  private static int[] slots(String... names) {
    int[] slots = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      slots[i] = slot(names[i]);
    }
    return slots;
  }
}

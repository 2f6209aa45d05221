package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.FlowSignIn;
import dev.appwatch.model.Observation;
import dev.appwatch.model.SignIn;
import dev.appwatch.model.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sees sign-ins by a flow that the table watches (rows 12 and 13). */
final class SignInObserver {

  private static final String ROPC = "ropc";
  private static final String DEVICE_CODE = "devicecode";
  private static final String LEGACY_CLIENT = "BAV2ROPC";

  private final Context context;

  SignInObserver(Context context) {
    this.context = context;
  }

  /** Returns whether the table watches sign-ins with that protocol by that client. */
  static boolean looksAt(String protocol, @Nullable String userAgent) {
    return protocol.equals(ROPC) || protocol.equals(DEVICE_CODE) || legacy(protocol, userAgent);
  }

  /** Returns whether the client is one that only ever used ROPC, where the record does not say. */
  private static boolean legacy(String protocol, @Nullable String userAgent) {
    boolean told = !protocol.isEmpty() && !protocol.equals("none");
    return !told && userAgent != null && userAgent.contains(LEGACY_CLIENT);
  }

  void observe(SignIn event, List<Observation> observations) {
    if (!looksAt(event.protocol(), event.userAgent())) {
      return;
    }
    boolean legacy = legacy(event.protocol(), event.userAgent());
    String flow = legacy ? ROPC : event.protocol();
    Actor actor = event.actor();
    String appId = event.app().appId();
    List<String> countries = context.policy().expectedCountries();
    boolean deviceCode = flow.equals(DEVICE_CODE);
    observations.add(
        new FlowSignIn(
            Basics.basis(
                context,
                event.header(),
                "sign-in activity",
                actor,
                List.of(event.app(), event.resource()),
                List.of(
                    new Evidence(
                        legacy ? "userAgent" : "authenticationProtocol",
                        null,
                        legacy ? event.userAgent() : event.protocol()),
                    new Evidence("errorCode", null, event.errorCode())),
                day(event) + "|" + account(actor) + "|" + appId,
                flow,
                Map.of(),
                null),
            flow,
            event.succeeded(),
            deviceCode ? context.deviceCodeAllowed(appId, actor) : context.ropcTest(appId, actor),
            legacy,
            event.unmanagedDevice(),
            !countries.isEmpty()
                && event.country() != null
                && countries.stream().noneMatch(event.country()::equalsIgnoreCase),
            listed("device-code-brokers", "app_id", event.app()),
            listed("device-code-resources", "resource_id", event.resource()),
            !context.policy().deviceCodeFlowInUse()));
  }

  /**
   * The name counts as well, for some records have no id: whoever borrows it only raises the risk.
   */
  private boolean listed(String list, String id, Target application) {
    return context.listed(list, id, application.appId())
        || context.listed(list, "name", application.name());
  }

  /** One finding for an account, an application and a day: tokens are refreshed all the time. */
  private static String day(SignIn event) {
    Instant time = event.header().time();
    return time == null ? "" : time.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String account(Actor actor) {
    String id = actor.id();
    return id != null ? id : actor.label().toLowerCase(java.util.Locale.ROOT);
  }
}

package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.EventHeader;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RecordSetAside;
import dev.appwatch.model.Target;
import dev.appwatch.text.Sha256;
import java.util.List;
import java.util.Map;

/** Makes an observation of a record that could not be judged. */
final class RecordWatch {

  private static final String OPERATION = "set record aside";

  private RecordWatch() {}

  /**
   * Returns the observation. The digest of the record stands for the action, so that the same
   * record is found once however often it comes; when it happened nobody can tell.
   */
  static RecordSetAside observe(Context context, QuarantinedRecord record) {
    String digest = "sha256:" + Sha256.hex(record.bytes());
    String reason = record.reason().name();
    EventHeader header =
        new EventHeader(record.position(), null, null, context.policy().tenant(), null, OPERATION);
    return new RecordSetAside(
        Basics.basis(
            context,
            header,
            OPERATION,
            Actor.UNKNOWN,
            List.of(new Target("Record", digest, null, null)),
            List.of(new Evidence("reason", null, reason), new Evidence("sha256", null, digest)),
            digest,
            reason,
            Map.of("what", record.position().source() + ":" + record.position().record()),
            null),
        reason);
  }
}

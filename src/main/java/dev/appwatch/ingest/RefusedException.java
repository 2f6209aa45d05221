package dev.appwatch.ingest;

import dev.appwatch.model.QuarantineReason;

/** Says why bytes are not a record; a reason to set them aside, not a fault of ours. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final QuarantineReason reason;
  private final String detail;

  RefusedException(QuarantineReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  QuarantineReason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }
}

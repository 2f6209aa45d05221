package dev.appwatch.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** Leaves a server that was demoted: it answers on, but takes nothing any more. */
final class EvictedWhenDemoted implements SQLExceptionOverride {

  private static final String READ_ONLY = "25006";

  @java.lang.Override // the interface has a type of that name
  public SQLExceptionOverride.Override adjudicate(SQLException e) {
    return READ_ONLY.equals(e.getSQLState())
        ? SQLExceptionOverride.Override.MUST_EVICT
        : SQLExceptionOverride.Override.CONTINUE_EVICT;
  }
}

-- What was found, what could not be judged, and how far every source was read.
-- Times are milliseconds since 1970-01-01T00:00:00Z.

CREATE TABLE finding (
  id          TEXT   NOT NULL PRIMARY KEY,
  rule        TEXT   NOT NULL,
  risk        TEXT   NOT NULL,
  disposition TEXT   NOT NULL,
  happened    TEXT   NOT NULL,          -- an instant that sorts as text
  first_seen  BIGINT NOT NULL,
  last_seen   BIGINT NOT NULL,
  times       BIGINT NOT NULL,          -- how often a record stated it
  change_no   BIGINT NOT NULL,          -- grows with every change of any finding
  quota       TEXT,                     -- the approval whose count it takes from
  quota_count INTEGER NOT NULL,         -- how many findings that approval may cover
  merged      ${bytes} NOT NULL,        -- what the records state, before approvals are counted
  judged      ${bytes} NOT NULL         -- the finding
);
CREATE UNIQUE INDEX finding_change ON finding (change_no);
CREATE INDEX finding_happened ON finding (happened, id);
CREATE INDEX finding_quota ON finding (quota);
CREATE INDEX finding_last_seen ON finding (last_seen);

CREATE TABLE decision (
  finding     TEXT   NOT NULL,
  change_no   BIGINT NOT NULL,
  decided_at  BIGINT NOT NULL,
  risk        TEXT   NOT NULL,
  disposition TEXT   NOT NULL,
  reason      TEXT   NOT NULL,
  approval    TEXT,
  pack        TEXT   NOT NULL,
  PRIMARY KEY (finding, change_no)
);

CREATE TABLE quarantine (
  id          TEXT   NOT NULL PRIMARY KEY,
  intake      TEXT   NOT NULL,          -- the intake whose totals count it
  source      TEXT   NOT NULL,
  record      BIGINT NOT NULL,
  byte_offset BIGINT NOT NULL,
  reason      TEXT   NOT NULL,
  detail      TEXT   NOT NULL,
  sha256      TEXT   NOT NULL,
  bytes       ${bytes} NOT NULL,
  first_seen  BIGINT NOT NULL,
  last_seen   BIGINT NOT NULL,
  times       BIGINT NOT NULL,
  judged_at   BIGINT                    -- when a retry judged it
);
CREATE INDEX quarantine_last_seen ON quarantine (last_seen);

CREATE TABLE source_position (
  source      TEXT   NOT NULL PRIMARY KEY,
  records     BIGINT NOT NULL,
  received    BIGINT NOT NULL,
  evaluated   BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  finished    BIGINT,
  committed   BIGINT NOT NULL
);

CREATE TABLE total (
  intake      TEXT   NOT NULL PRIMARY KEY,
  received    BIGINT NOT NULL,
  evaluated   BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  committed   BIGINT NOT NULL
);

CREATE TABLE recent (
  no          BIGINT NOT NULL PRIMARY KEY,
  received_at BIGINT NOT NULL,
  writer      TEXT   NOT NULL,          -- the process that received it
  record      ${bytes} NOT NULL
);
CREATE INDEX recent_received ON recent (received_at);

CREATE TABLE sink (
  name        TEXT   NOT NULL PRIMARY KEY,
  change_no   BIGINT NOT NULL,
  delivered   BIGINT NOT NULL
);

CREATE TABLE counter (
  name        TEXT   NOT NULL PRIMARY KEY,
  value       BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('change', 0), ('recent', 0);

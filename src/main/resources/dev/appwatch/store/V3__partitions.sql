-- Who reads which partition of an event hub, and how far each was read.
-- Times are milliseconds by the clock of the database, which all processes that share it have in common.

CREATE VIEW moment AS SELECT ${now} AS millis;

CREATE TABLE partition_owner (
  namespace      TEXT   NOT NULL,
  hub            TEXT   NOT NULL,
  consumer_group TEXT   NOT NULL,
  partition_id   TEXT   NOT NULL,
  owner          TEXT   NOT NULL,          -- empty once it was given up
  etag           TEXT   NOT NULL,          -- another one with every claim
  claimed        BIGINT NOT NULL,
  PRIMARY KEY (namespace, hub, consumer_group, partition_id)
);

CREATE TABLE partition_checkpoint (
  namespace      TEXT   NOT NULL,
  hub            TEXT   NOT NULL,
  consumer_group TEXT   NOT NULL,
  partition_id   TEXT   NOT NULL,
  sequence_no    BIGINT,
  event_offset   TEXT,
  saved          BIGINT NOT NULL,
  PRIMARY KEY (namespace, hub, consumer_group, partition_id)
);

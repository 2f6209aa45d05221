-- What was decided and who changed what, as a chain: each entry holds the digest of the one before.
-- Times are milliseconds since 1970-01-01T00:00:00Z.

CREATE TABLE journal (
  no         BIGINT NOT NULL PRIMARY KEY,  -- from 1, without gaps
  written_at BIGINT NOT NULL,
  kind       TEXT   NOT NULL,
  payload    TEXT   NOT NULL,              -- a JSON object
  previous   TEXT   NOT NULL,              -- the digest of the entry before
  digest     TEXT   NOT NULL
);

CREATE TABLE journal_head (
  name   TEXT   NOT NULL PRIMARY KEY,
  no     BIGINT NOT NULL,
  digest TEXT   NOT NULL
);
INSERT INTO journal_head (name, no, digest) VALUES ('head', 0, '');

-- What the service last knew of its pack, its limits and the approvals it was told of.
CREATE TABLE remembered (
  topic TEXT NOT NULL,
  name  TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (topic, name)
);

-- How far a source was read that is asked for what is new: everything up to then is kept.

CREATE TABLE watermark (
  source  TEXT   NOT NULL PRIMARY KEY,
  up_to   BIGINT NOT NULL,
  moved   BIGINT NOT NULL
);

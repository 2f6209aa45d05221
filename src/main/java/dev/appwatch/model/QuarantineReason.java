package dev.appwatch.model;

/** Why a record could not be judged; the name is the reason code of the quarantine line. */
public enum QuarantineReason {
  /** The bytes are not JSON. */
  MALFORMED_JSON,
  /** A CSV row has another number of cells than its header, or an open quote. */
  MALFORMED_CSV,
  /** An object names the same member twice, so readers may disagree on its value. */
  DUPLICATE_KEY,
  /** A complete value is followed by something that is neither white space nor a new record. */
  TRAILING_GARBAGE,
  /** The bytes are not UTF-8, nor UTF-16 with a byte order mark. */
  BROKEN_UTF8,
  /** The record is longer than the limit. */
  RECORD_TOO_LARGE,
  /** Objects and arrays are nested deeper than the limit. */
  TOO_DEEP,
  /** A string is longer than the limit. */
  STRING_TOO_LONG,
  /** An object, or the record as a whole, has more members than the limit. */
  TOO_MANY_KEYS,
  /** A gzip stream unpacks to more than the limit times its size. */
  GZIP_RATIO,
  /** A gzip stream holds another gzip stream. */
  NESTED_GZIP,
  /** A gzip stream ends early or fails its checksum. */
  BROKEN_GZIP,
  /** The source could not be read to its end. */
  UNREADABLE_SOURCE,
  /** The record is valid JSON but has none of the shapes that are known. */
  UNKNOWN_SHAPE,
  /** The shape is known, but a member that every record of it carries is missing or unreadable. */
  INVALID_RECORD,
  /** Judging the record failed; the fault is ours, the record is kept. */
  EVALUATION_FAILED
}

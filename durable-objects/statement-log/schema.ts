/**
 * The tables of a log, behind `LogReader` and `LogWriter`. One row a segment, one an id, one a term of a segment: the layout of a start.
 * Sorted runs will replace it (docs/decisions/0011) without anything outside this folder knowing.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS segments (
  first INTEGER PRIMARY KEY,
  n INTEGER NOT NULL,
  stored_micros INTEGER NOT NULL,
  partition_mask INTEGER NOT NULL,
  header TEXT NOT NULL,
  partitions BLOB NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS segments_by_time ON segments (stored_micros);
CREATE TABLE IF NOT EXISTS ids (id BLOB PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS postings (term INTEGER NOT NULL, segment INTEGER NOT NULL, PRIMARY KEY (term, segment)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS voids (target BLOB PRIMARY KEY, by_id BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refs (target BLOB NOT NULL, by_id BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (target, by_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (partition INTEGER PRIMARY KEY, head INTEGER NOT NULL, acknowledged INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS identity (one INTEGER PRIMARY KEY CHECK (one = 1), identity TEXT NOT NULL);
`;

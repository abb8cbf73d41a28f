/**
 * The tables of a log. Statements lie in blocks; ids and terms lie in sorted runs, a row a chunk, apart from the newest,
 * which are in memory and come back from the blocks. What is rare has rows: voidings, references, what these add.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS blocks (
  first INTEGER PRIMARY KEY,
  n INTEGER NOT NULL,
  stored_micros INTEGER NOT NULL,
  partition_mask INTEGER NOT NULL,
  header TEXT NOT NULL,
  entries BLOB NOT NULL,
  body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS segments (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, generation INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
  run INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  level INTEGER NOT NULL,
  state TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  fences BLOB NOT NULL,
  bloom BLOB
);
CREATE TABLE IF NOT EXISTS chunks (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS voids (target BLOB PRIMARY KEY, by_id BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refs (target BLOB NOT NULL, by_id BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (target, by_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS awaited (target BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gained (term INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (term, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS projected (partition INTEGER PRIMARY KEY, position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS corrections (n INTEGER PRIMARY KEY AUTOINCREMENT, partition INTEGER NOT NULL, seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS identity (one INTEGER PRIMARY KEY CHECK (one = 1), identity TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS layout (one INTEGER PRIMARY KEY CHECK (one = 1), layout TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fences (claim TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tells (n INTEGER PRIMARY KEY, tell TEXT NOT NULL);
`;

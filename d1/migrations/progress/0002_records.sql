-- One row a key instead of a row of facts, one an attempt and one a completion: what a statement costs is mostly the
-- pages that its rows lie on. Everything here is derived: what is dropped is told again from the logs.
DROP TABLE watermarks;
DROP TABLE facts;
DROP TABLE attempts;
DROP TABLE completions;
DROP TABLE announcements;

-- How far a log has been projected into this database. A batch moves it from exactly where it stands, and only when the
-- rows that it was told from are as they were, or it fails whole.
CREATE TABLE watermarks (
  tenant TEXT NOT NULL,
  log TEXT NOT NULL,
  position INTEGER NOT NULL CONSTRAINT projection_overtaken CHECK (position >= 0),
  PRIMARY KEY (tenant, log)
) STRICT, WITHOUT ROWID;

-- What is known of a learner, registration and activity, as JSON (domain/projection/stored.ts). Ids rise with time, so that
-- the rows of who learns now lie side by side; `version` is another number after every write.
CREATE TABLE facts (
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  learner TEXT NOT NULL,
  registration TEXT NOT NULL,
  activity TEXT NOT NULL,
  version INTEGER NOT NULL,
  facts TEXT NOT NULL,
  attempts TEXT NOT NULL,
  completion TEXT,
  UNIQUE (tenant, learner, registration, activity)
) STRICT;

-- News of a projection that the feed does not have yet: written with it, deleted once the feed has it.
CREATE TABLE announcements (
  tenant TEXT NOT NULL,
  log TEXT NOT NULL,
  position INTEGER NOT NULL,
  corrections INTEGER NOT NULL,
  skip INTEGER NOT NULL,
  news TEXT NOT NULL,
  PRIMARY KEY (tenant, log, position, corrections, skip)
) STRICT, WITHOUT ROWID;

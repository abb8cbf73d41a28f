DROP TABLE announcements;
DROP TABLE facts;
DROP TABLE watermarks;

CREATE TABLE watermarks (
  tenant TEXT NOT NULL,
  log TEXT NOT NULL,
  position INTEGER NOT NULL CONSTRAINT watermark_moved_by_another CHECK (position >= 0),
  PRIMARY KEY (tenant, log)
) STRICT, WITHOUT ROWID;

CREATE TABLE facts (
  tenant TEXT NOT NULL,
  learner TEXT NOT NULL,
  registration TEXT NOT NULL,
  activity TEXT NOT NULL,
  facts TEXT NOT NULL,
  PRIMARY KEY (tenant, learner, registration, activity)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  tenant TEXT NOT NULL,
  learner TEXT NOT NULL,
  registration TEXT NOT NULL,
  activity TEXT NOT NULL,
  n INTEGER NOT NULL,
  type TEXT,
  name TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'closed')),
  opened_at TEXT NOT NULL,
  closed_at TEXT,
  closed_by TEXT,
  completion TEXT NOT NULL,
  success TEXT NOT NULL,
  score TEXT,
  seconds REAL,
  PRIMARY KEY (tenant, learner, registration, activity, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_by_time ON attempts (tenant, learner, opened_at);

CREATE TABLE completions (
  tenant TEXT NOT NULL,
  learner TEXT NOT NULL,
  registration TEXT NOT NULL,
  activity TEXT NOT NULL,
  name TEXT,
  completed_at TEXT NOT NULL,
  success TEXT NOT NULL,
  score TEXT,
  seconds REAL,
  statement TEXT NOT NULL,
  PRIMARY KEY (tenant, learner, registration, activity)
) STRICT, WITHOUT ROWID;

CREATE INDEX completions_by_time ON completions (tenant, learner, completed_at);
CREATE TABLE announcements (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

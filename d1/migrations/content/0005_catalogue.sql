-- What a catalogue does with packages: put away and back, withdrawn for good with a reason; versions of one course have
-- one activity.
ALTER TABLE packages ADD COLUMN archived_at TEXT;
ALTER TABLE packages ADD COLUMN revoked_at TEXT;
ALTER TABLE packages ADD COLUMN revoked_reason TEXT;
CREATE INDEX packages_by_activity ON packages (tenant, activity_id, created_at, id);

-- Who is to take which package, until when.
CREATE TABLE enrolments (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  learner TEXT NOT NULL,
  package TEXT NOT NULL,
  due_at TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX enrolments_once ON enrolments (tenant, learner, package);
CREATE INDEX enrolments_newest ON enrolments (tenant, created_at, id);
CREATE INDEX enrolments_by_package ON enrolments (tenant, package, created_at, id);

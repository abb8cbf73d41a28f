DROP TABLE enrolments;
DROP INDEX packages_by_activity;
ALTER TABLE packages DROP COLUMN revoked_reason;
ALTER TABLE packages DROP COLUMN revoked_at;
ALTER TABLE packages DROP COLUMN archived_at;

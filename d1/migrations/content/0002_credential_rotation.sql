-- Secrets that a rotation replaced and that go on for a while: JSON, a few {sha256, until}; beyond `until` they are dead
-- and the next rotation drops them. `last_used_at` is written once a minute at most.
ALTER TABLE credentials ADD COLUMN previous TEXT NOT NULL DEFAULT '[]';
ALTER TABLE credentials ADD COLUMN rotated_at TEXT;
ALTER TABLE credentials ADD COLUMN last_used_at TEXT;
CREATE INDEX credentials_newest ON credentials (tenant, created_at, id);

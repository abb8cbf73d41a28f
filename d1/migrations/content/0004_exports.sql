-- A course on its way out as a file. The file lies in R2 until `expires_at`, then row and file go.
CREATE TABLE exports (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  package TEXT NOT NULL,
  format TEXT NOT NULL,
  format_version TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
  filename TEXT NOT NULL,
  -- Of `bytes`, which is 0 until the export is planned.
  bytes_done INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  report TEXT,
  problem TEXT,
  -- Which attempt may write, as with imports.
  attempt INTEGER NOT NULL,
  -- Multipart uploads of this attempt, so that a later one can give their parts back.
  uploads TEXT NOT NULL DEFAULT '[]',
  version INTEGER NOT NULL,
  heartbeat_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX exports_by_package ON exports (tenant, package, created_at, id);
CREATE INDEX exports_open ON exports (tenant, heartbeat_at) WHERE state IN ('queued', 'running');
CREATE INDEX exports_expiring ON exports (tenant, expires_at);

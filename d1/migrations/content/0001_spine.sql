-- Everything that api owns in one region. Every key begins with the tenant. Times are RFC 3339 UTC with milliseconds,
-- which sort as text. JSON columns are read whole and never searched.

-- Bearer tokens and xAPI keys. The secret itself is never stored: 256 random bits need no slow hash.
CREATE TABLE credentials (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  scheme TEXT NOT NULL CHECK (scheme IN ('bearer', 'basic')),
  name TEXT NOT NULL,
  secret_sha256 TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at TEXT NOT NULL,
  revoked_at TEXT,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE learners (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX learners_newest ON learners (tenant, created_at, id);

-- Identities that others gave a learner: an account at a home page.
CREATE TABLE learner_aliases (
  tenant TEXT NOT NULL,
  home_page TEXT NOT NULL,
  name TEXT NOT NULL,
  learner TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant, home_page, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX learner_aliases_by_learner ON learner_aliases (tenant, learner);

-- A package version. The manifest lies in R2 beside the container; here is what lists show and searches find.
CREATE TABLE packages (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('building', 'built', 'revoked')),
  title TEXT NOT NULL,
  format TEXT NOT NULL,
  identifier TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  languages TEXT NOT NULL,
  import TEXT NOT NULL,
  filename TEXT NOT NULL,
  original_bytes INTEGER NOT NULL,
  container_bytes INTEGER NOT NULL,
  asset_count INTEGER NOT NULL,
  asset_bytes INTEGER NOT NULL,
  report TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX packages_newest ON packages (tenant, created_at, id);

-- A file on its way to a package. `receiving` rows are not shown: the file is still coming in.
CREATE TABLE imports (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('receiving', 'queued', 'running', 'built', 'failed')),
  filename TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  package TEXT NOT NULL,
  steps TEXT NOT NULL,
  report TEXT,
  -- Which build may write: a later attempt takes the row over from an earlier one.
  attempt INTEGER NOT NULL,
  -- The multipart upload of the container, so that a later attempt can give its parts back.
  container_upload TEXT,
  -- Rises with every change that a reader can see.
  version INTEGER NOT NULL,
  heartbeat_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX imports_newest ON imports (tenant, created_at, id);
CREATE INDEX imports_open ON imports (tenant, heartbeat_at) WHERE state IN ('receiving', 'queued', 'running');

-- A file that comes in parts.
CREATE TABLE uploads (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'completed')),
  filename TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  part_bytes INTEGER NOT NULL,
  package TEXT NOT NULL,
  r2_upload TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_expiring ON uploads (tenant, expires_at);

CREATE TABLE upload_parts (
  tenant TEXT NOT NULL,
  upload TEXT NOT NULL,
  part INTEGER NOT NULL,
  etag TEXT NOT NULL,
  PRIMARY KEY (tenant, upload, part)
) STRICT, WITHOUT ROWID;

-- Learner × package × take. `state` is what delivery last told; an older `version` never overwrites a newer one.
CREATE TABLE registrations (
  tenant TEXT NOT NULL,
  registration TEXT NOT NULL,
  learner TEXT NOT NULL,
  package TEXT NOT NULL,
  take INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('created', 'active', 'suspended', 'completed', 'abandoned')),
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant, registration)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX registrations_take ON registrations (tenant, learner, package, take);
CREATE INDEX registrations_newest ON registrations (tenant, created_at, registration);
CREATE INDEX registrations_by_learner ON registrations (tenant, learner, created_at, registration);
CREATE INDEX registrations_by_package ON registrations (tenant, package, created_at, registration);

-- Requests that may be sent twice. `lease` tells the holder of a running one from a later one that took it over.
CREATE TABLE idempotency_keys (
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  lease TEXT NOT NULL,
  lease_until TEXT NOT NULL,
  response TEXT,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_expiring ON idempotency_keys (tenant, expires_at);

-- Events written with the truth that they tell, until the queue has them.
CREATE TABLE outbox (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

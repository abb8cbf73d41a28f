-- Issuers whose tokens a tenant accepts. Here and not in a region, because a token names its issuer and its audience but no
-- tenant. An audience means one recipient (RFC 7519, 4.1.3), so the two together belong to one tenant while in force.
CREATE TABLE issuers (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  name TEXT NOT NULL,
  issuer TEXT NOT NULL,
  audience TEXT NOT NULL,
  -- JSON: {scopes} or {claim, values}.
  grants TEXT NOT NULL,
  -- NULL: the keys were given with the registration and are never fetched.
  jwks_url TEXT,
  -- JSON: the public keys that tokens are verified with, as they were last read.
  jwks TEXT NOT NULL,
  keys_read_at TEXT NOT NULL,
  -- Whoever moves this on reads the keys again: one at a time, and not too often.
  keys_tried_at TEXT NOT NULL,
  -- Why the last attempt failed.
  keys_error TEXT,
  created_at TEXT NOT NULL,
  revoked_at TEXT,
  -- Written once a minute at most.
  last_used_at TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX issuers_in_force ON issuers (issuer, audience) WHERE revoked_at IS NULL;
CREATE INDEX issuers_newest ON issuers (tenant, created_at, id);

-- Which tenant lives in which region. Global, so it holds no personal data.
CREATE TABLE tenants (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  region TEXT NOT NULL CHECK (region IN ('eu', 'us')),
  home_page TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

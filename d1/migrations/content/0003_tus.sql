-- Uploads by the tus protocol: how many bytes are durable, what the client said of the file, and which request may write
-- until when, so that two at the same time do not mix their parts.
ALTER TABLE uploads ADD COLUMN protocol TEXT NOT NULL DEFAULT 'parts' CHECK (protocol IN ('parts', 'tus'));
ALTER TABLE uploads ADD COLUMN received INTEGER NOT NULL DEFAULT 0;
ALTER TABLE uploads ADD COLUMN metadata TEXT;
ALTER TABLE uploads ADD COLUMN writer TEXT;
ALTER TABLE uploads ADD COLUMN writer_until TEXT;

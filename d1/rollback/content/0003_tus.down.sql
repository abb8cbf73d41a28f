ALTER TABLE uploads DROP COLUMN writer_until;
ALTER TABLE uploads DROP COLUMN writer;
ALTER TABLE uploads DROP COLUMN metadata;
ALTER TABLE uploads DROP COLUMN received;
ALTER TABLE uploads DROP COLUMN protocol;

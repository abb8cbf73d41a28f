DROP INDEX credentials_newest;
ALTER TABLE credentials DROP COLUMN last_used_at;
ALTER TABLE credentials DROP COLUMN rotated_at;
ALTER TABLE credentials DROP COLUMN previous;

-- What a course needs of a player beyond the run-time of its format; NULL: published before this was noted.
ALTER TABLE packages ADD COLUMN needs TEXT;

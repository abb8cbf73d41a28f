ALTER TABLE packages DROP COLUMN terms;

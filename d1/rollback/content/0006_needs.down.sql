ALTER TABLE packages DROP COLUMN needs;

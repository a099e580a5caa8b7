ALTER TABLE mig_none ADD COLUMN x int;

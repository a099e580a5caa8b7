DROP VIEW mig_pets;
DROP INDEX mig_owner_name;
ALTER TABLE mig_pet DROP COLUMN weight;

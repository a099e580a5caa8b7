ALTER TABLE mig_pet ADD COLUMN weight numeric(6,2) NOT NULL DEFAULT 1.5, ADD CONSTRAINT mig_light CHECK (weight < 1000);
CREATE UNIQUE INDEX mig_owner_name ON mig_owner (name);
CREATE VIEW mig_pets AS SELECT p.name, o.name AS owner FROM mig_pet p JOIN mig_owner o ON o.id = p.owner_id;

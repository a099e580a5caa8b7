DROP TABLE mig_pet;
DROP TABLE mig_owner;

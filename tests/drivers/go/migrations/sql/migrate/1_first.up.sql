CREATE TABLE mig_owner (id bigserial PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE mig_pet (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner_id bigint REFERENCES mig_owner ON DELETE CASCADE, name text, born date DEFAULT '2024-02-29');

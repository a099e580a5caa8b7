CREATE TABLE dsl_author (id serial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, born date);
CREATE TABLE dsl_book (id bigserial PRIMARY KEY, author_id int NOT NULL REFERENCES dsl_author ON DELETE CASCADE, title text NOT NULL,
    price numeric(8,2) NOT NULL DEFAULT 9.90, tags text[] NOT NULL DEFAULT '{}', more jsonb, added timestamp(3));

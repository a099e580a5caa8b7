-- +goose Up
CREATE TABLE goose_post (id serial PRIMARY KEY, title text NOT NULL UNIQUE, body text, tags text[]);
-- +goose StatementBegin
CREATE TYPE goose_state AS ENUM ('draft', 'done');
-- +goose StatementEnd

-- +goose Down
DROP TABLE goose_post;
DROP TYPE goose_state;

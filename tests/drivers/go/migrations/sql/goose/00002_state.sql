-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE goose_post ADD COLUMN state goose_state NOT NULL DEFAULT 'draft';
CREATE INDEX CONCURRENTLY goose_post_state ON goose_post (state);
INSERT INTO goose_post (title, tags) VALUES ('first', '{a,b}');

-- +goose Down
DELETE FROM goose_post;
ALTER TABLE goose_post DROP COLUMN state;

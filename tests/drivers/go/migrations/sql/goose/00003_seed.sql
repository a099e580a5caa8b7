-- +goose Up
INSERT INTO goose_post (title, state) VALUES ('second', 'done');
UPDATE goose_post SET body = title || '!';

-- +goose Down
DELETE FROM goose_post WHERE title = 'second';

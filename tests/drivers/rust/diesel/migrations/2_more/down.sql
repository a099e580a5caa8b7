DROP INDEX dsl_book_title;
ALTER TABLE dsl_book DROP COLUMN sold, DROP CONSTRAINT dsl_dear;

ALTER TABLE dsl_book ADD COLUMN sold int NOT NULL DEFAULT 0, ADD CONSTRAINT dsl_dear CHECK (price >= 0);
CREATE INDEX dsl_book_title ON dsl_book (title, price);

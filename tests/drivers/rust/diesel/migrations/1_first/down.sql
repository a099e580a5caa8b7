DROP TABLE dsl_book;
DROP TABLE dsl_author;

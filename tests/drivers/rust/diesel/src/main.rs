//! A small application of diesel: migrations, queries of its DSL, relations, upserts, nested transactions, errors, types, rows in parts.

#![allow(dead_code)] // what is only printed, by Debug

use bigdecimal::BigDecimal;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count, exists, max, sum};
use diesel::prelude::*;
use diesel::result::Error;
use diesel_migrations::{embed_migrations, EmbeddedMigrations, MigrationHarness};
use serde_json::{json, Value};
use std::env;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

diesel::table! {
    dsl_author (id) { id -> Int4, name -> Varchar, born -> Nullable<Date>, }
}
diesel::table! {
    dsl_book (id) {
        id -> Int8, author_id -> Int4, title -> Text, price -> Numeric, tags -> Array<Text>, more -> Nullable<Jsonb>, added -> Nullable<Timestamp>, sold -> Int4,
    }
}
diesel::joinable!(dsl_book -> dsl_author (author_id));
diesel::allow_tables_to_appear_in_same_query!(dsl_author, dsl_book);

#[derive(Debug, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = dsl_author)]
struct Author {
    id: i32,
    name: String,
    born: Option<NaiveDate>,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = dsl_book, belongs_to(Author))]
struct Book {
    id: i64,
    author_id: i32,
    title: String,
    price: BigDecimal,
    tags: Vec<String>,
    more: Option<Value>,
    added: Option<NaiveDateTime>,
    sold: i32,
}

#[derive(Insertable)]
#[diesel(table_name = dsl_book)]
struct NewBook<'a> {
    author_id: i32,
    title: &'a str,
    tags: Vec<String>,
    more: Option<Value>,
    added: Option<NaiveDateTime>,
}

#[derive(Debug, AsChangeset)]
#[diesel(table_name = dsl_book)]
struct Change {
    title: Option<String>,
    sold: Option<i32>,
}

#[derive(Debug, QueryableByName)]
struct Sum {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::Int8)]
    n: i64,
}

fn failed(label: &str, result: QueryResult<usize>) {
    match result {
        Err(Error::DatabaseError(kind, info)) => println!("error {label} {kind:?} {} {:?} {:?} {:?} {:?}", info.message(), info.details(), info.table_name(), info.column_name(), info.constraint_name()),
        other => println!("error {label} {other:?}"),
    }
}

fn authors(conn: &mut PgConnection) -> QueryResult<Vec<String>> {
    dsl_author::table.select(dsl_author::name).order(dsl_author::id).load(conn)
}

fn application(conn: &mut PgConnection) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    diesel::sql_query("DROP TABLE IF EXISTS dsl_book, dsl_author, __diesel_schema_migrations").execute(conn)?;
    println!("{:?}", conn.run_next_migration(MIGRATIONS)?.to_string());
    println!("{:?}", conn.run_pending_migrations(MIGRATIONS)?.len());
    println!("{:?} {}", conn.applied_migrations()?.iter().map(|v| v.to_string()).collect::<Vec<_>>(), conn.has_pending_migration(MIGRATIONS)?);
    println!("{:?}", conn.revert_last_migration(MIGRATIONS)?.to_string());
    println!("{:?}", conn.run_pending_migrations(MIGRATIONS)?.len());

    let made: Vec<Author> = diesel::insert_into(dsl_author::table)
        .values(&vec![(dsl_author::name.eq("Čapek"), dsl_author::born.eq(NaiveDate::from_ymd_opt(1890, 1, 9))), (dsl_author::name.eq("Němcová"), dsl_author::born.eq(None)), (dsl_author::name.eq("Nobody"), dsl_author::born.eq(None))])
        .returning(Author::as_returning())
        .get_results(conn)?;
    println!("{made:?}");
    let at = NaiveDate::from_ymd_opt(2024, 2, 29).and_then(|d| d.and_hms_milli_opt(12, 0, 0, 500));
    let new = [
        NewBook { author_id: 1, title: "R.U.R.", tags: vec!["a".into(), "b\"c".into()], more: Some(json!({"n": 1, "l": [null, 2]})), added: at },
        NewBook { author_id: 1, title: "Krakatit", tags: vec![], more: None, added: None },
        NewBook { author_id: 2, title: "Babička", tags: vec!["a".into()], more: None, added: None },
    ];
    println!("{}", diesel::insert_into(dsl_book::table).values(&new[..]).execute(conn)?);
    let changed: Book = diesel::update(dsl_book::table.find(2)).set(&Change { title: Some("Krakatit 2".into()), sold: Some(3) }).get_result(conn)?;
    println!("{changed:?}");
    println!("{}", diesel::update(dsl_book::table.filter(dsl_book::author_id.eq_any([1, 9]))).set((dsl_book::price.eq(dsl_book::price * BigDecimal::from(2)), dsl_book::sold.eq(dsl_book::sold + 1))).execute(conn)?);

    let pairs: Vec<(Book, Author)> = dsl_book::table.inner_join(dsl_author::table).filter(dsl_author::name.like("%e%")).order(dsl_book::id.desc()).select((Book::as_select(), Author::as_select())).load(conn)?;
    println!("{pairs:?}");
    let left: Vec<(String, Option<String>)> = dsl_author::table.left_join(dsl_book::table).order((dsl_author::id, dsl_book::id)).select((dsl_author::name, dsl_book::title.nullable())).load(conn)?;
    println!("{left:?}");
    let all: Vec<Author> = dsl_author::table.order(dsl_author::id).load(conn)?;
    let books: Vec<Book> = Book::belonging_to(&all).order(dsl_book::id).load(conn)?;
    println!("{:?}", books.grouped_by(&all).iter().map(Vec::len).collect::<Vec<_>>());
    let groups: Vec<(i32, i64, Option<BigDecimal>, Option<i32>)> = dsl_book::table.group_by(dsl_book::author_id).select((dsl_book::author_id, count(dsl_book::id), sum(dsl_book::price), max(dsl_book::sold))).having(count(dsl_book::id).gt(0)).order(dsl_book::author_id).load(conn)?;
    println!("{groups:?}");
    println!("{:?}", dsl_book::table.filter(dsl_book::tags.contains(vec!["a"])).or_filter(dsl_book::added.is_not_null()).select(dsl_book::title).order(dsl_book::id).load::<String>(conn)?);
    println!("{:?}", dsl_book::table.filter(dsl_book::more.retrieve_as_text("n").eq("1")).select(dsl_book::more.retrieve_as_object("l")).load::<Option<Value>>(conn)?);
    println!("{}", diesel::select(exists(dsl_book::table.filter(dsl_book::sold.between(1, 2)))).get_result::<bool>(conn)?);
    println!("{:?}", dsl_author::table.filter(dsl_author::id.eq_any(dsl_book::table.select(dsl_book::author_id))).select(dsl_author::name).distinct().order(dsl_author::name).load::<String>(conn)?);
    println!("{:?}", diesel::sql_query("SELECT a.name::text AS name, count(b.id) AS n FROM dsl_author a LEFT JOIN dsl_book b ON b.author_id = a.id WHERE a.id < $1 GROUP BY a.name ORDER BY 2 DESC, 1").bind::<diesel::sql_types::Int4, _>(10).load::<Sum>(conn)?);
    println!("{:?}", dsl_book::table.filter(dsl_book::id.eq(99)).first::<Book>(conn).optional()?);
    println!("{:?}", dsl_author::table.for_update().skip_locked().find(1).first::<Author>(conn)?);

    let upserted: Vec<Author> = diesel::insert_into(dsl_author::table)
        .values(&Author { id: 50, name: "Nobody".into(), born: NaiveDate::from_ymd_opt(2000, 1, 1) })
        .on_conflict(dsl_author::name)
        .do_update()
        .set(dsl_author::born.eq(diesel::upsert::excluded(dsl_author::born)))
        .get_results(conn)?;
    println!("{upserted:?}");
    println!("{}", diesel::insert_into(dsl_author::table).values(dsl_author::name.eq("Nobody")).on_conflict_do_nothing().execute(conn)?);

    failed("unique", diesel::insert_into(dsl_author::table).values(dsl_author::name.eq("Nobody")).execute(conn));
    failed("foreign key", diesel::insert_into(dsl_book::table).values((dsl_book::author_id.eq(99), dsl_book::title.eq("x"))).execute(conn));
    failed("check", diesel::update(dsl_book::table.find(3)).set(dsl_book::price.eq(BigDecimal::from(-1))).execute(conn));
    failed("null", diesel::sql_query("INSERT INTO dsl_author (name) VALUES (NULL)").execute(conn));
    failed("syntax", diesel::sql_query("SELEC 1").execute(conn));

    let outer = conn.transaction::<(), Error, _>(|conn| {
        diesel::insert_into(dsl_author::table).values(dsl_author::name.eq("outer")).execute(conn)?;
        let inner = conn.transaction::<(), Error, _>(|conn| {
            diesel::insert_into(dsl_author::table).values(dsl_author::name.eq("inner")).execute(conn)?;
            diesel::insert_into(dsl_author::table).values(dsl_author::name.eq("inner")).execute(conn)?;
            Ok(())
        });
        println!("{} {:?}", inner.is_err(), authors(conn)?);
        Err(Error::RollbackTransaction)
    });
    println!("{outer:?} {:?}", authors(conn)?);
    conn.build_transaction().read_only().serializable().run(|conn| {
        failed("read only", diesel::delete(dsl_book::table).execute(conn));
        Ok::<(), Error>(())
    }).unwrap_or_else(|e| println!("{e}"));
    let many: Vec<_> = (0..300).map(|i| (dsl_book::author_id.eq(3), dsl_book::title.eq(format!("t{i}")), dsl_book::sold.eq(i))).collect();
    println!("{}", diesel::insert_into(dsl_book::table).values(&many).execute(conn)?);
    let mut total = 0;
    for row in dsl_book::table.select(dsl_book::sold).load_iter::<i32, diesel::pg::PgRowByRowLoadingMode>(conn)? {
        total += row?;
    }
    println!("{total}");
    println!("{} {}", diesel::delete(dsl_author::table.find(3)).execute(conn)?, dsl_book::table.count().get_result::<i64>(conn)?);
    println!("{}", conn.revert_all_migrations(MIGRATIONS)?.len());
    diesel::sql_query("DROP TABLE __diesel_schema_migrations").execute(conn)?;
    Ok(())
}

fn main() {
    let wanted: Vec<String> = env::args().skip(1).collect();
    if wanted.is_empty() || wanted.iter().any(|w| w == "diesel") {
        println!("== diesel");
        let done = PgConnection::establish("postgresql://").map_err(Into::into).and_then(|mut conn| application(&mut conn));
        if let Err(e) = done {
            println!("UNEXPECTED {e}");
        }
    }
}

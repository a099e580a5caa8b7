//! A small application of sqlx: migrations under its advisory lock, what `query!` asks of the server (describe), queries, types, a pool.

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgSslMode};
use sqlx::types::Json;
use sqlx::{Acquire, AssertSqlSafe, Column, Connection, Either, Executor, PgConnection, QueryBuilder, Row, SqlStr, Statement, TypeInfo};
use std::env;
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use uuid::Uuid;

type Fallible = Result<(), Box<dyn Error>>;
type Section = fn(PgPool) -> Pin<Box<dyn Future<Output = Fallible>>>;

#[derive(Debug, Clone, PartialEq, sqlx::Type)]
#[sqlx(type_name = "sx_mood", rename_all = "lowercase")]
enum Mood {
    Sad,
    Happy,
}

#[derive(Debug, sqlx::FromRow)]
struct Person {
    id: i32,
    name: String,
    born: Option<NaiveDate>,
    money: Option<Decimal>,
    mood: Mood,
    tags: Option<Vec<String>>,
    extra: Option<Json<Value>>,
    seen: Option<DateTime<Utc>>,
    token: Option<Uuid>,
}

fn options() -> PgConnectOptions {
    let get = |name| env::var(name).unwrap_or_default();
    PgConnectOptions::new_without_pgpass().host(&get("PGHOST")).port(get("PGPORT").parse().unwrap()).username(&get("PGUSER")).database(&get("PGDATABASE")).ssl_mode(PgSslMode::Disable)
}

fn described(e: &sqlx::Error) -> String {
    match e.as_database_error() {
        Some(d) => {
            let p = d.downcast_ref::<sqlx::postgres::PgDatabaseError>();
            format!("{} {} {:?} {:?} {:?} {:?}", p.code(), p.message(), p.detail(), p.table(), p.constraint(), d.kind())
        }
        None => e.to_string(),
    }
}

fn fails<T: std::fmt::Debug>(label: &str, result: Result<T, sqlx::Error>) {
    match result {
        Ok(v) => println!("error {label} NOT RAISED {v:?}"),
        Err(e) => println!("error {label} {}", described(&e)),
    }
}

fn migration(version: i64, name: &'static str, kind: MigrationType, sql: &'static str) -> Migration {
    Migration::new(version, name.into(), kind, SqlStr::from_static(sql), false)
}

fn migrations() -> Vec<Migration> {
    let (up, down) = (MigrationType::ReversibleUp, MigrationType::ReversibleDown);
    vec![
        migration(1, "first", up,
            "CREATE TYPE sx_mood AS ENUM ('sad', 'happy');
             CREATE TABLE sx_person (id serial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, born date, money numeric(10,2) DEFAULT 0, mood sx_mood NOT NULL DEFAULT 'sad',
                 tags text[], extra jsonb, seen timestamptz(3), token uuid, n int2, big int8, r float4, d float8, b bytea, ok bool NOT NULL DEFAULT true, at time, span interval);
             CREATE TABLE sx_note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person int NOT NULL REFERENCES sx_person ON DELETE CASCADE, body text NOT NULL CHECK (body <> ''))"),
        migration(1, "first", down, "DROP TABLE sx_note; DROP TABLE sx_person; DROP TYPE sx_mood"),
        migration(2, "second", up, "ALTER TABLE sx_note ADD COLUMN stars int; CREATE INDEX sx_note_person ON sx_note (person)"),
        migration(2, "second", down, "DROP INDEX sx_note_person; ALTER TABLE sx_note DROP COLUMN stars"),
    ]
}

async fn applied(pool: &PgPool) -> Fallible {
    for r in sqlx::query("SELECT version, description, success, installed_on IS NOT NULL, length(checksum), execution_time >= -1 FROM _sqlx_migrations ORDER BY version").fetch_all(pool).await? {
        println!("{:?}", (r.get::<i64, _>(0), r.get::<String, _>(1), r.get::<bool, _>(2), r.get::<bool, _>(3), r.get::<i32, _>(4), r.get::<bool, _>(5)));
    }
    let names: Vec<String> = sqlx::query_scalar("SELECT relname::text FROM pg_class WHERE relname LIKE 'sx\\_%' ORDER BY relname").fetch_all(pool).await?;
    println!("{names:?}");
    Ok(())
}

/// A migrator that fails keeps its lock: its connection is closed.
async fn refused(migrations: Vec<Migration>) -> Fallible {
    let mut c = PgConnection::connect_with(&options()).await?;
    let said = Migrator::with_migrations(migrations).run(&mut c).await.unwrap_err().to_string();
    println!("{}", said.split(" at line ").next().unwrap()); // of the C source
    Ok(c.close().await?)
}

async fn migrate(pool: PgPool) -> Fallible {
    pool.execute("DROP TABLE IF EXISTS sx_note, sx_person, _sqlx_migrations; DROP TYPE IF EXISTS sx_mood").await?;
    Migrator::with_migrations(migrations()[..2].to_vec()).run(&pool).await?;
    applied(&pool).await?;
    let all = Migrator::with_migrations(migrations());
    all.run(&pool).await?;
    all.run(&pool).await?;
    applied(&pool).await?;
    all.undo(&pool, 1).await?;
    applied(&pool).await?;
    all.undo(&pool, 0).await?;
    applied(&pool).await?;
    all.run(&pool).await?;
    let mut other = migrations();
    other[0] = migration(1, "first", MigrationType::ReversibleUp, "SELECT 1");
    refused(other).await?;
    let mut broken = migrations();
    broken.push(migration(3, "broken", MigrationType::Simple, "CREATE TABLE sx_never (a int); SELECT 1 / 0"));
    refused(broken).await?;
    refused(migrations()[..2].to_vec()).await?;
    applied(&pool).await
}

/// What the macros ask when they are compiled: columns, parameters, and which columns may be NULL.
async fn describe(pool: PgPool) -> Fallible {
    let mut c = pool.acquire().await?;
    for sql in [
        "SELECT * FROM sx_person", "SELECT p.id, p.name, n.body FROM sx_person p LEFT JOIN sx_note n ON n.person = p.id WHERE p.id = $1", "SELECT count(*), max(money), 1 AS one FROM sx_person",
        "INSERT INTO sx_person (name, mood, tags, extra) VALUES ($1, $2, $3, $4) RETURNING id, mood", "UPDATE sx_person SET money = money + $1 WHERE name = ANY($2)", "DELETE FROM sx_note RETURNING *",
        "SELECT id, name::text AS t, coalesce(born, $1) FROM sx_person WHERE money BETWEEN $2 AND $3 LIMIT $4 OFFSET $5", "SELECT p.mood, n.stars FROM sx_note n JOIN sx_person p ON p.id = n.person",
        "SELECT $1::int + $2", "SELECT extra->>$1 AS x, extra @> $2 AS y FROM sx_person", "SELECT * FROM sx_note WHERE person IN (SELECT id FROM sx_person WHERE ok = $1)", "SELECT name FROM sx_person UNION ALL SELECT body FROM sx_note",
        "WITH w AS (SELECT id, name FROM sx_person WHERE name LIKE $1) SELECT * FROM w", "SELECT row_number() OVER (ORDER BY id), id FROM sx_person", "SELECT i FROM generate_series(1, $1) i",
        "SELECT ARRAY[1, 2] AS a, now() AS t, 'x' AS u, NULL AS v", "BEGIN", "CREATE TABLE sx_other (a int)", "SELECT nope FROM sx_person", "SELECT lower(name) FROM sx_person WHERE born > $1::text::date",
    ] {
        match c.describe(SqlStr::from_static(sql)).await {
            Err(e) => println!("{sql}: {}", described(&e)),
            Ok(d) => {
                let columns: Vec<_> = d.columns().iter().enumerate().map(|(i, c)| format!("{} {} {:?} {}", c.name(), c.type_info().name(), d.nullable(i), origin(&c.origin()))).collect();
                let parameters = match d.parameters() {
                    Some(Either::Left(types)) => types.iter().map(|t| t.name().to_string()).collect(),
                    _ => vec![],
                };
                println!("{sql}: {columns:?} {parameters:?}");
            }
        }
    }
    let statement = c.prepare(SqlStr::from_static("SELECT mood, tags FROM sx_person WHERE mood = $1 AND n < $2")).await?;
    println!("{:?} {:?}", statement.columns().iter().map(|c| c.type_info().to_string()).collect::<Vec<_>>(), statement.parameters().map(|p| p.left().map(|t| t.iter().map(|t| t.to_string()).collect::<Vec<_>>())));
    Ok(())
}

fn origin(origin: &sqlx::ColumnOrigin) -> String {
    match origin {
        sqlx::ColumnOrigin::Table(t) => format!("{}.{}", t.table, t.name),
        o => format!("{o:?}"),
    }
}

async fn queries(pool: PgPool) -> Fallible {
    pool.execute("DELETE FROM sx_note; DELETE FROM sx_person").await?;
    let insert = "INSERT INTO sx_person (name, born, money, mood, tags, extra, seen, token, n, big, r, d, b, at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) RETURNING *";
    let p: Person = sqlx::query_as(insert).bind("Čapek").bind(NaiveDate::from_ymd_opt(1890, 1, 9)).bind(Decimal::new(1250, 2)).bind(Mood::Happy).bind(vec!["a", "b \"c\""])
        .bind(Json(serde_json::json!({"a": [1, null]}))).bind(DateTime::from_timestamp_millis(1709209815250)).bind(Uuid::from_u128(7)).bind(-3i16).bind(1i64 << 53).bind(1.5f32).bind(0.1f64).bind(&[0u8, 255][..]).bind(chrono::NaiveTime::from_hms_opt(10, 30, 0)).fetch_one(&pool).await?;
    println!("{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}", p.name, p.born, p.money, p.mood, p.tags, p.extra, p.seen, p.token);
    let mut many = QueryBuilder::new("INSERT INTO sx_person (name, n, mood) ");
    many.push_values(0..30i16, |mut b, i| {
        b.push_bind(format!("p{i:02}")).push_bind(i).push_bind(if i % 2 == 0 { Mood::Sad } else { Mood::Happy });
    });
    println!("{}", many.build().execute(&pool).await?.rows_affected());
    let done = sqlx::query("INSERT INTO sx_person (name, n) SELECT * FROM UNNEST($1::text[], $2::int2[])").bind(vec!["u1", "u2"]).bind(vec![Some(100i16), None]).execute(&pool).await?;
    println!("{}", done.rows_affected());
    println!("{:?}", sqlx::query_as::<_, (Mood, i64, Option<Decimal>)>("SELECT mood, count(*), sum(money) FROM sx_person GROUP BY mood ORDER BY mood").fetch_all(&pool).await?);
    println!("{:?}", sqlx::query_scalar::<_, String>("SELECT name FROM sx_person WHERE n = ANY($1) OR mood = ANY($2) AND n > $3 ORDER BY name").bind(&[1i16, 2, 3][..]).bind(vec![Mood::Sad]).bind(25i32).fetch_all(&pool).await?);
    sqlx::query("INSERT INTO sx_note (person, body) SELECT $1, 'note ' || i FROM generate_series(1, $2) i").bind(p.id).bind(3i32).execute(&pool).await?;
    println!("{:?}", sqlx::query_as::<_, (String, Option<String>)>("SELECT p.name, n.body FROM sx_person p LEFT JOIN sx_note n ON n.person = p.id WHERE p.n < 2 ORDER BY 1, 2").fetch_all(&pool).await?);
    println!("{:?}", sqlx::query_as::<_, (i32, (i32, String), Vec<(i32, String)>)>("SELECT 1, ROW(2, 'x'::text), ARRAY[ROW(1, 'a'::text), ROW(2, 'b'::text)]").fetch_one(&pool).await);
    println!("{:?}", sqlx::query_scalar::<_, sqlx::postgres::types::PgInterval>("SELECT '1 mon 2 days 03:04:05.678901'::interval").fetch_one(&pool).await?);
    println!("{:?}", sqlx::query_scalar::<_, sqlx::postgres::types::PgRange<i32>>("SELECT int4range($1, 5)").bind(2i32).fetch_one(&pool).await?);
    let mut rows = sqlx::query_scalar::<_, i16>("SELECT n FROM sx_person WHERE n IS NOT NULL ORDER BY n DESC").fetch(&pool);
    let mut sum = 0;
    while let Some(n) = rows.try_next().await? {
        sum += i32::from(n);
    }
    drop(rows);
    println!("{sum}");
    println!("{}", sqlx::raw_sql("UPDATE sx_person SET n = 1 WHERE n IS NULL; SELECT 1; DELETE FROM sx_person WHERE name LIKE 'u%'").execute(&pool).await?.rows_affected());
    let upsert = "INSERT INTO sx_person (name, n) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET n = excluded.n RETURNING n";
    println!("{:?}", sqlx::query_scalar::<_, Option<i16>>(upsert).bind("p01").bind(77i16).fetch_one(&pool).await?);
    let mut copy = pool.acquire().await?;
    let mut sink = copy.copy_in_raw("COPY sx_person (name, n) FROM STDIN (FORMAT csv)").await?;
    sink.send(&b"c1,5\nc2,\n"[..]).await?;
    println!("{}", sink.finish().await?);
    let out: Vec<u8> = copy.copy_out_raw("COPY (SELECT name, n FROM sx_person WHERE name LIKE 'c%' ORDER BY 1) TO STDOUT").await?.try_fold(vec![], |mut all, b| async move { all.extend_from_slice(&b); Ok(all) }).await?;
    println!("{:?}", String::from_utf8(out)?);
    drop(copy);
    fails("unique", sqlx::query("INSERT INTO sx_person (name) VALUES ('p01')").execute(&pool).await);
    fails("not null", sqlx::query("INSERT INTO sx_person (name) VALUES ($1)").bind(None::<String>).execute(&pool).await);
    fails("foreign key", sqlx::query("INSERT INTO sx_note (person, body) VALUES (0, 'x')").execute(&pool).await);
    fails("check", sqlx::query("INSERT INTO sx_note (person, body) VALUES ($1, '')").bind(p.id).execute(&pool).await);
    fails("long", sqlx::query("INSERT INTO sx_person (name) VALUES ($1)").bind("x".repeat(41)).execute(&pool).await);
    fails("enum", sqlx::query_scalar::<_, Mood>("SELECT 'angry'::sx_mood").fetch_one(&pool).await);
    fails("none", sqlx::query("SELECT 1 FROM sx_person WHERE name = 'x'").fetch_one(&pool).await);
    println!("{}", sqlx::query("DELETE FROM sx_person WHERE id = $1").bind(p.id).execute(&pool).await?.rows_affected());
    println!("{:?}", sqlx::query_scalar::<_, i64>("SELECT count(*) FROM sx_note").fetch_one(&pool).await?);
    Ok(())
}

async fn transactions(pool: PgPool) -> Fallible {
    let count = || sqlx::query_scalar::<_, i64>("SELECT count(*) FROM sx_person");
    let before = count().fetch_one(&pool).await?;
    let mut t = pool.begin().await?;
    sqlx::query("INSERT INTO sx_person (name) VALUES ('t1')").execute(&mut *t).await?;
    println!("{} {}", count().fetch_one(&mut *t).await? - before, count().fetch_one(&pool).await? - before);
    let mut nested = t.begin().await?;
    sqlx::query("INSERT INTO sx_person (name) VALUES ('t2')").execute(&mut *nested).await?;
    nested.rollback().await?;
    let mut nested = t.begin().await?;
    sqlx::query("INSERT INTO sx_person (name) VALUES ('t3')").execute(&mut *nested).await?;
    nested.commit().await?;
    t.commit().await?;
    println!("{:?}", sqlx::query_scalar::<_, String>("SELECT name FROM sx_person WHERE name LIKE 't%' ORDER BY name").fetch_all(&pool).await?);
    let mut t = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    fails("read only", sqlx::query("DELETE FROM sx_person").execute(&mut *t).await);
    drop(t);
    let lock = sqlx::postgres::PgAdvisoryLock::new("zoo");
    let held = lock.acquire(pool.acquire().await?).await?;
    println!("{}", matches!(lock.try_acquire(pool.acquire().await?).await?, Either::Right(_)));
    held.release_now().await?;
    println!("{}", matches!(lock.try_acquire(pool.acquire().await?).await?, Either::Left(_)));
    Ok(())
}

async fn pool(_: PgPool) -> Fallible {
    let pool = PgPoolOptions::new().max_connections(2).min_connections(1).acquire_timeout(Duration::from_secs(20)).test_before_acquire(true)
        .after_connect(|c, _| Box::pin(async move { c.execute("SET application_name = 'pooled'; SET work_mem = '3MB'").await.map(|_| ()) })).connect_with(options().options([("statement_timeout", "20s")])).await?;
    let (a, b) = (pool.acquire().await?, pool.acquire().await?);
    println!("{} {}", pool.size(), pool.num_idle());
    drop((a, b));
    println!("{:?}", sqlx::query_as::<_, (String, String, String)>("SELECT current_setting('application_name'), current_setting('work_mem'), current_setting('statement_timeout')").fetch_one(&pool).await?);
    pool.close().await;
    fails("closed", pool.acquire().await.map(|_| ()));
    let mut c = PgConnection::connect_with(&options().statement_cache_capacity(2)).await?;
    for i in 0..6 {
        println!("{:?} {}", sqlx::query_scalar::<_, i64>(AssertSqlSafe(format!("SELECT $1 + {i}"))).bind(1i64).fetch_one(&mut c).await?, c.cached_statements_size());
    }
    c.ping().await?;
    pool_end(c).await
}

async fn pool_end(mut c: PgConnection) -> Fallible {
    c.execute("DROP TABLE sx_note, sx_person, _sqlx_migrations; DROP TYPE sx_mood").await?;
    Ok(c.close().await?)
}

macro_rules! section {
    ($name:ident) => {
        (stringify!($name), (|c| Box::pin($name(c))) as Section)
    };
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let wanted: Vec<String> = env::args().skip(1).collect();
    for (name, run) in [section!(migrate), section!(describe), section!(queries), section!(transactions), section!(pool)] {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == name) {
            continue;
        }
        println!("== {name}");
        let outcome = match PgPool::connect_with(options()).await {
            Ok(pool) => run(pool).await,
            Err(e) => Err(e.into()),
        };
        if let Err(e) = outcome {
            println!("UNEXPECTED {}", e.downcast_ref::<sqlx::Error>().map_or_else(|| e.to_string(), described));
        }
    }
}

//! tokio-postgres: all binary; values as the bytes that came, so that each type's binary form is compared.

use bytes::BytesMut;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use futures_util::{pin_mut, TryStreamExt};
use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};
use postgres_openssl::MakeTlsConnector;
use std::env;
use std::error::Error;
use std::fmt::Write;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};
use tokio_postgres::config::SslMode;
use tokio_postgres::types::{FromSql, IsNull, Kind, ToSql, Type};
use tokio_postgres::{Client, Config, IsolationLevel, Row, SimpleQueryMessage};
use uuid::Uuid;

type Fallible = Result<(), Box<dyn Error>>;
type Section = fn(Client) -> Pin<Box<dyn Future<Output = Fallible>>>;

/// A value's bytes, whatever its type.
struct Raw(String);

impl<'a> FromSql<'a> for Raw {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Raw, Box<dyn Error + Sync + Send>> {
        let mut hex = String::new();
        for byte in raw {
            write!(hex, "{:02x}", byte)?;
        }
        Ok(Raw(hex))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Bytes as a parameter of any type.
#[derive(Debug)]
struct Sent(Vec<u8>);

impl ToSql for Sent {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.extend_from_slice(&self.0);
        Ok(IsNull::No)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    tokio_postgres::types::to_sql_checked!();
}

fn config() -> Config {
    let get = |name| env::var(name).unwrap_or_default();
    let mut config = Config::new();
    config.host(&get("PGHOST")).port(get("PGPORT").parse().unwrap()).user(&get("PGUSER")).dbname(&get("PGDATABASE"));
    config.ssl_mode(if get("PGSSLMODE") == "disable" { SslMode::Disable } else { SslMode::Require });
    if let Ok(password) = env::var("PGPASSWORD") {
        config.password(password);
    }
    config
}

/// Verified where the way to connect names an authority.
fn tls() -> MakeTlsConnector {
    let mut builder = SslConnector::builder(SslMethod::tls()).unwrap();
    match env::var("PGSSLROOTCERT") {
        Ok(file) => builder.set_ca_file(file).unwrap(),
        Err(_) => builder.set_verify(SslVerifyMode::NONE),
    }
    MakeTlsConnector::new(builder.build())
}

async fn connect(config: &Config) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = config.connect(tls()).await?;
    tokio::spawn(connection);
    Ok(client)
}

fn describe(e: &tokio_postgres::Error) -> String {
    match e.as_db_error() {
        Some(d) => format!("{} {} {} {:?} {:?}", d.severity(), d.code().code(), d.message(), d.position(), d.detail()),
        None => e.to_string(),
    }
}

fn show(row: &Row) {
    let mut line = String::new();
    for (i, column) in row.columns().iter().enumerate() {
        let value: Option<Raw> = row.get(i);
        write!(line, "{} {} {}; ", column.name(), column.type_(), value.map_or("NULL".into(), |v| v.0)).unwrap();
    }
    println!("{}", line);
}

async fn fails(client: &Client, label: &str, sql: &str) {
    match client.query(sql, &[]).await {
        Ok(rows) => println!("error {} NOT RAISED {}", label, rows.len()),
        Err(e) => println!("error {} {}", label, describe(&e)),
    }
}

async fn connection(client: Client) -> Fallible {
    show(&client.query_one("SELECT current_user::text, current_database()::text", &[]).await?);
    let other = connect(config().application_name("zoo").options("-c work_mem=8MB")).await?;
    for name in ["application_name", "work_mem"] {
        println!("{}", other.query_one(&format!("SELECT current_setting('{}')", name), &[]).await?.get::<_, String>(0));
    }
    println!("{}", client.is_closed());
    Ok(())
}

async fn parameters(client: Client) -> Fallible {
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let moment = NaiveDateTime::new(day, NaiveTime::from_hms_micro_opt(12, 34, 56, 789_012).unwrap());
    let instant: DateTime<Utc> = DateTime::from_naive_utc_and_offset(moment, Utc);
    let json: serde_json::Value = serde_json::from_str(r#"{"a": [1, null, "x"], "ž": 1.5}"#)?;
    let uuid = Uuid::parse_str("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")?;
    let values: Vec<(&str, Box<dyn ToSql + Sync>)> = vec![
        ("int2", Box::new(i16::MIN)), ("int4", Box::new(i32::MAX)), ("int8", Box::new(i64::MIN)), ("float4", Box::new(1.5f32)),
        ("float8", Box::new(5e-324f64)), ("float8", Box::new(-0.0f64)), ("float8", Box::new(f64::NAN)), ("float8", Box::new(f64::INFINITY)),
        ("text", Box::new("žluťoučký 日本 😀")), ("varchar", Box::new("")), ("name", Box::new("n")), ("bool", Box::new(true)),
        ("bytea", Box::new(vec![0u8, 1, 255])), ("uuid", Box::new(uuid)), ("date", Box::new(day)), ("timestamp", Box::new(moment)),
        ("time", Box::new(moment.time())), ("timestamptz", Box::new(instant)), ("json", Box::new(json.clone())), ("jsonb", Box::new(json)),
        ("oid", Box::new(42u32)), ("\"char\"", Box::new(120i8)), ("int4[]", Box::new(vec![Some(1), None, Some(3)])),
        ("text[]", Box::new(vec!["a", "", "NULL"])), ("uuid[]", Box::new(vec![uuid])), ("timestamptz[]", Box::new(vec![instant])),
        ("float8[]", Box::new(vec![f64::NAN, 1.5])), ("bool[]", Box::new(Vec::<bool>::new())), ("bytea[]", Box::new(vec![vec![0u8], vec![]])),
        ("interval", Box::new(Sent(vec![0, 0, 0, 0, 0, 0, 0, 5, 255, 255, 255, 255, 0, 0, 0, 14]))),
        ("numeric", Box::new(Sent(vec![0, 2, 0, 0, 0, 0, 0, 2, 0, 1, 19, 136]))), ("numeric", Box::new(Sent(vec![0, 0, 0, 0, 0xc0, 0, 0, 0]))),
        ("timetz", Box::new(Sent(vec![0, 0, 0, 1, 0, 0, 0, 0, 255, 255, 227, 224]))),
    ];
    for (kind, value) in &values {
        let statement = client.prepare(&format!("SELECT $1::{0} AS v, $1::{0}::text AS t", kind)).await?;
        println!("{:?} {:?}", statement.params(), statement.columns().iter().map(|c| c.type_().oid()).collect::<Vec<_>>());
        for row in client.query(&statement, &[value.as_ref()]).await? {
            show(&row);
        }
        if let Some(e) = client.query(&statement, &[&Sent(vec![1, 2, 3])]).await.err() {
            println!("three bytes: {}", describe(&e));
        }
    }
    for row in client.query("SELECT $1::int4, $2::text, $3::jsonb", &[&None::<i32>, &None::<&str>, &None::<serde_json::Value>]).await? {
        show(&row);
    }
    show(&client.query_one("SELECT $1 + 1, $2 || 'x', $3 IN (1, 2), $4 = ANY($5::text[])", &[&1i32, &"a", &2i32, &"b", &vec!["a", "b"]]).await?);
    Ok(())
}

async fn literals(client: Client) -> Fallible {
    for literal in [
        "'infinity'::timestamp", "'-infinity'::date", "'1 mon 2 days 03:04:05.678901'::interval", "'12:34:56.7+02:30'::timetz", "'abc'::name",
        "'x'::\"char\"", "'ab'::char(4)", "'10.0.0.0/8'::cidr", "'::1'::inet", "'08:00:2b:01:02:03'::macaddr", "'[1,5)'::int4range",
        "'101'::bit(3)", "'1011'::varbit", "123.4500::numeric(10,4)", "'NaN'::numeric", "1e100::numeric", "-0.00001", "'{{1,2},{3,4}}'::int4[]",
        "'[0:1]={5,6}'::int4[]", "ROW(1, 'a', NULL)", "'1 2 3'::int2vector", "'1 2'::oidvector", "'12.34'::money", "'{NULL}'::text[]",
        "'{\"a\":  1}'::json", "'{\"b\": [1e3, 0.10]}'::jsonb", "'int4'::regtype", "pg_sleep(0)",
    ] {
        match client.query_one(&format!("SELECT {}", literal), &[]).await {
            Ok(row) => show(&row),
            Err(e) => println!("{} {}", literal, describe(&e)),
        }
    }
    Ok(())
}

async fn collection(client: Client) -> Fallible {
    let statement = client.prepare("SELECT * FROM every ORDER BY _id").await?;
    for column in statement.columns() {
        let kind = match column.type_().kind() {
            Kind::Array(of) => format!("array of {}", of),
            _ => "simple".into(),
        };
        println!("{} {} {}", column.name(), column.type_().oid(), kind);
    }
    for row in client.query(&statement, &[]).await? {
        show(&row);
    }
    let one = client.query_one("SELECT at, doc, u, words, ints FROM every WHERE _id = $1", &[&1i32]).await?;
    println!("{:?}", one.get::<_, DateTime<Utc>>(0));
    println!("{} {}", one.get::<_, serde_json::Value>(1), one.get::<_, Uuid>(2));
    println!("{:?} {:?}", one.get::<_, Vec<Option<String>>>(3), one.get::<_, Vec<Option<i32>>>(4));
    let start: DateTime<Utc> = "2024-01-01T00:00:00Z".parse()?;
    let asked: Vec<(&str, Box<dyn ToSql + Sync>)> = vec![
        ("_id = $1", Box::new(2i32)), ("s = $1", Box::new("one")), ("at >= $1", Box::new(start)), ("_id = ANY($1)", Box::new(vec![1i32, 3])),
        ("bin = $1", Box::new(Vec::<u8>::new())), ("ok = $1", Box::new(true)), ("l > $1", Box::new(1i64 << 40)),
        ("ref = $1", Box::new("65a000000000000000000002")), ("f < $1", Box::new(0.5f64)), ("$1 = ANY(words)", Box::new("a")),
        ("words @> $1", Box::new(vec!["a"])), ("doc @> $1", Box::new(serde_json::json!({"x": 1}))),
    ];
    for (condition, value) in &asked {
        let rows = client.query(&format!("SELECT _id FROM every WHERE {} ORDER BY _id", condition), &[value.as_ref()]).await?;
        println!("{} {:?}", condition, rows.iter().map(|r| r.get::<_, i32>(0)).collect::<Vec<_>>());
    }
    Ok(())
}

async fn parts(mut client: Client) -> Fallible {
    let transaction = client.transaction().await?;
    let portal = transaction.bind("SELECT _id FROM long WHERE _id > $1 ORDER BY _id", &[&10i32]).await?;
    let other = transaction.bind("SELECT _id FROM long ORDER BY _id DESC", &[]).await?;
    let mut total = 0;
    loop {
        let rows = transaction.query_portal(&portal, 700).await?;
        let newest = transaction.query_portal(&other, 2).await?;
        println!("{} {:?}", rows.len(), newest.iter().map(|r| r.get::<_, i32>(0)).collect::<Vec<_>>());
        total += rows.iter().map(|r| r.get::<_, i32>(0)).sum::<i32>();
        if rows.is_empty() {
            break;
        }
    }
    println!("{}", total);
    transaction.commit().await?;
    let stream = client.query_raw("SELECT _id FROM long ORDER BY _id", Vec::<i32>::new()).await?;
    pin_mut!(stream);
    let mut count = 0;
    while stream.try_next().await?.is_some() {
        count += 1;
    }
    println!("{}", count);
    Ok(())
}

async fn errors(mut client: Client) -> Fallible {
    for (label, sql) in [
        ("syntax", "SELEC 1"), ("relation", "SELECT * FROM nope"), ("column", "SELECT nope FROM every"), ("function", "SELECT nope(1)"),
        ("zero", "SELECT 1 / 0"), ("late", "SELECT 10 / (3 - g) FROM generate_series(1, 5) g"), ("input", "SELECT 'x'::int4"),
        ("range", "SELECT 2147483647 + 1"), ("type", "SELECT 1 + true"), ("cidr", "SELECT '10.0.0.1/8'::cidr"),
    ] {
        fails(&client, label, sql).await;
        println!("{}", client.query_one("SELECT $1::int4", &[&1i32]).await?.get::<_, i32>(0));
        if let Some(e) = client.simple_query(sql).await.err() {
            println!("simple: {}", describe(&e));
        }
    }
    let transaction = client.transaction().await?;
    println!("{}", transaction.query("SELECT 1 / $1::int4", &[&0i32]).await.map_err(|e| describe(&e)).unwrap_err());
    println!("{}", transaction.query("SELECT 1", &[]).await.map_err(|e| describe(&e)).unwrap_err());
    transaction.rollback().await?;
    let transaction = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start().await?;
    show(&transaction.query_one("SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')", &[]).await?);
    transaction.commit().await?;
    Ok(())
}

async fn pipeline(client: Client) -> Fallible {
    let statement = client.prepare("SELECT $1::int4, s FROM every WHERE _id = $1").await?;
    let one = client.query(&statement, &[&1i32]);
    let two = client.query(&statement, &[&2i32]);
    let bad = client.query("SELECT 1 / 0", &[]);
    let three = client.query(&statement, &[&3i32]);
    let (one, two, bad, three) = futures_util::join!(one, two, bad, three);
    for rows in [one?, two?, three?] {
        rows.iter().for_each(show);
    }
    println!("{}", describe(&bad.unwrap_err()));
    for message in client.simple_query("SELECT 1 AS a, NULL; SELECT 'x' WHERE false; SET DateStyle = ISO").await? {
        match message {
            SimpleQueryMessage::Row(row) => println!("{:?} {:?}", row.get(0), row.get(1)),
            SimpleQueryMessage::CommandComplete(n) => println!("complete {}", n),
            _ => println!("other"),
        }
    }
    client.batch_execute("BEGIN; SELECT 1; COMMIT").await?;
    Ok(())
}

async fn copy(client: Client) -> Fallible {
    for options in ["", " (FORMAT csv, HEADER)", " (FORMAT binary)"] {
        let stream = client.copy_out(&format!("COPY (SELECT _id, s, n, at FROM every ORDER BY _id) TO STDOUT{}", options)).await?;
        pin_mut!(stream);
        while let Some(part) = stream.try_next().await? {
            println!("{:?}", part);
        }
    }
    Ok(())
}

async fn cancel(client: Client) -> Fallible {
    let token = client.cancel_token();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(1)).await; // one that comes before the server has begun the statement means nothing
        token.cancel_query(tls()).await
    });
    let start = Instant::now();
    fails(&client, "cancelled", "SELECT pg_sleep(60)").await;
    println!("{}", start.elapsed() < Duration::from_secs(30));
    show(&client.query_one("SELECT 1", &[]).await?);
    Ok(())
}

macro_rules! section {
    ($name:ident) => {
        (stringify!($name), (|c| Box::pin($name(c))) as Section)
    };
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let sections = [
        section!(connection), section!(parameters), section!(literals), section!(collection), section!(parts), section!(errors),
        section!(pipeline), section!(copy), section!(cancel),
    ];
    for (name, run) in sections {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == name) {
            continue;
        }
        println!("== {}", name);
        let outcome = match connect(&config()).await {
            Ok(client) => run(client).await,
            Err(e) => Err(describe(&e).into()),
        };
        if let Err(e) = outcome {
            let e = e.downcast_ref::<tokio_postgres::Error>().map_or_else(|| e.to_string(), describe);
            println!("UNEXPECTED {}", e);
        }
    }
}

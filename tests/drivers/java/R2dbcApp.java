import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.*;
import io.r2dbc.postgresql.api.*;
import io.r2dbc.postgresql.codec.*;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import io.r2dbc.spi.*;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.*;
import java.util.*;
import reactor.core.publisher.Flux;

/** R2DBC's driver: values of all types, prepared statements, batches, generated values, transactions with savepoints, streams and COPY. */
public class R2dbcApp extends Zoo {
    enum Mood { sad, ok }

    interface With { void run(PostgresqlConnection c) throws Exception; }

    static PostgresqlConnectionConfiguration.Builder options() {
        var b = PostgresqlConnectionConfiguration.builder().username(System.getenv("PGUSER")).database(DATABASE).applicationName("r2dbc");
        String port = System.getenv("PGPORT");
        return HOST.startsWith("/") ? b.socket(HOST + "/.s.PGSQL." + port) : b.host(HOST).port(Integer.parseInt(port));
    }

    static void with(With w, CodecRegistrar... codecs) throws Exception {
        var b = options();
        for (CodecRegistrar r : codecs) b.codecRegistrar(r);
        PostgresqlConnection c = new PostgresqlConnectionFactory(b.build()).create().block();
        try { w.run(c); } finally { c.close().block(); }
    }

    static String shown(Object o) {
        if (o instanceof ByteBuffer b) { byte[] bytes = new byte[b.remaining()]; b.get(bytes); return text(bytes); }
        if (o instanceof Json j) return "Json " + j.asString();
        return o == null ? "null" : o.getClass().getSimpleName() + " " + text(o);
    }

    static String refusal(Throwable t) { return t instanceof R2dbcException r ? r.getClass().getSimpleName() + " " + r.getSqlState() + " " + r.getMessage() : t.toString(); }

    /** Each result's rows, or how many there were; a class stands for a NULL of its type. */
    static void ask(PostgresqlConnection c, String sql, Object... values) {
        try {
            PostgresqlStatement s = c.createStatement(sql);
            for (int i = 0; i < values.length; i++)
                if (values[i] instanceof Class<?> k) s.bindNull(i, k); else s.bind(i, values[i]);
            Flux.from(s.execute()).concatMap(r -> r.map((row, columns) -> {
                StringJoiner line = new StringJoiner(", ");
                for (ColumnMetadata m : columns.getColumnMetadatas()) line.add(m.getName() + " " + shown(row.get(m.getName())));
                return line.toString();
            })).doOnNext(Zoo::say).blockLast();
        } catch (R2dbcException e) { say("error", sql, refusal(e)); }
    }

    static void run(PostgresqlConnection c, String sql) {
        try {
            say(Flux.from(c.createStatement(sql).execute()).concatMap(PostgresqlResult::getRowsUpdated).collectList().block());
        } catch (R2dbcException e) { say("error", sql, refusal(e)); }
    }

    static final Class<?>[] TYPES = {String.class, BigDecimal.class, Double.class, Float.class, Boolean.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class, LocalTime.class, OffsetTime.class, Json.class, Json.class, UUID.class,
        Integer[].class, String[].class, BigDecimal[].class, ByteBuffer.class, Long.class, Short.class, String.class, Interval.class};

    static void types() throws Exception {
        with(c -> {
            for (String sql : new String[] {"DROP TABLE IF EXISTS r2_t", "DROP TYPE IF EXISTS r2_mood", "CREATE TYPE r2_mood AS ENUM ('sad', 'ok')",
                "CREATE TABLE r2_t (id serial PRIMARY KEY, t varchar(20) UNIQUE, n numeric(10,2), f float8, r real, b boolean, d date, ts timestamp(3), tz timestamptz(3), tm time, ttz timetz, j jsonb, js json, u uuid, ar int[], ta text[], na numeric[], by bytea, big bigint, s smallint, c char(3), iv interval, mood r2_mood)"})
                run(c, sql);
            StringJoiner marks = new StringJoiner(", ");
            for (int i = 1; i <= TYPES.length; i++) marks.add("$" + i);
            String insert = "INSERT INTO r2_t (t, n, f, r, b, d, ts, tz, tm, ttz, j, js, u, ar, ta, na, by, big, s, c, iv) VALUES (" + marks + ") RETURNING id";
            Object[] one = {"žluť", new BigDecimal("12.25"), 1.5, 0.25f, true, LocalDate.of(2024, 2, 29), LocalDateTime.of(2024, 2, 29, 1, 2, 3), OffsetDateTime.parse("2024-02-29T01:02:03+02:00"), LocalTime.of(1, 2, 3), OffsetTime.parse("01:02:03+02:00"),
                Json.of("{\"a\": [1, null]}"), Json.of("[1]"), new UUID(1, 2), new Integer[] {1, null}, new String[] {"a", "b,\"c"}, new BigDecimal[] {new BigDecimal("1.5")}, ByteBuffer.wrap(new byte[] {0, -1}), 1L << 40, (short) 3, "ab",
                Interval.of(Period.of(1, 2, 3), Duration.ofSeconds(5))};
            ask(c, insert, one);
            ask(c, insert, (Object[]) TYPES);
            ((ByteBuffer) one[16]).rewind();
            ask(c, insert, one);
            ask(c, "SELECT * FROM r2_t ORDER BY id");
            for (int i = 0; i < 2; i++) ask(c, "SELECT * FROM r2_t WHERE id = $1", 1);
            ask(c, "SELECT id FROM r2_t WHERE t = ANY($1) AND n > $2 AND tz < $3 AND u = $4 AND b = $5", new String[] {"žluť"}, BigDecimal.ONE, OffsetDateTime.parse("2025-01-01T00:00:00Z"), new UUID(1, 2), true);
            ask(c, "SELECT 1::int2 AS a, 'x'::\"char\" AS b, '1.5'::money AS c, '{1,2}'::int8[] AS d, '(1,2)'::point AS e, '12'::oid AS f, 'infinity'::float8 AS g, NULL::text AS h, date '2024-01-01' + 1 AS i, '10.0.0.0/8'::cidr AS j, '10.0.0.1'::inet AS k");
        });
        with(c -> {
            ask(c, "UPDATE r2_t SET mood = $1 WHERE id = 1 RETURNING mood", Mood.ok);
            ask(c, "SELECT id, mood FROM r2_t WHERE mood = $1", Mood.ok);
        }, EnumCodec.builder().withEnum("r2_mood", Mood.class).build());
    }

    static void statements() throws Exception {
        with(c -> {
            run(c, "DROP TABLE IF EXISTS r2_s; CREATE TABLE r2_s (a int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, b text NOT NULL, n numeric(8,2))");
            PostgresqlStatement batch = c.createStatement("INSERT INTO r2_s (b, n) VALUES ($1, $2)");
            for (int i = 0; i < 50; i++) {
                batch.bind(0, "row " + i).bind(1, new BigDecimal(i));
                if (i < 49) batch.add();
            }
            say(Flux.from(batch.execute()).concatMap(PostgresqlResult::getRowsUpdated).reduce(0L, Long::sum).block());
            say(Flux.from(c.createStatement("INSERT INTO r2_s (b) VALUES ('generated')").returnGeneratedValues("a", "b").execute()).concatMap(r -> r.map((row, m) -> row.get("a") + " " + row.get("b"))).collectList().block());
            for (int n : new int[] {20, 100})
                say(Flux.from(c.createStatement("SELECT b FROM r2_s ORDER BY a").fetchSize(7).execute()).concatMap(r -> r.map((row, m) -> row.get(0, String.class))).take(n).collectList().block());
            say(Flux.from(c.createBatch().add("SELECT 1 AS a").add("SELECT 'x'::text AS b").execute()).concatMap(r -> r.map((row, m) -> String.valueOf(row.get(0)))).collectList().block());
            run(c, "UPDATE r2_s SET n = n + 1 WHERE a < 4; DELETE FROM r2_s WHERE a > 48");
            for (String sql : new String[] {"SELECT 1 / 0", "SELEC", "INSERT INTO r2_s (b) VALUES (NULL)", "SELECT nope FROM r2_s", "INSERT INTO r2_s (a, b) VALUES (1, 'x')"}) run(c, sql);
            ask(c, "SELECT $1::int + 1", "x");
            say(c.copyIn("COPY r2_s (a, b, n) FROM STDIN WITH (FORMAT csv)").from(Unpooled.wrappedBuffer("101,c1,1.5\n102,c2,\n".getBytes())).build().block());
            ask(c, "SELECT * FROM r2_s WHERE a > 100 ORDER BY a");
        });
    }

    static void transactions() throws Exception {
        with(c -> {
            run(c, "DROP TABLE IF EXISTS r2_x; CREATE TABLE r2_x (a text)");
            c.beginTransaction(PostgresTransactionDefinition.from(IsolationLevel.REPEATABLE_READ).readOnly()).block();
            run(c, "DELETE FROM r2_x");
            c.rollbackTransaction().block();
            c.beginTransaction().block();
            run(c, "INSERT INTO r2_x VALUES ('first')");
            c.createSavepoint("s").block();
            run(c, "SELECT 1 / 0");
            run(c, "SELECT 1");
            c.rollbackTransactionToSavepoint("s").block();
            run(c, "INSERT INTO r2_x VALUES ('second')");
            c.releaseSavepoint("s").block();
            say(c.isAutoCommit());
            c.commitTransaction().block();
            c.beginTransaction().block();
            run(c, "DELETE FROM r2_x");
            c.rollbackTransaction().block();
            ask(c, "SELECT a FROM r2_x ORDER BY a");
            c.setTransactionIsolationLevel(IsolationLevel.SERIALIZABLE).block();
            ask(c, "SHOW transaction_isolation");
            c.setStatementTimeout(Duration.ofMillis(200)).block();
            ask(c, "SELECT pg_sleep(20)");
            c.setStatementTimeout(Duration.ZERO).block();
            say(c.validate(ValidationDepth.REMOTE).block());
        });
    }

    public static void main(String[] names) {
        Map<String, Section> all = new LinkedHashMap<>();
        all.put("types", R2dbcApp::types);
        all.put("statements", R2dbcApp::statements);
        all.put("transactions", R2dbcApp::transactions);
        run(all, names);
        System.exit(0);
    }
}

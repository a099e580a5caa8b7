import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.*;
import io.vertx.pgclient.*;
import io.vertx.pgclient.data.*;
import io.vertx.sqlclient.*;
import java.math.BigDecimal;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;

/** Vert.x's client: its own binary protocol, pipelined, with prepared statements, cursors, streams, batches and cancelling. */
public class VertxApp extends Zoo {
    interface With { void run(PgConnection c) throws Exception; }

    static <T> T get(Future<T> f) throws Exception {
        try {
            return f.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) { throw e.getCause() instanceof Exception x ? x : e; }
    }

    static PgConnectOptions options() {
        return new PgConnectOptions().setHost(HOST).setPort(Integer.parseInt(System.getenv("PGPORT"))).setUser(System.getenv("PGUSER")).setDatabase(DATABASE).setCachePreparedStatements(true).setPipeliningLimit(16);
    }

    static void with(With w) throws Exception {
        Vertx v = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        try {
            PgConnection c = get(PgConnection.connect(v, options()));
            try { w.run(c); } finally { get(c.close()); }
        } finally { get(v.close()); }
    }

    static String shown(Object o) {
        if (o instanceof Buffer b) return "bytes " + HexFormat.of().formatHex(b.getBytes());
        return o == null ? "null" : o.getClass().getSimpleName() + " " + text(o);
    }

    static void show(RowSet<Row> rows) {
        for (RowSet<Row> r = rows; r != null; r = r.next()) {
            say(r.columnsNames(), r.rowCount());
            for (Row row : r) { StringJoiner j = new StringJoiner(", "); for (int i = 0; i < row.size(); i++) j.add(shown(row.getValue(i))); say(j); }
        }
    }

    static void refused(String label, Future<?> f) {
        try {
            get(f);
            say("error", label, "NOT RAISED");
        } catch (PgException e) {
            say("error", label, e.getSqlState(), e.getErrorMessage(), e.getSeverity(), e.getDetail(), e.getConstraint(), e.getPosition());
        } catch (Exception e) { say("error", label, e); }
    }

    static final String COLUMNS = "t, n, f, r, b, d, ts, tz, tm, ttz, j, js, u, ar, ta, na, by, big, s, c, iv, moods";

    static void types() throws Exception {
        with(c -> {
            for (String sql : new String[] {"DROP TABLE IF EXISTS vx_t", "DROP TYPE IF EXISTS vx_mood", "CREATE TYPE vx_mood AS ENUM ('sad', 'ok')",
                "CREATE TABLE vx_t (id serial PRIMARY KEY, t varchar(20) UNIQUE, n numeric(10,2), f float8, r real, b boolean, d date, ts timestamp(3), tz timestamptz(3), tm time, ttz timetz, j jsonb, js json, u uuid, ar int[], ta text[], na numeric[], by bytea, big bigint, s smallint, c char(3), iv interval, moods vx_mood[], mood vx_mood DEFAULT 'ok')"})
                get(c.query(sql).execute());
            StringJoiner marks = new StringJoiner(", ");
            for (int i = 1; i <= 22; i++) marks.add("$" + i);
            var insert = c.preparedQuery("INSERT INTO vx_t (" + COLUMNS + ") VALUES (" + marks + ") RETURNING *");
            show(get(insert.execute(Tuple.from(Arrays.asList("žluť", new BigDecimal("12.25"), 1.5, 0.25f, true, LocalDate.of(2024, 2, 29), LocalDateTime.of(2024, 2, 29, 1, 2, 3), OffsetDateTime.of(2024, 2, 29, 1, 2, 3, 0, ZoneOffset.ofHours(2)),
                LocalTime.of(1, 2, 3), OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHours(2)), new JsonObject().put("a", new JsonArray().add(1).addNull()), new JsonArray().add("x"), new UUID(1, 2), new Integer[] {1, null}, new String[] {"a", "b,\"c"}, new BigDecimal[] {new BigDecimal("1.5")},
                Buffer.buffer(new byte[] {0, -1}), 1L << 40, (short) 3, "ab", Interval.of(1, 2, 3, 4, 5, 6), new String[] {"ok", "sad"})))));
            show(get(insert.execute(Tuple.from(Collections.nCopies(22, null)))));
            show(get(c.query("SELECT * FROM vx_t ORDER BY id").execute()));
            show(get(c.preparedQuery("SELECT id FROM vx_t WHERE t = ANY($1) AND n > $2 AND tz < $3 AND u = $4 AND b = $5 AND by = $6 AND mood = $7").execute(Tuple.from(Arrays.asList(new String[] {"žluť"}, new BigDecimal("1"), OffsetDateTime.of(2025, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), new UUID(1, 2), true, Buffer.buffer(new byte[] {0, -1}), "ok")))));
            show(get(c.preparedQuery("SELECT 1::int2 AS a, 'NaN'::float8 AS b, 'x'::\"char\" AS c, '(1,2)'::point AS d, '[(1,2),(3,4)]'::lseg AS e, '<(1,2),3>'::circle AS f, '12'::oid AS g, NULL AS h, 'abc'::name AS i, ARRAY[true, NULL] AS k, '{}'::text[] AS l, '10.0.0.1'::inet AS m, '$1.50'::money AS n, date '2024-01-01' + 1 AS o, interval '-1 day' AS p, '12:00'::time AS q").execute()));
        });
    }

    static void statements() throws Exception {
        with(c -> {
            get(c.query("DROP TABLE IF EXISTS vx_s; CREATE TABLE vx_s (a int PRIMARY KEY, b text)").execute());
            List<Tuple> batch = new ArrayList<>();
            for (int i = 0; i < 100; i++) batch.add(Tuple.of(i, "row " + i));
            RowSet<Row> done = get(c.preparedQuery("INSERT INTO vx_s VALUES ($1, $2) RETURNING a").executeBatch(batch));
            int n = 0;
            for (RowSet<Row> r = done; r != null; r = r.next()) n += r.rowCount();
            say("batch", n);
            refused("batch", c.preparedQuery("INSERT INTO vx_s VALUES ($1, $2)").executeBatch(List.of(Tuple.of(200, "x"), Tuple.of(1, "again"), Tuple.of(201, "y"))));
            show(get(c.query("SELECT count(*), max(a) FROM vx_s; UPDATE vx_s SET b = upper(b) WHERE a < 3; SELECT b FROM vx_s WHERE a < 3 ORDER BY a").execute()));
            List<Future<RowSet<Row>>> many = new ArrayList<>();
            for (int i = 0; i < 12; i++) many.add(c.preparedQuery(i == 5 ? "SELECT 1 / $1::int" : "SELECT b FROM vx_s WHERE a = $1").execute(Tuple.of(i == 5 ? 0 : i)));
            for (int i = 0; i < 12; i++)
                if (i == 5) refused("pipelined", many.get(i)); else show(get(many.get(i)));
            Transaction t = get(c.begin());
            PreparedStatement p = get(c.prepare("SELECT a FROM vx_s WHERE a >= $1 ORDER BY a"));
            var cursor = p.cursor(Tuple.of(90));
            show(get(cursor.read(4)));
            show(get(cursor.read(4)));
            say(cursor.hasMore());
            show(get(cursor.read(4)));
            say(cursor.hasMore());
            get(cursor.close());
            Promise<String> over = Promise.promise();
            List<Integer> seen = new ArrayList<>();
            p.createStream(7, Tuple.of(50)).exceptionHandler(over::fail).endHandler(v -> over.complete("end")).handler(r -> seen.add(r.getInteger(0)));
            say(get(over.future()), seen);
            get(t.rollback());
            t = get(c.begin());
            get(c.query("DELETE FROM vx_s").execute());
            refused("in transaction", c.query("SELECT nope FROM vx_s").execute());
            refused("aborted", c.query("SELECT 1").execute());
            refused("commit", t.commit());
            show(get(c.query("SELECT count(*) FROM vx_s").execute()));
            for (String sql : new String[] {"SELEC", "SELECT * FROM vx_nope", "INSERT INTO vx_s VALUES (1, 'x')", "INSERT INTO vx_s VALUES (NULL, 'x')", "SELECT 'x'::int"}) refused(sql, c.query(sql).execute());
            refused("parameter", c.preparedQuery("SELECT $1::int").execute(Tuple.of("x")));
            Future<?> slow = c.query("SELECT pg_sleep(20)").execute();
            while (!slow.isComplete()) { // a request that comes too early cancels nothing
                get(c.cancelRequest());
                try { slow.toCompletionStage().toCompletableFuture().get(1, TimeUnit.SECONDS); } catch (TimeoutException | ExecutionException e) { /* asked again, or seen below */ }
            }
            refused("cancelled", slow);
        });
    }

    public static void main(String[] names) {
        Map<String, Section> all = new LinkedHashMap<>();
        all.put("types", VertxApp::types);
        all.put("statements", VertxApp::statements);
        run(all, names);
        System.exit(0);
    }
}

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.*;
import java.time.*;
import java.util.*;

/** pgjdbc: simple and extended queries, fetchSize, prepareThreshold, batches, binary transfer, COPY, cancel. */
public class Pgjdbc extends Zoo {
    static final String[][] WRONG = {
        {"syntax", "SELEC 1"}, {"relation", "SELECT * FROM nope"}, {"column", "SELECT nope FROM every"}, {"function", "SELECT nope(1)"},
        {"zero", "SELECT 1 / 0"}, {"late", "SELECT 10 / (3 - g) FROM generate_series(1, 5) g"}, {"input", "SELECT 'x'::int4"},
        {"range", "SELECT 2147483647 + 1"}, {"type", "SELECT 1 + true"}, {"date", "SELECT '2024-02-30'::date"},
    };

    /** What it says of itself, not of a database; who may do what is MongoDB's. */
    static final Set<String> NOT_ASKED = Set.of("getConnection", "getURL", "getDriverVersion", "getDriverMajorVersion", "getDriverMinorVersion", "getDatabaseProductVersion", "getDatabaseMinorVersion", "getCatalogs",
        "getTablePrivileges", "getColumnPrivileges", "wait", "notify", "notifyAll", "hashCode", "toString", "getClass", "isWrapperFor", "unwrap");

    static Object[] argumentsOf(java.lang.reflect.Method m, String table, String pattern) {
        Object[] out = new Object[m.getParameterCount()];
        Class<?>[] types = m.getParameterTypes();
        int text = 0;
        for (int i = 0; i < out.length; i++) {
            if (types[i] == String.class) {
                // catalog, schema, table, column or name; getCrossReference has two such
                out[i] = switch (text++ % 3) { case 0 -> null; case 1 -> "public"; default -> table; };
                if (text > 3 && !m.getName().equals("getCrossReference")) out[i] = pattern;
            } else if (types[i] == int.class) out[i] = m.getName().equals("getBestRowIdentifier") ? DatabaseMetaData.bestRowSession : ResultSet.TYPE_FORWARD_ONLY;
            else if (types[i] == boolean.class) out[i] = true;
            else out[i] = null;
        }
        return out;
    }

    /** Rows in an order of our own: not all of these queries have one. Statistics are MongoDB's; refs is text[] in PostgreSQL's table. */
    static void sorted(ResultSet r, boolean index) throws SQLException {
        List<String> lines = new ArrayList<>();
        int n = r.getMetaData().getColumnCount();
        while (r.next()) {
            Object[] row = new Object[n];
            for (int i = 0; i < n; i++) row[i] = index && (i == 10 || i == 11) ? "" : r.getObject(i + 1);
            lines.add(text(row).replace("_objectid", "_text"));
        }
        Collections.sort(lines);
        for (String line : lines) say(line);
    }

    static void metadata() throws Exception {
        connected(c -> {
            DatabaseMetaData meta = c.getMetaData();
            java.lang.reflect.Method[] methods = DatabaseMetaData.class.getMethods();
            Arrays.sort(methods, Comparator.comparing((java.lang.reflect.Method m) -> m.getName()).thenComparing(m -> m.getParameterCount()));
            for (java.lang.reflect.Method m : methods) {
                if (NOT_ASKED.contains(m.getName()) || java.lang.reflect.Modifier.isStatic(m.getModifiers())) continue;
                for (String table : m.getParameterCount() > 2 ? new String[] {"every", "l%", "nope"} : new String[] {"every"}) {
                    try {
                        Object found = m.invoke(meta, argumentsOf(m, table, "%"));
                        say(m.getName(), table, found instanceof ResultSet ? "" : found);
                        if (found instanceof ResultSet r) sorted(r, m.getName().equals("getIndexInfo"));
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        say(m.getName(), table, String.valueOf(e.getCause()).split("\n")[0]);
                    }
                }
            }
            sorted(meta.getTables(null, null, "%", new String[] {"TABLE", "VIEW"}), false);
            rows(meta.getTables(null, "pg_catalog", "pg_a%", new String[] {"SYSTEM TABLE", "SYSTEM VIEW"}));
            rows(meta.getColumns(null, "pg_catalog", "pg_class", null));
            rows(meta.getColumns(null, "information_schema", "tables", "table%"));
            rows(meta.getFunctions(null, "pg_catalog", "abs"));
            rows(meta.getFunctionColumns(null, "pg_catalog", "abs", "%"));
        });
    }

    static void connection() throws Exception {
        connected(c -> {
            DatabaseMetaData m = c.getMetaData();
            say(m.getDatabaseProductName(), m.getDatabaseMajorVersion(), m.getUserName(), c.getCatalog(), c.isValid(5), c.getAutoCommit(), c.isReadOnly());
            say(c.getTransactionIsolation(), c.getClientInfo("ApplicationName"));
            ask(c, "SELECT current_user, current_database(), current_setting('application_name')");
            c.setClientInfo("ApplicationName", "other");
            ask(c, "SHOW application_name");
        }, "ApplicationName", "zoo");
        connected(c -> { ask(c, "SHOW DateStyle"); ask(c, "SHOW search_path"); say(c.getSchema()); }, "options", "-c DateStyle=ISO,DMY", "currentSchema", "public");
        connected(c -> ask(c, "SELECT 1"), "assumeMinServerVersion", "15", "readOnly", "true");
    }

    /** With threshold -1 values are binary from the first execution on. */
    static void parameters() throws Exception {
        for (String[] how : new String[][] {{"prepareThreshold", "5"}, {"prepareThreshold", "-1"}, {"preferQueryMode", "simple"}})
            connected(c -> {
                say(how[0], how[1]);
                Object[] values = {
                    (short) 7, 5, Integer.MIN_VALUE, Long.MAX_VALUE, 1.5f, Float.NaN, 0.1, -0.0, Double.MIN_VALUE, Double.POSITIVE_INFINITY,
                    new BigDecimal("1.50"), new BigDecimal("9".repeat(60) + ".99"), new BigDecimal("1E-50"), true, false, "", "žluťoučký 日本 😀 q'\\", new byte[0],
                    new byte[] {0, 1, -1, 92}, UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), java.sql.Date.valueOf("2024-02-29"),
                    LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31), LocalDate.MAX, LocalTime.of(23, 59, 59, 999999000), Time.valueOf("12:34:56"),
                    LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789012000), Timestamp.valueOf("2024-07-01 12:00:00.123"),
                    OffsetDateTime.of(2024, 7, 1, 12, 0, 0, 5000, ZoneOffset.ofHours(2)), OffsetDateTime.MAX, OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHours(-5)),
                    c.createArrayOf("int4", new Integer[] {1, null, 3}), c.createArrayOf("text", new String[] {"a", null, "", "NULL", "q\"\\"}),
                    c.createArrayOf("float8", new Double[] {1.5, Double.NaN}), c.createArrayOf("bool", new Boolean[] {true, null}),
                    c.createArrayOf("int8", new Long[0]), new int[] {1, 2},
                };
                for (Object v : values)
                    try (PreparedStatement s = c.prepareStatement("SELECT ? AS v")) {
                        for (int i = 0; i < 2; i++) {
                            s.setObject(1, v);
                            ResultSet r = s.executeQuery();
                            r.next();
                            say(v.getClass().getSimpleName(), r.getMetaData().getColumnTypeName(1), r.getObject(1), v instanceof byte[] ? "" : r.getString(1));
                        }
                    } catch (SQLException e) {
                        say(v, e.getSQLState(), e.getMessage());
                    }
                try (PreparedStatement s = c.prepareStatement("SELECT ?::int4, ?::text, ?::date, ?::jsonb, ?::numeric, ?::interval")) {
                    s.setNull(1, Types.INTEGER);
                    s.setNull(2, Types.VARCHAR);
                    s.setNull(3, Types.DATE);
                    s.setObject(4, "{\"a\": [1, null]}", Types.OTHER);
                    s.setObject(5, "NaN", Types.OTHER);
                    s.setObject(6, new org.postgresql.util.PGInterval("1 mon 2 days 03:04:05.6"));
                    ResultSet r = s.executeQuery();
                    r.next();
                    for (int i = 1; i <= 6; i++) say(r.getMetaData().getColumnTypeName(i), r.getMetaData().getColumnType(i), r.getString(i));
                }
                ask(c, "SELECT ? + 1, ? || 'x', ? IN (1, 2)", 1, "a", 2);
            }, how);
    }

    static void collection() throws Exception {
        for (String[] how : new String[][] {{"prepareThreshold", "5"}, {"prepareThreshold", "-1"}})
            connected(c -> {
                try (PreparedStatement s = c.prepareStatement("SELECT * FROM every ORDER BY _id")) {
                    ResultSet r = s.executeQuery();
                    ResultSetMetaData m = r.getMetaData();
                    for (int i = 1; i <= m.getColumnCount(); i++)
                        say(m.getColumnLabel(i), m.getColumnType(i), m.getColumnTypeName(i), m.getColumnClassName(i), m.getPrecision(i), m.getScale(i), m.getColumnDisplaySize(i));
                    while (r.next())
                        for (int i = 1; i <= m.getColumnCount(); i++) {
                            Object v;
                            try { v = r.getObject(i); } catch (SQLException e) { v = e.getMessage(); }
                            say(r.getInt(1), m.getColumnLabel(i), v, v instanceof byte[] ? "" : r.getString(i), r.wasNull());
                        }
                }
                ask(c, "SELECT _id FROM every WHERE _id = ?", 2);
                ask(c, "SELECT _id FROM every WHERE s = ?", "žluťoučký 日本 😀");
                ask(c, "SELECT _id FROM every WHERE at >= ? ORDER BY _id", OffsetDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
                ask(c, "SELECT _id FROM every WHERE _id = ANY(?) ORDER BY _id", c.createArrayOf("int4", new Integer[] {1, 3}));
                ask(c, "SELECT _id FROM every WHERE n = ?", new BigDecimal("1.5"));
                ask(c, "SELECT _id FROM every WHERE bin = ?", new byte[0]);
                ask(c, "SELECT _id FROM every WHERE ok = ? ORDER BY _id", true);
                ask(c, "SELECT _id FROM every WHERE l > ? ORDER BY _id", 1L << 40);
                ask(c, "SELECT _id FROM every WHERE ref = ?", "65a000000000000000000002");
                ask(c, "SELECT _id FROM every WHERE u = ?", UUID.fromString("a0eebc99-9c0b-4ef8-0000-000000000001"));
                ask(c, "SELECT _id FROM every WHERE ? = ANY(words)", "a");
                ask(c, "SELECT _id FROM every WHERE f < ? ORDER BY _id", 0.5);
            }, how);
    }

    static void parts() throws Exception {
        for (String threshold : new String[] {"5", "-1"})
            connected(c -> {
                c.setAutoCommit(false);
                try (PreparedStatement s = c.prepareStatement("SELECT _id, s FROM long WHERE _id > ? ORDER BY _id")) {
                    for (int i = 0; i < 2; i++) {
                        s.setFetchSize(700);
                        s.setInt(1, 10);
                        ResultSet r = s.executeQuery();
                        long total = 0;
                        while (r.next()) total += r.getInt(1) + (r.getString(2) == null ? 0 : r.getString(2).length());
                        say(total);
                    }
                }
                try (Statement one = c.createStatement(); Statement two = c.createStatement()) {
                    one.setFetchSize(3);
                    two.setFetchSize(3);
                    ResultSet a = one.executeQuery("SELECT _id FROM long ORDER BY _id"), b = two.executeQuery("SELECT _id FROM long ORDER BY _id DESC");
                    for (int i = 0; i < 8; i++) { a.next(); b.next(); say(a.getInt(1), b.getInt(1)); }
                    one.setMaxRows(4);
                    rows(one.executeQuery("SELECT _id FROM long ORDER BY _id"));
                }
                c.commit();
                try (Statement s = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                    ResultSet r = s.executeQuery("SELECT _id FROM long ORDER BY _id");
                    r.last();
                    say(r.getRow(), r.getInt(1), r.absolute(7), r.getInt(1), r.relative(-3), r.getInt(1));
                }
                c.rollback();
            }, "prepareThreshold", threshold, "defaultRowFetchSize", "500");
    }

    static void errors() throws Exception {
        connected(c -> {
            for (String[] w : WRONG) {
                fails(w[0], () -> ask(c, w[1]));
                ask(c, "SELECT ?", 1);
            }
            fails("value", () -> ask(c, "SELECT ?::int4", "x"));
            c.setAutoCommit(false);
            ask(c, "SELECT 1");
            fails("zero", () -> ask(c, "SELECT 1 / ?", 0));
            fails("aborted", () -> ask(c, "SELECT 1"));
            c.rollback();
            ask(c, "SELECT 1");
            c.commit();
        });
    }

    static void transactions() throws Exception {
        connected(c -> {
            c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            c.setReadOnly(true);
            c.setAutoCommit(false);
            ask(c, "SHOW transaction_isolation");
            ask(c, "SHOW transaction_read_only");
            ask(c, "SELECT count(*) FROM every");
            c.commit();
            c.setAutoCommit(true);
            say(c.getTransactionIsolation(), c.isReadOnly());
        });
    }

    static void prepared() throws Exception {
        connected(c -> {
            try (PreparedStatement s = c.prepareStatement("SELECT _id, s, n, at FROM every WHERE _id = ?")) {
                say(s.getParameterMetaData().getParameterTypeName(1), s.getMetaData().getColumnTypeName(4));
                for (int i = 0; i < 12; i++) {
                    s.setInt(1, i % 8);
                    rows(s.executeQuery());
                }
                s.setString(1, "x");
                fails("another type", () -> rows(s.executeQuery()));
                s.setLong(1, 2);
                rows(s.executeQuery());
            }
            try (Statement s = c.createStatement()) {
                boolean more = s.execute("SELECT 1; SELECT 2, 3; SET DateStyle = ISO; SELECT 4");
                do {
                    if (more) rows(s.getResultSet());
                    else say(s.getUpdateCount());
                    more = s.getMoreResults();
                } while (more || s.getUpdateCount() != -1);
                s.addBatch("SET DateStyle = ISO");
                s.addBatch("SET extra_float_digits = 2");
                say(Arrays.toString(s.executeBatch()));
            }
            try (PreparedStatement s = c.prepareStatement("SET application_name = 'x'")) {
                for (int i = 0; i < 5; i++) s.addBatch();
                say(Arrays.toString(s.executeBatch()));
            }
        });
    }

    static void copy() throws Exception {
        connected(c -> {
            org.postgresql.copy.CopyManager m = c.unwrap(org.postgresql.PGConnection.class).getCopyAPI();
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            say(m.copyOut("COPY (SELECT _id, s, n, words FROM every ORDER BY _id) TO STDOUT (FORMAT csv)", out), out.toString(StandardCharsets.UTF_8));
            fails("copy", () -> m.copyOut("COPY nope TO STDOUT", out));
            ask(c, "SELECT 1");
        });
    }

    static void cancel() throws Exception {
        connected(c -> {
            try (Statement s = c.createStatement()) {
                java.util.concurrent.CountDownLatch ended = new java.util.concurrent.CountDownLatch(1);
                Thread t = new Thread(() -> {
                    try {
                        while (!ended.await(300, java.util.concurrent.TimeUnit.MILLISECONDS))
                            s.cancel(); // one that comes before the server has begun the statement means nothing
                    } catch (Exception e) { say(e); }
                });
                long start = System.nanoTime();
                t.start();
                fails("cancelled", () -> s.executeQuery("SELECT pg_sleep(60)"));
                ended.countDown();
                t.join();
                say(System.nanoTime() - start < 30_000_000_000L);
                s.setQueryTimeout(1);
                fails("timeout", () -> s.executeQuery("SELECT pg_sleep(60)"));
                s.setQueryTimeout(0);
                rows(s.executeQuery("SELECT 1"));
            }
        });
    }

    public static void main(String[] names) {
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("connection", Pgjdbc::connection);
        sections.put("parameters", Pgjdbc::parameters);
        sections.put("collection", Pgjdbc::collection);
        sections.put("parts", Pgjdbc::parts);
        sections.put("errors", Pgjdbc::errors);
        sections.put("transactions", Pgjdbc::transactions);
        sections.put("prepared", Pgjdbc::prepared);
        sections.put("copy", Pgjdbc::copy);
        sections.put("cancel", Pgjdbc::cancel);
        sections.put("metadata", Pgjdbc::metadata);
        run(sections, names);
    }
}

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.*;
import java.util.*;

/** What the programs of this folder share: how findings are said, the connection that libpq's variables describe, sections. */
class Zoo {
    interface Section { void run() throws Exception; }
    interface Use { void with(Connection c) throws Exception; }

    static final String HOST = System.getenv("PGHOST"), DATABASE = System.getenv("PGDATABASE");

    static void say(Object... values) {
        StringJoiner line = new StringJoiner(" ");
        for (Object v : values) line.add(text(v));
        System.out.println(line);
    }

    static String text(Object v) {
        if (v instanceof byte[] b) return "bytes " + HexFormat.of().formatHex(b);
        if (v instanceof Object[] a) { StringJoiner s = new StringJoiner(", ", "[", "]"); for (Object o : a) s.add(text(o)); return s.toString(); }
        try {
            if (v instanceof java.sql.Array a) return a.getBaseTypeName() + text((Object[]) a.getArray());
        } catch (SQLException e) { return "array: " + e.getMessage(); }
        return String.valueOf(v);
    }

    static void fails(String label, Section what) {
        try {
            what.run();
            say("error", label, "NOT RAISED");
        } catch (SQLException e) {
            say("error", label, e.getClass().getSimpleName(), e.getSQLState(), e.getMessage());
        } catch (Exception e) {
            say("error", label, e);
        }
    }

    /** A URL with all that is to be said: options are names and values of pgjdbc's. */
    static String url(String... options) {
        Map<String, String> p = new LinkedHashMap<>();
        for (String name : new String[] {"user", "password", "sslmode", "sslrootcert"})
            if (System.getenv("PG" + name.toUpperCase(Locale.ROOT)) != null) p.put(name, System.getenv("PG" + name.toUpperCase(Locale.ROOT)));
        String port = System.getenv("PGPORT");
        if (HOST.startsWith("/")) {
            p.put("socketFactory", "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg");
            p.put("socketFactoryArg", HOST + "/.s.PGSQL." + port);
        }
        for (int i = 0; i < options.length; i += 2) p.put(options[i], options[i + 1]);
        StringJoiner all = new StringJoiner("&", "jdbc:postgresql://" + (HOST.startsWith("/") ? "localhost" : HOST + ":" + port) + "/" + DATABASE + "?", "");
        p.forEach((name, value) -> all.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return all.toString();
    }

    static Connection connect(String... options) throws Exception { return DriverManager.getConnection(url(options)); }

    static void connected(Use use, String... options) throws Exception {
        try (Connection c = connect(options)) { use.with(c); }
    }

    static void rows(ResultSet r) throws SQLException {
        int n = r.getMetaData().getColumnCount();
        while (r.next()) {
            Object[] row = new Object[n];
            for (int i = 0; i < n; i++) row[i] = r.getObject(i + 1);
            say((Object) row);
        }
    }

    static void ask(Connection c, String sql, Object... values) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) s.setObject(i + 1, values[i]);
            rows(s.executeQuery());
        }
    }

    static void run(Map<String, Section> sections, String[] names) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        System.setOut(new java.io.PrintStream(System.out, true, StandardCharsets.UTF_8));
        for (String name : names.length > 0 ? List.of(names) : List.copyOf(sections.keySet())) {
            System.out.println("== " + name);
            try {
                sections.get(name).run();
            } catch (Exception e) {
                say("UNEXPECTED", e);
                e.printStackTrace();
            }
        }
    }
}

import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.*;
import java.time.*;
import java.util.*;
import org.apache.ibatis.annotations.*;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.datasource.unpooled.UnpooledDataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.jdbc.ScriptRunner;
import org.apache.ibatis.mapping.*;
import org.apache.ibatis.session.*;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.apache.ibatis.type.*;

/** MyBatis: mappers with generated keys, dynamic SQL, nested results, type handlers, batches and cursors. */
public class MybatisApp extends Zoo {
    public record Book(Integer id, String title, BigDecimal cost, LocalDate day, LocalDateTime at, OffsetDateTime zoned, UUID token, Boolean good, byte[] bin, Double f, Long big, Short small) {
        @Override public String toString() { return id + " " + title + " " + cost + " " + day + " " + at + " " + zoned + " " + token + " " + good + " " + text(bin) + " " + f + " " + big + " " + small; }
    }

    public static class Author {
        public Integer id; public String name; public List<String> titles; public String[] tags;
        public Author() { }
        Author(String name, String... tags) { this.name = name; this.tags = tags; }
        @Override public String toString() { return id + " " + name + " " + titles + " " + text((Object) tags); }
    }

    interface Mapper {
        @Insert("INSERT INTO mb_author (name, tags) VALUES (#{name}, #{tags,typeHandler=org.apache.ibatis.type.ArrayTypeHandler})")
        @Options(useGeneratedKeys = true, keyProperty = "id")
        int author(Author a);

        @Insert("<script>INSERT INTO mb_author (name) VALUES <foreach collection='list' item='a' separator=','>(#{a.name})</foreach></script>")
        @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
        int authors(@Param("list") List<Author> list);

        @Select("INSERT INTO mb_book (author_id, title, cost, day, at, zoned, token, good, bin, f, big, small) VALUES (#{a}, #{b.title}, #{b.cost}, #{b.day}, #{b.at}, #{b.zoned}, #{b.token,jdbcType=OTHER}, #{b.good}, #{b.bin}, #{b.f}, #{b.big}, #{b.small}) RETURNING *")
        @Options(flushCache = Options.FlushCachePolicy.TRUE)
        Book book(@Param("a") int author, @Param("b") Book b);

        @Select("<script>SELECT * FROM mb_book <where><if test='title != null'>title LIKE #{title}</if><if test='ids != null'> AND id IN <foreach collection='ids' item='i' open='(' separator=',' close=')'>#{i}</foreach></if></where> ORDER BY id</script>")
        List<Book> find(@Param("title") String title, @Param("ids") List<Integer> ids);

        @Results(id = "deep", value = {@Result(property = "id", column = "id", id = true), @Result(property = "titles", column = "id", many = @Many(select = "titles")), @Result(property = "tags", column = "tags", typeHandler = ArrayTypeHandler.class)})
        @Select("SELECT * FROM mb_author ORDER BY id")
        List<Author> deep();

        @Select("SELECT title FROM mb_book WHERE author_id = #{id} ORDER BY id")
        List<String> titles(int id);

        @Select("SELECT author_id, count(*) AS n, sum(cost) AS s, max(at) AS latest FROM mb_book GROUP BY author_id ORDER BY author_id")
        List<LinkedHashMap<String, Object>> counts();

        @Select("SELECT * FROM mb_book ORDER BY id") @Options(fetchSize = 5)
        Cursor<Book> all();

        @Update("UPDATE mb_book SET cost = cost * #{by} WHERE good = #{good}")
        int raise(@Param("by") BigDecimal by, @Param("good") boolean good);

        @Delete("DELETE FROM mb_author WHERE id = #{id}")
        int forget(int id);

        @Insert("INSERT INTO mb_author (id, name) VALUES (#{id}, #{name}) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name || '!'")
        int upsert(@Param("id") int id, @Param("name") String name);

        @SelectKey(statement = "SELECT nextval('mb_author_id_seq')", keyProperty = "id", before = true, resultType = Integer.class)
        @Insert("INSERT INTO mb_author (id, name) VALUES (#{id}, #{name})")
        int keyed(Author a);

        @Select("SELECT 1 / #{zero}")
        int divide(int zero);
    }

    static SqlSessionFactory factory() {
        var c = new Configuration(new Environment("zoo", new JdbcTransactionFactory(), new UnpooledDataSource("org.postgresql.Driver", url(), null, null)));
        c.setMapUnderscoreToCamelCase(true);
        c.setArgNameBasedConstructorAutoMapping(true);
        c.addMapper(Mapper.class);
        return new SqlSessionFactoryBuilder().build(c);
    }

    static void refused(String label, Section what) {
        try {
            what.run();
            say("error", label, "NOT RAISED");
        } catch (PersistenceException e) {
            say("error", label, e.getCause() instanceof SQLException s ? s.getSQLState() + " " + s.getMessage() : e.toString());
        } catch (Exception e) { say("error", label, e); }
    }

    static void write() throws Exception {
        connected(c -> {
            var r = new ScriptRunner(c);
            r.setLogWriter(null);
            r.setStopOnError(true);
            r.runScript(new StringReader("DROP TABLE IF EXISTS mb_book;\nDROP TABLE IF EXISTS mb_author;\n"
                + "CREATE TABLE mb_author (id serial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, tags text[]);\n"
                + "CREATE TABLE mb_book (id serial PRIMARY KEY, author_id int NOT NULL REFERENCES mb_author ON DELETE CASCADE, title text NOT NULL, cost numeric(10,2), day date,\n"
                + " at timestamp(3), zoned timestamptz(3), token uuid, good boolean, bin bytea, f float8, big bigint, small smallint);\n"));
        });
        try (SqlSession s = factory().openSession()) {
            Mapper m = s.getMapper(Mapper.class);
            Author capek = new Author("Čapek", "play", "sf");
            say(m.author(capek), capek);
            var two = List.of(new Author("Woolf"), new Author("Verne"));
            say(m.authors(two), two);
            for (int i = 1; i <= 12; i++)
                say(m.book(1 + i % 2, i == 12 ? new Book(null, "none", null, null, null, null, null, null, null, null, null, null) : new Book(null, "book " + i, new BigDecimal(i + ".50"), LocalDate.of(2024, i, 1), LocalDateTime.of(2024, i, 1, 10, 0),
                    OffsetDateTime.of(2024, i, 1, 10, 0, 0, 0, ZoneOffset.ofHours(2)), new UUID(1, i), i % 2 == 0, new byte[] {0, (byte) i, -1}, i / 4.0, 1L << 40 + i, (short) i)));
            s.commit();
            say(m.raise(new BigDecimal("1.1"), true), m.upsert(1, "Karel"), m.upsert(9, "nine"));
            s.rollback();
            Author keyed = new Author("keyed");
            say(m.keyed(keyed), keyed.id, m.forget(3));
            s.commit();
            refused("unique", () -> m.author(new Author("Woolf")));
            refused("aborted", () -> m.titles(77));
            s.rollback();
            refused("division", () -> m.divide(0));
            s.rollback();
        }
        try (SqlSession s = factory().openSession(ExecutorType.BATCH)) {
            Mapper m = s.getMapper(Mapper.class);
            for (int i = 0; i < 20; i++) m.upsert(100 + i % 15, "batch " + i);
            m.raise(new BigDecimal("2"), false);
            for (BatchResult r : s.flushStatements()) say(r.getSql(), Arrays.toString(r.getUpdateCounts()));
            s.commit();
            m.upsert(200, "good");
            m.upsert(201, "good");
            refused("batch", s::flushStatements);
            s.rollback();
        }
    }

    static void read() throws Exception {
        try (SqlSession s = factory().openSession(ExecutorType.REUSE)) {
            Mapper m = s.getMapper(Mapper.class);
            m.find("book 1%", null).forEach(Zoo::say);
            m.find(null, List.of(3, 5, 99)).forEach(Zoo::say);
            say(m.find("%2", List.of(2, 12)).size(), m.find(null, null).size());
            m.deep().forEach(Zoo::say);
            m.counts().forEach(Zoo::say);
            try (Cursor<Book> all = m.all()) { for (Book b : all) say(all.getCurrentIndex(), b.title()); }
            say(s.selectList("MybatisApp.Mapper.find".replace("MybatisApp.", "MybatisApp$"), Map.of("title", "b%", "ids", List.of(1, 2, 3)), new RowBounds(1, 1)));
        }
        try (SqlSession s = factory().openSession(TransactionIsolationLevel.SERIALIZABLE)) {
            s.getConnection().setReadOnly(true);
            refused("read only", () -> s.getMapper(Mapper.class).forget(1));
        }
    }

    public static void main(String[] names) {
        Map<String, Section> all = new LinkedHashMap<>();
        all.put("write", MybatisApp::write);
        all.put("read", MybatisApp::read);
        run(all, names);
    }
}

import static org.jooq.impl.DSL.*;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.*;
import java.util.*;
import java.util.Comparator;
import java.util.stream.*;
import org.jooq.*;
import org.jooq.Record;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.*;
import org.jooq.meta.jaxb.*;
import org.jooq.meta.jaxb.Generator;

/** jOOQ: code generated from the database, what the database says of itself, the DSL. */
public class JooqApp extends Zoo {
    static final String[] DDL = {
        "CREATE TYPE jq_mood AS ENUM ('sad', 'ok', 'it''s')", "CREATE DOMAIN jq_price AS numeric(10,2) DEFAULT 0 CHECK (VALUE >= 0)", "CREATE TYPE jq_pair AS (a int, b varchar(7))",
        "CREATE SEQUENCE jq_counter START 10 INCREMENT 5 MAXVALUE 1000 CYCLE",
        "CREATE TABLE jq_author (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(40) NOT NULL, born date, mood jq_mood DEFAULT 'ok', CONSTRAINT jq_named CHECK (name <> ''), UNIQUE (name, born))",
        "CREATE TABLE jq_book (id serial PRIMARY KEY, author_id int NOT NULL REFERENCES jq_author(id) ON DELETE CASCADE, title text NOT NULL DEFAULT 'untitled', cost jq_price, tags text[] DEFAULT '{}', meta jsonb, "
            + "pair jq_pair, n int, twice int GENERATED ALWAYS AS (n * 2) STORED, at timestamptz(3) DEFAULT '2024-01-01', local timestamp(3), u uuid, f float8, r real, s smallint, l bigint, b boolean, bin bytea, c char(3), v varchar, iv interval, tm time, tz timetz, net inet, bits bit(3), moods jq_mood[], x xml)",
        "CREATE TABLE jq_parts (book_id int, part int, note text, PRIMARY KEY (book_id, part), FOREIGN KEY (book_id) REFERENCES jq_book ON UPDATE SET NULL)",
        "CREATE INDEX jq_book_title ON jq_book (title DESC, cost)", "CREATE UNIQUE INDEX jq_book_part ON jq_book (n) WHERE n IS NOT NULL",
        "CREATE VIEW jq_cheap AS SELECT b.id, b.title, a.name FROM jq_book b JOIN jq_author a ON a.id = b.author_id WHERE b.cost < 10",
        "CREATE MATERIALIZED VIEW jq_counts AS SELECT author_id, count(*) AS n FROM jq_book GROUP BY author_id",
        "COMMENT ON TABLE jq_book IS 'the books'", "COMMENT ON COLUMN jq_book.cost IS 'in euro''s'", "COMMENT ON VIEW jq_cheap IS 'cheap ones'",
    };
    static final String DROP = "DROP MATERIALIZED VIEW IF EXISTS jq_counts; DROP VIEW IF EXISTS jq_cheap, jq_more_v; DROP TABLE IF EXISTS jq_parts, jq_book, jq_author, jq_made, jq_more; DROP SEQUENCE IF EXISTS jq_counter, jq_seq; DROP TYPE IF EXISTS jq_pair; DROP DOMAIN IF EXISTS jq_price; DROP TYPE IF EXISTS jq_mood";

    interface Work { void with(DSLContext d) throws Exception; }

    static void work(Work w) throws Exception {
        connected(c -> w.with(DSL.using(c, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false).withRenderFormatted(false))));
    }

    static void show(ResultQuery<?> q) {
        say(">", q.getSQL());
        for (Record r : q.fetch()) say(text(r.intoArray()));
    }

    static void refused(String label, Section what) {
        try {
            what.run();
            say("error", label, "NOT RAISED");
        } catch (DataAccessException e) {
            say("error", label, e.getClass().getSimpleName(), e.sqlState(), e.sqlStateClass(), String.valueOf(e.getCause().getMessage()).split("\n")[0]);
        } catch (Exception e) { say("error", label, e); }
    }

    /** The generator's Java, file by file; its annotations have the time. */
    static void generate() throws Exception {
        connected(c -> { try (Statement s = c.createStatement()) { s.execute(DROP); for (String ddl : DDL) s.execute(ddl); } });
        Path out = Files.createTempDirectory("jooq");
        try {
            org.jooq.codegen.GenerationTool tool = new org.jooq.codegen.GenerationTool();
            connected(c -> {
                tool.setConnection(c);
                tool.run(new org.jooq.meta.jaxb.Configuration().withLogging(Logging.ERROR).withOnError(OnError.FAIL).withGenerator(new Generator()
                    .withDatabase(new Database().withName("org.jooq.meta.postgres.PostgresDatabase").withIncludes("jq_.*").withInputSchema("public").withIncludeSystemSequences(true)
                        .withIncludeRoutines(false).withIncludeSystemCheckConstraints(true).withIncludeInvisibleColumns(true))
                    .withGenerate(new Generate().withComments(true).withIndexes(true).withGeneratedAnnotation(false).withSources(true))
                    .withTarget(new Target().withDirectory(out.toString()).withPackageName("made"))));
            });
            try (Stream<Path> files = Files.walk(out)) {
                for (Path p : files.filter(Files::isRegularFile).sorted().toList()) {
                    say(out.relativize(p));
                    for (String line : Files.readAllLines(p)) if (!line.isBlank() && !line.startsWith("import ")) say("   ", line.strip());
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(out)) { for (Path p : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(p); }
        }
    }

    static void meta() throws Exception {
        work(d -> {
            Meta m = d.meta().filterSchemas(s -> s.getName().equals("public")).filterTables(t -> t.getName().startsWith("jq_")).filterSequences(s -> s.getName().startsWith("jq_"));
            for (Table<?> t : m.getTables().stream().sorted(Comparator.comparing(Table::getName)).toList()) {
                say(t.getName(), t.getTableType(), t.getComment());
                for (Field<?> f : t.fields()) say("   ", f.getName(), f.getDataType(d.configuration()).getCastTypeName(d.configuration()), f.getDataType().nullable(), f.getDataType().defaulted(), f.getDataType().identity(), f.getComment());
                say(t.getPrimaryKey());
                for (UniqueKey<?> k : t.getUniqueKeys()) say("unique", k.getName(), k.getFields());
                for (ForeignKey<?, ?> k : t.getReferences()) say("foreign", k.getName(), k.getFields(), k.getKey().getTable());
                t.getIndexes().stream().sorted(Comparator.comparing(org.jooq.Index::getName)).forEach(i -> say("index", i.getName(), i.getUnique(), i.getFields()));
                t.getChecks().stream().map(x -> x.getName() + " " + x.condition()).sorted().forEach(x -> say("check", x));
            }
            for (Sequence<?> s : m.getSequences()) say(s.getName(), s.getDataType(), s.getStartWith(), s.getIncrementBy(), s.getMinvalue(), s.getMaxvalue(), s.getCycle());
            for (String q : m.filterTables(t -> !t.getTableType().isView() && t.getName().equals("jq_parts")).ddl().queries() == null ? new String[0] : new String[] {m.filterTables(t -> t.getName().equals("jq_author")).ddl().toString()}) say(q);
            say(d.meta().getCatalogs().size(), d.meta().getSchemas("public").size(), d.meta().getTables("jq_book").size());
        });
    }

    static final Table<Record> A = table(name("jq_author")), B = table(name("jq_book"));
    static final Field<Integer> AID = field(name("jq_author", "id"), SQLDataType.INTEGER), BID = field(name("jq_book", "id"), SQLDataType.INTEGER), BA = field(name("jq_book", "author_id"), SQLDataType.INTEGER),
        N = field(name("jq_book", "n"), SQLDataType.INTEGER);
    static final Field<String> NAME = field(name("jq_author", "name"), SQLDataType.VARCHAR(40)), TITLE = field(name("jq_book", "title"), SQLDataType.CLOB);
    static final Field<BigDecimal> COST = field(name("jq_book", "cost"), SQLDataType.NUMERIC(10, 2));
    static final Field<LocalDate> BORN = field(name("jq_author", "born"), SQLDataType.LOCALDATE);
    static final Field<String[]> TAGS = field(name("jq_book", "tags"), SQLDataType.CLOB.array());
    static final Field<JSONB> META = field(name("jq_book", "meta"), SQLDataType.JSONB);

    static Field<Object> own(String column) { return field(name(column)); }

    static void write() throws Exception {
        work(d -> {
            say(d.insertInto(A, own("name"), own("born")).values("Čapek", LocalDate.of(1890, 1, 9)).values("Woolf", LocalDate.of(1882, 1, 25)).values("Verne", null).returningResult(AID, NAME).fetch().format());
            for (int i = 1; i <= 12; i++)
                d.insertInto(B).set(field(name("author_id")), 1 + i % 2).set(field(name("title")), "book " + i).set(field(name("cost"), SQLDataType.NUMERIC), new BigDecimal(i + ".50"))
                    .set(field(name("tags"), String[].class), new String[] {"t" + i % 3, "all"}).set(field(name("meta"), JSONB.class), JSONB.valueOf("{\"i\": " + i + ", \"odd\": " + (i % 2 == 1) + "}"))
                    .set(field(name("n")), i).set(field(name("f")), i / 4.0).set(field(name("b")), i % 2 == 0).set(field(name("u")), new UUID(1, i)).set(field(name("local")), LocalDateTime.of(2024, i, 1, 10, 0, 0)).execute();
            show(d.insertInto(B, own("author_id"), own("title"), own("n")).values(1, "upsert", 5).onConflict(field(name("n"))).where(field(name("n")).isNotNull()).doUpdate().set(field(name("title"), String.class), excluded(field(name("title"), String.class)).concat("!")).returningResult(BID, TITLE, N));
            say(d.insertInto(B, own("id"), own("author_id")).values(5, 1).onConflictDoNothing().execute(), d.insertInto(B, own("id"), own("author_id")).values(5, 1).onDuplicateKeyIgnore().execute());
            show(d.update(B).set(field(name("title"), String.class), upper(TITLE)).where(N.lt(3)).returningResult(BID, TITLE));
            show(d.deleteFrom(B).where(N.eq(12)).returningResult(BID, TITLE, field(name("jq_book", "twice"))));
            say(d.update(B).set(field(name("cost"), BigDecimal.class), COST.plus(1)).from(A).where(AID.eq(BA)).and(NAME.eq("Woolf")).execute());
            say(d.update(B).set(row(field(name("f"), Double.class), field(name("s"), Short.class)), select(val(0.5), val((short) 3))).where(BID.eq(1)).execute());
            say(d.mergeInto(B).using(A).on(AID.eq(BA).and(N.eq(7))).whenMatchedThenUpdate().set(field(name("title"), String.class), NAME).execute());
            say(Arrays.toString(d.batch(d.insertInto(A, own("name")).values((Object) null)).bind("one").bind("two").bind("three").execute()));
            say(Arrays.toString(d.batch("UPDATE jq_author SET mood = 'sad' WHERE id = 4", "DELETE FROM jq_author WHERE name = 'two'").execute()));
            d.transaction(t -> {
                t.dsl().insertInto(A, own("name")).values("four").execute();
                try {
                    t.dsl().transaction(u -> { u.dsl().insertInto(A, own("name")).values("five").execute(); u.dsl().execute("SELECT 1 / 0"); });
                } catch (DataAccessException e) { say(e.sqlState()); }
                t.dsl().insertInto(A, own("name")).values("six").execute();
            });
            say(d.fetchCount(A), d.fetchExists(A, NAME.eq("five")), d.nextval("jq_counter"), d.nextval("jq_counter"));
            say(d.select(count(), max(AID)).from(A).fetchOne().intoMap());
            say(d.loadInto(B).batchAll().loadCSV("author_id;title\n1;from csv\n2;\"more; csv\"\n").fields(field(name("author_id")), field(name("title"))).separator(';').execute().stored());
        });
    }

    static void query() throws Exception {
        work(d -> {
            show(d.select(NAME, multiset(select(TITLE, COST).from(B).where(BA.eq(AID)).orderBy(BID).limit(3)).as("books")).from(A).orderBy(AID).limit(2));
            show(d.select(NAME, field(select(jsonbArrayAgg(jsonbObject(key("t").value(TITLE), key("n").value(N))).orderBy(BID)).from(B).where(BA.eq(AID)))).from(A).orderBy(AID).limit(2));
            show(d.select(TITLE, rowNumber().over(partitionBy(BA).orderBy(COST.desc(), BID)), sum(COST).over(partitionBy(BA).orderBy(BID).rowsBetweenPreceding(1).andCurrentRow()), lag(N, 1, -1).over(orderBy(BID)), percentRank().over(orderBy(N)), ntile(3).over(orderBy(BID)), firstValue(TITLE).over(orderBy(BID))).from(B).orderBy(BID));
            show(d.select(BA, count(), sum(N), avg(COST), max(TITLE), listAgg(TITLE, ",").withinGroupOrderBy(BID), arrayAgg(N).orderBy(N.desc()), count().filterWhere(N.gt(5)), boolAnd(COST.gt(BigDecimal.ONE)), median(N)).from(B).groupBy(BA).having(count().gt(1)).orderBy(BA));
            show(d.select(BA, N.mod(inline(2)), count()).from(B).groupBy(rollup(BA, N.mod(inline(2)))).orderBy(BA.asc().nullsLast(), N.mod(inline(2)).asc().nullsFirst()));
            show(d.with("x", "a", "k").as(select(BA, count()).from(B).groupBy(BA)).select(NAME, field(name("x", "k"))).from(A).leftJoin(table(name("x"))).on(field(name("x", "a"), Integer.class).eq(AID)).orderBy(AID));
            show(d.withRecursive("t", "i").as(select(val(1)).unionAll(select(field(name("i"), Integer.class).plus(1)).from(table(name("t"))).where(field(name("i"), Integer.class).lt(4)))).selectFrom(table(name("t"))));
            show(d.select(TITLE).from(B).where(TAGS.contains(new String[] {"t1"})).and(val("all").eq(any(TAGS))).orderBy(BID));
            show(d.select(jsonbGetAttributeAsText(META, "i"), jsonbValue(META, "$.odd")).from(B).where(jsonbExists(META, "$.i")).orderBy(BID).limit(3));
            show(d.select(BA, TITLE).distinctOn(BA).from(B).orderBy(BA, COST.desc().nullsLast()));
            show(d.select(TITLE).from(B).where(row(BA, N).in(row(1, 2), row(2, 3), row(1, 4))).orderBy(BID));
            show(d.select(BID, TITLE).from(B).orderBy(COST.desc().nullsLast(), BID).seek(new BigDecimal("10.50"), 3).limit(3));
            show(d.select(NAME, field(name("l", "title"))).from(A).crossJoin(lateral(select(TITLE).from(B).where(BA.eq(AID)).orderBy(BID.desc()).limit(1)).as("l")).orderBy(AID));
            show(d.select().from(values(row(1, "a"), row(2, "b")).as("v", "i", "s")).where(field(name("i"), Integer.class).gt(1)));
            show(d.select(TITLE).from(B).where(N.gt(8)).union(select(NAME).from(A).where(AID.lt(3))).except(select(val("book 9"))).orderBy(1));
            show(d.select(year(BORN), month(BORN), extract(BORN, DatePart.QUARTER), localDateAdd(BORN, 3), trunc(BORN, DatePart.MONTH), localDateDiff(BORN, LocalDate.of(1890, 1, 1))).from(A).where(BORN.isNotNull()).orderBy(AID));
            show(d.select(TITLE.length(), lower(TITLE), left(TITLE, 2), substring(TITLE, 2, 3), replace(TITLE, "o", "0"), lpad(TITLE, 8, "*"), position(TITLE, "o"), repeat(TITLE, 2), reverse(TITLE), ascii(TITLE), md5(TITLE), splitPart(TITLE, " ", 1), TITLE.likeRegex("^b.*[12]$"), translate(TITLE, "bo", "BO"), overlay(TITLE, "XX", 2)).from(B).where(BID.lt(4)).orderBy(BID));
            show(d.select(abs(N.neg()), N.div(3), N.mul(1.5), round(COST, 1), ceil(COST), floor(COST), sqrt(N), power(N, 2), sign(N), greatest(N, val(3)), coalesce(nullif(N, 3), val(-1)), choose(N).when(1, "one").otherwise("more"), iif(N.gt(2), "y", "n"), bitAnd(N, 3), shl(N, 2), ln(N), N.cast(SQLDataType.VARCHAR), toHex(N), cot(N), widthBucket(N, inline(0), inline(10), inline(4))).from(B).where(BID.lt(4)).orderBy(BID));
            show(d.select(field("jq_book.pair"), field(name("jq_book", "at")), field(name("jq_book", "iv")), field(name("jq_book", "u"), UUID.class), field(name("jq_book", "local"), LocalDateTime.class)).from(B).where(BID.eq(2)));
            show(d.select(TITLE).from(B).where(BID.in(select(BID).from(B).where(N.between(2).and(3)))).orderBy(BID).forUpdate().skipLocked());
            show(d.select(N).from(B).orderBy(N.asc().nullsLast()).limit(2).withTies().offset(1));
            show(d.selectFrom(unnest(val(new Integer[] {1, 2})).as("q", "w")));
            show(d.select(field(name("g"))).from(generateSeries(1, 6, 2).as("g")));
            show(d.select(count()).from(B.as("z")).where(noCondition()).and(trueCondition()));
            try (Cursor<Record1<String>> c = d.select(TITLE).from(B).orderBy(BID).fetchSize(4).fetchLazy()) { say(c.fetchNext(3).format(), c.fetchNext(1).get(0).value1()); }
            say(d.resultQuery("SELECT {0} FROM jq_author WHERE id = {1}", field("name"), val(1)).fetchOne(0), d.fetch("SELECT id, mood, moods FROM jq_book, (SELECT mood FROM jq_author LIMIT 1) x WHERE id = 1").format());
            say(d.parser().parseQuery("SELECT id FROM jq_author WHERE name = 'Woolf' FETCH FIRST 1 ROW ONLY").getSQL());
            say(d.explain(select(one())).plan() != null);
        });
    }

    static void ddl() throws Exception {
        work(d -> {
            d.createTable("jq_made").column("id", SQLDataType.INTEGER.identity(true)).column("name", SQLDataType.VARCHAR(20).nullable(false).default_("x")).column("at", SQLDataType.TIMESTAMPWITHTIMEZONE(3).default_(currentOffsetDateTime())).column("ok", SQLDataType.BOOLEAN)
                .constraints(primaryKey("id"), constraint("jq_made_u").unique("name"), constraint("jq_made_c").check(field(name("id"), Integer.class).gt(0))).execute();
            d.createTableIfNotExists("jq_made").column("id", SQLDataType.INTEGER).execute();
            d.alterTable("jq_made").addColumn("more", SQLDataType.NUMERIC(8, 3).null_()).execute();
            d.alterTable("jq_made").alterColumn("name").set(SQLDataType.CLOB).execute();
            d.alterTable("jq_made").alterColumn("ok").setDefault(inline(true)).execute();
            d.alterTable("jq_made").alterColumn("ok").setNotNull().execute();
            d.alterTable("jq_made").renameColumn("more").to("extra").execute();
            d.alterTable("jq_made").add(constraint("jq_made_f").foreignKey("id").references("jq_author", "id").onDeleteCascade()).execute();
            d.createIndex("jq_made_i").on(table("jq_made"), field("name").desc(), field("id")).where(field("ok", Boolean.class)).execute();
            d.createView("jq_more_v", "a", "b").as(select(field("id"), field("name")).from("jq_made")).execute();
            d.commentOnTable("jq_made").is("made").execute();
            d.createSequence("jq_seq").startWith(5).incrementBy(2).execute();
            say(d.nextval("jq_seq"));
            d.alterSequence("jq_seq").restartWith(100).execute();
            say(d.nextval("jq_seq"));
            say(d.insertInto(table("jq_made"), field("name")).values("n").returningResult(field("ok")).fetchOne().value1());
            refused("unique", () -> d.insertInto(table("jq_made"), field("name")).values("n").execute());
            refused("check", () -> d.insertInto(table("jq_made"), field("id"), field("name")).values(-1, "m").execute());
            refused("foreign", () -> d.insertInto(table("jq_made"), field("id"), field("name")).values(999, "m").execute());
            refused("syntax", () -> d.fetch("SELEC"));
            refused("column", () -> d.select(field("nope")).from("jq_made").fetch());
            show(d.select(field("column_name"), field("data_type"), field("column_default")).from("information_schema.columns").where("table_name = 'jq_made'").orderBy(field("ordinal_position")));
            show(d.select(field("indexdef")).from("pg_indexes").where("tablename = 'jq_made'").orderBy(1));
            d.alterTable("jq_made").dropConstraint("jq_made_u").execute();
            d.alterTable("jq_made").dropColumn("extra").execute();
            d.dropView("jq_more_v").execute();
            d.dropIndex("jq_made_i").execute();
            d.alterTable("jq_made").renameTo("jq_more").execute();
            d.truncate("jq_more").restartIdentity().cascade().execute();
            d.dropTableIfExists("jq_more").cascade().execute();
            d.dropSequenceIfExists("jq_seq").execute();
            d.createType("jq_t").asEnum("a", "b").execute();
            d.dropType("jq_t").execute();
        });
        connected(c -> { try (Statement s = c.createStatement()) { s.execute(DROP); } });
    }

    public static void main(String[] names) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("generate", JooqApp::generate);
        sections.put("meta", JooqApp::meta);
        sections.put("write", JooqApp::write);
        sections.put("query", JooqApp::query);
        sections.put("ddl", JooqApp::ddl);
        run(sections, names);
    }
}

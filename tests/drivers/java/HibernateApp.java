import jakarta.persistence.*;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.*;
import java.util.*;
import org.hibernate.LockMode;
import org.hibernate.LockOptions;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.SoftDelete;
import org.hibernate.annotations.Struct;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.cfg.Configuration;
import org.hibernate.query.Page;
import org.hibernate.query.Query;
import org.hibernate.query.criteria.*;
import org.hibernate.type.SqlTypes;

/** An application on Hibernate ORM: the schema made, updated and validated, entities of every kind written and read, HQL, criteria. */
public class HibernateApp extends Zoo {
    public enum Mood { SAD, OK, HAPPY }
    @Embeddable public static class Address { public String street; @Column(length = 10) public String zip; }
    @Embeddable @Struct(name = "hb_size") public static class Size { public int high; public BigDecimal wide; }
    @MappedSuperclass public abstract static class Kept {
        @Version public int version;
        public String toString() { return getClass().getSimpleName() + " " + version; }
    }

    @Entity(name = "Author") @Table(name = "hb_author", indexes = @Index(name = "hb_author_born", columnList = "born DESC, name"),
        uniqueConstraints = @UniqueConstraint(name = "hb_author_one", columnNames = {"name", "born"}))
    @org.hibernate.annotations.Check(name = "hb_author_age", constraints = "age >= 0") @org.hibernate.annotations.Comment("who writes")
    public static class Author extends Kept {
        @Id @GeneratedValue(strategy = GenerationType.IDENTITY) public Long id;
        @Column(nullable = false, length = 50) public String name;
        public LocalDate born;
        @ColumnDefault("18") public Short age = 20;
        @Enumerated(EnumType.STRING) public Mood mood = Mood.OK;
        @Enumerated(EnumType.ORDINAL) public Mood before;
        @JdbcTypeCode(SqlTypes.NAMED_ENUM) public Mood named = Mood.HAPPY;
        @Embedded public Address home;
        @OneToMany(mappedBy = "author", cascade = CascadeType.ALL, orphanRemoval = true) @OrderBy("title") public List<Book> books = new ArrayList<>();
        @ElementCollection @CollectionTable(name = "hb_nickname") public Set<String> nicknames = new TreeSet<>();
        @ElementCollection @CollectionTable(name = "hb_mark") @MapKeyColumn(name = "subject", length = 20) public Map<String, Integer> marks = new TreeMap<>();
        @Formula("(SELECT count(*) FROM hb_book b WHERE b.author_id = id)") public int count;
        Author() { }
        Author(String name) { this.name = name; }
        Book writes(String title, String price) { Book b = new Book(title, new BigDecimal(price)); b.author = this; books.add(b); return b; }
    }

    @Entity(name = "Book") @Table(name = "hb_book")
    public static class Book extends Kept {
        @Id @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "books") @SequenceGenerator(name = "books", sequenceName = "hb_book_seq", allocationSize = 10) public Long id;
        @ManyToOne(fetch = FetchType.LAZY, optional = false) public Author author;
        @ManyToMany(cascade = CascadeType.PERSIST) @JoinTable(name = "hb_book_genre") public Set<Genre> genres = new HashSet<>();
        @NaturalId @Column(nullable = false) public String title;
        @Column(precision = 10, scale = 2) public BigDecimal price;
        public LocalDateTime printed;
        public Instant sold;
        public OffsetDateTime shipped;
        public LocalTime at;
        public Duration lasts;
        @JdbcTypeCode(SqlTypes.INTERVAL_SECOND) public Duration span;
        public UUID code;
        public byte[] cover;
        @JdbcTypeCode(SqlTypes.JSON) public Map<String, Object> meta;
        @Embedded @JdbcTypeCode(SqlTypes.JSON) public Address press;
        @Embedded public Size size;
        public String[] tags;
        public List<Integer> pages;
        public boolean good;
        public char letter = 'x';
        public Double weight;
        public Float ratio;
        @Column(columnDefinition = "text") public String body;
        @JdbcTypeCode(SqlTypes.INET) public java.net.InetAddress origin;
        @Generated @Column(columnDefinition = "numeric(12,2) GENERATED ALWAYS AS (price * 2) STORED", insertable = false, updatable = false) public BigDecimal twice;
        @CreationTimestamp public Instant made;
        @UpdateTimestamp public LocalDateTime changed;
        Book() { }
        Book(String title, BigDecimal price) { this.title = title; this.price = price; }
    }

    @Entity(name = "Genre") @Table(name = "hb_genre") @SoftDelete
    public static class Genre {
        @Id public String word;
        @ManyToMany(mappedBy = "genres") public Set<Book> books = new HashSet<>();
        Genre() { }
        Genre(String word) { this.word = word; }
    }

    @Entity(name = "Pet") @Table(name = "hb_pet") @Inheritance(strategy = InheritanceType.SINGLE_TABLE) @DiscriminatorColumn(name = "kind")
    public abstract static class Pet { @Id @GeneratedValue(strategy = GenerationType.UUID) public UUID id; public String name; }
    @Entity(name = "Cat") @DiscriminatorValue("cat") public static class Cat extends Pet { public Integer lives; }
    @Entity(name = "Dog") @DiscriminatorValue("dog") public static class Dog extends Pet { public Boolean barks; }
    @Entity(name = "Shape") @Table(name = "hb_shape") @Inheritance(strategy = InheritanceType.JOINED)
    public static class Shape { @Id @GeneratedValue public Integer id; public String name; }
    @Entity(name = "Circle") @Table(name = "hb_circle") public static class Circle extends Shape { public double radius; }
    @Entity(name = "Square") @Table(name = "hb_square") public static class Square extends Shape { public double side; }
    @Entity(name = "Doc") @Table(name = "hb_doc") @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    public static class Doc { @Id public Integer id; public String text; }
    @Entity(name = "Letter") @Table(name = "hb_letter") public static class Letter extends Doc { public String receiver; }
    @Embeddable public record Place(int shelf, int row) { }
    @Entity(name = "Item") @Table(name = "hb_item") public static class Item { @EmbeddedId public Place place; public String what; }

    /** The same table, later: a column, an index, a reference more. */
    @Entity(name = "Extra") @Table(name = "hb_extra") public static class Extra { @Id @GeneratedValue(strategy = GenerationType.IDENTITY) public Integer id; public String note; }
    @Entity(name = "Extra") @Table(name = "hb_extra", indexes = @Index(name = "hb_extra_more", columnList = "more")) public static class More {
        @Id @GeneratedValue(strategy = GenerationType.IDENTITY) public Integer id;
        public String note;
        @ColumnDefault("5") public Integer more;
        @ManyToOne public Shape shape;
        @Column(unique = true) public UUID code;
    }
    @Entity(name = "Extra") @Table(name = "hb_extra") public static class Wrong { @Id public Integer id; public LocalDate note; }

    static final Class<?>[] ALL = {Author.class, Book.class, Genre.class, Pet.class, Cat.class, Dog.class, Shape.class, Circle.class, Square.class, Doc.class, Letter.class, Item.class};

    interface Work { void with(Session s) throws Exception; }

    static SessionFactory factory(String action, Class<?>... entities) {
        Configuration c = new Configuration();
        for (Class<?> e : entities) c.addAnnotatedClass(e);
        return c.setProperty("hibernate.connection.url", url()).setProperty("hibernate.hbm2ddl.auto", action).setProperty("hibernate.hbm2ddl.halt_on_error", "true")
            .setProperty("hibernate.jdbc.batch_size", "20").setProperty("hibernate.order_inserts", "true").setProperty("hibernate.connection.pool_size", "2").buildSessionFactory();
    }

    static SessionFactory factory;

    static void work(Work w) throws Exception {
        try (Session s = factory.openSession()) {
            Transaction t = s.beginTransaction();
            try {
                w.with(s);
                t.commit();
            } catch (Exception e) {
                if (t.isActive()) t.rollback();
                throw e;
            }
        }
    }

    static void refused(String label, Work w) {
        try {
            work(w);
            say("error", label, "NOT RAISED");
        } catch (Throwable e) {
            for (Throwable t = e; t != null; t = t.getCause())
                say("error", label, t.getClass().getSimpleName(), t instanceof SQLException x ? x.getSQLState() + " " + x.getMessage().split("\n")[0] : "");
        }
    }

    static String of(Object v) { return v instanceof Object[] a ? text(a) : text(v); }

    static void hql(Session s, String q, Object... values) {
        Query<Object[]> query = s.createQuery(q, Object[].class);
        for (int i = 0; i < values.length; i++) query.setParameter(i + 1, values[i]);
        say(">", q);
        for (Object row : query.getResultList()) say(of(row));
    }

    /** What a run before left: Hibernate drops types before the tables that use them. */
    static void drop() throws Exception {
        connected(c -> {
            try (Statement s = c.createStatement()) {
                s.execute("DROP TABLE IF EXISTS hb_book_genre, hb_nickname, hb_mark, hb_book, hb_author, hb_genre, hb_pet, hb_circle, hb_square, hb_extra, hb_shape, hb_letter, hb_doc, hb_item CASCADE");
                s.execute("DROP SEQUENCE IF EXISTS hb_book_seq, hb_shape_seq");
                s.execute("DROP TYPE IF EXISTS hb_size, mood CASCADE");
            }
        });
    }

    static void schema() throws Exception {
        drop();
        factory("create", ALL).close();
        factory("validate", ALL).close();
        drop();
        factory = factory("create", ALL);
        connected(c -> {
            ask(c, "SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable, column_default, is_identity, is_generated, udt_name FROM information_schema.columns WHERE table_name LIKE 'hb\\_%' ORDER BY 1, ordinal_position");
            ask(c, "SELECT conrelid::regclass::text, contype::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text LIKE 'hb\\_%' ORDER BY 1, 2, 3");
            ask(c, "SELECT sequencename, start_value, increment_by FROM pg_sequences WHERE sequencename LIKE 'hb\\_%' ORDER BY 1");
            ask(c, "SELECT obj_description('hb_author'::regclass), indexdef FROM pg_indexes WHERE indexname = 'hb_author_born'");
        });
    }

    static void update() throws Exception {
        drop();
        factory("create", Extra.class, Shape.class).close();
        factory("update", More.class, Shape.class).close();
        factory("validate", More.class, Shape.class).close();
        connected(c -> ask(c, "SELECT column_name, data_type, column_default FROM information_schema.columns WHERE table_name = 'hb_extra' ORDER BY ordinal_position"));
        connected(c -> ask(c, "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'hb_extra'::regclass ORDER BY 1"));
        try {
            factory("validate", Wrong.class).close();
        } catch (Exception e) { say(e.getMessage()); }
        factory("create-drop", More.class, Shape.class).close();
        connected(c -> ask(c, "SELECT to_regclass('hb_extra')"));
        if (factory != null) factory.close();
        drop();
        factory = factory("create", ALL);
    }

    static void write() throws Exception {
        work(s -> {
            Author a = new Author("Čapek"), b = new Author("Woolf");
            a.born = LocalDate.of(1890, 1, 9);
            a.home = new Address();
            a.home.street = "U Jelena";
            a.home.zip = "500 03";
            a.nicknames.addAll(List.of("Karel", "the elder's brother"));
            a.marks.putAll(Map.of("prose", 1, "verse", 2));
            a.before = Mood.SAD;
            s.persist(a);
            s.persist(b);
            Genre drama = new Genre("drama"), novel = new Genre("novel");
            s.persist(drama);
            s.persist(novel);
            s.flush();
            Book r = a.writes("R.U.R.", "9.90");
            r.printed = LocalDateTime.of(1920, 11, 25, 10, 20, 30, 123000000);
            r.sold = Instant.parse("2024-02-29T12:34:56.789Z");
            r.shipped = OffsetDateTime.parse("2024-07-01T12:00:00.005+02:00");
            r.at = LocalTime.of(23, 59, 59);
            r.lasts = Duration.ofHours(2).plusNanos(5);
            r.span = Duration.ofSeconds(90, 250_000_000);
            r.code = UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
            r.cover = new byte[] {0, 1, -1, 92};
            r.meta = new TreeMap<>(Map.of("acts", 3, "in", List.of("cs", "en"), "robots", Map.of("n", 1.5)));
            r.press = new Address();
            r.press.street = "Aventinum";
            r.size = new Size();
            r.size.high = 21;
            r.size.wide = new BigDecimal("14.50");
            r.tags = new String[] {"play", "sf", "q\"\\"};
            r.pages = List.of(96, 104);
            r.good = true;
            r.weight = 0.25;
            r.ratio = 1.5f;
            r.body = "žluťoučký 日本 😀 ".repeat(30);
            r.origin = java.net.InetAddress.getByName("192.168.0.7");
            r.genres.add(drama);
            a.writes("Válka s mloky", "12.50").genres.add(novel);
            b.writes("Orlando", "7.00").genres.add(novel);
            b.writes("The Waves", "8.25");
        });
        work(s -> {
            Book r = s.bySimpleNaturalId(Book.class).load("R.U.R.");
            say(r.id, r.author.name, r.title, r.price, r.printed, r.sold, r.shipped.toInstant(), r.at, r.lasts, r.span, r.code, r.cover, r.meta, r.press.street, r.press.zip,
                r.size.high, r.size.wide, r.tags, r.pages, r.good, r.letter, r.weight, r.ratio, r.body.length(), r.origin, r.twice, r.made != null, r.changed != null, r.version);
            s.clear();
            Author a = s.find(Author.class, 1L);
            say(a.id, a.age, a.mood, a.before, a.named, a.home.street, a.home.zip, a.nicknames, a.marks, a.count, a.born, a.version);
            for (Book b : a.books) say(b.title, b.genres.size());
            r = a.books.get(0);
            r.price = new BigDecimal("11.10");
            r.meta.put("acts", 4);
            a.nicknames.remove("Karel");
            a.nicknames.add("K. Č.");
            a.marks.put("verse", 3);
            a.books.removeIf(b -> b.title.startsWith("V"));
        });
        work(s -> {
            Author a = s.find(Author.class, 1L);
            say(a.version, a.nicknames, a.marks, a.count);
            for (Book b : a.books) say(b.title, b.price, b.twice, b.version, b.meta);
            s.lock(a, LockMode.PESSIMISTIC_WRITE);
            s.refresh(a, new LockOptions(LockMode.PESSIMISTIC_READ));
            s.lock(a, LockMode.PESSIMISTIC_FORCE_INCREMENT);
            say(a.version, s.find(Author.class, 99L));
        });
        work(s -> {
            for (int i = 0; i < 45; i++) {
                Author a = new Author("author " + i);
                a.age = (short) (20 + i % 7);
                a.born = LocalDate.of(1950 + i, 1 + i % 12, 1 + i % 28);
                a.mood = Mood.values()[i % 3];
                s.persist(a);
                for (int j = 0; j < i % 4; j++) a.writes("book " + i + "." + j, (i * 3 % 50 + j) + ".25").good = j == 1;
            }
        });
        try (StatelessSession s = factory.openStatelessSession()) {
            Transaction t = s.beginTransaction();
            s.setJdbcBatchSize(10);
            for (int i = 0; i < 12; i++) { Item x = new Item(); x.place = new Place(i / 4, i % 4); x.what = "thing " + i; s.insert(x); }
            Item y = new Item();
            y.place = new Place(0, 1);
            y.what = "other";
            s.upsert(y);
            y.place = new Place(9, 9);
            s.upsert(y);
            t.commit();
        }
        work(s -> hql(s, "select i.place.shelf, i.place.row, i.what from Item i order by i.place.shelf, i.place.row"));
    }

    static void inheritance() throws Exception {
        work(s -> {
            Cat c = new Cat();
            c.name = "Micka";
            c.lives = 9;
            Dog d = new Dog();
            d.name = "Dášenka";
            d.barks = true;
            s.persist(c);
            s.persist(d);
            Circle r = new Circle();
            r.name = "r";
            r.radius = 1.5;
            Square q = new Square();
            q.name = "q";
            q.side = 2;
            s.persist(r);
            s.persist(q);
            Doc o = new Doc();
            o.id = 1;
            o.text = "plain";
            Letter l = new Letter();
            l.id = 2;
            l.text = "dear";
            l.receiver = "Olga";
            s.persist(o);
            s.persist(l);
        });
        work(s -> {
            hql(s, "select p.name, type(p) from Pet p order by p.name");
            hql(s, "select p.name, treat(p as Cat).lives from Pet p where treat(p as Cat).lives > 3");
            for (Shape x : s.createQuery("from Shape order by name", Shape.class).getResultList()) say(x.getClass().getSimpleName(), x.id, x.name);
            for (Doc x : s.createQuery("from Doc order by id", Doc.class).getResultList()) say(x.getClass().getSimpleName(), x.id, x.text);
            say(s.createMutationQuery("update Shape set name = name || '!' where id > 0").executeUpdate(), s.createMutationQuery("delete from Circle").executeUpdate(), s.createMutationQuery("update Doc set text = upper(text)").executeUpdate());
            hql(s, "select x.name, x.id from Shape x order by 1");
            hql(s, "select x.text, x.id from Doc x order by 2");
        });
    }

    static void hql() throws Exception {
        work(s -> {
            hql(s, "select a.name, count(b), sum(b.price), avg(b.price), min(b.price), max(b.price) from Author a left join a.books b group by a.id, a.name having count(b) > 2 order by a.name");
            hql(s, "select b.title, b.author.name from Book b where b.price between ?1 and ?2 and b.author.mood in (?3, ?4) order by b.title", new BigDecimal("5"), new BigDecimal("20"), Mood.OK, Mood.SAD);
            hql(s, "select a.name, a.named from Author a where a.named = ?1 and a.mood = 'OK' order by a.id limit 3", Mood.HAPPY);
            hql(s, "select a.name from Author a where exists (select 1 from Book b where b.author = a and b.good) order by a.name limit 5 offset 2");
            hql(s, "select a.name from Author a where size(a.books) = 3 and a.name like 'author 1%' order by a.name");
            hql(s, "select a.name, n from Author a join a.nicknames n order by n");
            hql(s, "select key(m), value(m) from Author a join a.marks m order by key(m)");
            hql(s, "select g.word, count(b) from Genre g left join g.books b group by g.word order by g.word");
            hql(s, "select a.age, count(*), listagg(a.name, ',') within group (order by a.name) from Author a where a.id < 20 group by a.age order by a.age");
            hql(s, "select year(a.born), month(a.born), day(a.born), extract(week from a.born), a.born + 1 day, a.born - 2 month from Author a where a.id between 3 and 6 order by a.id");
            hql(s, "select cast(a.age as string), str(a.id), coalesce(a.home.zip, '-'), nullif(a.mood, 'OK'), upper(a.name), substring(a.name, 1, 3), locate('o', a.name), length(a.name), trim(both 'a' from a.name), left(a.name, 2), right(a.name, 2), replace(a.name, 'o', '0'), lpad(a.name, 4, '*'), a.name || '!' from Author a where a.id < 5 order by a.id");
            hql(s, "select abs(-b.price), ceiling(b.price), floor(b.price), round(b.price, 1), mod(b.author.id, 3), sqrt(b.price), power(b.price, 2), sign(b.price), exp(0.0), b.price * 2, b.price / 3, greatest(b.price, 10), least(b.price, 10) from Book b where b.price < 3 order by b.title");
            hql(s, "select case when b.price > 20 then 'dear' when b.price > 5 then 'fair' else 'cheap' end as c, count(*) from Book b group by c order by c");
            hql(s, "select b.title, row_number() over (partition by b.author.id order by b.price desc), rank() over (order by b.price), sum(b.price) over (partition by b.author.id) from Book b where b.author.id < 9 order by b.author.id, b.title");
            hql(s, "select a.name, a.home.street from Author a where a.home.street is not null union all select b.title, b.body from Book b where b.price = 7 order by 1");
            hql(s, "with x as (select a.id as id, a.age as age from Author a where a.age > 24) select y.age, count(y.id) from x y group by y.age order by y.age");
            hql(s, "select b.title, array_length(b.tags), array_contains(b.tags, 'sf'), array_to_string(b.tags, '/') from Book b where b.tags is not null");
            hql(s, "select b.size.high, b.press.street, b.pages from Book b where b.press.street = 'Aventinum' and b.size.high > 20");
            hql(s, "select count(distinct b.author), count(b), every(b.price > 0), any(b.good) from Book b");
            hql(s, "select a.name from Author a where a.name ilike '%WOO%' or a.name in (select x.name from Author x where x.age = (select max(y.age) from Author y)) order by a.name fetch first 3 rows only");
            hql(s, "select b.title from Book b order by b.price desc nulls first, b.title fetch first 2 rows with ties");
            hql(s, "select a.name, l.title from Author a join lateral (select b.title as title from Book b where b.author = a order by b.price desc limit 1) l on true where a.id < 12 order by a.name");
        });
    }

    static void criteria() throws Exception {
        work(s -> {
            HibernateCriteriaBuilder cb = s.getCriteriaBuilder();
            JpaCriteriaQuery<Author> q = cb.createQuery(Author.class);
            JpaRoot<Author> a = q.from(Author.class);
            q.where(cb.and(cb.like(a.get("name"), "author%"), cb.greaterThan(a.get("age"), (short) 22), cb.isNotNull(a.get("born")))).orderBy(cb.desc(a.get("born")), cb.asc(a.get("name")));
            Query<Author> page = s.createQuery(q).setFirstResult(5).setMaxResults(4);
            for (Author x : page.getResultList()) say(x.id, x.name, x.age, x.born);
            say(page.getResultCount());
            for (Author x : page.setPage(Page.page(3, 2)).getResultList()) say(x.name);
            JpaCriteriaQuery<Tuple> t = cb.createTupleQuery();
            JpaRoot<Book> b = t.from(Book.class);
            t.multiselect(b.get("author").get("age"), cb.sum(b.<BigDecimal>get("price")), cb.count(b)).groupBy(b.get("author").get("age")).orderBy(cb.asc(cb.literal(1)));
            List<String> lines = new ArrayList<>();
            for (Tuple x : s.createQuery(t).getResultList()) lines.add(of(x.toArray()));
            Collections.sort(lines);
            say(lines);
            List<Author> fetched = s.createQuery("select distinct a from Author a left join fetch a.books where a.id < 8 order by a.id", Author.class).getResultList();
            for (Author x : fetched) say(x.name, x.books.size());
            EntityGraph<Book> g = s.createEntityGraph(Book.class);
            g.addAttributeNodes("author", "genres");
            for (Book x : s.createQuery("from Book where author.id < 4 order by title", Book.class).setHint("jakarta.persistence.fetchgraph", g).getResultList()) say(x.title, x.author.name, x.genres.size());
            say(s.byMultipleIds(Author.class).multiLoad(1L, 2L, 99L, 5L).stream().map(x -> x == null ? null : x.name).toList());
            try (ScrollableResults<String> r = s.createQuery("select title from Book order by title", String.class).setFetchSize(5).scroll(ScrollMode.FORWARD_ONLY)) {
                int n = 0;
                while (r.next() && n++ < 12) say(r.get());
            }
            s.createQuery("select title from Book order by title", String.class).setFetchSize(3).setMaxResults(4).getResultStream().forEach(x -> say(x));
            say(s.createQuery("from Book where title = 'Orlando'", Book.class).setLockMode(LockModeType.PESSIMISTIC_WRITE).setTimeout(5).getSingleResult().price);
            say(s.createMutationQuery("update Book set price = price + 1, version = version + 1 where author.id = 2").executeUpdate());
            say(s.createMutationQuery("update versioned Author a set a.age = 30 where a.id in (select b.author.id from Book b where b.price > 40)").executeUpdate());
            say(s.createMutationQuery("insert into Item(place.shelf, place.row, what) select cast(a.id as Integer), 50, a.name from Author a where a.id < 4").executeUpdate());
            say(s.createMutationQuery("insert into Item(place.shelf, place.row, what) values (1, 50, 'x'), (77, 1, 'y') on conflict(place.shelf, place.row) do update set what = excluded.what || '?'").executeUpdate());
            say(s.createMutationQuery("delete from Item where place.row = 3").executeUpdate());
            hql(s, "select i.place.shelf, i.what from Item i where i.place.row = 50 or i.place.shelf > 70 order by 1");
            s.remove(s.find(Genre.class, "drama"));
        });
        work(s -> {
            hql(s, "select g.word, count(*) from Genre g group by g.word order by 1");
            say(s.createNativeQuery("SELECT * FROM hb_genre ORDER BY word", Object[].class).getResultList().stream().map(x -> text(x)).toList());
            for (Author x : s.createNativeQuery("SELECT {a.*} FROM hb_author a WHERE a.id < :n ORDER BY a.id", Author.class).addEntity("a", Author.class).setParameter("n", 3).getResultList()) say(x.name, x.version);
            for (Tuple x : s.createNativeQuery("SELECT b.id, b.title, b.price, b.sold, b.tags, b.meta ->> 'acts' AS acts FROM hb_book b WHERE b.meta @> '{\"acts\": 4}'::jsonb", Tuple.class).getResultList()) say(of(x.toArray()));
            say(s.createNativeQuery("SELECT count(*) FROM hb_book WHERE tags && ARRAY['sf']::varchar[]", Long.class).getSingleResult());
            s.doWork(c -> ask(c, "SELECT is_called, last_value > 10 FROM hb_book_seq"));
        });
    }

    static void errors() throws Exception {
        try (Session one = factory.openSession(); Session two = factory.openSession()) {
            Author a = one.find(Author.class, 3L), b = two.find(Author.class, 3L);
            Transaction t = two.beginTransaction();
            b.age = 41;
            t.commit();
            t = one.beginTransaction();
            a.age = 42;
            try {
                t.commit();
                say("NOT RAISED");
            } catch (OptimisticLockException e) { say("optimistic lock", e.getCause().getClass().getSimpleName(), t.getStatus()); }
        }
        refused("unique", s -> { for (int i = 0; i < 2; i++) { Author a = new Author("twin"); a.born = LocalDate.of(2000, 1, 1); s.persist(a); } });
        refused("not null", s -> s.persist(new Author(null)));
        refused("too long", s -> s.persist(new Author("x".repeat(51))));
        refused("check", s -> { Author a = new Author("young"); a.age = -1; s.persist(a); });
        refused("foreign key", s -> s.createNativeMutationQuery("UPDATE hb_book SET author_id = 999 WHERE author_id = 2").executeUpdate());
        refused("still referenced", s -> s.createMutationQuery("delete from Author where id = 2").executeUpdate());
        refused("native", s -> s.createNativeQuery("SELECT nope FROM hb_author", Object.class).getResultList());
        refused("value", s -> s.createNativeMutationQuery("INSERT INTO hb_pet (kind, id) VALUES ('cow', gen_random_uuid())").executeUpdate());
        refused("enum", s -> s.createNativeMutationQuery("UPDATE hb_author SET mood = 'BORED'").executeUpdate());
        work(s -> hql(s, "select count(*), max(a.age) from Author a"));
        factory.getSchemaManager().validateMappedObjects();
        factory.getSchemaManager().truncateMappedObjects();
        work(s -> hql(s, "select count(*), max(a.age) from Author a"));
        factory.getSchemaManager().dropMappedObjects(false);
        connected(c -> ask(c, "SELECT relname FROM pg_class WHERE relname LIKE 'hb\\_%' ORDER BY 1"));
        factory.close();
    }

    public static void main(String[] names) {
        java.util.logging.LogManager.getLogManager().reset();
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("schema", HibernateApp::schema);
        sections.put("update", HibernateApp::update);
        sections.put("write", HibernateApp::write);
        sections.put("inheritance", HibernateApp::inheritance);
        sections.put("hql", HibernateApp::hql);
        sections.put("criteria", HibernateApp::criteria);
        sections.put("errors", HibernateApp::errors);
        run(sections, names);
    }
}

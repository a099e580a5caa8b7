// A small application of MikroORM: schema generator and its diff, migrations, the unit of work, populated relations, the query builder, transactions.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const { MikroORM, EntitySchema, raw, LockMode, IsolationLevel, wrap } = require('@mikro-orm/postgresql');
const { Migrator, Migration } = require('@mikro-orm/migrations');

class Author {}
class Book {}
class Tag {}
const author = new EntitySchema({
  class: Author, tableName: 'mo_author', indexes: [{ properties: ['age', 'name'] }], checks: [{ name: 'mo_author_age', expression: 'age >= 0' }],
  properties: {
    id: { type: 'number', primary: true }, name: { type: 'string', length: 40, unique: true }, age: { type: 'smallint', nullable: true, default: 18 }, kind: { enum: true, items: ['a', 'b'], nativeEnumName: 'mo_kind', default: 'a' },
    money: { type: 'decimal', precision: 10, scale: 2, nullable: true }, meta: { type: 'json', default: '{"a": 1}' }, token: { type: 'uuid', nullable: true }, born: { type: 'date', nullable: true }, seen: { type: 'datetime', length: 3, nullable: true },
    tags: { type: 'array', nullable: true }, image: { type: 'blob', nullable: true }, big: { type: 'bigint', nullable: true }, ratio: { type: 'double', nullable: true }, ok: { type: 'boolean', default: true }, version: { type: 'number', version: true },
    address: { kind: 'embedded', entity: () => 'Address', nullable: true }, books: { kind: '1:m', entity: () => 'Book', mappedBy: 'author', orphanRemoval: true }, friend: { kind: 'm:1', entity: () => 'Author', nullable: true, deleteRule: 'set null' },
  },
});
class Address {}
const address = new EntitySchema({ class: Address, embeddable: true, properties: { street: { type: 'string' }, city: { type: 'string', nullable: true } } });
const book = new EntitySchema({
  class: Book, tableName: 'mo_book', uniques: [{ properties: ['author', 'title'] }],
  properties: {
    id: { type: 'uuid', primary: true, defaultRaw: 'gen_random_uuid()' }, title: { type: 'text', comment: 'on the cover' }, pages: { type: 'integer', nullable: true },
    upper: { type: 'text', generated: '(upper(title)) stored', nullable: true }, author: { kind: 'm:1', entity: () => 'Author', deleteRule: 'cascade' }, labels: { kind: 'm:n', entity: () => 'Tag', owner: true, pivotTable: 'mo_book_tag' },
  },
});
const tag = new EntitySchema({ class: Tag, tableName: 'mo_tag', properties: { word: { type: 'string', primary: true }, books: { kind: 'm:n', entity: () => 'Book', mappedBy: 'labels' } } });

class Migration1 extends Migration {
  async up() {
    this.addSql('create table mo_extra (id serial primary key, note varchar(255) null)');
    this.addSql('alter table mo_extra add column more jsonb not null default \'[]\'');
    this.addSql('create index mo_extra_note on mo_extra (note)');
  }
  async down() {
    this.addSql('drop table mo_extra');
  }
}
class Migration2 extends Migration {
  async up() {
    this.addSql('alter table mo_extra rename column note to remark');
    this.addSql('alter table mo_extra add constraint mo_extra_once unique (remark)');
  }
  async down() {
    this.addSql('alter table mo_extra drop constraint mo_extra_once');
    this.addSql('alter table mo_extra rename column remark to note');
  }
}
class Migration3 extends Migration {
  async up() {
    this.addSql('create table mo_never (id int)');
    this.addSql('select 1 / 0');
  }
}
const folder = mkdtempSync(`${tmpdir()}/mikroorm-`);
const list = (...all) => all.map((m, i) => ({ name: `${i + 1}`, class: m }));
const orm = await MikroORM.init({
  host, port, user, dbName: database, password: process.env.PGPASSWORD, entities: [author, book, tag, address], extensions: [Migrator], pool: { min: 0, max: 3 }, allowGlobalContext: true, debug: false, ensureDatabase: false,
  driverOptions: { connection: { options: '-c client_min_messages=error' } }, schemaGenerator: { skipTables: [/^(?!(public\.)?mo_)/] }, logger() {},
  migrations: { tableName: 'mo_migrations', path: folder, snapshot: false, silent: true, migrationsList: list(Migration1, Migration2) },
});
const rows = (sql) => orm.em.getConnection().execute(sql);
const tables = async () => (await rows("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'mo\\_%' ORDER BY 1")).map((t) => t.table_name);

section('schema', async () => {
  for (const t of ['mo_book_tag', 'mo_book', 'mo_tag', 'mo_author', 'mo_extra', 'mo_migrations', 'mo_never']) await rows(`DROP TABLE IF EXISTS ${t}`);
  await rows('DROP TYPE IF EXISTS mo_kind');
  const g = orm.schema;
  say(await g.getCreateSchemaSQL({ wrap: false }).then((s) => s.split('\n').filter(Boolean)));
  await g.createSchema({ wrap: false });
  say(await tables(), await g.getUpdateSchemaSQL({ wrap: false }), await rows("SELECT column_name, data_type, character_maximum_length, column_default, is_nullable FROM information_schema.columns WHERE table_name = 'mo_author' ORDER BY ordinal_position"));
  await rows('ALTER TABLE mo_author DROP COLUMN ratio');
  await rows('ALTER TABLE mo_author ALTER COLUMN age SET DEFAULT 20');
  await rows('ALTER TABLE mo_book DROP CONSTRAINT mo_book_author_id_title_unique');
  await rows("ALTER TYPE mo_kind ADD VALUE 'z'");
  say((await g.getUpdateSchemaSQL({ wrap: false })).split('\n').filter(Boolean));
  await g.updateSchema({ wrap: false });
  say((await g.getUpdateSchemaSQL({ wrap: false })).split('\n').filter(Boolean));
});

section('migrations', async () => {
  const m = orm.migrator;
  const names = (done) => done.map((d) => d.name);
  say(names(await m.getPendingMigrations()), names(await m.up({ to: '1' })), await tables(), names(await m.getExecutedMigrations()));
  say(names(await m.up()), names(await m.up()), await rows("SELECT column_name, column_default FROM information_schema.columns WHERE table_name = 'mo_extra' ORDER BY ordinal_position"), await rows('SELECT id, name FROM mo_migrations ORDER BY id'));
  say(names(await m.down()), names(await m.down({ to: 0 })), await tables());
});

// without keys, which are not the same on the two servers
const bare = (v) => JSON.parse(JSON.stringify(v, (k, x) => (k === 'id' || (k !== 'token' && /^[0-9a-f-]{36}$/.test(x)) || /^(author|friend)$/.test(k) && typeof x !== 'object' ? undefined : x)));
section('unit of work', async () => {
  let em = orm.em.fork();
  const capek = em.create(Author, {
    name: 'Čapek', age: 48, kind: 'b', money: '12.50', meta: { a: [1, 'č'] }, token: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', born: '1890-01-09', seen: new Date('2024-02-29T12:30:15.250Z'), tags: ['a', 'b c'],
    image: Buffer.from([0, 1, 255]), big: 2n ** 53n + 1n, ratio: 0.1, address: { street: 'Říčná', city: 'Praha' }, ok: true,
  });
  const [play, war] = ['play', 'war'].map((word) => em.create(Tag, { word }));
  em.create(Book, { title: 'R.U.R.', pages: 96, author: capek, labels: [play] });
  em.create(Book, { title: 'Válka', pages: 280, author: capek, labels: [play, war] });
  const other = em.create(Author, { name: 'Němcová', friend: capek });
  em.persist([capek, other]);
  await em.flush();
  em = orm.em.fork();
  const found = await em.findOneOrFail(Author, { name: 'Čapek' }, { populate: ['books.labels'], orderBy: { books: { title: 'asc', labels: { word: 'desc' } } } });
  say(bare(wrap(found).toObject()), found.image, found.seen, found.big, found.books.getItems().map((b) => [b.title, b.labels.getItems().map((l) => l.word)]));
  say(bare((await em.find(Book, { author: { name: { $like: 'Č%' } }, labels: { word: 'war' } }, { fields: ['title', 'upper', 'author.name'], populate: ['author'], strategy: 'select-in' })).map((b) => wrap(b).toObject())));
  say((await orm.em.fork().find(Author, { $or: [{ age: { $gt: 40 } }, { meta: { a: 1 } }], tags: { $contains: ['a'] } })).map((a) => a.name), (await orm.em.fork().find(Author, { address: { city: 'Praha' }, $not: { name: { $ilike: 'x%' } } })).map((a) => a.name));
  const [page, total] = await orm.em.fork().findAndCount(Author, {}, { orderBy: { name: 'desc' }, limit: 1, offset: 1, populate: ['friend'] });
  say(page.map((a) => a.name), total);
  found.age = 49;
  found.address.city = 'Brno';
  found.meta.more = true;
  found.books.remove(found.books.getItems().find((b) => b.title === 'R.U.R.'));
  found.books.getItems()[0].labels.removeAll();
  await em.flush();
  say(await rows('SELECT name, age, version, address_street, address_city, meta FROM mo_author ORDER BY name'), await rows('SELECT title, upper FROM mo_book'), await rows('SELECT count(*) FROM mo_book_tag'));
  const stale = orm.em.fork();
  const one = await stale.findOneOrFail(Author, { name: 'Čapek' });
  await rows('UPDATE mo_author SET version = version + 1');
  one.age = 1;
  await fails('stale', () => stale.flush().catch((e) => { throw Object.assign(new Error(e.message.replace(/#?\d+/g, 'N')), { name: e.name }); }));
  em = orm.em.fork();
  say(bare(await em.upsert(Author, { name: 'Němcová', age: 30 }).then((a) => [a.name, a.age])), (await em.upsertMany(Author, [{ name: 'Němcová', age: 31 }, { name: 'Hašek', age: 5 }], { onConflictFields: ['name'], onConflictAction: 'merge', onConflictMergeFields: ['age'] })).map((a) => [a.name, a.age]));
  say(await em.nativeUpdate(Author, { name: 'Hašek' }, { age: raw('age * 2') }), await em.nativeDelete(Author, { name: 'nobody' }), await em.count(Author, { age: { $gte: 10 } }));
  const qb = em.createQueryBuilder(Author, 'a').select(['a.name', raw('count(b.id) as n')]).leftJoin('a.books', 'b').groupBy(['a.name']).having('count(b.id) >= ?', [0]).orderBy({ 'a.name': 'asc' });
  say(await qb.execute(), await em.createQueryBuilder(Author).insert({ name: 'Seifert', age: 3 }).onConflict('name').ignore().execute().then((r) => r.affectedRows), await em.createQueryBuilder(Author).update({ age: 4 }).where({ name: 'Seifert' }).returning(['name', 'age']).execute('all', false));
  say((await em.find(Author, { name: { $in: ['Hašek', 'Seifert'] } }, { lockMode: LockMode.NONE, orderBy: { age: 'asc' } })).map((a) => a.name));
  const kinds = (label, what) => fails(label, () => Promise.resolve(what()).catch((e) => { throw Object.assign(new Error(e.message.split('\n')[0].split(' - ').at(-1)), { code: `${e.name} ${e.code}`, position: [e.constraint, e.table, e.column] }); }));
  await kinds('unique', () => em.fork().insert(Author, { name: 'Čapek' }));
  await kinds('foreign key', () => em.fork().insert(Book, { title: 'x', author: 0 }));
  await kinds('not null', () => rows('INSERT INTO mo_author (age) VALUES (1)'));
  await kinds('check', () => em.fork().insert(Author, { name: 'x', age: -1 }));
  await kinds('enum', () => rows("INSERT INTO mo_author (name, kind) VALUES ('x', 'no')"));
  await kinds('table', () => rows('SELECT * FROM mo_nope'));
  await kinds('column', () => rows('SELECT nope FROM mo_author'));
  await kinds('syntax', () => rows('SELEC 1'));
  await kinds('exists', () => rows('CREATE TABLE mo_author (id int)'));
});

section('transactions', async () => {
  const names = async (em) => (await em.fork({ keepTransactionContext: true }).find(Author, { name: { $like: 't%' } }, { orderBy: { name: 'asc' } })).map((a) => a.name);
  const plain = (label, what) => fails(label, () => Promise.resolve(what()).catch((e) => { throw Object.assign(new Error(e.message.split(' - ').at(-1)), { code: e.code }); }));
  await plain('back', () => orm.em.fork().transactional(async (em) => {
    em.create(Author, { name: 't1' });
    await em.flush();
    say(await names(em), await names(orm.em.fork()));
    throw new Error('enough');
  }));
  await orm.em.fork().transactional(async (em) => {
    em.create(Author, { name: 't1' });
    await em.flush();
    await plain('nested', () => em.transactional(async (inner) => {
      inner.create(Author, { name: 't2' });
      await inner.flush();
      await inner.transactional(async (deep) => { deep.create(Author, { name: 't3' }); });
      say(await names(inner));
      inner.create(Author, { name: 't1' });
    }));
    say((await em.fork({ keepTransactionContext: true }).find(Author, { name: 't1' }, { lockMode: LockMode.PESSIMISTIC_WRITE })).length, (await em.fork({ keepTransactionContext: true }).find(Author, { name: 't1' }, { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE })).length);
  }, { isolationLevel: IsolationLevel.REPEATABLE_READ });
  say(await names(orm.em.fork()));
  await plain('read only', () => orm.em.fork().transactional((em) => em.nativeDelete(Author, {}), { readOnly: true }));
  await orm.schema.dropSchema({ wrap: false, dropMigrationsTable: true });
  await rows('DROP TABLE IF EXISTS mo_migrations');
  say(await tables());
  rmSync(folder, { recursive: true });
  await orm.close();
});

await main();

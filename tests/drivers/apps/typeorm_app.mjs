// A small application of TypeORM: synchronize, migrations, repositories, relations, the query builder, transactions.
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const { DataSource, EntitySchema, In, Like, Between, IsNull, Not, MoreThan, ArrayContains, Raw, TableColumn, TableIndex, Table, TableForeignKey } = require('typeorm');

const Author = new EntitySchema({
  name: 'Author', tableName: 'to_author',
  columns: {
    id: { type: 'int', primary: true, generated: 'increment' }, name: { type: 'varchar', length: 50, unique: true }, born: { type: 'date', nullable: true },
    age: { type: 'smallint', default: 18 }, meta: { type: 'jsonb', default: {} }, active: { type: 'boolean', default: true }, token: { type: 'uuid', generated: 'uuid' },
    created: { type: 'timestamptz', precision: 3, createDate: true }, changed: { type: 'timestamptz', precision: 3, updateDate: true }, deleted: { type: 'timestamptz', precision: 3, deleteDate: true },
    version: { type: 'int', version: true },
  },
  relations: { books: { type: 'one-to-many', target: 'Book', inverseSide: 'author', cascade: true } },
  indices: [{ name: 'to_author_age', columns: ['age'] }, { name: 'to_author_both', columns: ['name', 'born'], unique: true }],
  checks: [{ name: 'to_author_check', expression: '"age" >= 0' }],
});
const Book = new EntitySchema({
  name: 'Book', tableName: 'to_book',
  columns: {
    id: { type: 'uuid', primary: true, generated: 'uuid' }, title: { type: 'text', comment: 'on the cover' }, price: { type: 'numeric', precision: 8, scale: 2, default: 9.9 },
    pages: { type: 'int', nullable: true }, sold: { type: 'bigint', default: 0 }, weight: { type: 'double precision', nullable: true }, real: { type: 'real', nullable: true },
    tags: { type: 'text', array: true, default: [] }, raw: { type: 'json', nullable: true }, cover: { type: 'bytea', nullable: true }, at: { type: 'time', nullable: true },
    code: { type: 'char', length: 4, nullable: true }, list: { type: 'simple-array', nullable: true }, every: { type: 'interval', nullable: true }, mail: { type: 'inet', nullable: true },
  },
  relations: {
    author: { type: 'many-to-one', target: 'Author', inverseSide: 'books', onDelete: 'CASCADE', nullable: false, joinColumn: { name: 'author_id' } },
    genres: { type: 'many-to-many', target: 'Genre', joinTable: { name: 'to_book_genre' }, inverseSide: 'books', cascade: ['insert'] },
  },
});
const Genre = new EntitySchema({
  name: 'Genre', tableName: 'to_genre', columns: { word: { type: 'varchar', primary: true } }, relations: { books: { type: 'many-to-many', target: 'Book', inverseSide: 'genres' } },
});

class First1700000000000 {
  name = 'First1700000000000';
  async up(q) {
    await q.createTable(new Table({
      name: 'to_extra', columns: [{ name: 'id', type: 'int', isPrimary: true, isGenerated: true, generationStrategy: 'increment' }, { name: 'author_id', type: 'int' }, { name: 'note', type: 'varchar', isNullable: true, default: "'x'" }],
      uniques: [{ columnNames: ['note'] }],
    }), true);
    await q.createForeignKey('to_extra', new TableForeignKey({ columnNames: ['author_id'], referencedTableName: 'to_author', referencedColumnNames: ['id'], onDelete: 'SET NULL' }));
    await q.createIndex('to_extra', new TableIndex({ name: 'to_extra_author', columnNames: ['author_id'] }));
  }
  async down(q) {
    await q.dropTable('to_extra');
  }
}
class Second1700000000001 {
  name = 'Second1700000000001';
  async up(q) {
    await q.addColumn('to_extra', new TableColumn({ name: 'more', type: 'int', default: 5 }));
    await q.renameColumn('to_extra', 'note', 'remark');
    await q.changeColumn('to_extra', 'more', new TableColumn({ name: 'more', type: 'int', isNullable: true, default: 6 }));
  }
  async down(q) {
    await q.renameColumn('to_extra', 'remark', 'note');
    await q.dropColumn('to_extra', 'more');
  }
}

// a batch of migrations writes the row of each before the next changes tables
const options = {
  type: 'postgres', host, port, username: user, password: process.env.PGPASSWORD, database, entities: [Author, Book, Genre], migrations: [First1700000000000, Second1700000000001], migrationsTableName: 'to_migrations',
  uuidExtension: 'pgcrypto', installExtensions: false, migrationsTransactionMode: 'each', logging: false, extra: { max: 3, options: '-c client_min_messages=error' },
};
const source = new DataSource(options);
const all = ['to_book_genre', 'to_book', 'to_genre', 'to_extra', 'to_author', 'to_migrations', 'typeorm_metadata'];
const tables = async () => (await source.query("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'to\\_%' ORDER BY 1")).map((t) => t.table_name);

async function describe(name) {
  const q = source.createQueryRunner();
  const t = await q.getTable(name);
  await q.release();
  const by = (a, b) => (a[0] < b[0] ? -1 : 1);
  say(name, t.columns.map((c) => [c.name, c.type, c.length, c.isNullable, c.default ?? null, c.isPrimary, c.isUnique, c.isGenerated, c.generationStrategy ?? null, c.comment ?? null, c.precision ?? null, c.scale ?? null, c.isArray]).sort(by));
  say(t.indices.map((i) => [i.name, [...i.columnNames].sort(), i.isUnique]).sort(by), t.uniques.map((u) => [u.name, u.columnNames]).sort(by), t.checks.map((c) => [c.name, c.expression]).sort(by));
  say(t.foreignKeys.map((k) => [k.name, k.columnNames, k.referencedTableName, k.referencedColumnNames, k.onDelete]).sort(by));
}

section('synchronize', async () => {
  await source.initialize();
  for (const t of all) await source.query(`DROP TABLE IF EXISTS "${t}" CASCADE`);
  await source.synchronize();
  say((await source.driver.createSchemaBuilder().log()).upQueries.map((q) => q.query));
  say(await tables());
  for (const t of ['to_author', 'to_book', 'to_genre', 'to_book_genre']) await describe(t);
  say((await source.runMigrations()).map((m) => m.name), await source.showMigrations());
  await describe('to_extra');
  await source.undoLastMigration();
  await describe('to_extra');
  await source.undoLastMigration();
  say(await tables());
});

section('queries', async () => {
  const authors = source.getRepository('Author');
  const books = source.getRepository('Book');
  await authors.createQueryBuilder().delete().execute();
  const capek = await authors.save({
    name: 'Čapek', born: '1890-01-09', meta: { a: [1, null] },
    books: [{ title: "R.U.R. '", price: 12.5, pages: 90, sold: '9007199254740993', weight: 0.1, real: 1.5, tags: ['a', 'b "c"'], raw: { k: 1 }, cover: Buffer.from([0, 255]), at: '10:30', code: 'ab', list: ['x', 'y'], every: '1 day', mail: '10.0.0.1',
      genres: [{ word: 'drama' }, { word: 'sf' }] }, { title: 'Krakatit' }],
  });
  say(capek.version, capek.meta, capek.age, capek.books.length, capek.books[0].id.length);
  const { id, ...rest } = await books.findOneBy({ title: Like('R%') });
  say(id.length, rest);
  await authors.insert([{ name: 'Němcová', born: '1820-02-04', age: 41 }, { name: 'Hašek', age: 39 }, { name: 'Nobody', active: false }]);
  const hasek = await authors.findOneByOrFail({ name: 'Hašek' });
  await books.insert(Array.from({ length: 12 }, (_, i) => ({ title: `t${i}`, pages: i, author: { id: hasek.id } })));
  say((await authors.find({ relations: { books: { genres: true } }, order: { name: 'ASC', books: { title: 'ASC', genres: { word: 'ASC' } } }, where: { name: In(['Čapek', 'Němcová']) } })).map((a) => [a.name, a.books.map((b) => [b.title, b.genres.map((g) => g.word)])]));
  say((await books.findAndCount({ where: { pages: Between(2, 9) }, order: { pages: 'DESC' }, skip: 1, take: 3, select: { title: true } })).map((x) => (Array.isArray(x) ? x.map((b) => b.title) : x)));
  say(await authors.count(), await authors.countBy({ born: IsNull() }), await authors.existsBy({ age: MoreThan(40) }), await books.sum('pages'), await books.average('pages'), await books.maximum('price'));
  say((await books.findBy({ tags: ArrayContains(['a']) })).map((b) => b.title), (await authors.findBy({ meta: Raw((m) => `${m} ->> 'a' IS NOT NULL`) })).map((a) => a.name), (await authors.findBy({ active: Not(true) })).map((a) => a.name));
  say(await source.createQueryBuilder('Author', 'a').leftJoin('a.books', 'b').select('a.name', 'name').addSelect('COUNT(b.id)', 'n').groupBy('a.name').having('COUNT(b.id) < :n', { n: 12 }).orderBy('n', 'DESC').addOrderBy('a.name').getRawMany());
  say((await books.createQueryBuilder('b').innerJoinAndSelect('b.author', 'a').where((q) => `b.author_id IN ${q.subQuery().select('x.id').from('Author', 'x').where('x.age > :age').getQuery()}`).setParameter('age', 38).orderBy('b.pages').limit(2).getMany()).map((b) => [b.title, b.author.name]));
  say((await authors.createQueryBuilder().update().set({ age: () => 'age + 1' }).where('name = :n', { n: 'Hašek' }).returning(['age', 'version']).execute()).raw);
  say((await authors.upsert([{ name: 'Hašek', born: '1883-04-30' }, { name: 'Hrabal' }], { conflictPaths: ['name'], skipUpdateIfNoValuesChanged: true })).identifiers.length, (await authors.findOneBy({ name: 'Hašek' })).born);
  say((await authors.createQueryBuilder().insert().values({ name: 'Hašek' }).orIgnore().execute()).raw);
  hasek.age = 60;
  await authors.save(hasek);
  await authors.increment({ id: hasek.id }, 'age', 2);
  say(await authors.findOne({ where: { id: hasek.id }, select: { age: true, version: true } }));
  await authors.softDelete({ name: 'Nobody' });
  say(await authors.count(), await authors.count({ withDeleted: true }));
  await authors.restore({ name: 'Nobody' });
  say(await authors.count());
  await fails('unique', () => authors.insert({ name: 'Čapek' }));
  await fails('check', () => authors.insert({ name: 'x', age: -1 }));
  await fails('null', () => books.insert({ title: 'x' }));
  await fails('foreign key', () => books.insert({ title: 'x', author: { id: 0 } }));
  await fails('not found', () => authors.findOneByOrFail({ name: 'x' }));
  await authors.remove(capek);
  say(await books.count(), await source.getRepository('Genre').count(), await source.query('SELECT count(*) FROM to_book_genre'));
});

section('transactions', async () => {
  const authors = source.getRepository('Author');
  await authors.createQueryBuilder().delete().execute();
  await fails('back', () => source.transaction(async (m) => {
    await m.save('Author', { name: 'gone' });
    say(await m.count('Author'), await authors.count());
    throw new Error('enough');
  }));
  await source.transaction('REPEATABLE READ', async (m) => {
    await m.save('Author', { name: 'outer' });
    await fails('nested', () => m.transaction(async (n) => {
      await n.save('Author', { name: 'inner' });
      throw new Error('inner');
    }));
    await m.transaction((n) => n.save('Author', { name: 'kept' }));
    say(await m.findOne('Author', { where: { name: 'kept' }, select: { id: true, name: true }, lock: { mode: 'pessimistic_write' } }).then((a) => a.name));
  });
  say((await authors.find({ order: { name: 'ASC' } })).map((a) => a.name));
  const one = await authors.findOneBy({ name: 'kept' });
  await fails('version', () => authors.findOne({ where: { id: one.id }, lock: { mode: 'optimistic', version: 7 } }));
  await source.getRepository('Genre').createQueryBuilder().delete().execute();
  for (const t of all) await source.query(`DROP TABLE IF EXISTS "${t}" CASCADE`);
  say(await tables());
  await source.destroy();
});

await main();

// A small application of Kysely: migrations, the schema builder, introspection, queries, transactions with savepoints, streams.
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const pg = require('pg');
const Cursor = require('pg-cursor');
const { Kysely, PostgresDialect, Migrator, sql } = require('kysely');
const { jsonArrayFrom, jsonObjectFrom } = require('kysely/helpers/postgres');

// Kysely writes the row of each migration before the next changes tables
const options = '-c client_min_messages=error';
const db = new Kysely({ dialect: new PostgresDialect({ cursor: Cursor, pool: new pg.Pool({ host, port, user, database, password: process.env.PGPASSWORD, options, max: 3 }) }) });
const steps = {
  '1_first': {
    async up(k) {
      await k.schema.createType('ky_kind').asEnum(['person', 'house']).execute();
      await k.schema.createTable('ky_author')
        .addColumn('id', 'serial', (c) => c.primaryKey()).addColumn('name', 'varchar(40)', (c) => c.notNull().unique()).addColumn('kind', sql`ky_kind`, (c) => c.defaultTo('person'))
        .addColumn('born', 'date').addColumn('money', 'numeric(10, 2)', (c) => c.defaultTo(0)).addColumn('meta', 'jsonb', (c) => c.notNull().defaultTo(sql`'{}'`)).addColumn('tags', sql`text[]`)
        .addColumn('token', 'uuid', (c) => c.defaultTo(sql`gen_random_uuid()`)).addColumn('image', 'bytea').addColumn('seen', 'timestamptz(3)', (c) => c.defaultTo(sql`now()`)).addColumn('big', 'bigint', (c) => c.check(sql`big > 0`))
        .execute();
      await k.schema.createTable('ky_book').ifNotExists()
        .addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity()).addColumn('author_id', 'integer', (c) => c.references('ky_author.id').onDelete('cascade').onUpdate('restrict').notNull())
        .addColumn('title', 'text').addColumn('upper', 'text', (c) => c.generatedAlwaysAs(sql`upper(title)`).stored()).addColumn('pages', 'int2')
        .addUniqueConstraint('ky_book_once', ['author_id', 'title']).addCheckConstraint('ky_book_pages', sql`pages between 1 and 3000`).execute();
      await k.schema.createIndex('ky_book_pages_index').on('ky_book').columns(['pages desc', 'title']).execute();
      await k.schema.createView('ky_thick').orReplace().as(k.selectFrom('ky_book').select(['title', 'pages']).where('pages', '>', sql.lit(100))).execute();
    },
    async down(k) {
      await k.schema.dropView('ky_thick').execute();
      await k.schema.dropTable('ky_book').execute();
      await k.schema.dropTable('ky_author').execute();
      await k.schema.dropType('ky_kind').execute();
    },
  },
  '2_second': {
    async up(k) {
      await k.schema.alterTable('ky_author').addColumn('motto', 'text', (c) => c.notNull().defaultTo('none')).alterColumn('big', (c) => c.setDefault(7)).execute();
      await k.schema.alterTable('ky_author').renameColumn('born', 'birth').execute();
      await k.schema.alterTable('ky_book').addForeignKeyConstraint('ky_book_more', ['pages'], 'ky_author', ['id']).execute();
      await k.schema.alterTable('ky_book').dropConstraint('ky_book_more').execute();
    },
    async down(k) {
      await k.schema.alterTable('ky_author').renameColumn('birth', 'born').execute();
      await k.schema.alterTable('ky_author').dropColumn('motto').execute();
    },
  },
};
const migrator = new Migrator({ db, provider: { getMigrations: async () => steps }, migrationTableName: 'ky_migration', migrationLockTableName: 'ky_migration_lock' });
const outcome = async (what) => {
  const { error, results } = await what;
  if (error) throw error;
  return results.map((r) => [r.migrationName, r.direction, r.status]);
};
const described = async () => (await db.introspection.getTables()).filter((t) => /^ky_/.test(t.name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  .map((t) => [t.name, t.isView, t.columns.map((c) => [c.name, c.dataType, c.dataTypeSchema, c.isNullable, c.isAutoIncrementing, c.hasDefaultValue, c.comment ?? null])]);

section('migrate', async () => {
  await sql`DROP VIEW IF EXISTS ky_thick`.execute(db);
  for (const t of ['ky_book', 'ky_author', 'ky_migration', 'ky_migration_lock']) await db.schema.dropTable(t).ifExists().execute();
  await db.schema.dropType('ky_kind').ifExists().execute();
  say(await outcome(migrator.migrateUp()), await described());
  say(await outcome(migrator.migrateToLatest()), await outcome(migrator.migrateToLatest()), (await migrator.getMigrations()).map((m) => [m.name, m.executedAt instanceof Date]));
  say(await outcome(migrator.migrateDown()), await described(), await outcome(migrator.migrateTo('2_second')));
  say((await db.introspection.getSchemas()).filter((s) => s.name === 'public'), (await db.introspection.getMetadata({ withInternalKyselyTables: false })).tables.filter((t) => t.name === 'ky_migration').length);
});

section('queries', async () => {
  await db.deleteFrom('ky_author').execute();
  const rows = [
    { name: 'Čapek', birth: '1890-01-09', money: '12.50', meta: { a: [1, 'č'] }, tags: ['a', 'b "c"'], token: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', image: Buffer.from([0, 1, 255]), seen: new Date('2024-02-29T12:30:15.250Z'), big: 2n ** 53n + 1n },
    { name: 'Němcová', kind: 'person', tags: [] }, { name: 'Odeon', kind: 'house', money: -0.5 },
  ];
  say((await db.insertInto('ky_author').values(rows).returningAll().execute()).map(({ id, seen, token, ...rest }) => rest));
  say(await db.selectFrom('ky_author').select(['seen', 'token']).where('name', '=', 'Čapek').execute());
  const { id } = await db.selectFrom('ky_author').select('id').where('name', '=', 'Čapek').executeTakeFirstOrThrow();
  say((await db.insertInto('ky_book').values([{ author_id: id, title: 'R.U.R.', pages: 96 }, { author_id: id, title: 'Válka s mloky', pages: 280 }, { author_id: id, title: 'Matka', pages: null }]).returning(['title', 'upper']).execute()));
  say(await db.selectFrom('ky_author as a').select((e) => ['a.name', 'a.birth', 'a.image', 'a.big', 'a.kind', jsonArrayFrom(e.selectFrom('ky_book as b').select(['b.title', 'b.pages']).whereRef('b.author_id', '=', 'a.id').orderBy('b.title')).as('books')]).orderBy('a.name').execute());
  say(await db.selectFrom('ky_book as b').select((e) => ['b.title', jsonObjectFrom(e.selectFrom('ky_author as a').select(['a.name', 'a.meta', 'a.tags', 'a.money']).whereRef('a.id', '=', 'b.author_id')).as('author')]).orderBy(sql`b.pages desc nulls last`).execute());
  say(await db.selectFrom('ky_author as a').leftJoin('ky_book as b', 'b.author_id', 'a.id').select((e) => ['a.name', e.fn.count('b.id').as('n'), e.fn.sum('b.pages').as('s'), e.fn.avg('b.pages').as('v'), e.fn.max('b.title').filterWhere('b.pages', '>', 100).as('m')]).groupBy('a.name').having((e) => e.fn.count('b.id'), '>=', 0).orderBy('a.name').execute());
  say(await db.with('w', (q) => q.selectFrom('ky_book').select(['title', 'pages', (e) => e.fn.agg('row_number').over((o) => o.orderBy('pages', 'desc')).as('n')])).selectFrom('w').selectAll().where('n', '<=', 2).orderBy('n').execute());
  say(await db.selectFrom('ky_author').select(['name', (e) => e.case().when('money', '>', 0).then('rich').when('money', '=', 0).then('none').else('poor').end().as('word'), sql`meta->'a'->>1`.as('inside')]).where((e) => e.or([e('name', 'ilike', '%e%'), e.exists(e.selectFrom('ky_book').select('id').whereRef('author_id', '=', 'ky_author.id'))])).orderBy('name').execute());
  say(await db.selectFrom('ky_author').select((e) => ['name', e.ref('meta', '->').key('a').at(0).as('first')]).where(sql`tags`, '@>', sql`${['a']}::text[]`).execute(), await db.selectFrom('ky_thick').selectAll().execute());
  say(await db.insertInto('ky_author').values({ name: 'Odeon', money: 3 }).onConflict((c) => c.column('name').doUpdateSet((e) => ({ money: e('ky_author.money', '+', e.ref('excluded.money')) })).where('ky_author.kind', '=', 'house')).returning(['name', 'money']).execute(),
    await db.insertInto('ky_author').values({ name: 'Odeon' }).onConflict((c) => c.doNothing()).executeTakeFirst());
  say(await db.updateTable('ky_book').from('ky_author').set((e) => ({ pages: e('pages', '+', 1) })).whereRef('ky_author.id', '=', 'ky_book.author_id').where('ky_author.name', '=', 'Čapek').where('pages', 'is not', null).returning(['title', 'pages']).execute());
  say(await db.mergeInto('ky_author as t').using('ky_book as s', (j) => j.onRef('t.id', '=', 's.author_id').on('s.title', '=', 'Matka')).whenMatched().thenUpdateSet({ motto: 'merged' }).executeTakeFirst(), await db.selectFrom('ky_author').select(['name', 'motto']).orderBy('name').execute());
  say(await db.selectFrom('ky_book').select('title').union(db.selectFrom('ky_author').select('name as title')).orderBy('title').limit(3).offset(1).execute(), await db.selectFrom('ky_author').distinctOn('kind').select(['kind', 'name']).orderBy('kind').orderBy('name').execute());
  const seen = [];
  for await (const row of db.selectFrom(sql`generate_series(1, 250)`.as('g')).select('g').stream(60)) seen.push(row.g);
  say(seen.length, seen.at(-1), (await sql`SELECT ${1}::int + ${2} AS x, ${sql.ref('ky_author.name')} FROM ${sql.table('ky_author')} ORDER BY 2`.execute(db)).rows);
  await fails('unique', () => db.insertInto('ky_author').values({ name: 'Čapek' }).execute());
  await fails('foreign key', () => db.insertInto('ky_book').values({ author_id: 0 }).execute());
  await fails('check', () => db.updateTable('ky_book').set({ pages: 5000 }).execute());
  await fails('enum', () => db.insertInto('ky_author').values({ name: 'x', kind: 'dog' }).execute());
  await fails('generated', () => db.insertInto('ky_book').values({ author_id: id, upper: 'X' }).execute());
  await fails('identity', () => db.insertInto('ky_book').values({ id: 5, author_id: id }).execute());
  await fails('no row', () => db.selectFrom('ky_author').selectAll().where('name', '=', 'x').executeTakeFirstOrThrow());
  say(await db.deleteFrom('ky_author').using('ky_book').whereRef('ky_book.author_id', '=', 'ky_author.id').where('title', '=', 'Matka').returning('name').execute(), await db.selectFrom('ky_book').select((e) => e.fn.countAll().as('n')).execute());
});

section('transactions', async () => {
  const names = async (t) => (await t.selectFrom('ky_author').select('name').orderBy('name').execute()).map((r) => r.name);
  await db.deleteFrom('ky_author').execute();
  await fails('back', () => db.transaction().execute(async (t) => {
    await t.insertInto('ky_author').values({ name: 'gone' }).execute();
    say(await names(t), await names(db));
    throw new Error('enough');
  }));
  await db.transaction().setIsolationLevel('serializable').execute(async (t) => {
    await t.insertInto('ky_author').values({ name: 'outer' }).execute();
    await sql`SAVEPOINT one`.execute(t);
    await t.insertInto('ky_author').values({ name: 'one' }).execute();
    await sql`SAVEPOINT two`.execute(t);
    await fails('nested', () => t.insertInto('ky_author').values({ name: 'outer' }).execute());
    await fails('aborted', () => names(t));
    await sql`ROLLBACK TO SAVEPOINT two`.execute(t);
    await t.insertInto('ky_author').values({ name: 'two' }).execute();
    await sql`RELEASE SAVEPOINT two`.execute(t);
    say(await t.selectFrom('ky_author').select('name').where('name', '=', 'one').forUpdate().skipLocked().execute(), await names(t));
    await sql`ROLLBACK TO SAVEPOINT one`.execute(t);
    await t.insertInto('ky_author').values({ name: 'three' }).execute();
  });
  say(await names(db));
  await fails('read only', () => db.connection().execute(async (c) => {
    await sql`START TRANSACTION READ ONLY`.execute(c);
    try {
      await c.deleteFrom('ky_author').execute();
    } finally {
      await sql`ROLLBACK`.execute(c);
    }
  }));
  say(await outcome(migrator.migrateDown()), await outcome(migrator.migrateDown()), await described());
  await db.schema.dropTable('ky_migration').execute();
  await db.schema.dropTable('ky_migration_lock').execute();
  await db.destroy();
});

await main();

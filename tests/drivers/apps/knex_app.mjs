// A small application of Knex: migrations with their lock table, the schema builder, queries, transactions.
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const knexOf = require('knex');

const options = '-c client_min_messages=error';
const connection = { host, port, user, database, password: process.env.PGPASSWORD, options };
const steps = {
  1: {
    name: '1_first',
    async up(k) {
      await k.schema.createTable('kx_users', (t) => {
        t.increments('id');
        t.string('name', 40).notNullable().unique();
        t.text('about').comment('what he says');
        t.integer('age').unsigned().defaultTo(18).index();
        t.bigInteger('big');
        t.decimal('money', 10, 2).defaultTo(0);
        t.float('ratio');
        t.double('exact');
        t.boolean('active').notNullable().defaultTo(true);
        t.date('born');
        t.time('at');
        t.timestamp('seen', { precision: 3 }).defaultTo(k.fn.now(3));
        t.binary('image');
        t.json('raw');
        t.jsonb('options').defaultTo(JSON.stringify({ a: 1 }));
        t.uuid('token').defaultTo(k.fn.uuid());
        t.specificType('tags', 'text[]');
        t.enu('kind', ['a', 'b']).defaultTo('a');
        t.timestamps(true, true);
        t.comment('who');
        t.check('?? >= 0', ['big'], 'kx_big');
        t.index(['name', 'born'], 'kx_both');
      });
      await k.schema.createTable('kx_posts', (t) => {
        t.bigIncrements('id');
        t.integer('user_id').notNullable().references('id').inTable('kx_users').onDelete('CASCADE');
        t.string('title');
        t.primary(['id'], { constraintName: 'kx_posts_pk' });
        t.unique(['user_id', 'title']);
      });
    },
    async down(k) {
      await k.schema.dropTable('kx_posts').dropTable('kx_users');
    },
  },
  2: {
    name: '2_second',
    async up(k) {
      await k.schema.alterTable('kx_users', (t) => {
        t.renameColumn('about', 'story');
        t.string('motto').notNullable().defaultTo('none');
        t.dropColumn('image');
        t.bigInteger('age').notNullable().defaultTo(1).alter();
        t.dropIndex(['name', 'born'], 'kx_both');
        t.setNullable('motto');
      });
      await k.schema.renameTable('kx_posts', 'kx_articles');
    },
    async down(k) {
      await k.schema.renameTable('kx_articles', 'kx_posts');
      await k.schema.alterTable('kx_users', (t) => {
        t.renameColumn('story', 'about');
        t.dropColumn('motto');
        t.binary('image');
        t.index(['name', 'born'], 'kx_both');
      });
    },
  },
  3: {
    name: '3_broken',
    async up(k) {
      await k.schema.createTable('kx_never', (t) => t.increments());
      await k.raw('SELECT 1 / 0');
    },
    async down() {},
  },
};
const source = (...which) => ({ getMigrations: async () => which, getMigrationName: (m) => steps[m].name, getMigration: async (m) => steps[m] });
const migrations = { migrationSource: source(1, 2), tableName: 'kx_migrations' };
const knex = knexOf({ client: 'pg', connection, pool: { min: 0, max: 3 }, migrations, log: { warn() {}, error() {} } });

// MongoDB keeps milliseconds, and the type says so
const info = async (table) => Object.entries(await knex(table).columnInfo()).sort(([a], [b]) => (a < b ? -1 : 1));
const tables = async () => (await knex('information_schema.tables').where('table_name', 'like', 'kx%').orderBy('table_name').pluck('table_name'));

section('migrate', async () => {
  for (const t of ['kx_articles', 'kx_posts', 'kx_users', 'kx_migrations', 'kx_migrations_lock', 'kx_never']) await knex.schema.dropTableIfExists(t);
  say(await knex.migrate.currentVersion(), (await knex.migrate.list())[1].length);
  say(await knex.migrate.up());
  say(await tables(), await info('kx_users'), await info('kx_posts'));
  say(await knex.schema.hasTable('kx_users'), await knex.schema.hasColumn('kx_users', 'about'), await knex.schema.hasColumn('kx_users', 'nope'), await knex.schema.hasTable('kx_nope'));
  say(await knex.migrate.latest(), await knex.migrate.latest(), await knex.migrate.currentVersion(), await knex.migrate.status());
  say(await tables(), await info('kx_users'));
  await fails('broken', () => knex.migrate.latest({ migrationSource: source(1, 2, 3), tableName: 'kx_migrations' }));
  say(await knex.migrate.list().then(([done, todo]) => [done.map((d) => d.name), todo.length]), await tables());
  await fails('locked', () => knex.transaction(async (t) => {
    await t('kx_migrations_lock').update({ is_locked: 1 });
    say(await t('kx_migrations_lock').select());
    throw new Error('back');
  }));
  await knex.migrate.forceFreeMigrationsLock();
  say(await knex.migrate.down(), await tables(), await info('kx_users'));
  say(await knex.migrate.rollback(undefined, true), await tables(), await knex.migrate.latest());
});

section('queries', async () => {
  await knex('kx_users').del();
  const users = await knex('kx_users').insert([
    { name: 'Čapek', age: 48, big: 2n ** 53n + 1n, money: '12.50', exact: 0.1, born: '1890-01-09', at: '10:30', raw: { a: [1] }, tags: ['a', 'b "c"'], seen: new Date('2024-02-29T12:30:15.250Z') },
    { name: 'Němcová', age: 41, big: 100 }, { name: 'Hašek', active: false },
  ]).returning(['name', 'age', 'big', 'money', 'options', 'kind', 'motto']);
  say(users);
  const ids = Object.fromEntries((await knex('kx_users').select('id', 'name')).map((u) => [u.name, u.id]));
  await knex.batchInsert('kx_articles', Array.from({ length: 30 }, (_, i) => ({ user_id: i % 3 ? ids['Čapek'] : ids['Hašek'], title: `t${i}` })), 7);
  say(await knex('kx_users').where('name', 'Čapek').first('born', 'at', 'raw', 'tags', 'seen', 'exact'));
  say(await knex('kx_users as u').leftJoin('kx_articles as a', 'u.id', 'a.user_id').groupBy('u.name').count('a.id as n').select('u.name').orderBy('u.name'));
  say(await knex('kx_articles').whereIn('user_id', knex('kx_users').where('active', false).select('id')).andWhere('title', 'ilike', 'T2%').orderBy('title').pluck('title'));
  say(await knex('kx_users').sum('age as s').avg('money as m').min('name as l').max('big as b').first(), await knex('kx_users').countDistinct('active as n').first());
  say(await knex('kx_users').whereNull('big').orWhereBetween('age', [40, 45]).orderBy([{ column: 'age', order: 'desc' }, 'name']).select('name', 'age'));
  say(await knex('kx_users').whereJsonPath('options', '$.a', '=', 1).count(), await knex('kx_users').whereJsonSupersetOf('options', { a: 1 }).count());
  say(await knex('kx_users').where({ name: 'Hašek' }).update({ age: knex.raw('age + ?', [5]) }, ['age']), await knex('kx_users').increment('age', 1));
  say(await knex('kx_users').insert({ name: 'Hašek', age: 7 }).onConflict('name').merge(['age']).returning(['name', 'age']), await knex('kx_users').insert({ name: 'Hašek' }).onConflict('name').ignore().returning('name'));
  say(await knex.with('w', knex('kx_articles').where('title', '<', 't2')).from('w').count(), await knex('kx_users').select('name').union(knex('kx_articles').select('title').where('title', 't3')).orderBy('name'));
  say(await knex('kx_users').select('name', knex.raw('row_number() over (order by age) as n')).orderBy('n').limit(2).offset(1));
  say(await knex.select(knex.raw('?::int + ? as x', [1, 2])), (await knex.raw('SELECT ?? FROM ?? WHERE ?? = ?', ['age', 'kx_users', 'name', 'Čapek'])).rows);
  const seen = [];
  for await (const row of knex('kx_articles').select('title').orderBy('id').limit(5).stream()) seen.push(row.title);
  say(seen);
  await fails('unique', () => knex('kx_users').insert({ name: 'Čapek' }));
  await fails('enum', () => knex('kx_users').insert({ name: 'x', kind: 'c' }));
  await fails('check', () => knex('kx_users').insert({ name: 'x', big: -1 }));
  await fails('foreign key', () => knex('kx_articles').insert({ user_id: 0, title: 'x' }));
  await fails('timeout', () => knex.raw('SELECT pg_sleep(5)').timeout(100, { cancel: true }));
  say(await knex('kx_users').where('name', 'Čapek').del(), (await knex('kx_articles').count())[0], await knex('kx_articles').truncate().then(() => knex('kx_articles').count()));
});

section('transactions', async () => {
  await knex('kx_users').del();
  await fails('back', () => knex.transaction(async (t) => {
    await t('kx_users').insert({ name: 'gone' });
    say(await t('kx_users').count(), await knex('kx_users').count());
    throw new Error('enough');
  }));
  await knex.transaction(async (t) => {
    await t('kx_users').insert({ name: 'outer' });
    await fails('nested', () => t.transaction(async (n) => {
      await n('kx_users').insert({ name: 'inner' });
      throw new Error('inner');
    }));
    await t.savepoint(async (n) => n('kx_users').insert({ name: 'kept' }));
    say(await t('kx_users').where('name', 'kept').forUpdate().select('name'), await t('kx_users').orderBy('name').forShare().skipLocked().pluck('name'));
  }, { isolationLevel: 'repeatable read' });
  say(await knex('kx_users').orderBy('name').pluck('name'));
  const t = await knex.transaction({ readOnly: true });
  await fails('read only', () => t('kx_users').del());
  await t.rollback();
  say(await knex.migrate.rollback(undefined, true), await tables());
  await knex.schema.dropTable('kx_migrations').dropTable('kx_migrations_lock');
  await knex.destroy();
});

await main();

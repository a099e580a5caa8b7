// Migrations without an ORM: node-pg-migrate's own builder and lock, Umzug over plain SQL, and what both leave in the catalogs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const pg = require('pg');
const { runner: migrate } = require('node-pg-migrate');
const { Umzug } = require('umzug');

// a migration writes its row before the next changes tables
const options = '-c client_min_messages=error';
const client = new pg.Client({ host, port, user, database, password: process.env.PGPASSWORD, options });
await client.connect();
const rows = async (sql, values) => (await client.query(sql, values)).rows;
const steps = {
  '1700000000001_first': `
exports.up = (m) => {
  m.createType('np_kind', ['a', 'b']);
  m.createSequence('np_numbers', { start: 10, increment: 5 });
  m.createTable('np_users', {
    id: 'id', name: { type: 'varchar(40)', notNull: true, unique: true, comment: 'who' }, kind: { type: 'np_kind', default: 'a' }, number: { type: 'int', default: m.func("nextval('np_numbers')") },
    born: 'date', money: { type: 'numeric(10,2)', default: 0, check: 'money >= 0' }, tags: { type: 'text[]', default: m.func("'{}'") }, meta: { type: 'jsonb', notNull: true, default: '{"a": 1}' },
    created: { type: 'timestamptz(3)', notNull: true, default: m.func('current_timestamp') }, upper_name: { type: 'text', expressionGenerated: "upper(name)" }, row: { type: 'bigint', sequenceGenerated: { precedence: 'ALWAYS', start: 3 } },
  }, { comment: 'users', constraints: { check: 'length(name) > 1' } });
  m.createTable('np_posts', { id: { type: 'uuid', primaryKey: true, default: m.func('gen_random_uuid()') }, user_id: { type: 'integer', notNull: true, references: 'np_users', onDelete: 'cascade' }, title: 'text' });
  m.createIndex('np_posts', ['user_id', { name: 'title', sort: 'DESC' }], { name: 'np_posts_both', unique: true });
  m.createIndex('np_users', 'tags', { method: 'gin' });
  m.sql("INSERT INTO np_users (name) VALUES ('{who}'), ('second')", { who: 'first' });
};
exports.down = (m) => { m.dropTable('np_posts'); m.dropTable('np_users'); m.dropSequence('np_numbers'); m.dropType('np_kind'); };`,
  '1700000000002_second': `
exports.up = (m) => {
  m.addColumns('np_users', { motto: { type: 'text', notNull: true, default: 'none' }, boss: { type: 'int', references: 'np_users(id)' } });
  m.renameColumn('np_users', 'born', 'birth');
  m.alterColumn('np_users', 'number', { type: 'bigint', default: null, allowNull: true, comment: 'counted' });
  m.addConstraint('np_posts', 'np_posts_title', { check: "title <> ''" });
  m.addConstraint('np_users', 'np_users_both', { unique: ['name', 'birth'] });
  m.dropIndex('np_posts', ['user_id', 'title'], { name: 'np_posts_both' });
  m.addTypeValue('np_kind', 'c', { before: 'b' });
  m.createView('np_view', { columns: ['who', 'n'] }, 'SELECT u.name, count(p.id) FROM np_users u LEFT JOIN np_posts p ON p.user_id = u.id GROUP BY u.name');
  m.createMaterializedView('np_kept', {}, 'SELECT name FROM np_users');
  m.renameTable('np_posts', 'np_articles');
  m.alterSequence('np_numbers', { increment: 7 });
};
exports.down = (m) => {
  m.renameTable('np_articles', 'np_posts');
  m.dropMaterializedView('np_kept');
  m.dropView('np_view');
  m.dropConstraint('np_users', 'np_users_both');
  m.dropConstraint('np_posts', 'np_posts_title');
  m.renameColumn('np_users', 'birth', 'born');
  m.dropColumns('np_users', ['motto', 'boss']);
  m.createIndex('np_posts', ['user_id', 'title'], { name: 'np_posts_both', unique: true });
};`,
  '1700000000003_broken': `
exports.up = (m) => { m.createTable('np_never', { id: 'id' }); m.sql('SELECT 1 / 0'); };
exports.down = false;`,
};
const folder = mkdtempSync(`${tmpdir()}/migrators-`);
const run = async (direction, count, more = {}) => (await migrate({ dbClient: client, dir: folder, direction, count, migrationsTable: 'np_migrations', log() {}, logger: { debug() {}, info() {}, warn() {}, error() {} }, ...more })).map((m) => m.name);
const columns = (table) => rows(`SELECT column_name AS name, data_type, udt_name, is_nullable, column_default, is_identity, identity_start, generation_expression, col_description(table_name::regclass, ordinal_position) AS comment
  FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position`, [table]);
const constraints = () => rows("SELECT conrelid::regclass::text AS t, conname, contype, pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE conrelid::regclass::text ~ '^(np|uz)_' ORDER BY conrelid::regclass::text COLLATE \"C\", conname COLLATE \"C\"");
const relations = () => rows("SELECT relname, relkind FROM pg_class WHERE relname ~ '^(np|uz)_' ORDER BY relname COLLATE \"C\"");

section('node-pg-migrate', async () => {
  await client.query('DROP VIEW IF EXISTS np_view');
  await client.query('DROP MATERIALIZED VIEW IF EXISTS np_kept');
  for (const t of ['np_articles', 'np_posts', 'np_users', 'np_migrations', 'np_never']) await client.query(`DROP TABLE IF EXISTS ${t}`);
  await client.query('DROP SEQUENCE IF EXISTS np_numbers');
  await client.query('DROP TYPE IF EXISTS np_kind');
  for (const name of Object.keys(steps).slice(0, 2)) writeFileSync(`${folder}/${name}.cjs`, steps[name]);
  say(await run('up', 1), await columns('np_users'), await constraints(), await relations());
  say(await run('up'), await run('up'), await columns('np_users'), await constraints(), await relations(), await rows("SELECT indexdef FROM pg_indexes WHERE tablename ~ '^np_' ORDER BY indexdef COLLATE \"C\""));
  say(await rows('SELECT id, name FROM np_migrations ORDER BY id'), await rows('SELECT name, number, upper_name, row, kind, meta FROM np_users ORDER BY id'), await rows('SELECT * FROM np_view ORDER BY 1'), await rows('SELECT * FROM np_kept ORDER BY 1'));
  await fails('unique', () => client.query("INSERT INTO np_users (name) VALUES ('second')"));
  await fails('check', () => client.query("INSERT INTO np_users (name) VALUES ('x')"));
  writeFileSync(`${folder}/1700000000003_broken.cjs`, steps['1700000000003_broken']);
  await fails('broken', () => run('up').finally(() => client.query('ROLLBACK')));
  say(await relations().then((l) => l.some((r) => r.relname === 'np_never')), await rows('SELECT count(*) FROM np_migrations'));
  rmSync(`${folder}/1700000000003_broken.cjs`);
  await fails('order', () => run('up', undefined, { dir: '/nonexistent' }).then(() => 0, (e) => { throw new Error(e.message.split('\n')[0].replace(/ENOENT.*/, 'no folder')); }));
  say(await run('down'), await columns('np_users'), await run('down', Infinity), await relations());
});

section('umzug', async () => {
  await client.query('DROP TABLE IF EXISTS uz_done, uz_items, uz_boxes');
  await client.query('CREATE TABLE uz_done (name text PRIMARY KEY, at timestamptz DEFAULT now())');
  const umzug = new Umzug({
    context: client, logger: undefined,
    migrations: [
      { name: '1', up: ({ context: c }) => c.query("CREATE TABLE uz_boxes (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, label text UNIQUE); INSERT INTO uz_boxes (label) VALUES ('a'), ('b')"), down: ({ context: c }) => c.query('DROP TABLE uz_boxes') },
      { name: '2', up: ({ context: c }) => c.query('CREATE TABLE uz_items (id serial, box int REFERENCES uz_boxes ON UPDATE CASCADE, PRIMARY KEY (id))'), down: ({ context: c }) => c.query('DROP TABLE uz_items') },
      { name: '3', up: ({ context: c }) => c.query('INSERT INTO uz_items (box) VALUES (99)'), down: async () => {} },
    ],
    storage: {
      logMigration: ({ name, context: c }) => c.query('INSERT INTO uz_done (name) VALUES ($1)', [name]), unlogMigration: ({ name, context: c }) => c.query('DELETE FROM uz_done WHERE name = $1', [name]),
      executed: async ({ context: c }) => (await c.query('SELECT name FROM uz_done ORDER BY name')).rows.map((r) => r.name),
    },
  });
  const names = (list) => list.map((m) => m.name);
  say(names(await umzug.pending()), names(await umzug.up({ to: '2' })), names(await umzug.executed()), await relations(), await constraints());
  await fails('third', () => umzug.up().catch((e) => { throw e.cause ?? e; }));
  say(names(await umzug.pending()), names(await umzug.down({ to: 0 })), await relations());
  await client.query('DROP TABLE uz_done');
  await client.query('DROP TABLE np_migrations');
  await client.end();
  rmSync(folder, { recursive: true });
});

await main();

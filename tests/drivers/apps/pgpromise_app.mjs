// A small application of pg-promise, with what else builds on node-postgres: pg-copy-streams both ways, pg-query-stream, pg-cursor.
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const pgp = require('pg-promise')({ noWarnings: true });
const copy = require('pg-copy-streams');
const QueryStream = require('pg-query-stream');
const Cursor = require('pg-cursor');

const { TransactionMode, isolationLevel } = pgp.txMode;
const { PreparedStatement, ParameterizedQuery } = pgp;
const db = pgp({ host, port, user, database, password: process.env.PGPASSWORD, options: '-c client_min_messages=error', max: 3 });
const tables = ['pp_post', 'pp_user'];
const raises = (label, what) => fails(label, () => Promise.resolve(what()).catch((e) => {
  const inner = e.first ?? e;
  throw Object.assign(new Error(inner.message), { code: inner.code ?? inner.name, position: [inner.constraint, inner.detail, inner.table, inner.column, inner.received] });
}));

section('tables', async () => {
  for (const t of tables) await db.none('DROP TABLE IF EXISTS $1:name', t);
  await db.none('DROP TYPE IF EXISTS pp_kind');
  say(await db.multi(pgp.helpers.concat([
    "CREATE TYPE pp_kind AS ENUM ('a', 'b')",
    "CREATE TABLE pp_user (id serial PRIMARY KEY, name text NOT NULL UNIQUE, kind pp_kind DEFAULT 'a', age int CHECK (age >= 0), money numeric(10,2), meta jsonb, raw json, born date, seen timestamptz(3), tags text[], grid int[][], image bytea, token uuid, ok bool, big bigint, ratio float8)",
    'CREATE TABLE pp_post (id bigserial PRIMARY KEY, user_id int NOT NULL REFERENCES pp_user ON DELETE CASCADE, title text, UNIQUE (user_id, title))',
    'SELECT 1 AS one',
  ])));
});

section('queries', async () => {
  const columns = new pgp.helpers.ColumnSet(['name', { name: 'kind', cast: 'pp_kind', def: 'a' }, { name: 'age', def: null }, { name: 'money', def: null }, { name: 'meta', mod: ':json', def: {} }, { name: 'born', cast: 'date', def: null }, { name: 'tags', cast: 'text[]', def: [] }, { name: 'image', cast: 'bytea', def: null }], { table: 'pp_user' });
  const rows = [
    { name: 'Čapek', age: 48, money: '12.50', meta: { a: [1, 'č'] }, born: '1890-01-09', tags: ['a', 'b "c"', "d'e"], image: Buffer.from([0, 1, 255]) },
    { name: "O'Neil", kind: 'b' }, { name: 'Němcová', age: 41 },
  ];
  say(await db.many(`${pgp.helpers.insert(rows, columns)} RETURNING name, kind, age, money, meta, born::text, tags, image`));
  const id = await db.one('SELECT id FROM pp_user WHERE name = $<name>', { name: 'Čapek' }, (r) => r.id);
  say(await db.result('INSERT INTO pp_post (user_id, title) SELECT $1, unnest($2::text[])', [id, ['one', 'two']], (r) => [r.command, r.rowCount]));
  say(await db.any('SELECT $1:name, $2:csv, $3:json::jsonb AS j, $4:value AS v FROM pp_user WHERE name IN ($5:csv) ORDER BY id', ['name', [1, 'x'], { b: true }, '5', ['Čapek', "O'Neil"]]));
  say(await db.any(new PreparedStatement({ name: 'ages', text: 'SELECT name, age FROM pp_user WHERE age > $1 ORDER BY age', values: [40] })), await db.any(new PreparedStatement({ name: 'ages', text: 'SELECT name, age FROM pp_user WHERE age > $1 ORDER BY age', values: [45] })), await db.any(new ParameterizedQuery({ text: 'SELECT $1::text || $2 AS x', values: ['a', 'b'], rowMode: 'array' })));
  say(await db.any(`${pgp.helpers.update([{ name: 'Čapek', age: 49 }, { name: 'Němcová', age: 42 }], ['?name', 'age'], 'pp_user')} WHERE v.name = t.name RETURNING t.name, t.age`).then((r) => r.sort((a, b) => a.age - b.age)));
  say(await db.one(`${pgp.helpers.insert({ name: 'Čapek', age: 1 }, null, 'pp_user')} ON CONFLICT (name) DO UPDATE SET ${columns.assignColumns({ from: 'EXCLUDED', skip: (c) => c.name !== 'age' })} RETURNING name, age`));
  say(await db.oneOrNone('SELECT 1 AS x WHERE false'), await db.map('SELECT title FROM pp_post ORDER BY 1', [], (r) => r.title), await db.multiResult('SELECT 1 AS a; UPDATE pp_user SET ok = true; SELECT count(*) FROM pp_post').then((l) => l.map((r) => [r.command, r.rowCount, r.rows])));
  say(await db.func('upper', ['é']), await db.func('generate_series', [1, 3]).then((r) => r.length));
  await raises('none', () => db.one('SELECT 1 WHERE false'));
  await raises('many', () => db.oneOrNone('SELECT generate_series(1, 2)'));
  await raises('unique', () => db.none('INSERT INTO pp_user (name) VALUES ($1)', ['Čapek']));
  await raises('not null', () => db.none('INSERT INTO pp_user (age) VALUES (1)'));
  await raises('check', () => db.none("UPDATE pp_user SET age = -1 WHERE name = 'Čapek'"));
  await raises('foreign key', () => db.none('INSERT INTO pp_post (user_id) VALUES (0)'));
  await raises('enum', () => db.none('INSERT INTO pp_user (name, kind) VALUES ($1, $2)', ['x', 'c']));
  await raises('numeric', () => db.none('INSERT INTO pp_user (name, money) VALUES ($1, $2)', ['x', 123456789]));
  await raises('in many', () => db.multi('SELECT 1; SELECT nope; SELECT 2'));
  await raises('undone', () => db.multi("INSERT INTO pp_user (name) VALUES ('undone'); SELECT 1 / 0"));
  say(await db.any("SELECT name FROM pp_user WHERE name = 'undone'"));
});

section('transactions', async () => {
  const names = (t) => t.map('SELECT name FROM pp_user WHERE name LIKE $1 ORDER BY name', ['t%'], (r) => r.name);
  await raises('back', () => db.tx('outer', async (t) => {
    await t.none("INSERT INTO pp_user (name) VALUES ('t1')");
    say(await names(t), await names(db), t.ctx.level, t.ctx.tag);
    throw new Error('enough');
  }));
  say(await db.tx({ mode: new TransactionMode({ tiLevel: isolationLevel.repeatableRead }) }, async (t) => {
    await t.none("INSERT INTO pp_user (name) VALUES ('t1')");
    await raises('nested', () => t.tx(async (n) => {
      await n.none("INSERT INTO pp_user (name) VALUES ('t2')");
      await n.tx(async (m) => m.none("INSERT INTO pp_user (name) VALUES ('t3')"));
      say(await names(n), n.ctx.level);
      await n.none("INSERT INTO pp_user (name) VALUES ('t1')");
    }));
    await t.tx(async (n) => n.batch([n.none("INSERT INTO pp_user (name) VALUES ('t4')"), n.none("INSERT INTO pp_user (name) VALUES ('t5')")]));
    return t.one('SHOW transaction_isolation');
  }), await names(db));
  await raises('read only', () => db.tx({ mode: new TransactionMode({ readOnly: true }) }, (t) => t.none('DELETE FROM pp_user')));
  say(await db.task((t) => t.txIf({ cnd: true }, (n) => n.result("DELETE FROM pp_user WHERE name LIKE 't%'", [], (r) => r.rowCount))));
  await raises('deferred', () => db.tx({ mode: new TransactionMode({ tiLevel: isolationLevel.serializable, readOnly: true, deferrable: true }) }, (t) => t.one('SHOW transaction_deferrable').then((r) => { throw new Error(JSON.stringify(r)); })));
});

async function client(run) {
  const c = await db.connect();
  try {
    return await run(c.client);
  } finally {
    await c.done();
  }
}
async function read(stream) {
  const parts = [];
  await pipeline(stream, new Writable({ write: (chunk, _, done) => { parts.push(chunk); done(); } }));
  return Buffer.concat(parts);
}
section('copy', async () => {
  await db.none('DELETE FROM pp_user');
  await client(async (c) => {
    const into = (text, ...parts) => pipeline(Readable.from(parts), c.query(copy.from(text)));
    const lines = Array.from({ length: 400 }, (_, i) => `n${i}\t${i}\t{${i},"x y"}\t\\N\t\\\\x00ff\n`);
    const stream = c.query(copy.from('COPY pp_user (name, age, tags, money, image) FROM STDIN'));
    await pipeline(Readable.from(lines), stream);
    say(stream.rowCount, (await c.query('SELECT count(*), sum(age), min(image::text) AS i FROM pp_user')).rows);
    await into("COPY pp_user (name, kind, meta, born, grid) FROM STDIN WITH (FORMAT csv, HEADER, NULL 'none', FORCE_NOT_NULL (name))", 'name,kind,meta,born,grid\n"c, ""1""",b,"{""a"": [1]}",2024-02-29,"{{1,2},{3,', '4}}"\nč,a,none,none,none\n');
    say((await read(c.query(copy.to("COPY (SELECT name, kind, meta, born, grid FROM pp_user WHERE age IS NULL ORDER BY name COLLATE \"C\") TO STDOUT WITH (FORMAT csv, HEADER, FORCE_QUOTE (name))")))).toString());
    const whole = c.query(copy.to('COPY (SELECT name, age, tags, image FROM pp_user WHERE age < 250 ORDER BY age) TO STDOUT'));
    const text = await read(whole);
    say(text.length, text.subarray(0, 60).toString(), whole.rowCount);
    const binary = await read(c.query(copy.to('COPY (SELECT name, age, money, born, ok, ratio, image FROM pp_user WHERE age < 20 ORDER BY age) TO STDOUT (FORMAT binary)')));
    say(binary.length, binary.subarray(0, 64).toString('hex'));
    await c.query('DELETE FROM pp_user WHERE age < 20');
    await pipeline(Readable.from([binary.subarray(0, 100), binary.subarray(100)]), c.query(copy.from('COPY pp_user (name, age, money, born, ok, ratio, image) FROM STDIN (FORMAT binary)')));
    say((await c.query('SELECT count(*), max(age), max(image::text) AS i FROM pp_user WHERE age < 20')).rows);
    await fails('copy input', () => into('COPY pp_user (name, age) FROM STDIN', 'a\t1\nb\tx\n'));
    await fails('copy unique', () => into('COPY pp_user (name, age) FROM STDIN', 'n5\t1\n'));
    await fails('copy missing', () => into('COPY pp_user (name, age) FROM STDIN', 'a\n'));
    await fails('copy extra', () => into('COPY pp_user (name, age) FROM STDIN', 'a\t1\t2\n'));
    await fails('copy relation', () => read(c.query(copy.to('COPY nope TO STDOUT'))));
    await fails('copy late', () => read(c.query(copy.to('COPY (SELECT 1 / (5 - g) FROM generate_series(1, 9) g) TO STDOUT'))));
    say((await c.query('SELECT count(*) FROM pp_user')).rows);
    // both ways at once: what one connection gives, another takes
    await c.query('CREATE TABLE pp_copy (LIKE pp_user INCLUDING DEFAULTS)');
    await client((other) => pipeline(c.query(copy.to('COPY pp_user (name, age, tags) TO STDOUT')), other.query(copy.from('COPY pp_copy (name, age, tags) FROM STDIN'))));
    say((await c.query('SELECT count(*), sum(age), count(DISTINCT id) FROM pp_copy')).rows);
    await c.query('DROP TABLE pp_copy');
  });
});

section('streams', async () => {
  await client(async (c) => {
    const seen = [];
    for await (const row of c.query(new QueryStream('SELECT age, name FROM pp_user WHERE age >= $1 ORDER BY age', [150], { batchSize: 90, highWaterMark: 90 }))) seen.push(row);
    say(seen.length, seen[0], seen.at(-1));
    const cursor = c.query(new Cursor('SELECT age FROM pp_user WHERE age > $1 ORDER BY age', [10], { rowMode: 'array' }));
    say(await cursor.read(2), (await cursor.read(200)).length, await cursor.read(1), await cursor.close());
    const late = c.query(new Cursor('SELECT 10 / (5 - g) FROM generate_series(1, 9) g'));
    say((await late.read(3)).length);
    await fails('late', () => late.read(3));
    say((await c.query('SELECT 1 AS x')).rows);
    for await (const row of c.query(new QueryStream('SELECT generate_series(1, 100000) AS g', [], { batchSize: 10 }))) if (row.g === 25) break;
    say((await c.query('SELECT 2 AS x')).rows);
  });
  say(await db.stream(new QueryStream('SELECT age FROM pp_user ORDER BY age'), (s) => s.resume()).then((r) => r.processed));
  for (const t of tables) await db.none('DROP TABLE $1:name', t);
  await db.none('DROP TYPE pp_kind');
});

await main();

// postgres.js: pipelines by itself, prepared statements, cursors, its own look at pg_type.
import { arrays, asked, fails, main, require, say, section, sleep, ssl, values, wrong, host, port } from './zoo.mjs';

const postgres = require('postgres');
const unix = host.startsWith('/');

async function connected(use, options = {}) {
  const sql = postgres({ ...(unix ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }), ssl, max: 1, fetch_types: true, onnotice() {}, ...options });
  try {
    await use(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

section('connection', () => connected(async (sql) => {
  say(await sql`SELECT current_user, current_database()`, sql.parameters?.client_encoding ?? '');
  say(await sql`SHOW application_name`, await sql`SHOW TimeZone`);
}, { connection: { application_name: 'zoo', TimeZone: 'Europe/Prague' } }));

section('parameters', () => connected(async (sql) => {
  for (const [kind, list] of Object.entries(values)) {
    for (const value of [...list, null]) {
      if (value === 'infinity') continue; // no Date
      const given = typeof value === 'bigint' ? String(value) : value;
      const result = await sql.unsafe(`SELECT $1::${kind} AS v`, [given]);
      say(kind, result.columns[0].type, result[0].v);
    }
  }
  delete arrays['bool[]']; // a list of booleans it takes for one
  for (const [kind, list] of Object.entries(arrays)) for (const value of list) say(kind, (await sql.unsafe(`SELECT $1::${kind} AS v`, [value]))[0].v);
  say(await sql`SELECT ${1}::int4 + 1 AS a, ${'x'} || 'y' AS b, ${sql.json({ a: 1 })} AS c, ${sql.array([1, 2])}::int4[] AS d, 1 IN ${sql([1, 2])} AS e`);
}));

section('collection', () => connected(async (sql) => {
  const result = await sql`SELECT * FROM every ORDER BY _id`;
  for (const c of result.columns) say(c.name, c.type, c.number);
  for (const row of result) for (const [name, value] of Object.entries(row)) say(row._id, name, value);
  for (const [where, value] of asked) say(where, await sql.unsafe(`SELECT _id FROM every WHERE ${where} ORDER BY _id`, [value]));
  const described = await sql`SELECT _id, s FROM every WHERE _id = ${1} AND s = ${'x'}`.describe();
  say(described.types, described.columns.map((c) => [c.name, c.type]));
  say(await sql`SELECT _id, ${sql(['s', 'i'])} FROM every WHERE _id IN ${sql([1, 2])} ORDER BY _id`.values());
}));

section('parts', () => connected(async (sql) => {
  let total = 0;
  await sql`SELECT _id FROM long ORDER BY _id`.cursor(800, (part) => { for (const row of part) total += row._id; });
  say(total);
  await sql`SELECT _id FROM long ORDER BY _id`.cursor(10, (part) => { if (part[0]._id > 20) return sql.CLOSE; return undefined; });
  for await (const [row] of sql`SELECT _id FROM long ORDER BY _id`.cursor()) if (row._id === 5) break;
  let count = 0;
  await sql`SELECT _id FROM long ORDER BY _id`.forEach(() => { count += 1; });
  say(count, await sql`SELECT 1 AS one`);
}));

section('errors', () => connected(async (sql) => {
  for (const [label, text] of wrong) {
    await fails(label, () => sql.unsafe(text));
    await fails(`${label}, prepared`, () => sql.unsafe(text, [], { prepare: true }));
    say(await sql`SELECT ${1}::int4 AS v`);
  }
  await fails('in a transaction', () => sql.begin(async (t) => {
    await fails('zero', () => t`SELECT 1 / ${0}::int4`);
    await t`SELECT 1`;
  }));
  say(await sql`SELECT 1 AS one`);
}));

section('transactions', () => connected(async (sql) => {
  say(await sql.begin('isolation level repeatable read read only', async (t) => [await t`SHOW transaction_isolation`, await t`SELECT count(*) FROM every`]));
  say(await sql.begin((t) => [t`SELECT 1 AS a`, t`SELECT 2 AS b`]));
}));

section('prepared', () => connected(async (sql) => {
  for (let i = 1; i < 8; i++) say(await sql`SELECT _id, s FROM every WHERE _id = ${i}`);
  say(await Promise.all([...Array(30).keys()].map((i) => sql`SELECT ${i}::int4 AS v`)));
  say(await sql.unsafe('SELECT 1 AS a; SELECT 2 AS b'));
}));

section('copy', () => connected(async (sql) => {
  const parts = [];
  for await (const part of await sql`COPY (SELECT _id, s, n FROM every ORDER BY _id) TO STDOUT`.readable()) parts.push(part);
  say(Buffer.concat(parts).toString());
}));

section('cancel', () => connected(async (sql) => {
  await sql`SELECT 1`; // a query that is cancelled before its connection stands hangs in postgres.js itself
  const start = Date.now();
  const query = sql`SELECT pg_sleep(60)`;
  const sleeping = fails('cancelled', () => query);
  await connected(async (other) => { // a query can be cancelled once only: not before the server has begun it
    while ((await other`SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(60)'`).length === 0) await sleep(50);
  });
  await sleep(100);
  query.cancel();
  await sleeping;
  say(Date.now() - start < 30000, await sql`SELECT 1 AS one`);
}));

main();

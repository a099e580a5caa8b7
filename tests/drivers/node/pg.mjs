// node-postgres with pg-cursor and pg-query-stream.
import { arrays, asked, fails, main, require, say, section, sleep, ssl, values, wrong } from './zoo.mjs';

const pg = require('pg');
const Cursor = require('pg-cursor');
const QueryStream = require('pg-query-stream');

async function connected(use, options = {}) {
  const client = new pg.Client({ ssl, ...options });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
const rows = async (client, ...query) => (await client.query(...query)).rows;

section('connection', async () => {
  await connected(async (client) => {
    say(client.processID > 0, await rows(client, 'SELECT current_user, current_database()'));
    say(await rows(client, 'SHOW client_encoding'));
  });
  await connected(async (client) => say(await rows(client, 'SHOW application_name'), await rows(client, 'SHOW statement_timeout')),
    { application_name: 'zoo', statement_timeout: 5000, options: '-c DateStyle=German' });
});

section('parameters', () => connected(async (client) => {
  for (const binary of [false, true]) {
    for (const [kind, list] of Object.entries({ ...values, ...arrays })) {
      for (const value of [...list, null]) {
        const result = await client.query({ text: `SELECT $1::${kind} AS v`, values: [value], binary });
        say(kind, binary, result.fields[0].dataTypeID, result.fields[0].format, result.rows[0].v);
      }
    }
  }
  say(await rows(client, 'SELECT $1 + 1 AS a, $2 || \'x\' AS b, $3 IN (1, 2) AS c, $4 = ANY($5::text[]) AS d', [1, 'a', 2, 'b', ['a', 'b']]));
}));

section('collection', () => connected(async (client) => {
  for (const binary of [false, true]) {
    const result = await client.query({ text: 'SELECT * FROM every ORDER BY _id', binary, values: [] });
    for (const f of result.fields) say(f.name, f.dataTypeID, f.dataTypeSize, f.dataTypeModifier);
    for (const row of result.rows) for (const [name, value] of Object.entries(row)) say(row._id, name, value);
  }
  say((await client.query({ text: 'SELECT _id, s FROM every ORDER BY _id', rowMode: 'array' })).rows);
  for (const [where, value] of asked) say(where, await rows(client, `SELECT _id FROM every WHERE ${where} ORDER BY _id`, [value]));
}));

section('parts', () => connected(async (client) => {
  const cursor = client.query(new Cursor('SELECT _id, s FROM long WHERE _id > $1 ORDER BY _id', [10]));
  let total = 0, part;
  while ((part = await cursor.read(700)).length) for (const row of part) total += row._id + (row.s ?? '').length;
  say(total);
  const early = client.query(new Cursor('SELECT _id FROM long ORDER BY _id'));
  say(await early.read(3), await early.read(2));
  await early.close();
  const stream = client.query(new QueryStream('SELECT _id FROM long WHERE _id <= $1 ORDER BY _id', [3000], { batchSize: 250, highWaterMark: 500 }));
  let sum = 0;
  for await (const row of stream) sum += row._id;
  say(sum);
  const broken = client.query(new QueryStream('SELECT _id FROM long ORDER BY _id', [], { batchSize: 10 }));
  for await (const row of broken) if (row._id === 25) break;
  await fails('late in a stream', async () => {
    for await (const row of client.query(new QueryStream('SELECT 10 / (3 - g) AS v FROM generate_series(1, 5) g', [], { batchSize: 1 }))) say(row);
  });
  say(await rows(client, 'SELECT 1 AS one'));
}));

section('errors', () => connected(async (client) => {
  for (const [label, sql] of wrong) {
    await fails(label, () => client.query(sql));
    await fails(`${label}, extended`, () => client.query({ text: sql, values: [], name: '' , queryMode: 'extended' }));
    say(await rows(client, 'SELECT $1::int4 AS v', [1]));
  }
  await fails('wrong value', () => client.query('SELECT $1::int4', ['x']));
  await fails('too few', () => client.query('SELECT $1::int4, $2::int4', [1]));
  await client.query('BEGIN');
  await fails('zero', () => client.query('SELECT 1 / $1::int4', [0]));
  await fails('aborted', () => client.query('SELECT 1'));
  await client.query('ROLLBACK');
  say(await rows(client, 'SELECT 2 AS two'));
}));

section('transactions', () => connected(async (client) => {
  for (const sql of ['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', 'SHOW transaction_isolation', 'SELECT count(*) FROM every', 'COMMIT', 'ROLLBACK']) {
    const result = await client.query(sql);
    say(result.command, result.rowCount, result.rows);
  }
}));

section('prepared', () => connected(async (client) => {
  for (let i = 1; i < 8; i++) say(await rows(client, { name: 'one', text: 'SELECT _id, s FROM every WHERE _id = $1', values: [i] }));
  await fails('another text', () => client.query({ name: 'one', text: 'SELECT 1' }));
  const several = await client.query('SELECT 1 AS a; SELECT 2 AS b, 3 AS c; SET DateStyle = ISO');
  say(several.map((r) => [r.command, r.rows]));
  say(await Promise.all([1, 2, 3, 4, 5].map((i) => rows(client, 'SELECT $1::int4 * 2 AS v', [i]))));
}));

async function cancel(client) {
  const other = new pg.Client({ ssl: false });
  await new Promise((done) => {
    other.connection.on('connect', () => other.connection.cancel(client.processID, client.secretKey));
    other.connection.on('end', done);
    other.connection.stream.on('error', done);
    if (process.env.PGHOST.startsWith('/')) other.connection.connect(`${process.env.PGHOST}/.s.PGSQL.${process.env.PGPORT}`);
    else other.connection.connect(Number(process.env.PGPORT), process.env.PGHOST);
  });
}

section('cancel', () => connected(async (client) => {
  const start = Date.now();
  let ended = false;
  const sleeping = fails('cancelled', () => client.query('SELECT pg_sleep(60)')).then(() => { ended = true; });
  while (!ended) { // a cancel that comes before the server has begun the statement means nothing
    await Promise.race([sleep(300), sleeping]);
    if (!ended) await cancel(client);
  }
  say(Date.now() - start < 30000, await rows(client, 'SELECT 1 AS one'));
}));

section('pool', async () => {
  const pool = new pg.Pool({ ssl: false, max: 3 });
  say(await Promise.all([...Array(12).keys()].map(async (i) => (await pool.query('SELECT $1::int4 AS v', [i])).rows[0].v)));
  await pool.end();
});

main();

// A small application of Slonik: pools, typed queries, lists and unnest, transactions that nest, streams, its errors.
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const { createPool, sql, createTypeParserPreset, createBigintTypeParser, UniqueIntegrityConstraintViolationError, CheckIntegrityConstraintViolationError, ForeignKeyIntegrityConstraintViolationError, NotNullIntegrityConstraintViolationError, NotFoundError, DataIntegrityError, StatementTimeoutError, InvalidInputError } = require('slonik');

const uri = `postgres://${user}@${host.startsWith('/') ? encodeURIComponent(host) : host}:${port}/${database}`;
const pool = await createPool(uri, { typeParsers: [...createTypeParserPreset(), createBigintTypeParser()], maximumPoolSize: 3, transactionRetryLimit: 0, queryRetryLimit: 0, statementTimeout: 60000, ssl: undefined });
const kinds = { UniqueIntegrityConstraintViolationError, CheckIntegrityConstraintViolationError, ForeignKeyIntegrityConstraintViolationError, NotNullIntegrityConstraintViolationError, NotFoundError, DataIntegrityError, StatementTimeoutError, InvalidInputError };
const raises = (label, what) => fails(label, () => Promise.resolve(what()).catch((e) => {
  const cause = e.cause ?? e;
  throw Object.assign(new Error(cause.message), { code: `${e.name} ${cause.code ?? ''}`, position: [e.constraint, e.table, e.column, cause.detail] });
}));
const q = sql.unsafe;

section('queries', async () => {
  await pool.query(q`DROP TABLE IF EXISTS sl_job, sl_post, sl_user`);
  await pool.query(q`CREATE TABLE sl_user (id serial PRIMARY KEY, name text NOT NULL UNIQUE, age int2 CHECK (age >= 0), money numeric(10,2), meta jsonb, born date, seen timestamptz(3), tags text[], image bytea, token uuid, big int8, every interval)`);
  await pool.query(q`CREATE TABLE sl_post (id int GENERATED ALWAYS AS IDENTITY, user_id int NOT NULL REFERENCES sl_user ON DELETE CASCADE, title text, PRIMARY KEY (id))`);
  say(await pool.any(q`INSERT INTO sl_user (name, age, money, meta, born, seen, tags, image, token, big, every) VALUES (${'Čapek'}, ${48}, ${'12.50'}, ${sql.jsonb({ a: [1, 'č'] })}, ${sql.date(new Date('1890-01-09T00:00:00Z'))}, ${sql.timestamp(new Date('2024-02-29T12:30:15.250Z'))},
    ${sql.array(['a', 'b "c"'], 'text')}, ${sql.binary(Buffer.from([0, 1, 255]))}, ${sql.uuid('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')}, ${2n ** 53n + 1n}, ${sql.interval({ days: 3, hours: 2 })}) RETURNING name, age, money, meta, born, seen, tags, image, token, big, every`));
  say(await pool.query(q`INSERT INTO sl_user (name, age) SELECT * FROM ${sql.unnest([['Němcová', 41], ['Hašek', 39]], ['text', 'int2'])} RETURNING name`).then((r) => [r.command, r.rowCount, r.rows, r.fields]));
  say(await pool.any(q`SELECT name FROM sl_user WHERE name IN (${sql.join(['Čapek', 'Hašek'], sql.fragment`, `)}) AND ${sql.join([sql.fragment`age > 1`, sql.fragment`age < ${100}`], sql.fragment` AND `)} ORDER BY ${sql.identifier(['sl_user', 'name'])}`), await pool.anyFirst(q`SELECT age FROM sl_user WHERE age = ANY(${sql.array([41, 39], 'int4')}) ORDER BY 1`));
  say(await pool.one(q`SELECT count(*) AS n, sum(age) AS s, avg(age) AS a, max(money) AS m FROM sl_user`), await pool.oneFirst(q`SELECT 1`), await pool.maybeOne(q`SELECT 1 AS x WHERE false`), await pool.maybeOneFirst(q`SELECT 2 AS x`), await pool.exists(q`SELECT 1 FROM sl_user WHERE name = 'x'`), await pool.many(q`SELECT generate_series(1, 2) AS g`));
  say(await pool.any(q`INSERT INTO sl_user (name, age) VALUES ('Hašek', 1) ON CONFLICT (name) DO UPDATE SET age = EXCLUDED.age + sl_user.age RETURNING name, age`));
  say(await pool.any(q`INSERT INTO sl_post (user_id, title) SELECT id, name || ' ' || g FROM sl_user, generate_series(1, 2) g WHERE name <> 'Hašek' ORDER BY name, g RETURNING title`), await pool.any(q`SELECT u.name, json_agg(p.title ORDER BY p.title) FILTER (WHERE p.id IS NOT NULL) AS posts FROM sl_user u LEFT JOIN sl_post p ON p.user_id = u.id GROUP BY u.id ORDER BY u.name`));
  const seen = [];
  await pool.stream(q`SELECT g FROM generate_series(1, ${500}::int) g`, (stream) => stream.on('data', ({ data }) => seen.push(data.g)));
  say(seen.length, seen.at(-1));
  await raises('none', () => pool.one(q`SELECT 1 WHERE false`));
  await raises('many', () => pool.one(q`SELECT generate_series(1, 2)`));
  await raises('unique', () => pool.query(q`INSERT INTO sl_user (name) VALUES ('Hašek')`));
  await raises('not null', () => pool.query(q`INSERT INTO sl_user (age) VALUES (1)`));
  await raises('check', () => pool.query(q`UPDATE sl_user SET age = -1 WHERE name = 'Hašek'`));
  await raises('foreign key', () => pool.query(q`INSERT INTO sl_post (user_id) VALUES (0)`));
  await raises('input', () => pool.query(q`SELECT ${'x'}::int`));
  await raises('syntax', () => pool.query(q`SELEC 1`));
});

section('transactions', async () => {
  const names = (t) => t.anyFirst(q`SELECT name FROM sl_user WHERE name LIKE 't%' ORDER BY 1`);
  await raises('back', () => pool.transaction(async (t) => {
    await t.query(q`INSERT INTO sl_user (name) VALUES ('t1')`);
    say(await names(t), await pool.connect(names).catch((e) => e.message));
    throw new Error('enough');
  }));
  await pool.transaction(async (t) => {
    await t.query(q`INSERT INTO sl_user (name) VALUES ('t1')`);
    await raises('nested', () => t.transaction(async (n) => {
      await n.query(q`INSERT INTO sl_user (name) VALUES ('t2')`);
      await n.transaction((m) => m.query(q`INSERT INTO sl_user (name) VALUES ('t3')`));
      say(await names(n));
      await n.query(q`INSERT INTO sl_user (name) VALUES ('t1')`);
    }));
    await t.transaction((n) => n.query(q`INSERT INTO sl_user (name) VALUES ('t4')`));
  });
  say(await names(pool), await pool.connect((c) => c.any(q`DELETE FROM sl_user WHERE name LIKE 't%' RETURNING name`)).then((r) => r.length));
  // the queue that many build, with one worker: MongoDB has no row locks, and of two who take the same job at once one is told 40001
  await pool.query(q`CREATE TABLE sl_job (id int PRIMARY KEY, state text DEFAULT 'new', taken timestamptz)`);
  await pool.query(q`INSERT INTO sl_job SELECT generate_series(1, 6)`);
  const take = (t) => t.any(q`UPDATE sl_job SET state = 'taken', taken = now() WHERE id IN (SELECT id FROM sl_job WHERE state = 'new' ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED) RETURNING id, state`);
  const ids = (jobs) => jobs.map((j) => j.id).sort();
  say(await pool.transaction(async (t) => [ids(await take(t)), ids(await take(t))]), ids(await take(pool)), ids(await take(pool)));
  say(await pool.any(q`SELECT state, count(*) AS n FROM sl_job GROUP BY state`), await pool.any(q`DELETE FROM sl_job USING (SELECT id FROM sl_job WHERE state = 'taken' LIMIT 6 FOR UPDATE SKIP LOCKED) s WHERE s.id = sl_job.id RETURNING sl_job.id`).then(ids));
  await pool.query(q`DROP TABLE sl_job, sl_post, sl_user`);
  await pool.end();
});

await main();

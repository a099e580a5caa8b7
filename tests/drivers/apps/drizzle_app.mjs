// A small application of Drizzle: queries that its builder makes, relations, transactions, migrations, and what drizzle-kit asks the catalogs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const pg = require('pg');
const { drizzle } = require('drizzle-orm/node-postgres');
const { migrate } = require('drizzle-orm/node-postgres/migrator');
const { relations, sql, eq, ne, and, or, gt, inArray, ilike, isNull, desc, asc, count, sum, avg, between, exists, not, arrayContains } = require('drizzle-orm');
const core = require('drizzle-orm/pg-core');

const pool = new pg.Pool({ host, port, user, database, password: process.env.PGPASSWORD, max: 3 });
const users = core.pgTable('dz_users', {
  id: core.serial('id').primaryKey(), name: core.varchar('name', { length: 40 }).notNull().unique(), age: core.integer('age').default(18), big: core.bigint('big', { mode: 'bigint' }),
  money: core.numeric('money', { precision: 10, scale: 2 }).default('0'), exact: core.doublePrecision('exact'), real: core.real('real'), small: core.smallint('small'),
  active: core.boolean('active').notNull().default(true), born: core.date('born'), at: core.time('at'), seen: core.timestamp('seen', { precision: 3, withTimezone: true }).defaultNow(),
  raw: core.json('raw'), options: core.jsonb('options').default({ a: 1 }), token: core.uuid('token').defaultRandom(), tags: core.text('tags').array(), every: core.interval('every'),
  address: core.inet('address'),
}, (t) => [core.index('dz_users_age').on(t.age), core.index('dz_users_both').on(t.name.asc(), t.age.desc()), core.check('dz_users_small', sql`${t.small} > 0`)]);
const posts = core.pgTable('dz_posts', {
  id: core.bigserial('id', { mode: 'number' }).primaryKey(), userId: core.integer('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }), title: core.text('title'),
  number: core.integer('number').generatedAlwaysAs(sql`length(title)`), kept: core.integer('kept').generatedAlwaysAsIdentity({ startWith: 100 }),
}, (t) => [core.unique('dz_posts_title').on(t.userId, t.title)]);
const marks = core.pgTable('dz_marks', { postId: core.bigint('post_id', { mode: 'number' }).references(() => posts.id), word: core.text('word') }, (t) => [core.primaryKey({ columns: [t.postId, t.word] })]);
const schema = {
  users, posts, marks,
  usersRelations: relations(users, ({ many }) => ({ posts: many(posts) })),
  postsRelations: relations(posts, ({ one, many }) => ({ author: one(users, { fields: [posts.userId], references: [users.id] }), marks: many(marks) })),
  marksRelations: relations(marks, ({ one }) => ({ post: one(posts, { fields: [marks.postId], references: [posts.id] }) })),
};
const db = drizzle(pool, { schema });

const first = [
  `CREATE TABLE "dz_users" ("id" serial PRIMARY KEY NOT NULL, "name" varchar(40) NOT NULL, "age" integer DEFAULT 18, "big" bigint, "money" numeric(10, 2) DEFAULT '0', "exact" double precision, "real" real,
    "small" smallint, "active" boolean DEFAULT true NOT NULL, "born" date, "at" time, "seen" timestamp (3) with time zone DEFAULT now(), "raw" json, "options" jsonb DEFAULT '{"a":1}'::jsonb,
    "token" uuid DEFAULT gen_random_uuid(), "tags" text[], "every" interval, "address" inet, CONSTRAINT "dz_users_name_unique" UNIQUE("name"), CONSTRAINT "dz_users_small" CHECK ("dz_users"."small" > 0))`,
  `CREATE TABLE "dz_posts" ("id" bigserial PRIMARY KEY NOT NULL, "user_id" integer NOT NULL, "title" text, "number" integer GENERATED ALWAYS AS (length(title)) STORED,
    "kept" integer GENERATED ALWAYS AS IDENTITY (sequence name "dz_posts_kept_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 100 CACHE 1), CONSTRAINT "dz_posts_title" UNIQUE("user_id","title"))`,
  `CREATE TABLE "dz_marks" ("post_id" bigint, "word" text, CONSTRAINT "dz_marks_post_id_word_pk" PRIMARY KEY("post_id","word"))`,
  `ALTER TABLE "dz_posts" ADD CONSTRAINT "dz_posts_user_id_dz_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."dz_users"("id") ON DELETE cascade ON UPDATE no action`,
  `ALTER TABLE "dz_marks" ADD CONSTRAINT "dz_marks_post_id_dz_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."dz_posts"("id") ON DELETE no action ON UPDATE no action`,
  `CREATE INDEX "dz_users_age" ON "dz_users" USING btree ("age")`,
  `CREATE INDEX "dz_users_both" ON "dz_users" USING btree ("name","age" DESC NULLS LAST)`,
];

section('migrate', async () => {
  for (const t of ['dz_marks', 'dz_posts', 'dz_users', 'dz_migrations']) await db.execute(sql.raw(`DROP TABLE IF EXISTS ${t}`));
  const folder = mkdtempSync(`${tmpdir()}/drizzle-`);
  mkdirSync(`${folder}/meta`);
  writeFileSync(`${folder}/meta/_journal.json`, JSON.stringify({ version: '7', dialect: 'postgresql', entries: [{ idx: 0, version: '7', when: 1700000000000, tag: '0000_first', breakpoints: true }] }));
  writeFileSync(`${folder}/0000_first.sql`, first.join('--> statement-breakpoint\n'));
  const options = { migrationsFolder: folder, migrationsSchema: 'public', migrationsTable: 'dz_migrations' };
  await migrate(db, options);
  await migrate(db, options);
  rmSync(folder, { recursive: true });
  say((await db.execute(sql`SELECT id, created_at FROM dz_migrations`)).rows);
  say((await db.execute(sql`SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'dz%' ORDER BY 1`)).rows.map((r) => r.table_name));
});

// drizzle-kit pull reads the catalogs; what it found stands in a file, in the order in which it came
const sorted = (v) => (v === null || typeof v !== 'object' || Array.isArray(v) ? v : Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, x]) => [k, sorted(x)])));

section('pull', async () => {
  const folder = mkdtempSync(`${tmpdir()}/drizzle-`);
  const password = process.env.PGPASSWORD ? `:${encodeURIComponent(process.env.PGPASSWORD)}` : '';
  const url = host.startsWith('/') ? `postgresql://${user}${password}@localhost:${port}/${database}?host=${host}` : `postgresql://${user}${password}@${host}:${port}/${database}`;
  const kit = `${process.env.DRIVERS_OUT}/node/node_modules/drizzle-kit/bin.cjs`;
  const done = spawnSync('node', [kit, 'pull', '--dialect', 'postgresql', '--out', 'out', '--tablesFilter', 'dz_*', '--url', url], { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_PATH: `${process.env.DRIVERS_OUT}/node/node_modules` } });
  if (done.status !== 0) console.error(done.stdout, done.stderr);
  const found = JSON.parse(readFileSync(`${folder}/out/meta/0000_snapshot.json`));
  for (const [name, table] of Object.entries(found.tables).sort(([a], [b]) => (a < b ? -1 : 1))) say(name, sorted(table));
  say(found.enums, found.views);
  rmSync(folder, { recursive: true });
});

section('queries', async () => {
  await db.delete(users);
  const [capek] = await db.insert(users).values({
    name: 'Čapek', age: 48, big: 2n ** 53n + 1n, money: '12.50', exact: 0.1, real: 1.5, small: 3, born: '1890-01-09', at: '10:30:00', seen: new Date('2024-02-29T12:30:15.250Z'), raw: { a: [1, null] },
    tags: ['a', 'b "c"'], every: '1 day 02:00:00', address: '10.0.0.1', token: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  }).returning();
  const { id, ...rest } = capek;
  say(typeof id, rest);
  const [nemcova, hasek] = await db.insert(users).values([{ name: 'Němcová', age: 41 }, { name: 'Hašek', active: false }]).returning({ id: users.id, name: users.name, options: users.options });
  say(nemcova.name, hasek.options);
  const made = await db.insert(posts).values(Array.from({ length: 12 }, (_, i) => ({ userId: i % 2 ? id : nemcova.id, title: `t${i}` }))).returning();
  say(made.length, made[10].number, made[11].kept - made[0].kept);
  await db.insert(marks).values([{ postId: made[1].id, word: 'x' }, { postId: made[1].id, word: 'y' }, { postId: made[2].id, word: 'x' }]);
  say(await db.select({ name: users.name, n: count(posts.id) }).from(users).leftJoin(posts, eq(posts.userId, users.id)).groupBy(users.name).orderBy(asc(users.name)));
  say(await db.select({ s: sum(users.age), a: avg(users.age), c: count(), d: sql`count(distinct ${users.active})`.mapWith(Number) }).from(users));
  say(await db.select({ t: posts.title }).from(posts).where(and(inArray(posts.userId, [id]), or(ilike(posts.title, 'T1%'), eq(posts.title, 't3')))).orderBy(desc(posts.title)).limit(2).offset(1));
  say(await db.select({ n: users.name }).from(users).where(and(between(users.age, 20, 50), not(isNull(users.big)), arrayContains(users.tags, ['a']))));
  say(await db.select({ n: users.name }).from(users).where(exists(db.select({ one: sql`1` }).from(posts).where(and(eq(posts.userId, users.id), gt(posts.number, 2))))).orderBy(users.name));
  say((await db.query.users.findMany({ columns: { name: true }, with: { posts: { columns: { title: true }, with: { marks: { columns: { word: true }, orderBy: (m, { asc: up }) => up(m.word) } }, orderBy: (p, { asc: up }) => up(p.id), limit: 2 } }, orderBy: asc(users.name) })));
  say(await db.query.posts.findFirst({ where: eq(posts.title, 't1'), columns: { title: true, number: true }, with: { author: { columns: { name: true } } } }));
  say(await db.update(users).set({ age: sql`${users.age} + 1`, options: { b: [2] } }).where(eq(users.id, hasek.id)).returning({ age: users.age, options: users.options }));
  say(await db.insert(users).values({ name: 'Hašek', age: 7 }).onConflictDoUpdate({ target: users.name, set: { age: sql`excluded.age` }, setWhere: ne(users.age, 7) }).returning({ age: users.age }),
    (await db.insert(users).values({ name: 'Hašek' }).onConflictDoNothing()).rowCount);
  const older = db.$with('older').as(db.select().from(users).where(gt(users.age, 40)));
  say(await db.with(older).select({ n: older.name }).from(older).orderBy(older.name), await db.$count(posts), await db.$count(posts, eq(posts.userId, id)));
  say(await core.union(db.select({ n: users.name }).from(users), db.select({ n: posts.title }).from(posts).where(eq(posts.title, 't1'))).orderBy(sql`name`));
  const one = db.select({ n: users.name }).from(users).where(eq(users.name, sql.placeholder('name'))).prepare('one');
  say(await one.execute({ name: 'Hašek' }), await one.execute({ name: 'nobody' }));
  const cause = (what) => () => what().catch((e) => { throw e.cause ?? e; });
  await fails('unique', cause(async () => db.insert(users).values({ name: 'Čapek' })));
  await fails('check', cause(async () => db.insert(users).values({ name: 'x', small: 0 })));
  await fails('foreign key', cause(async () => db.insert(posts).values({ userId: 0 })));
  await fails('generated', cause(async () => db.execute(sql`INSERT INTO dz_posts (user_id, number) VALUES (${id}, 3)`)));
  await db.delete(marks);
  say((await db.delete(users).where(eq(users.id, id)).returning({ n: users.name })), await db.$count(posts));
});

section('transactions', async () => {
  await db.delete(users);
  await fails('back', () => db.transaction(async (t) => {
    await t.insert(users).values({ name: 'gone' });
    say(await t.$count(users), await db.$count(users));
    t.rollback();
  }));
  await db.transaction(async (t) => {
    await t.insert(users).values({ name: 'outer' });
    await fails('nested', () => t.transaction(async (n) => {
      await n.insert(users).values({ name: 'inner' });
      throw new Error('inner');
    }));
    await t.transaction((n) => n.insert(users).values({ name: 'kept' }));
    say(await t.select({ n: users.name }).from(users).where(eq(users.name, 'kept')).for('update'));
  }, { isolationLevel: 'repeatable read', accessMode: 'read write', deferrable: true });
  say(await db.select({ n: users.name }).from(users).orderBy(users.name));
  for (const t of ['dz_marks', 'dz_posts', 'dz_users', 'dz_migrations']) await db.execute(sql.raw(`DROP TABLE ${t}`));
  await pool.end();
});

await main();

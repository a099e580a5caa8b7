// A small application of Prisma: migrations of its command line, the generated client, transactions, errors.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const pg = require('pg');
const { PrismaPg } = require('@prisma/adapter-pg');
const { PrismaClient, Prisma } = require('./prisma/client/index.js');

const here = fileURLToPath(new URL('../node/prisma/', import.meta.url));
const connection = { host, port, user, database, password: process.env.PGPASSWORD, options: '-c client_min_messages=error' };
const pool = new pg.Pool({ ...connection, max: 2 });
const queries = [];
const prisma = new PrismaClient({ adapter: new PrismaPg({ ...connection, max: 3 }), log: [{ emit: 'event', level: 'query' }] });
prisma.$on('query', (e) => queries.push(e.query));

const tables = ['_MarkToPost', 'pr_seats', 'pr_marks', 'pr_posts', 'pr_profiles', 'pr_users', '_prisma_migrations'];
const list = async () => (await pool.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name COLLATE \"C\"")).rows.map((r) => r.table_name);
const base = readFileSync(`${here}schema.prisma`, 'utf8');

// the command line's own words
function prismaOf(folder, schema, ...words) {
  writeFileSync(`${folder}/schema.prisma`, schema);
  const environment = { ...process.env, PRISMA_SCHEMA: `${folder}/schema.prisma`, PRISMA_MIGRATIONS: `${here}migrations`, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1' };
  for (const engine of ['SCHEMA_ENGINE_BINARY', 'QUERY_ENGINE_LIBRARY']) environment[`PRISMA_${engine}`] = '/bin/true'; // the engines that are not fetched
  const done = spawnSync(process.execPath, [require.resolve('prisma/build/index.js'), ...words, '--config', `${here}prisma.config.mjs`], { env: environment, encoding: 'utf8', timeout: 150000 });
  if (done.status !== 0) console.error(done.stderr);
  return [done.status, done.stdout];
}
const last = ([status, text]) => say(status, text.trim().split('\n').filter((l) => l.trim() && !/Datasource|WARNING|^- url|values from your|recommend|^Prisma/.test(l)).map((l) => l.replace(/ Done in .*/, '')).slice(-8));

const folder = mkdtempSync(`${tmpdir()}/prisma-`);
section('deploy', async () => {
  for (const t of tables) await pool.query(`DROP TABLE IF EXISTS "${t}"`);
  await pool.query('DROP TYPE IF EXISTS pr_role');
  process.env.PRISMA_EXTERNAL = JSON.stringify((await list()).map((t) => `public.${t}`));
  last(prismaOf(folder, base, 'migrate', 'deploy'));
  say((await pool.query('SELECT migration_name, finished_at IS NOT NULL AS done, logs, applied_steps_count FROM _prisma_migrations')).rows);
  say((await list()).filter((t) => tables.includes(t)));
});

const raises = (label, what) => fails(label, async () => {
  try {
    return await what();
  } catch (e) {
    throw Object.assign(new Error(e.message.trim().split('\n').at(-1)), { code: e.code ?? e.name, position: JSON.stringify(e.meta ?? null).replace(/"modelName":"\w+",?/, '') });
  }
});
const plain = { id: true, changed: true, seen: true };

section('client', async () => {
  const capek = await prisma.user.create({
    data: {
      name: 'Čapek', role: 'WRITER', age: 48, big: 2n ** 53n + 1n, money: '12.50', ratio: 0.1, born: new Date('1890-01-09'), seen: new Date('2024-02-29T12:30:15.250Z'), plain: new Date('2024-01-01T00:00:00.001Z'),
      options: { a: [1, { b: 'č' }], n: null }, raw: [1, 'x'], token: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', image: Buffer.from([0, 1, 255]), tags: ['a', 'b "c"', ''], numbers: [1, -2],
      profile: { create: { about: 'writes' } },
      posts: { create: [{ title: 'R.U.R.', views: 5, marks: { connectOrCreate: [{ where: { word: 'play' }, create: { word: 'play' } }, { where: { word: 'robot' }, create: { word: 'robot' } }] } }, { title: 'Válka', marks: { create: { word: 'war' } } }] },
    },
    omit: { changed: true }, include: { profile: true, posts: { select: { title: true, marks: { orderBy: { word: 'asc' } } }, orderBy: { title: 'asc' } } },
  });
  say(capek);
  say(await prisma.user.createMany({ data: [{ name: 'Němcová', age: 41, tags: ['x'] }, { name: 'Hašek', active: false, bossId: capek.id }, { name: 'Čapek' }], skipDuplicates: true }));
  say(await prisma.user.createManyAndReturn({ data: [{ name: 'Seifert', money: 0.1, options: {} }], select: { name: true, money: true, role: true, age: true, options: true, tags: true } }));
  say(await prisma.user.findMany({ where: { OR: [{ age: { gt: 40 } }, { active: false }], NOT: { name: { startsWith: 'X' } } }, orderBy: [{ age: { sort: 'desc', nulls: 'last' } }, { name: 'asc' }], select: { name: true, age: true, boss: { select: { name: true } }, _count: { select: { posts: true, staff: true } } } }));
  say(await prisma.user.findMany({ where: { name: { contains: 'ČA', mode: 'insensitive' } }, omit: plain }));
  say(await prisma.user.findMany({ where: { posts: { some: { marks: { some: { word: { in: ['robot', 'none'] } } } } }, profile: { isNot: null } }, select: { name: true } }));
  say(await prisma.user.findMany({ where: { posts: { none: {} }, staff: { every: { active: true } } }, select: { name: true }, orderBy: { name: 'desc' }, skip: 1, take: 2 }));
  say(await prisma.user.findMany({ cursor: { name: 'Hašek' }, take: 2, orderBy: { name: 'asc' }, select: { name: true } }), await prisma.user.findMany({ distinct: ['active'], select: { active: true }, orderBy: { active: 'asc' } }));
  say(await prisma.user.findMany({ where: { tags: { has: 'a' }, numbers: { hasSome: [-2, 7] } }, select: { name: true } }), await prisma.user.findMany({ where: { tags: { isEmpty: true } }, select: { name: true } }));
  say(await prisma.user.findMany({ where: { options: { path: ['a', '1', 'b'], equals: 'č' } }, select: { name: true } }), await prisma.user.findMany({ where: { options: { path: ['a'], array_contains: 1 } }, select: { name: true } }));
  say(await prisma.user.findMany({ where: { born: new Date('1890-01-09'), seen: { lt: new Date('2024-03-01T00:00:00Z') }, big: { gte: 2n ** 53n }, money: { lte: new Prisma.Decimal('12.5') }, token: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', image: Buffer.from([0, 1, 255]) }, select: { name: true } }));
  say(await prisma.user.aggregate({ _count: { _all: true, big: true }, _sum: { age: true, money: true }, _avg: { age: true }, _min: { name: true }, _max: { born: true } }));
  say(await prisma.user.groupBy({ by: ['active'], _count: true, _avg: { age: true }, having: { age: { _avg: { gt: 10 } } }, orderBy: { active: 'asc' } }));
  say(await prisma.user.update({ where: { name: 'Hašek' }, data: { age: { increment: 5 }, tags: { push: 'new' }, boss: { disconnect: true }, profile: { upsert: { create: { about: 'x' }, update: { about: 'y' } } } }, select: { age: true, tags: true, bossId: true, profile: { select: { about: true } } } }));
  say(await prisma.user.updateMany({ where: { active: true }, data: { money: { multiply: 2 } } }), await prisma.user.updateManyAndReturn({ where: { name: 'Seifert' }, data: { role: 'WRITER' }, select: { name: true, role: true, money: true } }));
  for (const age of [1, 2]) say(await prisma.user.upsert({ where: { name: 'Holan' }, create: { name: 'Holan', age }, update: { age: { increment: 10 } }, select: { name: true, age: true } }));
  for (const taken of [false, true]) say(await prisma.seat.upsert({ where: { row_number: { row: 1, number: 'a' } }, create: { row: 1, number: 'a', taken }, update: { taken } }));
  say(await prisma.post.update({ where: { authorId_title: { authorId: capek.id, title: 'Válka' } }, data: { editor: { connect: { name: 'Seifert' } }, marks: { set: [{ word: 'robot' }] }, views: { decrement: 1 } }, select: { views: true, editor: { select: { name: true } }, marks: true } }));
  say(await prisma.mark.findMany({ orderBy: { posts: { _count: 'desc' } }, include: { _count: { select: { posts: true } } }, take: 1 }));
  await raises('unique', () => prisma.user.create({ data: { name: 'Čapek' } }));
  await raises('foreign key', () => prisma.profile.create({ data: { userId: 0, about: 'x' } }));
  await raises('not found', () => prisma.user.delete({ where: { name: 'nobody' } }));
  await raises('required', () => prisma.user.findUniqueOrThrow({ where: { id: 0 } }));
  await raises('too long', () => prisma.user.create({ data: { name: 'x'.repeat(41) } }));
  await raises('range', () => prisma.user.create({ data: { name: 'x', age: 40000 } }));
  await raises('numeric', () => prisma.user.create({ data: { name: 'x', money: '123456789.00' } }));
  await raises('raw', () => prisma.$queryRaw`SELECT 1 / 0`);
  await raises('raw syntax', () => prisma.$executeRawUnsafe('SELEC 1'));
  say(await prisma.$queryRaw`SELECT name, age + ${1} AS next, money, born, options, tags, ${'x'}::text AS x, ${[1, 2]}::int[] AS l FROM pr_users WHERE name = ANY (${['Čapek', 'Hašek']}) ORDER BY name`);
  say(await prisma.$executeRaw`UPDATE pr_users SET age = age + 1 WHERE name IN (${Prisma.join(['Čapek', 'Hašek'])})`, await prisma.user.deleteMany({ where: { name: 'Holan' } }));
  say(await prisma.user.delete({ where: { name: 'Čapek' }, select: { name: true } }), await prisma.post.count(), await prisma.profile.count(), await prisma.mark.count());
});

section('transactions', async () => {
  await prisma.user.deleteMany();
  say(await prisma.$transaction([prisma.user.create({ data: { name: 'a' }, select: { name: true } }), prisma.user.count(), prisma.user.updateMany({ data: { age: 5 } })]));
  await raises('batch', () => prisma.$transaction([prisma.user.create({ data: { name: 'b' } }), prisma.user.create({ data: { name: 'a' } })]));
  await raises('rolled back', () => prisma.$transaction(async (t) => {
    await t.user.create({ data: { name: 'c' } });
    say(await t.user.count(), await prisma.user.count());
    throw new Error('enough');
  }, { timeout: 30000, maxWait: 30000 }));
  say(await prisma.$transaction(async (t) => {
    await t.user.create({ data: { name: 'd', posts: { createMany: { data: [{ title: 'one' }, { title: 'two' }] } } } });
    return t.$queryRaw`SHOW transaction_isolation`;
  }, { isolationLevel: 'RepeatableRead', timeout: 30000, maxWait: 30000 }));
  say(await prisma.user.findMany({ orderBy: { name: 'asc' }, select: { name: true, age: true, posts: { select: { title: true }, orderBy: { title: 'asc' } } } }));
  const shapes = [...new Set(queries.map((q) => q.split(' ')[0]))].sort();
  say(shapes, queries.length);
});

section('dropped', async () => {
  for (const t of tables) await pool.query(`DROP TABLE "${t}"`);
  await pool.query('DROP TYPE pr_role');
  rmSync(folder, { recursive: true });
  await prisma.$disconnect();
  await pool.end();
  say('gone'); // a section that says nothing is not run on the other side
});

await main();

// A small application of Objection: models over Knex, relations and graphs, upserts, transactions, errors by name; Knex's migrations make the tables.
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const knexOf = require('knex');
const { Model, ref, raw, fn, UniqueViolationError, NotNullViolationError, ForeignKeyViolationError, CheckViolationError, DataError, DBError } = require('objection');

const options = '-c client_min_messages=error';
const steps = [{
  name: '1_first',
  async up(k) {
    await k.schema.createTable('ob_people', (t) => {
      t.increments('id');
      t.string('name', 40).notNullable().unique();
      t.integer('parent_id').unsigned().references('id').inTable('ob_people').onDelete('SET NULL').index();
      t.enu('kind', ['cat', 'human'], { useNative: true, enumName: 'ob_kind' }).defaultTo('human');
      t.jsonb('address').notNullable().defaultTo('{}');
      t.decimal('money', 10, 2).checkPositive('ob_money');
      t.specificType('tags', 'text[]');
      t.date('born');
    });
    await k.schema.createTable('ob_animals', (t) => {
      t.uuid('id').primary().defaultTo(k.fn.uuid());
      t.integer('owner_id').notNullable().references('ob_people.id').onDelete('CASCADE');
      t.string('name');
      t.unique(['owner_id', 'name'], { indexName: 'ob_animals_once' });
    });
    await k.schema.createTable('ob_movies', (t) => t.increments('id') && t.string('title').notNullable());
    await k.schema.createTable('ob_roles', (t) => {
      t.integer('person_id').references('ob_people.id').onDelete('CASCADE');
      t.integer('movie_id').references('ob_movies.id').onDelete('CASCADE');
      t.string('part').defaultTo('extra');
      t.primary(['person_id', 'movie_id']);
    });
    await k.schema.createView('ob_owners', (v) => {
      v.columns(['name', 'n']);
      v.as(k('ob_people as p').join('ob_animals as a', 'a.owner_id', 'p.id').groupBy('p.name').select('p.name', k.raw('count(*)')));
    });
  },
  async down(k) {
    await k.schema.dropView('ob_owners').dropTable('ob_roles').dropTable('ob_movies').dropTable('ob_animals').dropTable('ob_people');
    await k.raw('DROP TYPE ob_kind');
  },
}];
const knex = knexOf({
  client: 'pg', connection: { host, port, user, database, password: process.env.PGPASSWORD, options }, pool: { min: 0, max: 3 }, log: { warn() {}, error() {} },
  migrations: { migrationSource: { getMigrations: async () => steps, getMigrationName: (m) => m.name, getMigration: async (m) => m }, tableName: 'ob_migrations' },
});
Model.knex(knex);

class Person extends Model {
  static tableName = 'ob_people';
  static jsonAttributes = ['address'];
  static get relationMappings() {
    return {
      animals: { relation: Model.HasManyRelation, modelClass: Animal, join: { from: 'ob_people.id', to: 'ob_animals.owner_id' } },
      children: { relation: Model.HasManyRelation, modelClass: Person, join: { from: 'ob_people.id', to: 'ob_people.parent_id' } },
      parent: { relation: Model.BelongsToOneRelation, modelClass: Person, join: { from: 'ob_people.parent_id', to: 'ob_people.id' } },
      movies: { relation: Model.ManyToManyRelation, modelClass: Movie, join: { from: 'ob_people.id', through: { from: 'ob_roles.person_id', to: 'ob_roles.movie_id', extra: ['part'] }, to: 'ob_movies.id' } },
    };
  }
  static modifiers = { byName: (q) => q.orderBy('name'), short: (q) => q.select('name') };
}
class Animal extends Model {
  static tableName = 'ob_animals';
  static relationMappings = { owner: { relation: Model.BelongsToOneRelation, modelClass: Person, join: { from: 'ob_animals.owner_id', to: 'ob_people.id' } } };
}
class Movie extends Model {
  static tableName = 'ob_movies';
}

// without keys, which may have holes; columns by name, since Objection reads information_schema.columns without an order
const sorted = (v) => (v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v);
const bare = (v) => JSON.parse(JSON.stringify(v, (k, x) => (/^id$|_id$/.test(k) ? undefined : sorted(x))));
const kinds = { UniqueViolationError, NotNullViolationError, ForeignKeyViolationError, CheckViolationError, DataError, DBError };
const raises = (label, what) => fails(label, () => Promise.resolve(what()).catch((e) => {
  const [name] = Object.entries(kinds).find(([, k]) => e instanceof k) ?? [e.name];
  throw Object.assign(new Error(e.nativeError?.message ?? e.message), { code: `${name} ${e.nativeError?.code}`, position: [e.table, e.columns ?? e.column, e.constraint] });
}));

section('migrate', async () => {
  await knex.raw('DROP VIEW IF EXISTS ob_owners');
  for (const t of ['ob_roles', 'ob_movies', 'ob_animals', 'ob_people', 'ob_migrations', 'ob_migrations_lock']) await knex.schema.dropTableIfExists(t);
  await knex.raw('DROP TYPE IF EXISTS ob_kind');
  say(await knex.migrate.latest(), await knex.migrate.latest(), await knex.migrate.currentVersion());
  for (const m of [Person, Animal, Movie]) say((await m.fetchTableMetadata()).columns.sort(), Object.entries(await knex(m.tableName).columnInfo()).map(([n, c]) => [n, c.type, c.maxLength, c.nullable, c.defaultValue && String(c.defaultValue)]).sort());
});

section('graphs', async () => {
  const sylvester = await Person.query().insertGraph({
    name: 'Sylvester', kind: 'human', address: { city: 'Praha', zip: [1, 2] }, money: 12.5, tags: ['a', 'b "c"'], born: '1946-07-06', parent: { name: 'Jacqueline' },
    children: [{ name: 'Sage', animals: [{ name: 'Fluffy' }] }, { name: 'Sophia' }], animals: [{ name: 'Hurley' }, { name: 'Rex' }], movies: [{ title: 'Rambo', part: 'John' }, { title: 'Rocky', part: 'himself' }],
  }, { allowRefs: true });
  say(bare(sylvester));
  say(bare(await Person.query().findOne({ name: 'Sylvester' }).withGraphFetched('[parent, children(byName).animals, animals(sorted), movies(sorted)]').modifiers({ sorted: (q) => q.orderByRaw('2') }).then((p) => [p.name, p.parent.name, p.children.map((c) => [c.name, c.animals.map((a) => a.name)]), p.animals.map((a) => a.name).sort(), p.movies.map((m) => [m.title, m.part]).sort(), p.born, p.tags, p.address])));
  say(bare(await Person.query().withGraphJoined('[animals, parent, movies]').where('ob_people.name', 'Sylvester').orderBy(['animals.name', 'movies.title'])));
  say(bare(await Person.query().whereExists(Person.relatedQuery('animals').where('name', 'like', 'F%')).modify('short')), bare(await Person.query().select('ob_people.name', Person.relatedQuery('animals').count().as('n'), Person.relatedQuery('movies').max('title').as('m')).orderBy('name')));
  say(bare(await Person.query().where(ref('address:city').castText(), 'Praha').select('name', ref('address:zip[1]').castInt().as('second'))), bare(await Person.query().whereJsonSupersetOf('address', { city: 'Praha' }).select('name')), bare(await Person.query().where('address', '@>', { zip: [2] }).select('name', fn.coalesce(ref('money'), 0).as('m'))));
  const upserted = await Person.query().upsertGraph({ id: sylvester.id, name: 'Sly', animals: [{ id: sylvester.animals[1].id, name: 'Rexie' }, { name: 'New' }], movies: [{ id: sylvester.movies[0].id, part: 'changed' }] }, { unrelate: ['movies'] }).returning('*');
  say(bare(upserted).name, bare(await sylvester.$relatedQuery('animals').orderBy('name')), bare(await sylvester.$relatedQuery('movies')), bare(await knex('ob_movies').orderBy('title')), bare(await knex('ob_owners').orderBy('name')));
  say(await Person.relatedQuery('animals').for(Person.query().where('name', 'Sage')).patch({ name: 'Fluff' }), await sylvester.$relatedQuery('movies').relate({ id: sylvester.movies[1].id, part: 'again' }).then((r) => bare(r)), await sylvester.$relatedQuery('movies').unrelate().where('title', 'Rambo'));
  say(bare(await Person.query().patch({ 'address:city': 'Brno', money: raw('money * 2') }).where('name', 'Sly').returning('*')), bare(await Person.query().insert({ name: 'Sly', money: 1 }).onConflict('name').merge(['money']).returning(['name', 'money'])), bare(await knex('ob_people').insert([{ name: 'Sly' }, { name: 'Max' }]).onConflict('name').ignore().returning('name')));
  say(bare(await Person.query().orderBy('name').page(1, 2)), bare(await Person.query().orderBy('name', 'desc').range(0, 1)), await Person.query().resultSize());
  say(bare(await Person.query().with('top', Person.query().where('name', '>', 'S')).from('top').select('name').orderBy('name')), bare(await Person.query().withRecursive('line', (q) => q.select('id', 'name', raw('0 as depth')).from('ob_people').whereNull('parent_id').unionAll((u) => u.select('p.id', 'p.name', raw('l.depth + 1')).from('ob_people as p').join('line as l', 'l.id', 'p.parent_id'))).from('line').select('name', 'depth').orderBy(['depth', 'name'])));
  await raises('unique', () => Person.query().insert({ name: 'Sly' }));
  await raises('unique of two', () => sylvester.$relatedQuery('animals').insert([{ name: 'New' }]));
  await raises('not null', () => Person.query().insert({ kind: 'cat' }));
  await raises('foreign key', () => Animal.query().insert({ owner_id: 0, name: 'x' }));
  await raises('check', () => Person.query().insert({ name: 'x', money: -1 }));
  await raises('data', () => Person.query().insert({ name: 'x', kind: 'dog' }));
  await raises('overflow', () => Person.query().insert({ name: 'x', money: '123456789' }));
  await raises('syntax', () => Person.query().whereRaw('nope ='));
  await raises('not found', () => Person.query().findById(0).throwIfNotFound());
  say(bare(await Person.query().delete().where('name', 'Sly').returning('name')), await Animal.query().resultSize(), await knex('ob_roles').count());
});

section('transactions', async () => {
  await raises('back', () => Person.transaction(async (t) => {
    await Person.query(t).delete();
    say(await Person.query(t).resultSize(), await Person.query().resultSize());
    throw new Error('enough');
  }));
  await Person.transaction(async (t) => {
    await Person.query(t).delete();
    await Person.query(t).insert({ name: 'outer' });
    await raises('nested', () => Person.transaction(t, async (n) => {
      await Person.query(n).insert({ name: 'inner' });
      await Person.query(n).insert({ name: 'outer' });
    }));
    await Person.transaction(t, async (n) => Person.transaction(n, async (m) => Person.query(m).insert({ name: 'deep' })));
    say(bare(await Person.query(t).forUpdate().orderBy('name').select('name')));
  });
  say(bare(await Person.query().orderBy('name').select('name')));
  say(await knex.migrate.rollback().then(([n, names]) => [n, names]));
  await knex.schema.dropTable('ob_migrations').dropTable('ob_migrations_lock');
  await knex.destroy();
});

await main();

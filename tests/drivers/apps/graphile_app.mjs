// PostGraphile's core without its server: what graphile-build-pg reads of the catalogs, the GraphQL schema that it makes, and queries and mutations over that.
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const pg = require('pg');
const { getBuilder, defaultPlugins } = require('graphile-build');
const { defaultPlugins: pgPlugins } = require('graphile-build-pg');
const { graphql } = require('graphql');

const pool = new pg.Pool({ host, port, user, database, password: process.env.PGPASSWORD, options: '-c client_min_messages=error', max: 2 });
let schema;

section('schema', async () => {
  for (const t of ['gb_post', 'gb_person']) await pool.query(`DROP TABLE IF EXISTS ${t}`);
  await pool.query('DROP TYPE IF EXISTS gb_kind');
  await pool.query("CREATE TYPE gb_kind AS ENUM ('person', 'house')");
  await pool.query(`CREATE TABLE gb_person (id serial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, kind gb_kind DEFAULT 'person', born date, money numeric(10, 2), meta jsonb, tags text[], seen timestamptz, token uuid, big bigint, ok boolean DEFAULT true)`);
  await pool.query('CREATE TABLE gb_post (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person_id int NOT NULL REFERENCES gb_person ON DELETE CASCADE, title text, upper text GENERATED ALWAYS AS (upper(title)) STORED, UNIQUE (person_id, title))');
  await pool.query("COMMENT ON TABLE gb_person IS 'Who writes.'");
  await pool.query("COMMENT ON COLUMN gb_post.title IS E'@name heading\\nOn the cover.'");
  await pool.query('CREATE INDEX gb_post_person ON gb_post (person_id)');
  const builder = await getBuilder([...defaultPlugins, ...pgPlugins], { pgConfig: pool, pgSchemas: ['public'], dynamicJson: true, legacyRelations: 'omit', nodeIdFieldName: 'nodeId', pgEnableTags: true });
  schema = builder.buildSchema();
  const named = (of) => Object.values(of).map((f) => `${f.name}${f.args?.length ? `(${f.args.map((g) => `${g.name}: ${g.type}`).join(', ')})` : ''}${f.type ? `: ${f.type}` : ''}`);
  for (const type of Object.values(schema.getTypeMap()).filter((t) => /^(Gb|(Create|Update|Delete)Gb|Query$|Mutation$)/.test(t.name)).sort((x, y) => (x.name < y.name ? -1 : 1))) {
    const parts = type.getFields?.() ?? type.getValues();
    say(type.name, type.description ?? '', named(parts).filter((line) => !/^Query|^Mutation/.test(type.name) || /[gG]b/.test(line)));
  }
});

async function ask(source, variables) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const answer = await graphql(schema, source, null, { pgClient: client }, variables);
    await client.query(answer.errors ? 'ROLLBACK' : 'COMMIT');
    return [JSON.stringify(answer.data), ...(answer.errors ?? []).map((e) => [e.message, e.originalError?.code])];
  } finally {
    client.release();
  }
}

section('queries', async () => {
  const create = 'mutation ($p: GbPersonInput!) { createGbPerson(input: { gbPerson: $p }) { gbPerson { id name kind born money meta tags seen token big ok } } }';
  say(await ask(create, { p: { name: 'Čapek', kind: 'person', born: '1890-01-09', money: '12.50', meta: { a: [1, 'č'] }, tags: ['a', 'b "c"'], seen: '2024-02-29T12:30:15.25Z', token: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', big: '9007199254740993' } }));
  say(await ask(create, { p: { name: 'Odeon', kind: 'house', ok: false } }), await ask(create, { p: { name: 'Odeon' } }));
  for (const heading of ['R.U.R.', 'Válka', 'Matka']) say(await ask('mutation ($h: String) { createGbPost(input: { gbPost: { personId: 1, heading: $h } }) { gbPost { heading upper gbPersonByPersonId { name } } } }', { h: heading }));
  say(await ask('{ allGbPeople(orderBy: NAME_DESC) { totalCount nodes { name kind gbPostsByPersonId(first: 2, orderBy: HEADING_ASC) { totalCount nodes { heading upper } pageInfo { hasNextPage endCursor } } } } }'));
  say(await ask('{ allGbPosts(condition: { personId: 1 }, orderBy: [PERSON_ID_ASC, HEADING_DESC], offset: 1) { edges { cursor node { heading gbPersonByPersonId { name born seen money tags } } } } }'));
  say(await ask('{ gbPersonByName(name: "Čapek") { name meta big } gbPersonById(id: 99) { name } gbPostByPersonIdAndHeading(personId: 1, heading: "Matka") { upper } }'));
  say(await ask('mutation { updateGbPersonByName(input: { name: "Odeon", gbPersonPatch: { money: "1.5", tags: [] } }) { gbPerson { name money tags kind } } }'));
  say(await ask('mutation { deleteGbPersonById(input: { id: 1 }) { deletedGbPersonId gbPerson { name } } }'), await ask('{ allGbPosts { totalCount } }'));
  say(await ask('mutation { createGbPost(input: { gbPost: { personId: 99 } }) { clientMutationId } }'));
  await pool.query('DROP TABLE gb_post, gb_person');
  await pool.query('DROP TYPE gb_kind');
  await pool.end();
});

await main();

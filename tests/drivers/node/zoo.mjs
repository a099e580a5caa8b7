// What the programs for Node share: sections, and how findings are printed.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import util from 'node:util';

// the packages stand in build/drivers, not beside this file
export const require = createRequire(`${process.env.DRIVERS_OUT}/node/`);
export const { PGHOST: host, PGUSER: user, PGPASSWORD: password, PGDATABASE: database } = process.env;
export const port = Number(process.env.PGPORT);

// what the way to connect says of TLS: false, or options of node's
const mode = process.env.PGSSLMODE;
export const ssl = mode === 'disable' ? false : mode === 'verify-full' ? { ca: readFileSync(process.env.PGSSLROOTCERT), servername: host } : { rejectUnauthorized: false };

const sections = new Map();
export const section = (name, run) => sections.set(name, run);

const text = (v) => (typeof v === 'string' ? v : util.inspect(v, { depth: 6, breakLength: Infinity, maxArrayLength: 300, maxStringLength: 8000 }));
export const say = (...values) => console.log(values.map(text).join(' '));

export async function fails(label, what) {
  try {
    say('error', label, 'NOT RAISED', await what());
  } catch (e) {
    say('error', label, e.code ?? e.name, e.message, e.position ?? '', e.severity ?? '');
  }
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function main() {
  const names = process.argv.slice(2);
  for (const name of names.length ? names : sections.keys()) {
    console.log('==', name);
    try {
      await sections.get(name)();
    } catch (e) {
      say('UNEXPECTED', e.name, e.code ?? '', e.message);
      console.error(e);
    }
  }
  process.exit(0);
}

export const wrong = [
  ['syntax', 'SELEC 1'], ['relation', 'SELECT * FROM nope'], ['column', 'SELECT nope FROM every'], ['function', 'SELECT nope(1)'],
  ['zero', 'SELECT 1 / 0'], ['zero late', 'SELECT 10 / (3 - g) FROM generate_series(1, 5) g'], ['input', "SELECT 'x'::int4"],
  ['range', 'SELECT 2147483647 + 1'], ['type', 'SELECT 1 + true'], ['date', "SELECT '2024-02-30'::date"],
];

const at = (s) => new Date(s);
export const values = {
  int2: [0, 32767, -32768], int4: [0, 2147483647, -2147483648], int8: ['9223372036854775807', 5, 10n ** 18n],
  float4: [0, 1.5, Infinity, NaN, 3.4028234663852886e38], float8: [0.1, -0, 5e-324, 1.7976931348623157e308, -Infinity, NaN],
  numeric: ['1.50', '-0.001', 'NaN', '9'.repeat(60) + '.' + '9'.repeat(40), '1e-100', 12.5],
  text: ['', 'a', 'žluťoučký 日本 😀', 'q\'"\\', 'a\tb\nc', 'x'.repeat(5000)], varchar: ['é'], bool: [true, false],
  bytea: [Buffer.alloc(0), Buffer.from([0, 1, 255]), Buffer.from([...Array(256).keys()])], uuid: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  date: ['2024-02-29', '0001-01-01', '9999-12-31', 'infinity'], time: ['00:00:00', '23:59:59.999999', '24:00:00'],
  timestamptz: [at('2024-07-01T12:00:00Z'), at('1901-01-01T00:00:00Z'), at('9999-12-31T23:59:59.999Z'), '2024-07-01 12:00:00.123456+02'],
  interval: ['1 mon 2 days 03:04:05.678901', '-1 year'], json: [{ a: [1, null, 'x'] }, 'null'], jsonb: [{ b: { c: '日本' } }, '5'],
};
export const arrays = { 'int4[]': [[], [1, null, 3]], 'float8[]': [[1.5, NaN, null]], 'text[]': [[], ['a', null, '', 'NULL', 'q"\\', '{,}', '日本']],
  'bool[]': [[true, null, false]], 'int4[][]': [[[1, 2], [3, 4]]] };

export const asked = [['_id = $1', 2], ['s = $1', 'one'], ['at >= $1', at('2024-01-01T00:00:00Z')], ['_id = ANY($1)', [1, 3]], ['n = $1', '1.5'],
  ['bin = $1', Buffer.alloc(0)], ['ok = $1', true], ['l > $1', '1099511627776'], ['ref = $1', '65a000000000000000000002'],
  ['u = $1', 'a0eebc99-9c0b-4ef8-0000-000000000001'], ['words @> $1', ['a']], ['f < $1', 0.5], ['$1 = ANY(words)', 'a'], ["doc->>'x' = $1", '1']];

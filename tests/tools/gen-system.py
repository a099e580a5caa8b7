#!/usr/bin/python3
"""Prints the facts of the system catalogs from a running, new PostgreSQL 15.

  gen-system.py DSN relations    (redirect to src/catalog/system/relations.def)
  gen-system.py DSN facts        (redirect to src/catalog/system/facts.def)
  gen-system.py DSN procs        (redirect to src/catalog/system/procs.def)
  gen-system.py DSN bodies       (redirect to src/catalog/system/bodies.def)
  gen-system.py DSN flags        (redirect to src/catalog/system/setting_flags.def)
  gen-system.py DSN texts        (redirect to src/catalog/system/setting_texts.def)
  gen-system.py DSN indexes      (redirect to src/catalog/system/indexes.def)
  gen-system.py DSN foreign_keys (redirect to src/catalog/system/foreign_keys.def)

relations: every relation of pg_catalog and information_schema with its columns. facts: the rows of those catalogs that are the
same in every database, in COPY's text form; OIDs stand for the names of reg types, expression trees and grants are left out.
"""
import json
import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')


def sql(q):
    out = subprocess.run(['psql', sys.argv[1], '-AtXc', f"SELECT json_agg(to_json(q)) FROM ({q}) q"],
                         capture_output=True, text=True, check=True).stdout
    return json.loads(out)


def numbers_of(path, pattern):
    return {int(m) for m in re.findall(pattern, open(os.path.join(ROOT, path)).read(), re.M)}


def relations():
    print("/* The relations of pg_catalog and information_schema, as facts of PostgreSQL 15 (tests/tools/gen-system.py).\n"
          " * RELATION(oid, row type, schema, name, relkind), then its COLUMN(name, type, typmod, attnotnull) in order; COLUMN_C: in a view, with collation C where its type has another. */")
    for r in sql("""SELECT oid::int, reltype::int, relnamespace::regnamespace::text s, relname, relkind FROM pg_class
                    WHERE relkind IN ('r', 'v') AND relnamespace IN (11, 'information_schema'::regnamespace)
                    ORDER BY relnamespace, relname"""):
        print('RELATION(%d, %d, %s, %s, \'%s\')' % (r['oid'], r['reltype'], r['s'], r['relname'], r['relkind']))
        for c in sql(f"""SELECT attname, typname, atttypmod, attnotnull, relkind = 'v' AND attcollation = 950 AND typcollation <> 950 AS c
                         FROM pg_attribute a JOIN pg_type t ON t.oid = atttypid JOIN pg_class c ON c.oid = attrelid
                         WHERE attrelid = {r['oid']} AND attnum > 0 ORDER BY attnum"""):
            print("COLUMN%s(%s, %s, %s, %d, %s)" % ("_C" if c["c"] else "", r["relname"], c['attname'], c['typname'], c['atttypmod'],
                                                  str(c["attnotnull"]).lower()))


FACTS = ['pg_aggregate', 'pg_am', 'pg_amop', 'pg_amproc', 'pg_cast', 'pg_collation', 'pg_conversion', 'pg_description', 'pg_language',
         'pg_opclass', 'pg_operator', 'pg_opfamily', 'pg_proc', 'pg_range', 'pg_tablespace', 'pg_ts_config', 'pg_ts_config_map',
         'pg_ts_dict', 'pg_ts_parser', 'pg_ts_template', 'pg_type', 'pg_authid', 'pg_auth_members',
         'sql_features', 'sql_implementation_info', 'sql_parts', 'sql_sizing']
OPERATORS = numbers_of('src/catalog/operators.def', r'^OPER\((\d+),')
FUNCTIONS = set()
for f in os.listdir(os.path.join(ROOT, 'src/catalog/functions')):
    FUNCTIONS |= numbers_of('src/catalog/functions/' + f, r'^(?:FUNC|AGG|WIN)\((\d+),')


def lists(oids):
    return '(' + ','.join(map(str, sorted(oids))) + ')'


HAVE = f'oid IN {lists(OPERATORS)} AND oprcode::oid IN {lists(FUNCTIONS)}'
# What functions.def has stands in pg_proc by itself: here are the others, which SQL has no arguments for (internal). Extensions (plpgsql) are none of it.
OTHERS = f"""oid NOT IN {lists(FUNCTIONS)} AND pronamespace IN (11, 'information_schema'::regnamespace)
        AND oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_proc'::regclass AND deptype = 'e')"""
WHERE = {
    'pg_aggregate': f'aggfnoid::oid IN {lists(FUNCTIONS)}',
    'pg_operator': HAVE,
    'pg_cast': f'castfunc = 0 OR castfunc IN {lists(FUNCTIONS)}',
    'pg_proc': OTHERS,
    'pg_description': f"""objsubid = 0 AND (classoid IN ('pg_type'::regclass, 'pg_am'::regclass, 'pg_language'::regclass,
        'pg_namespace'::regclass, 'pg_collation'::regclass, 'pg_conversion'::regclass, 'pg_ts_config'::regclass, 'pg_ts_dict'::regclass,
        'pg_ts_parser'::regclass, 'pg_ts_template'::regclass)
        OR (classoid = 'pg_operator'::regclass AND objoid IN (SELECT oid FROM pg_operator WHERE {HAVE}))
        OR (classoid = 'pg_proc'::regclass AND (objoid IN {lists(FUNCTIONS)} OR objoid IN (SELECT oid FROM pg_proc WHERE {OTHERS}))))""",
    'pg_collation': "collname IN ('default', 'C', 'POSIX', 'ucs_basic')",
    'pg_type': 'oid < 16384',
    'pg_authid': "oid <> 10",
    'pg_language': "lanname <> 'plpgsql'",
}


def facts():
    print("/* Rows of the system catalogs that are the same in every database: facts of PostgreSQL 15\n"
          " * (tests/tools/gen-system.py). FACTS(relation), then its rows, in COPY's text form. */")
    for name in FACTS:
        rel = ('information_schema.' if name.startswith('sql_') else 'pg_catalog.') + name
        cols = []
        for c in sql(f"""SELECT attname, typname FROM pg_attribute a JOIN pg_type t ON t.oid = atttypid
                         WHERE attrelid = '{rel}'::regclass AND attnum > 0 ORDER BY attnum"""):
            a, t = '"%s"' % c['attname'], c['typname']
            if t in ('regproc', 'regtype', 'regclass'):
                a += '::oid'
            elif t in ('pg_node_tree', '_aclitem', '_pg_node_tree'):
                a = 'NULL'
            cols.append(a)
        order = '1, 2, 3, 4' if len(cols) > 3 else '1, 2, 3'
        q = f"COPY (SELECT {', '.join(cols)} FROM {rel} WHERE {WHERE.get(name, 'true')} ORDER BY {order}) TO STDOUT"
        out = subprocess.run(['psql', sys.argv[1], '-AtXc', q], capture_output=True, text=True, check=True).stdout
        print(f'FACTS({name})')
        for line in out.splitlines():
            print('ROW("%s")' % line.replace('\\', '\\\\').replace('"', '\\"').replace('\t', '\\t'))


def procs():
    print("/* What pg_proc says of functions.def's functions where it is not the usual: facts of PostgreSQL 15 (tests/tools/gen-system.py), by oid.\n"
          " * PROC(oid, prosrc, procost, prorows, proparallel, proleakproof, prolang, prosupport, acl): acl is NULL where everybody may call it; else its owner may,\n"
          " * and who else is named. */")
    for p in sql(f"""SELECT oid::int, prosrc, procost, prorows, proparallel, proleakproof, prolang, prosupport::oid,
                     (SELECT coalesce(string_agg(grantee::regrole::text, ','), '') FROM aclexplode(proacl) WHERE grantee <> 10) AS who, proacl IS NULL AS everybody
                     FROM pg_proc WHERE oid IN {lists(FUNCTIONS)}
                     AND (prosrc <> proname OR procost <> 1 OR prorows <> CASE WHEN proretset THEN 1000 ELSE 0 END OR proparallel <> 's' OR proleakproof OR prosupport::oid <> 0 OR proacl IS NOT NULL)
                     ORDER BY oid"""):
        print(f'''PROC({p['oid']}, {json.dumps(p['prosrc'])}, {p['procost']:g}, {p['prorows']:g}, '{p['proparallel']}', {str(p['proleakproof']).lower()}, {p['prolang']}, {p['prosupport']}, {'NULL' if p['everybody'] else json.dumps(p['who'])})''')


def bodies():
    print("/* Bodies of functions of SQL, as pg_get_function_sqlbody() prints them: facts of PostgreSQL 15 (tests/tools/gen-system.py), by oid.\n"
          " * BODY(oid, text) */")
    for p in sql("SELECT oid::int, pg_get_function_sqlbody(oid) AS body FROM pg_proc WHERE prosqlbody IS NOT NULL AND oid < 16384 ORDER BY oid"):
        print(f"BODY({p['oid']}, {json.dumps(p['body'])})")


# settings that pg_settings does not show
HIDDEN = ("role", "session_authorization", "is_superuser", "seed", "ssl_renegotiation_limit", "default_with_oids")


def flags():
    print("/* What pg_settings_get_flags() says of settings: facts of PostgreSQL 15 (tests/tools/gen-system.py).\n"
          " * FLAGS(array, names, with a space before and behind each) */")
    for f in sql(f"""SELECT f, string_agg(lower(name), ' ' ORDER BY lower(name) COLLATE "C") AS names
                     FROM (SELECT name, pg_settings_get_flags(name)::text AS f FROM (SELECT name FROM pg_settings UNION SELECT unnest('{{{','.join(HIDDEN)}}}'::text[])) n) x
                     WHERE f <> '{{}}' GROUP BY f ORDER BY f COLLATE "C" """):
        print(f"FLAGS({json.dumps(f['f'])}, {json.dumps(' ' + f['names'] + ' ')})")


def texts():
    print("/* What pg_settings says that settings are for: facts of PostgreSQL 15 (tests/tools/gen-system.py).\n"
          " * TEXT(name, short_desc, extra_desc) */")
    with open(os.path.join(ROOT, 'src/conf/settings.def'), encoding='utf-8') as f:
        rows = re.findall(r'^SETTING\((.*?)\)$', f.read(), flags=re.M | re.S)
    names = [re.search(r'"([^"]+)"', r).group(1) for r in rows if r.endswith('""') and not re.search('PRIVATE|UNLISTED', r)]
    for t in sql(f"""SELECT name, short_desc, extra_desc FROM pg_settings WHERE name = ANY ('{{{','.join(names)}}}') ORDER BY lower(name) COLLATE "C" """):
        print(f"TEXT({json.dumps(t['name'])}, {json.dumps(t['short_desc'])}, {json.dumps(t['extra_desc']) if t['extra_desc'] else 'NULL'})")


def indexes():
    print("/* The indexes of pg_catalog's own tables: facts of PostgreSQL 15 (tests/tools/gen-system.py).\n"
          " * INDEX(oid, table, constraint (0: none), name, unique, primary, columns) */")
    for x in sql("""SELECT i.indexrelid::int, i.indrelid::int, coalesce(k.oid::int, 0) AS key, c.relname, i.indisunique, i.indisprimary,
                    (SELECT string_agg(attname, ' ' ORDER BY o) FROM unnest(i.indkey) WITH ORDINALITY x(n, o) JOIN pg_attribute ON attrelid = i.indrelid AND attnum = n) AS columns
                    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 11
                    LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid ORDER BY t.relname COLLATE "C", i.indexrelid"""):
        print(f"""INDEX({x['indexrelid']}, {x['indrelid']}, {x['key']}, "{x['relname']}", {str(x['indisunique']).lower()}, {str(x['indisprimary']).lower()}, "{x['columns']}")""")



def foreign_keys():
    print("/* Which columns of pg_catalog's tables name rows of others: facts of PostgreSQL 15 (tests/tools/gen-system.py).\n"
          " * FOREIGN_KEY(table, columns, table, columns, is an array, may be none) */")
    for k in sql("SELECT fktable::oid::int f, array_to_string(fkcols, ' ') fc, pktable::oid::int p, array_to_string(pkcols, ' ') pc, is_array, is_opt FROM pg_get_catalog_foreign_keys()"):
        print(f"""FOREIGN_KEY({k['f']}, "{k['fc']}", {k['p']}, "{k['pc']}", {str(k['is_array']).lower()}, {str(k['is_opt']).lower()})""")


{'relations': relations, 'facts': facts, 'procs': procs, 'bodies': bodies, 'flags': flags, 'texts': texts, 'indexes': indexes, 'foreign_keys': foreign_keys}[sys.argv[2]]()

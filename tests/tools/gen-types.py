#!/usr/bin/python3
"""Prints src/types/types.def from a running PostgreSQL 15: gen-types.py 'host=... port=...' > src/types/types.def"""
import subprocess, sys

IO = {}
for t in ('bool bytea char name int8 int2 int2vector int4 text oid json unknown bpchar varchar date time timestamp '
          'timestamptz interval timetz bit varbit numeric uuid jsonb jsonpath record cstring void inet cidr macaddr '
          'macaddr8 money xid cid tid xid8 oidvector pg_lsn float4 float8 regproc regprocedure regoper regoperator '
          'regclass regtype regconfig regdictionary regnamespace regrole regcollation aclitem pg_snapshot tsvector tsquery '
          'point lseg path box polygon line circle xml').split():
    IO[t] = t
IO['txid_snapshot'] = 'pg_snapshot'
IO['refcursor'] = 'text'
for t in 'pg_node_tree pg_ndistinct pg_dependencies pg_mcv_list'.split():
    IO[t] = 'shown'
CMP = {t: t for t in ('bool bytea char int8 int2 int4 text oid bpchar interval timetz bit numeric uuid jsonb record '
                      'inet macaddr macaddr8 float4 float8 oidvector pg_lsn xid8 tid tsvector tsquery').split()}
CMP.update(name='text', varchar='text', varbit='bit', cidr='inet', date='int4', time='int8', timestamp='int8',
           timestamptz='int8', money='int8', xid='xid', cid='xid', aclitem='aclitem')
BYVAL = set('bool char int2 int4 int8 float4 float8 oid date time timestamp timestamptz money xid cid xid8 pg_lsn '
            'regproc regprocedure regoper regoperator regclass regtype regconfig regdictionary regnamespace regrole '
            'regcollation void'.split())
sql_domains = '''TYPE(10028, _pg_statistic, -1, false, 'b', 'A', false, 0, 10029, 0, array, array)
TYPE(13220, _cardinal_number, -1, false, 'b', 'A', false, 0, 13221, 0, array, array)
TYPE(13221, cardinal_number, 4, true, 'd', 'N', false, 13220, 0, 23, int4, int4)
TYPE(13223, _character_data, -1, false, 'b', 'A', false, 0, 13224, 0, array, array)
TYPE(13224, character_data, -1, false, 'd', 'S', false, 13223, 0, 1043, varchar, text)
TYPE(13225, _sql_identifier, -1, false, 'b', 'A', false, 0, 13226, 0, array, array)
TYPE(13226, sql_identifier, 64, false, 'd', 'S', false, 13225, 0, 19, name, text)
TYPE(13231, _time_stamp, -1, false, 'b', 'A', false, 0, 13232, 0, array, array)
TYPE(13232, time_stamp, 8, true, 'd', 'D', false, 13231, 0, 1184, timestamptz, int8)
TYPE(13233, _yes_or_no, -1, false, 'b', 'A', false, 0, 13234, 0, array, array)
TYPE(13234, yes_or_no, -1, false, 'd', 'S', false, 13233, 0, 1043, varchar, text)'''
q = """select t.oid, typname, typlen, typtype, typcategory, typispreferred, typarray, typelem,
 exists(select 1 from pg_opclass where opcintype=t.oid and opcdefault and opcmethod=403),
 exists(select 1 from pg_opclass where opcintype=t.oid and opcdefault and opcmethod=405),
 coalesce((select rngsubtype from pg_range where rngtypid=t.oid),0), coalesce((select rngtypid from pg_range where rngmultitypid=t.oid),0)
 from pg_type t where typnamespace=11 and typrelid=0 and oid < 10000 order by oid"""
out = subprocess.run(['psql', sys.argv[1], '-AtF|', '-c', q], capture_output=True, text=True, check=True).stdout
print('/* Types: TYPE(oid, name, len, byval, typtype, category, preferred, array, elem, base, io, cmp).\n'
      ' * Facts of PostgreSQL 15 (tests/tools/gen-types.py). io X: X_in, X_out, X_recv, X_send; cmp Y: Y_cmp, Y_hash; none: not there.\n'
      ' * byval is of a Datum here (types/datum.h). base: of a domain; of a multirange its range. */')
for l in out.splitlines():
    oid, name, ln, tt, cat, pref, arr, elem, bt, h, sub, rng = l.split('|')
    io = IO.get(name, 'none'); cmp = CMP.get(name, 'none')
    if cat == 'A' and tt == 'b' and name not in ('int2vector', 'oidvector'): io = cmp = 'array'
    if tt == 'r': io = cmp = 'range'; elem = sub
    if tt == 'm': io = cmp = 'multirange'
    if name == '_record': io = cmp = 'array'
    elif tt == 'p' and name not in ('record', 'cstring', 'void', 'unknown'): io = 'pseudo'
    if name.startswith('reg'): cmp = 'oid'
    if name == 'char': pass
    print("TYPE(%s, %s, %s, %s, '%s', '%s', %s, %s, %s, %s, %s, %s)" % (
        oid, name, ln, 'true' if name in BYVAL else 'false', tt, cat, 'true' if pref == 't' else 'false', arr, elem, rng, io, cmp))
for l in sql_domains.splitlines():
    print(l)
print("TYPE(16000, objectid, -1, false, 'd', 'S', false, 16001, 0, 25, objectid, text)")
print("TYPE(16001, _objectid, -1, false, 'b', 'A', false, 0, 16000, 0, array, array)")
print("TYPE(16002, bson_value, -1, false, 'p', 'P', false, 0, 0, 0, pseudo, bytea)")

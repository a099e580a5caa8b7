#!/usr/bin/python3
"""Prints one of pgleaf's fact tables from a running PostgreSQL 15.

  gen-catalog.py DSN operators|casts|func_args    (redirect to src/catalog/NAME.def)

Rows whose types pgleaf does not read or write (io none in types.def) are left out; an operator is usable once its
function has a row in functions.def. func_args covers the functions that functions.def has.
"""
import json, os, re, subprocess, sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')

def sql(q):
    out = subprocess.run(['psql', sys.argv[1], '-AtXc', f"SELECT json_agg(to_json(q)) FROM ({q}) q"],
                         capture_output=True, text=True, check=True).stdout
    return json.loads(out)

def types():
    t = {}
    for l in open(os.path.join(ROOT, 'src/types/types.def')):
        m = re.match(r"TYPE\((\d+), (\w+),.*, (\w+), (\w+)\)", l)
        if m and m[3] != 'none': t[int(m[1])] = m[2]
    return t

def cstr(s): return 'NULL' if s is None else json.dumps(s)
ty = types(); ty[0] = '0'
ROWS = (71, 75) # row types of pg_type and pg_attribute, which types.def does not have
def tn(o): return '0' if not o else str(o) if o in ROWS else 'TYPE_' + ty[o]

if sys.argv[2] == 'operators':
    print('/* Operators: OPER(oid, name, left, right, result, func, commutator, negator, strategy, hashes).\n'
          ' * Facts of PostgreSQL 15 (tests/tools/gen-catalog.py). left 0: prefix. strategy: btree 1 < 2 <= 3 = 4 >= 5 > 6 <>. */')
    for r in sql("""select o.oid::int, oprname, oprleft::int l, oprright::int r, oprresult::int res, oprcode::oid::int f, oprcom::int c, oprnegate::int n, oprcanhash h,
        coalesce((select amopstrategy from pg_amop a join pg_am m on m.oid=a.amopmethod and amname='btree' join pg_opfamily f on f.oid=amopfamily and opfname !~ 'pattern' where amopopr=o.oid limit 1),
        (select 6 from pg_amop a join pg_am m on m.oid=a.amopmethod and amname in ('btree','hash') where amopopr=o.oprnegate and amopstrategy=case amname when 'btree' then 3 else 1 end limit 1), 0) s
        from pg_operator o where oprnamespace=11 and oprcode<>0 order by o.oid"""):
        if r['l'] in ty and r['r'] in ty and r['res'] in ty:
            print('OPER(%d, %s, %s, %s, %s, %d, %d, %d, %d, %s)' % (r['oid'], json.dumps(r['oprname']), tn(r['l']), tn(r['r']),
                  tn(r['res']), r['f'], r['c'], r['n'], r['s'], 'true' if r['h'] else 'false'))
elif sys.argv[2] == 'casts':
    print("/* Casts: CAST(source, target, func, context, method). Facts of PostgreSQL 15 (tests/tools/gen-catalog.py).\n"
          " * context: i implicit, a assignment, e explicit. method: b same bits, f function, i through text. */")
    for r in sql("select castsource::int s, casttarget::int t, castfunc::int f, castcontext c, castmethod m from pg_cast order by 1,2"):
        if r['s'] in ty and r['t'] in ty:
            print("CAST(%s, %s, %d, '%s', '%s')" % (tn(r['s']), tn(r['t']), r['f'], r['c'], r['m']))
else:
    have = set()
    d = os.path.join(ROOT, 'src/catalog/functions')
    for f in os.listdir(d):
        for l in open(os.path.join(d, f)):
            m = re.match(r'(?:FUNC|AGG|WIN)\((\d+),', l)
            if m: have.add(int(m[1]))
    print("/* Parameter names, OUT parameters, defaults: FUNC_ARGS(oid, modes, TYPES(...), NAMES(...), NDEFAULTS, DEFAULTS(...)).\n"
          " * For functions of functions.def that have any. Facts of PostgreSQL 15 (tests/tools/gen-catalog.py). */")
    for r in sql("""select oid::int, proargmodes m, coalesce(proallargtypes::int[], proargtypes::int[]) t, proargnames n, pronargdefaults d,
                    pg_get_expr(proargdefaults,0) e, provariadic::int v from pg_proc where pronamespace in (11, 'information_schema'::regnamespace) and (proargnames is not null or proallargtypes is not null or pronargdefaults>0
                    or 'pg_type'::regtype = any(proargtypes)) order by oid"""):
        if r['oid'] not in have or any(x not in ty and x not in ROWS for x in r['t']): continue
        n = len(r['t']); modes = ''.join(r['m']) if r['m'] else 'i' * n
        names = r['n'] or [''] * n
        dv = []
        if r['d']:
            for x in re.findall(r"(?:'((?:[^']|'')*)'|([\w.+-]+))(?:::[\w ]+(?:\[\])?)?(?:, |$)", r['e']):
                dv.append(None if x[1] == 'NULL' else (x[0].replace("''", "'") if x[0] or not x[1] else x[1]))
            assert len(dv) == r['d'], (r, dv)
        print('FUNC_ARGS(%d, "%s", TYPES(%s), NAMES(%s), %d, DEFAULTS(%s))' % (r['oid'], modes, ', '.join(tn(x) for x in r['t']),
              ', '.join(cstr(x) for x in names), r['d'], ', '.join(cstr(x) for x in dv)))

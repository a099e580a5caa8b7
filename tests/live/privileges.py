#!/usr/bin/python3
"""What the catalogs say that a user may do is what MongoDB lets him do: users with roles on SecantusDB, which lists no privileges, and
lists of privileges from a scripted server. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import fake_mongo  # noqa: E402
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402
from pgwire import Leaf, rows  # noqa: E402

os.environ.pop("PGLEAF_TEST_URI", None)
cases = []

LETTERS = """SELECT string_agg(p, ',' ORDER BY p) FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES']) p
             WHERE has_table_privilege('{0}', p)"""
ALL = "DELETE,INSERT,REFERENCES,SELECT,TRUNCATE,UPDATE"
USERS = {
    "reader": [{"role": "read", "db": "d"}],
    "writer": [{"role": "readWrite", "db": "d"}],
    "owner": [{"role": "dbOwner", "db": "d"}],
    "other": [{"role": "readWrite", "db": "e"}, {"role": "dbAdmin", "db": "d"}],
    "everywhere": [{"role": "readAnyDatabase", "db": "admin"}],
    "chief": [{"role": "root", "db": "admin"}],
    "a-b": [{"role": "read", "db": "d"}],
}
# user: privileges of the table, relacl, pg_roles' rolsuper, rolcreaterole, rolcreatedb
WANT = {
    "reader": ("SELECT", "{reader=r/reader}", (False, False, False)),
    "writer": ("DELETE,INSERT,SELECT,TRUNCATE,UPDATE", "{writer=arwdD/writer}", (False, False, False)),
    "owner": (ALL, None, (False, False, False)),
    "everywhere": ("SELECT", "{everywhere=r/everywhere}", (False, False, False)),
    "chief": (ALL, None, (True, True, True)),
}


def expect(name, got, want):
    cases.append((name, got == want, f"{got!r} for {want!r}"))


def ask(connection, sql):
    try:
        return connection.execute(sql).fetchall()
    except psycopg.Error as e:
        return e.sqlstate


def with_roles(d):
    client = pymongo.MongoClient(d.mongo())
    for name, roles in USERS.items():
        client.admin.command("createUser", name, pwd="p", roles=roles)
    client.d.t.insert_many([{"_id": i, "n": i} for i in range(3)])
    client.close()
    d.mongo_stop()
    uri = d.mongo("--auth")
    dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=password", "-o", "allow_cleartext=on")
    for user, (table, acl, role) in WANT.items():
        c = psycopg.connect(f"{dsn} dbname=d user={user} password=p", autocommit=True)
        expect(f"{user}: the table", ask(c, LETTERS.format("t")), [(table,)])
        expect(f"{user}: relacl", ask(c, "SELECT relacl::text FROM pg_class WHERE relname = 't'"), [(acl,)])
        expect(f"{user}: table_privileges", ask(c, """SELECT string_agg(privilege_type, ',' ORDER BY privilege_type) FROM information_schema.table_privileges
            WHERE table_name = 't' AND privilege_type <> 'TRIGGER'"""), [(table,)])
        expect(f"{user}: column_privileges", ask(c, "SELECT count(*) FROM information_schema.column_privileges WHERE table_name = 't' AND column_name = 'n'"),
               [(len({"SELECT", "INSERT", "UPDATE", "REFERENCES"} & set(table.split(","))),)])
        expect(f"{user}: role", ask(c, "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"), [role])
        expect(f"{user}: member of", ask(c, """SELECT pg_has_role(0, 'usage'), pg_has_role('pg_monitor', 'member with admin option'), pg_has_role(current_user, 'USAGE'),
            pg_has_role(current_user::regrole, 'usage with admin option'), pg_has_role('pg_database_owner', 'member')"""), [(role[0], role[0], True, role[0], True)])
        may = "INSERT" in table
        expect(f"{user}: is it so", ask(c, "INSERT INTO t (_id, n) VALUES (-1, 0) RETURNING n"), [(0,)] if may else "42501")
        ask(c, "DELETE FROM t WHERE _id = -1")
        expect(f"{user}: CREATE in public", ask(c, "SELECT has_schema_privilege('public', 'create'), has_database_privilege('d', 'temp'), has_schema_privilege('public', 'usage')"),
               [(may, may, True)])
        expect(f"{user}: system catalogs are read", ask(c, LETTERS.format("pg_class")), [("SELECT",)])
        expect(f"{user}: other roles have nothing", ask(c, "SELECT has_table_privilege('pg_monitor', 't', 'select'), has_function_privilege('pg_monitor', 'lower(text)', 'execute')"),
               [(False, True)])
        c.close()
    c = psycopg.connect(f"{dsn} dbname=e user=other password=p", autocommit=True)
    expect("other: no collection of e yet", ask(c, "SELECT has_schema_privilege('public', 'create'), datname, datacl::text FROM pg_database WHERE datname = 'e'"),
           [(True, "e", None)])
    expect("other: elsewhere", ask(c, "SELECT has_database_privilege('admin', 'create'), has_database_privilege('admin', 'connect')"),
           "3D000")
    c = psycopg.connect(host=dsn.split()[0].split("=")[1], dbname="d", user="a-b", password="p", autocommit=True)
    expect("a name that is quoted", ask(c, "SELECT relacl::text, (aclexplode(relacl)).grantee FROM pg_class WHERE relname = 't'"), [('{"\\"a-b\\"=r/\\"a-b\\""}', 10)])


LISTED = [
    ("one collection", [{"resource": {"db": "d", "collection": "t"}, "actions": ["find", "update"]}], "SELECT,UPDATE", None),
    ("all of the database", [{"resource": {"db": "d", "collection": ""}, "actions": ["find"]}], "SELECT", "SELECT"),
    ("any database", [{"resource": {"db": "", "collection": ""}, "actions": ["find", "insert"]}], "INSERT,SELECT", "INSERT,SELECT"),
    ("that name, in any database", [{"resource": {"db": "", "collection": "u"}, "actions": ["find"]}], None, "SELECT"),
    ("any resource", [{"resource": {"anyResource": True}, "actions": ["anyAction"]}], ALL, ALL),
    ("the cluster alone", [{"resource": {"cluster": True}, "actions": ["find"]}], None, None),
    ("another database", [{"resource": {"db": "e", "collection": "t"}, "actions": ["find"]}], None, None),
    ("two together", [{"resource": {"db": "d", "collection": "t"}, "actions": ["find"]}, {"resource": {"db": "d", "collection": ""}, "actions": ["remove", "collMod"]}],
     "DELETE,REFERENCES,SELECT,TRUNCATE", "DELETE,REFERENCES,TRUNCATE"),
]


def with_privileges():
    for name, privileges, t, u in LISTED:
        with fake_mongo.Server() as server:
            server.collections["t"] = server.collections["u"] = [{"_id": 1}]
            info = {"authenticatedUsers": [{"user": "x", "db": "admin"}], "authenticatedUserRoles": [{"role": "own", "db": "d"}],
                    "authenticatedUserPrivileges": privileges}
            asked = []
            server.on["connectionStatus"] = lambda *a, info=info, asked=asked: asked.append(a[3]) or {"ok": 1.0, "authInfo": info}
            with Leaf("-o", f"uri={server.uri}", "-o", "auth=trust") as leaf:
                leaf.startup(user="x", database="d")
                got = [rows(leaf.query(LETTERS.format(table)))[0][0] for table in ("t", "u", "t")]
            expect(f"listed: {name}", (got, len(asked)), ([t, u, t], 1))


def main():
    with servers.directory("privileges") as d:
        with_roles(d)
    with_privileges()
    for i, (name, ok, why) in enumerate(cases):
        print(f"{'ok' if ok else 'not ok'} {i + 1} - {name}{'' if ok else ': ' + why}")
    print(f"1..{len(cases)}")
    return all(ok for _, ok, _ in cases)


sys.exit(0 if main() else 1)

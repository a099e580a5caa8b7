#!/usr/bin/python3
"""Parts of documents written by each kind of statement, over a collection that SQL did not make: what is not named stays as it was, byte for byte. TAP.

Each step is a statement and what it makes of the documents; an expectation is a function from the documents before to those after, or the SQLSTATE.
"""

import copy
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import bson  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

DOCUMENTS = [
    {"_id": 1, "n": 1, "a": {"b": {"c": 1, "keep": "x"}, "z": [1, 2]}, "items": [{"name": "n1", "q": 1}, {"name": "n2", "q": 2}], "tags": ["x", "y"],
     "$odd": 1, "dotted.name": 5, "other": bson.Regex("a"), "oid": bson.ObjectId("0123456789ab0123456789ab"), "when": bson.Timestamp(1, 2)},
    {"_id": 2, "n": 2, "a": {"b": {"c": 2}, "z": [3]}, "items": [{"name": "n3", "q": 3}], "tags": ["z"], "less": bson.Int64(7)},
]


def put(document, path, value):
    *above, last = path.split(".")
    for name in above:
        document = document.setdefault(name, {}) if isinstance(document, dict) else document[int(name)]
    if value is None:
        document.pop(last, None)
    else:
        document[last] = value


def sets(**changes):
    """_1: {path: value, ...} of the document 1; None takes the field away."""
    def change(documents):
        for d in documents:
            for path, value in changes.get(f"_{d['_id']}", {}).items():
                put(d, path, value)
        return documents
    return change


def adds(**document):
    return lambda documents: [*documents, document]


STEPS = [
    ("UPDATE m SET a.b.c = 100 WHERE _id = 1", sets(_1={"a.b.c": 100})),
    ("UPDATE m SET a.b.c = n + 5", sets(_1={"a.b.c": 6}, _2={"a.b.c": 7})),
    ("UPDATE m SET n = n + 1, a.b.c = 8 WHERE _id = 1 RETURNING a.b.c", sets(_1={"n": 2, "a.b.c": 8})),
    ("UPDATE m SET a.b.c = NULL WHERE _id = 2", sets(_2={"a.b.c": None})),
    ("UPDATE m SET tags[1] = 'T' WHERE _id = 1", sets(_1={"tags": ["T", "y"]})),
    ("UPDATE m SET tags[2:3] = '{p,q}' WHERE _id = 1", sets(_1={"tags": ["T", "p", "q"]})),
    ("UPDATE m SET a['b']['keep'] = '\"k\"' WHERE _id = 1", sets(_1={"a.b.keep": "k"})),
    ("UPDATE m SET items[0]['name'] = '\"i\"' WHERE _id = 1", sets(_1={"items.0.name": "i"})),
    ("UPDATE m SET items[0].name = '\"j\"', items[1].q = '5' WHERE _id = 1", sets(_1={"items.0.name": "j", "items.1.q": 5})),
    ("UPDATE m SET items[0].name = 5", "42804"),
    ("UPDATE m SET tags[1].name = 'x'", "42804"),
    ("UPDATE m SET (n, tags) = (SELECT 9, '{k}'::text[]) WHERE _id = 2", sets(_2={"n": 9, "tags": ["k"]})),
    ("UPDATE m SET a.b.c = s.v FROM (VALUES (1, 11), (2, 22)) s(i, v) WHERE m._id = s.i", sets(_1={"a.b.c": 11}, _2={"a.b.c": 22})),
    ("UPDATE m SET a.b.c = 1, a = '{}'", "42601"),
    ("MERGE INTO m USING (VALUES (1, 50), (2, 60)) s(i, v) ON m._id = s.i WHEN MATCHED AND s.i = 1 THEN UPDATE SET a.b.c = s.v, n = 1 "
     "WHEN MATCHED THEN UPDATE SET n = s.v", sets(_1={"a.b.c": 50, "n": 1}, _2={"n": 60})),
    ("MERGE INTO m USING (VALUES (1), (2)) s(i) ON m._id = s.i WHEN MATCHED THEN UPDATE SET a.b.c = m.a.b.c + 1000, items[0].name = '\"m\"'",
     sets(_1={"a.b.c": 1050, "items.0.name": "m"}, _2={"a.b.c": 1022, "items.0.name": "m"})),
    ("MERGE INTO m USING (VALUES (3)) s(i) ON m._id = s.i WHEN MATCHED THEN UPDATE SET a.b.c = 1 WHEN NOT MATCHED THEN INSERT (_id, n) VALUES (s.i, 3)",
     adds(_id=3, n=3)),
    ("INSERT INTO m (_id, n) VALUES (1, 5), (4, 6) ON CONFLICT (_id) DO UPDATE SET a.b.c = excluded.n + 500, n = excluded.n",
     lambda d: adds(_id=4, n=6)(sets(_1={"a.b.c": 505, "n": 5})(d))),
    ("INSERT INTO m (_id, n) VALUES (1, 5) ON CONFLICT (_id) DO UPDATE SET a.b.c = m.a.b.c + 1", sets(_1={"a.b.c": 506})),
    ("INSERT INTO m (_id, n) VALUES (1, 5) ON CONFLICT (_id) DO UPDATE SET a.b.c = excluded.a.b.c", "0A000"),
    ("INSERT INTO m (_id, n) VALUES (1, 5) ON CONFLICT (_id) DO UPDATE SET a.b.c = 1 RETURNING a", "0A000"),
    ("UPDATE m SET a.z[1] = 7 WHERE _id = 2", sets(_2={"a.z": [7]})),
    ("DELETE FROM m WHERE _id > 2", lambda d: d[:2]),
]

# A column declared as jsonb: a name is a subscript there. What the statement gives.
DECLARED = [
    ("UPDATE w SET doc.a.b = '5', doc.c[1].d = to_jsonb(doc.a.b) RETURNING doc", [({"a": {"b": 5}, "c": [None, {"d": 1}]},)]),
    ("SELECT doc.a.b, (w.doc).c, doc.none.at.all FROM w WHERE doc.a.b = '5'", [(5, [None, {"d": 1}], None)]),
    ("SELECT _id FROM w WHERE doc.a.b::int > 4 ORDER BY w.doc.a.b", [(1,)]),
    ("INSERT INTO w VALUES (1, '{}') ON CONFLICT (_id) DO UPDATE SET doc.a.b = excluded.doc RETURNING doc.a", [({"b": {}},)]),
    ("MERGE INTO w USING (VALUES (1)) s(i) ON _id = i WHEN MATCHED THEN UPDATE SET doc.a = '7'", None),
    ("UPDATE w SET doc.c = NULL RETURNING doc", [({"a": 7, "c": None},)]),
    ("UPDATE w SET doc.a.b = '1'", "22023"),
    ("UPDATE w SET doc.a = 'text'", "22P02"),
    ("UPDATE w SET _id.a = 1", "42804"),
    ("INSERT INTO w (_id, doc.a) VALUES (2, '1')", "0A000"),
]


def declared(dsn):
    with psycopg.connect(dsn, autocommit=True) as c:
        c.execute("DROP TABLE IF EXISTS w")
        c.execute("CREATE TABLE w (_id int PRIMARY KEY, doc jsonb)")
        c.execute("INSERT INTO w VALUES (1, '{\"a\": {\"b\": 1}}')")
        for sql, wanted in DECLARED:
            try:
                found = c.execute(sql)
                found = found.fetchall() if found.description else None
            except psycopg.Error as e:
                found = e.sqlstate
            yield sql, wanted, found


def main():
    failed = number = 0
    with servers.directory("paths") as d:
        uri = d.mongo()
        collection = pymongo.MongoClient(uri).d.get_collection("m")
        collection.insert_many(DOCUMENTS)
        dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u"
        for pushdown in ("on", "off"):
            collection.delete_many({})
            collection.insert_many(DOCUMENTS)
            expected = copy.deepcopy(DOCUMENTS)
            c = psycopg.connect(f"{dsn} options='-c pgleaf.pushdown={pushdown}'", autocommit=True)
            for sql, change in STEPS:
                said = None
                try:
                    c.execute(sql)
                except psycopg.Error as e:
                    said = e.sqlstate
                if callable(change):
                    expected = change(expected)
                found = list(collection.find().sort("_id", 1))
                fine = said == (None if callable(change) else change) and found == expected
                number += 1
                failed += not fine
                print(f"{'ok' if fine else 'not ok'} {number} - {pushdown}: {sql}")
                if not fine:
                    print(f"#   said {said}\n#   {found}\n#   not {expected}")
            c.close()
            for sql, wanted, found in declared(f"{dsn} options='-c pgleaf.pushdown={pushdown}'"):
                number += 1
                failed += found != wanted
                print(f"{'ok' if found == wanted else 'not ok'} {number} - {pushdown}: {sql}")
                if found != wanted:
                    print(f"#   {found}\n#   not {wanted}")
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

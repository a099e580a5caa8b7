"""The fixture with documents whose values are of other types than its columns (--odd): pgleaf reads them as NULL (pgleaf.mismatch = 'null'),
PostgreSQL gets what pgleaf reads with pushdown off, and every query must say the same again.

Strings with a NUL byte are not among them: to what MongoDB evaluates they count as text (docs/design.md).
"""

import datetime
import random

from bson import Binary, Code, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp

import fixture
from random_documents import copy_table

OPTION = "-c pgleaf.mismatch=null"
COUNT = 40  # of each collection
KEYS = ("_id", "num")
ODD = ["str", "", "$x", 5, -1, Int64(2**40), Int64(7), 1.5, 5.0, float("nan"), float("inf"), True, False,
       datetime.datetime(2024, 1, 15, 10, 30, tzinfo=datetime.timezone.utc), ObjectId(b"abcdefghijkl"), [1], ["a"], [], [5, "x"], [None], [[1, 2]],
       {"x": 1}, {}, {"a": {"b": 1}}, Decimal128("1.5"), Decimal128("NaN"), Binary(b"abc"), Binary(b"ab", 128), Regex("^a"), MinKey(), MaxKey(),
       Timestamp(5, 1), Code("f()"), None]
COLLECTIONS = [c for c in fixture.COLLECTIONS if not c.view and c.name not in ("empty", "one")]


class Odd:
    def load_mongo(self, db):
        self.db = db

    def load_postgres(self, postgres, leaf):
        """The types are said first, so that they stay."""
        r = random.Random(4711)
        for c in COLLECTIONS:
            for name, kind in c.columns:
                if kind != "jsonb" and name != "_id":
                    leaf.ask(f"ALTER TABLE {c.name} ALTER COLUMN {name} TYPE {kind}")
            documents = list(c.documents())
            self.db[c.name].insert_many([self.document(r, c, documents, i) for i in range(COUNT)])
            leaf.ask(f"CALL pgleaf.refresh('{c.name}')")  # all sessions know of the same documents
        for c in fixture.COLLECTIONS:
            postgres.ask(f"DELETE FROM {c.name}")
            copy_table(f"{c.name} ({', '.join(name for name, _ in c.columns)})", postgres, leaf)

    @staticmethod
    def document(r, collection, documents, number):
        out = {}
        for name, kind in collection.columns:
            key = name.strip('"')
            if name in KEYS and kind != "objectid":
                value = 1000 + number
            elif name in KEYS:
                value = fixture.oid(5000 + number)
            elif r.random() < (0.7 if kind == "jsonb" else 0.45):
                value = r.choice(documents).get(key)
            else:
                value = r.choice(ODD)
            if name in KEYS or r.random() < 0.9:
                out[key] = value
        return out

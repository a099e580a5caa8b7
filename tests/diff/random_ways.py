"""How a random query is asked: as it is, with parameters, by PREPARE and EXECUTE, through a cursor.

Parameters stand in its SQL between brackets, with the values of two executions, so that a query that was made smaller
has those that are left.
"""

import random
import re

from psycopg import pq

from random_rules import CONSTANTS, sql_name

PARAMETER = re.compile("\u27e8([^|]*)\\|([^|]*)\\|([^|]*)\\|([^\u27e9]*)\u27e9")
OIDS = {"int4": 23, "int8": 20, "float8": 701, "numeric": 1700, "text": 25, "bool": 16, "ts": 1184, "date": 1082, "interval": 1186,
        "text[]": 1009, "int4[]": 1007, "jsonb": 3802, "uuid": 2950, "bytea": 17, "int2": 21, "float4": 700, "timestamp": 1114, "time": 1083,
        "int4range": 3904, "name": 19, "ch": 18, "bpchar": 1042, "varchar": 1043, "timetz": 1266, "inet": 869, "numrange": 3906,
        "date[]": 1182, "bool[]": 1000, "varbit": 1562, "tstzrange": 3910, "json": 114, "float8[]": 1022}
RECORDS = {2249, 2287}  # their binary form has the OIDs of types


def values_of(postgres, kind, constant, cache={}):
    """A constant as text and in binary, or None for NULL."""
    key = (kind, constant)
    if constant == "NULL":
        return None
    if key not in cache:
        sql = f"SELECT ({constant})::{sql_name(kind)}"
        text = postgres.ask(sql).rows[0][0]
        result = postgres.conn.exec_params(sql.encode(), None, result_format=pq.Format.BINARY)
        cache[key] = text, bytes(result.get_value(0, 0) or b"")
    return cache[key]


class Simple:
    name = ""

    def prepare(self, sql, postgres):
        return sql

    def run(self, server, sql):
        return [server.ask(sql)]


class Parameters:
    """Parse once, bind and execute twice."""

    def __init__(self, r):
        self.r, self.declared, self.binary = r, r.random() < 0.5, r.random() < 0.4
        self.name = f"parameters{', declared' if self.declared else ''}{', binary' if self.binary else ''}"

    def mark(self, node):
        """Some constants become parameters."""
        for n in [node] + list(node.below()):
            for part in n.parts:
                kind = getattr(part, "kind", None)
                if kind in CONSTANTS and kind in OIDS and part.parts and part.parts[0] in CONSTANTS[kind] and self.r.random() < 0.8:
                    again = self.r.choice(CONSTANTS[kind] + ["NULL"])
                    part.parts = [f"\u27e8{kind}|{'cast' if self.r.random() < 0.3 else ''}|{part.parts[0]}|{again}\u27e9"]

    def prepare(self, sql, postgres):
        self.kinds, self.values = [], [[], []]
        self.inexact = re.search(r"\b(sum|avg|stddev\w*|var\w*)\s*\(", sql) is not None

        def number(m):
            self.kinds.append(m[1])
            self.values[0].append(values_of(postgres, m[1], m[3]))
            self.values[1].append(values_of(postgres, m[1], m[4]))
            return f"${len(self.kinds)}" + (f"::{sql_name(m[1])}" if m[2] else "")
        return PARAMETER.sub(number, sql)

    def encode(self, values):
        out, formats = [], []
        for v in values:
            binary = self.declared and self.binary and v is not None
            formats.append(pq.Format.BINARY if binary else pq.Format.TEXT)
            out.append(None if v is None else v[1] if binary else v[0].encode())
        return out, formats

    @staticmethod
    def described(server):
        """The types of the parameters, where they are not made by SQL."""
        answer = server.collect(lambda c: c.send_describe_prepared(b""))
        result = server.conn.describe_prepared(b"")
        answer.rows = [(str(min(result.param_type(i), 16384)),) for i in range(result.nparams)]
        return answer

    def run(self, server, sql):
        oids = [OIDS[k] for k in self.kinds] if self.declared else [0] * len(self.kinds)
        first = server.collect(lambda c: c.send_prepare(b"", sql.encode(), oids))
        if first.error:
            return [first]
        answers = [self.described(server)]
        for values in self.values:
            out, formats = self.encode(values)
            answers.append(server.collect(lambda c, out=out, formats=formats: c.send_query_prepared(b"", out, formats, pq.Format.TEXT)))
        last = answers[-1]
        if self.binary and not self.inexact and not last.error and not RECORDS & {t for _, t in last.columns}:
            answers.append(server.collect(lambda c: c.send_query_prepared(b"", out, formats, pq.Format.BINARY)))
        return answers


class Prepared(Parameters):
    """PREPARE, EXECUTE twice."""

    def __init__(self, r):
        super().__init__(r)
        self.binary, self.name = False, f"PREPARE{', declared' if self.declared else ''}"

    def run(self, server, sql):
        types = f" ({', '.join(sql_name(k) for k in self.kinds)})" if self.declared and self.kinds else ""
        answers = [server.ask(f"PREPARE p{types} AS {sql}")]
        if not answers[0].error:
            for values in self.values:
                shown = ", ".join("NULL" if v is None else "'" + v[0].replace("'", "''") + "'" for v in values)
                answers.append(server.ask(f"EXECUTE p{f'({shown})' if values else ''}"))
            server.ask("DEALLOCATE p")
        return answers


class Cursor:
    """A transaction with a cursor, its rows in pieces."""

    def __init__(self, r):
        self.scroll = r.choice(["SCROLL ", "SCROLL ", "NO SCROLL ", ""])  # "": PostgreSQL's plan says whether it goes back
        steps = ["FETCH 1", "FETCH 2", "FETCH ALL", "MOVE 1", "FETCH FORWARD 3", "NEXT"]
        if self.scroll == "SCROLL ":
            steps += ["FETCH BACKWARD 1", "FETCH PRIOR", "FETCH FIRST", "FETCH LAST", "FETCH ABSOLUTE 2", "FETCH ABSOLUTE -2", "FETCH RELATIVE -1",
                      "FETCH RELATIVE 2", "FETCH BACKWARD ALL", "MOVE BACKWARD 2", "FETCH RELATIVE 0", "FETCH 0", "FETCH -2", "MOVE LAST", "MOVE ABSOLUTE 0"]
        self.steps = [("FETCH " if s == "NEXT" else "") + s for s in (r.choice(steps) for _ in range(r.randrange(2, 7)))]
        self.hold = r.choice(["", "", "WITH HOLD "])
        self.name = f"{self.scroll}CURSOR {self.hold}" + "; ".join(self.steps)

    def prepare(self, sql, postgres):
        return sql

    def run(self, server, sql):
        server.ask("BEGIN")
        answers = [server.ask(f"DECLARE c {self.scroll}CURSOR {self.hold}FOR {sql}")]
        for i, step in enumerate(self.steps):
            if answers[-1].error:
                break
            if self.hold and i == 1:
                answers.append(server.ask("COMMIT"))
            answers.append(server.ask(f"{step} {'FROM ' if step.startswith('FETCH') else 'IN '}c"))
        server.ask("ROLLBACK")
        server.ask("CLOSE ALL")
        return answers


def way_of(seed, node, ordered):
    """ordered: the query says in which order its rows come."""
    r = random.Random(seed ^ 0x5eed)
    p = r.random()
    if p < 0.12:
        way = Parameters(r)
    elif p < 0.17:
        way = Prepared(r)
    elif p < 0.25 and ordered:
        return Cursor(r)
    else:
        return Simple()
    way.mark(node)
    return way

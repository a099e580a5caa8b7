"""Pieces of random queries: expressions, subqueries, FROM."""

import random
import re

from random_rules import CONSTANTS, EXACT_FLOATS, FUNCTIONS, KEYS, ORDERLY, PATTERNS, RULES, SHOWN, TABLES, TYPES, sql_name


class Node:
    """A piece of SQL: strings and Nodes in a row. Its kind is a type, or "opt" for what may go."""

    def __init__(self, kind, parts):
        self.kind, self.parts = kind, parts

    def sql(self):
        return "".join(p if isinstance(p, str) else p.sql() for p in self.parts)

    def below(self):
        for p in self.parts:
            if isinstance(p, Node):
                yield p
                yield from p.below()


def said_to(postgres, sql):
    """A field of a document is a path for pgleaf, for PostgreSQL an expression: both stand in the query between brackets."""
    return re.sub("\u27e6([^|]*)\\|([^\u27e7]*)\u27e7", r"\2" if postgres else r"\1", sql)


class Relation:
    def __init__(self, alias, columns, key):
        self.alias, self.columns, self.key = alias, columns, key

    def names(self, kind=None):
        return [self.name(c, t) for c, t in self.columns.items() if kind in (None, t)]

    def name(self, column, kind):
        if "." not in column:
            return f"{self.alias}.{column}"
        first, *path = column.split(".")
        other = f"({self.alias}.{first}#>>'{{{','.join(path)}}}')"
        return f"\u27e6{self.alias}.{column}|{other if kind == 'text' else f'{other}::{kind}'}\u27e7"

    def order(self):
        """What tells its rows apart."""
        if self.key:
            return [f"{self.alias}.{self.key}"]
        out = [SHOWN.get(t, "@").replace("@", self.name(c, t)) for c, t in self.columns.items()]
        return out + [f"{n}::text" for n in self.names("numeric") + self.names("float8") + self.names("jsonb")]


class Parts:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.aliases = 0
        self.ctes = {}
        self.wide = "kinds" in TABLES

    def alias(self, stem="r"):
        self.aliases += 1
        return f"{stem}{self.aliases}"

    def chance(self, p):
        return self.r.random() < p

    # ---- expressions

    def template(self, kind, template, scope, depth):
        parts = []
        for i, piece in enumerate(re.split(r"\{([=*a-zX][^},]*)\}", template)):
            if i % 2 == 0:
                parts.append(piece)
            elif piece == "pattern":
                parts.append(self.r.choice(PATTERNS))
            elif piece == "exists":
                parts.append(self.exists(scope, depth - 1))
            elif piece.startswith("select "):
                of, *ordered = piece[7:].split()
                parts.append(self.one_column(of, scope, depth - 1, ordered))
            elif piece.startswith("scalar "):
                parts.append(self.scalar(piece[7:], scope, depth - 1))
            elif piece[0] == "=":
                parts.append(Node(piece[1:] if self.wide else "constant", [self.constant(piece[1:])]))
            elif piece[0] == "*":
                values = [self.constant(piece[1:]) for _ in range(self.r.randrange(1, 5))]
                if self.chance(0.25):
                    values.insert(self.r.randrange(len(values)), f"NULL::{sql_name(piece[1:])}")
                parts.append(", ".join(values))
            else:
                parts.append(self.expr(self.some_kind(scope) if piece == "any" else piece, scope, depth - 1))
        return Node(kind, parts)

    def constant(self, kind):
        return self.r.choice(CONSTANTS[kind])

    def leaf(self, kind, scope):
        names = [n for relation in scope for n in relation.names(kind)]
        p = self.r.random()
        if names and p < 0.85:
            return Node(kind, [self.r.choice(names)])
        if p > 0.97:
            return Node(kind, [f"NULL::{sql_name(kind)}"])
        return Node(kind, [self.constant(kind)])

    def expr(self, kind, scope, depth):
        if depth <= 0 or (kind != "bool" and self.chance(0.4)) or (kind == "bool" and
                                                                    self.chance(0.08)):
            return self.leaf(kind, scope)
        if kind == "bool" and self.chance(0.6):
            subject = self.r.choice([t for t in TYPES if any(r.names(t) for r in scope)] or TYPES)
            template = self.of_any("any bool", subject)
        elif self.chance(0.3):
            template = self.of_any("any", kind)
        else:
            template = self.r.choice(RULES[kind])
        return self.template(kind, template, scope, depth)

    def of_any(self, stem, subject):
        """A template of what is there for all types, for one."""
        return self.r.choice(RULES[stem]).replace("X", subject)

    # ---- subqueries

    def table(self, small=False):
        names = ["t"] * 5 + ["numbers"] * 4 + ["mixed"] * 3 + ["strings"] * 2 + ["events"] * 2 + ["empty", "one", "early"]
        if self.wide:
            names += ["kinds"] * 4 + ["kinds_view", "parts_sums", "parts_by_mood"]
        if "products" in TABLES and self.chance(0.75):  # the documents corpus
            names = ["products"] * 4 + ["students", "grades"] * 2 + ["countries", "countries_big", "covers", "restaurants_uk", "zips"]
        elif not small:
            names += ["orders"] * 3 + ["customers"] * 2 + ["parts"] * (2 if self.wide else 0)
        name = self.r.choice(names)
        key, columns = TABLES[name]
        alias = self.alias()
        return f"{name} {alias}", Relation(alias, columns, key)

    def exists(self, scope, depth):
        sql, rel = self.table(small=True)
        if self.chance(0.15):
            kind, e = self.aggregate([rel])
            key = self.r.choice(rel.names())
            return Node("bool", [f"EXISTS (SELECT {key} FROM {sql}",
                                 Node("opt", [" WHERE ", self.correlation(rel, scope, depth)]), f" GROUP BY {key} HAVING ",
                                 e, " IS NOT NULL)"])
        return Node("bool", [f"EXISTS (SELECT 1 FROM {sql}",
                             Node("opt", [" WHERE ", self.correlation(rel, scope, depth)]), ")"])

    def correlation(self, rel, scope, depth):
        kinds = [t for t in TYPES if rel.names(t) and any(r.names(t) for r in scope)]
        if kinds and self.chance(0.7):
            kind = self.r.choice(kinds)
            outer = self.r.choice([n for r in scope for n in r.names(kind)])
            op = self.r.choice(["=", "=", "=", "<", "IS NOT DISTINCT FROM"])
            parts = [f"{self.r.choice(rel.names(kind))} {op} {outer}"]
            if self.chance(0.4):
                parts.append(Node("opt", [" AND ", self.expr("bool", [rel], min(depth, 2))]))
            if depth > 1 and self.chance(0.1):
                sql, third = self.table(small=True)
                parts.append(Node("opt", [f" AND EXISTS (SELECT FROM {sql} WHERE ",
                                          self.expr("bool", [third, rel] + scope, 2), ")"]))
            return Node("bool", parts)
        return self.expr("bool", [rel] + (scope if self.chance(0.3) else []), min(depth, 2))

    def one_column(self, kind, scope, depth, ordered=False):
        for _ in range(20):
            sql, rel = self.table(small=True)
            if rel.names(kind):
                break
        parts = ["(SELECT ", self.expr(kind, [rel], 1 if self.chance(0.3) else 0), f" FROM {sql}"]
        if self.chance(0.7):
            parts.append(Node("opt", [" WHERE ", self.correlation(rel, scope, depth)
                                      if self.chance(0.3) else
                                      self.expr("bool", [rel], min(depth, 2))]))
        if ordered:
            parts.append(f" ORDER BY {', '.join(rel.order())}")
        return Node("query", parts + [")"])

    def scalar(self, kind, scope, depth):
        sql, rel = self.table(small=True)
        where = Node("opt", [" WHERE ", self.correlation(rel, scope, depth)])
        if kind == "int8" and self.chance(0.6):
            return Node(kind, [f"(SELECT count(*) FROM {sql}", where, ")"])
        if kind in ("int8", "numeric", "bool", "text", "jsonb") and self.chance(0.4):
            for _ in range(10):
                out, e = self.aggregate([rel])
                if out == kind:
                    return Node(kind, ["(SELECT ", e, f" FROM {sql}", where, ")"])
        names = rel.names(kind)
        if names and kind in ORDERLY and self.chance(0.5):
            return Node(kind, [f"(SELECT {self.r.choice(['max', 'min'])}(",
                               self.one_look(kind, self.r.choice(names)), f") FROM {sql}", where, ")"])
        return Node(kind, ["(SELECT ", self.expr(kind, [rel], 1), f" FROM {sql}", where,
                           f" ORDER BY {', '.join(rel.order())} LIMIT 1)"])

    # ---- FROM

    def relation(self, depth, small=False):
        p = self.r.random()
        if self.ctes and p < 0.5:
            name = self.r.choice(list(self.ctes))
            alias = self.alias()
            return f"{name} {alias}", Relation(alias, self.ctes[name], None)
        if depth > 0 and p < 0.2:
            query, columns = self.query(depth - 1, nested=True)
            alias = self.alias("d")
            return Node("from", ["(", query, f") {alias}"]), Relation(alias, columns, None)
        if p < 0.25:
            alias = self.alias("v")
            kinds = [self.r.choice(KEYS), self.r.choice(KEYS)]
            rows = ", ".join(
                f"({i}, " + ", ".join(f"NULL::{sql_name(k)}" if self.chance(0.2) else
                                      self.constant(k) for k in kinds) + ")" for i in range(1, 5))
            return (f"(VALUES {rows}) AS {alias}(c0, c1, c2)",
                    Relation(alias, {"c0": "int4", "c1": kinds[0], "c2": kinds[1]}, "c0"))
        if p < 0.3:
            return self.function()
        return self.table(small)

    def function(self):
        alias = self.alias("g")
        sql, columns, key = self.r.choice(FUNCTIONS)
        return sql.replace("@", alias), Relation(alias, columns, key)

    def lateral(self, scope):
        alias = self.alias("l")
        p = self.r.random()
        documents = [n for r in scope for n in r.names("jsonb")]
        if documents and p < 0.15:
            n = self.r.choice(documents)
            return (f"LATERAL jsonb_to_record({n}) AS {alias}(x text, y jsonb, list int4[])",
                    Relation(alias, {"x": "text", "y": "jsonb", "list": "int4[]"}, None))
        if documents and p < 0.25:
            n = self.r.choice(documents)
            return (f"LATERAL jsonb_each_text({n}) WITH ORDINALITY AS {alias}(c0, c1, c2)",
                    Relation(alias, {"c0": "text", "c1": "text", "c2": "int8"}, "c2"))
        if p > 0.9:
            sql, rel = self.table(small=True)
            kind, e = self.aggregate([rel])
            return (Node("from", ["LATERAL (SELECT ", e, f" AS c0 FROM {sql}",
                                  Node("opt", [" WHERE ", self.correlation(rel, scope, 2)]), f") {alias}"]),
                    Relation(alias, {"c0": kind}, None))
        arrays = [(n, t) for r in scope for t in ("text[]", "int4[]") for n in r.names(t)]
        if arrays and p < 0.4:
            n, t = self.r.choice(arrays)
            return (f"LATERAL unnest({n}) WITH ORDINALITY AS {alias}(c0, c1)",
                    Relation(alias, {"c0": t[:-2], "c1": "int8"}, "c1"))
        if p < 0.6:
            return (f"LATERAL generate_series(1, 3) AS {alias}(c0)",
                    Relation(alias, {"c0": "int4"}, "c0"))
        sql, rel = self.table(small=True)
        kind = self.some_kind([rel])
        return (Node("from", ["LATERAL (SELECT ", self.expr(kind, [rel] + scope, 1),
                              f" AS c0, {rel.alias}.{rel.key} AS c1 FROM {sql}",
                              Node("opt", [" WHERE ", self.correlation(rel, scope, 2)]),
                              f" ORDER BY {rel.alias}.{rel.key} LIMIT 3) {alias}"]),
                Relation(alias, {"c0": kind, "c1": rel.columns[rel.key]}, "c1"))

    def from_clause(self, depth):
        first, rel = self.relation(depth)
        parts, scope = [first], [rel]
        while len(scope) < 3 and self.chance(0.38 if len(scope) == 1 else 0.2):
            item, new = self.relation(depth, small=True)
            if self.chance(0.12):
                item, new = self.lateral(scope)
            kind = self.r.choice(["JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN",
                                  "FULL JOIN", "CROSS JOIN", ","])
            if "LATERAL" in (item.sql() if isinstance(item, Node) else item):
                kind = self.r.choice(["JOIN", "LEFT JOIN", "CROSS JOIN"])
            join = [", " if kind == "," else f" {kind} ", item]
            if kind == ",":
                pass
            elif kind != "CROSS JOIN":
                left = self.r.choice(scope)
                common = [c for c, t in new.columns.items() if left.columns.get(c) == t and "." not in c]
                kinds = [t for t in TYPES if new.names(t) and left.names(t)]
                if common and len(scope) == 1 and kind in ("JOIN", "LEFT JOIN") and self.chance(0.05):
                    join[0] = f" NATURAL {kind} "
                elif common and len(scope) == 1 and self.chance(0.25):
                    join.append(f" USING ({', '.join(self.r.sample(common, self.r.randrange(1, min(3, len(common) + 1))))})")
                elif kinds and (kind == "FULL JOIN" or self.chance(0.75)):
                    t = self.r.choice(kinds)
                    on = [f" ON {self.r.choice(left.names(t))} = {self.r.choice(new.names(t))}"]
                    if kind != "FULL JOIN" and self.chance(0.35):
                        on.append(Node("opt", [" AND ", self.expr("bool", scope + [new], 2)]))
                    join += on
                elif kind == "FULL JOIN":
                    join.append(" ON true")
                else:
                    join += [" ON ", self.expr("bool", scope + [new], 2)]
            parts.append(Node("opt", join))
            scope.append(new)
            if kind == ",":
                break
        return Node("from", parts), scope

"""Random queries, each from a seed alone: pieces of SQL (Node) over the fixture's tables."""

import random
import re

from random_rules import CONSTANTS, EXACT_FLOATS, FUNCTIONS, KEYS, ORDERLY, PATTERNS, RULES, TABLES, TYPES, sql_name


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


class Relation:
    def __init__(self, alias, columns, key):
        self.alias, self.columns, self.key = alias, columns, key

    def names(self, kind=None):
        return [f"{self.alias}.{c}" for c, t in self.columns.items() if kind in (None, t)]

    def order(self):
        """What tells its rows apart."""
        if self.key:
            return [f"{self.alias}.{self.key}"]
        out = self.names()
        return out + [f"{n}::text" for n in self.names("numeric") + self.names("float8")]


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.aliases = 0
        self.ctes = {}

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
                kind, *ordered = piece[7:].split()
                parts.append(self.one_column(kind, scope, depth - 1, ordered))
            elif piece.startswith("scalar "):
                parts.append(self.scalar(piece[7:], scope, depth - 1))
            elif piece[0] == "=":
                parts.append(self.constant(piece[1:]))
            elif piece[0] == "*":
                values = [self.constant(piece[1:]) for _ in range(self.r.randrange(1, 5))]
                if self.chance(0.25):
                    values.insert(self.r.randrange(len(values)), f"NULL::{sql_name(piece[1:])}")
                parts.append(", ".join(values))
            else:
                parts.append(self.expr(piece, scope, depth - 1))
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
            template = self.r.choice(RULES["any bool"]).replace("X", subject)
        elif self.chance(0.3):
            template = self.r.choice(RULES["any"]).replace("{X}", "{%s}" % kind)
            template = template.replace("scalar X", f"scalar {kind}")
        else:
            template = self.r.choice(RULES[kind])
        return self.template(kind, template, scope, depth)

    # ---- subqueries

    def table(self, small=False):
        names = ["t"] * 5 + ["numbers"] * 4 + ["strings"] * 2 + ["events"] * 2 + ["empty", "one"]
        if not small:
            names += ["orders"] * 3 + ["customers"] * 2
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
                Relation(alias, {"c0": kind, "c1": "int4"}, "c1"))

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
                common = [c for c, t in new.columns.items() if left.columns.get(c) == t]
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

    # ---- SELECT

    def items(self, exprs, named=True):
        """The target list, and its columns. Without names PostgreSQL makes them up."""
        parts, columns = [], {}
        for i, (kind, e) in enumerate(exprs):
            name = f"c{i}"
            columns[name] = kind
            item = [e, f" AS {name}"] if named or self.chance(0.6) else [e]
            parts.append(Node("opt", [", "] + item) if i else Node("item", item))
        return Node("list", parts), columns

    def some_kind(self, scope, among=TYPES):
        return self.r.choice([t for t in among if any(r.names(t) for r in scope)] or ["int4"])

    def order_keys(self, exprs):
        parts = []
        for e in exprs:
            parts.append(Node("opt", [e, self.r.choice(["", "", " DESC"]), self.r.choice(
                ["", "", " NULLS FIRST", " NULLS LAST"]), ", "]))
        return parts

    def limit(self):
        out = ""
        if self.chance(0.1):
            return Node("opt", [f" FETCH FIRST {self.r.randrange(1, 6)} ROWS WITH TIES"])
        if self.chance(0.8):
            out += f" LIMIT {self.r.choice([0, 1, 2, 3, 5, 10, 50])}"
        if self.chance(0.4):
            out += f" OFFSET {self.r.choice([0, 1, 2, 7])}"
        return Node("opt", [out])

    def where(self, scope, p=0.7):
        if not self.chance(p):
            return ""
        return Node("opt", [" WHERE ", self.expr("bool", scope, self.r.randrange(1, 5))])

    def plain(self, depth, nested):
        source, scope = self.from_clause(depth)
        exprs = []
        for _ in range(self.r.randrange(1, 4)):
            kind = self.some_kind(scope)
            exprs.append((kind, self.expr(kind, scope, self.r.randrange(0, 4))))
        if not nested and all(r.key for r in scope) and self.chance(0.3):
            exprs.append(self.window(scope))
        if self.chance(0.04):
            srf = self.r.choice(["generate_series(1, 3)", "unnest(ARRAY[1, NULL])",
                                 "generate_series(1, length({text}) % 4)", "unnest({int4[]})"])
            exprs.append(("int4", self.template("int4", srf, scope, 1)))
            nested_srf = True
        else:
            nested_srf = False
        items, columns = self.items(exprs, nested)
        if not nested and not nested_srf and self.chance(0.12):
            items = self.r.choice(["*", f"{self.r.choice(scope).alias}.*", f"{scope[0].alias}.*, 1"])
        parts = ["SELECT ", items, " FROM ", source, self.where(scope)]
        if self.chance(0.25 if nested else 0.55):
            keys = [self.expr(self.some_kind(scope), scope, self.r.randrange(0, 2))
                    for _ in range(self.r.randrange(0, 3))]
            keys = [Node(k.kind, ["(", k, ")"]) for k in keys
                    if re.match(r"[a-z]\w*[.(]", k.sql())]
            total = ", ".join(n for r in scope for n in r.order())
            parts.append(Node("opt", [" ORDER BY "] + self.order_keys(keys) +
                              [total, f", {len(exprs)}" if nested_srf else "",
                               self.limit() if self.chance(0.7) else ""]))
        return Node("query", parts), columns

    def window(self, scope):
        total = ", ".join(n for r in scope for n in r.order())
        some = self.r.choice([n for r in scope for n in r.names()])
        partition = self.leaf(self.some_kind(scope), scope)
        partition = Node("opt", ["PARTITION BY ", partition, " "]) if self.chance(0.6) else ""
        kind = self.some_kind(scope)
        value = self.leaf(kind, scope)
        ints = [n for r in scope for n in r.names("int4")]
        choice = self.r.randrange(10)
        order = f"ORDER BY {some}, {total}"
        if choice == 0:
            return "int8", Node("w", ["row_number() OVER (", partition, order, ")"])
        if choice == 1:
            f = self.r.choice(["rank", "dense_rank"])
            desc = self.r.choice(["", " DESC", " NULLS FIRST", " DESC NULLS LAST"])
            return "int8", Node("w", [f"{f}() OVER (", partition, f"ORDER BY {some}{desc})"])
        if choice == 2:
            f = self.r.choice(["lag", "lead"])
            return kind, Node("w", [f"{f}(", value, f", {self.r.randrange(3)}) OVER (", partition,
                                    order, ")"])
        if choice == 3:
            f = self.r.choice(["first_value", "last_value"])
            return kind, Node("w", [f"{f}(", value, ") OVER (", partition, order, ")"])
        if choice == 4 and ints:
            frame = self.r.choice(["", " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                                   " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
                                   " ROWS 2 PRECEDING"])
            return "int8", Node("w", [f"sum({self.r.choice(ints)}) OVER (", partition,
                                      order + frame, ")"])
        if choice == 6:
            f = self.r.choice(["ntile(3)", "percent_rank()", "cume_dist()", "row_number()"])
            return "int8", Node("w", [f"{f} OVER (", partition, order, ")"])
        if choice == 7:
            return kind, Node("w", ["nth_value(", value, f", {self.r.randrange(1, 4)}) OVER (",
                                    partition, order, self.frame(), ")"])
        if choice == 8:
            return "text", Node("w", ["string_agg(", self.leaf("text", scope), ", ',')",
                                      self.filter(scope), " OVER (", partition, order,
                                      self.frame(), ")"])
        if choice == 9 and ints:
            f = self.r.choice(["sum", "avg", "min", "max", "count"])
            by = self.r.choice(ints)
            frame = self.r.choice([" RANGE BETWEEN 3 PRECEDING AND 2 FOLLOWING",
                                   " RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
                                   " GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING", "",
                                   " GROUPS 2 PRECEDING EXCLUDE TIES",
                                   " RANGE 5 PRECEDING EXCLUDE CURRENT ROW"])
            return "int8", Node("w", [f"{f}({self.r.choice(ints)})", self.filter(scope), " OVER (",
                                      partition, f"ORDER BY {by}{self.r.choice(['', ' DESC'])}",
                                      frame, ")"])
        if choice == 5:
            return "int8", Node("w", ["count(", value, ") OVER (", partition,
                                      f"ORDER BY {some})" if self.chance(0.5) else ")"])
        return "int8", Node("w", ["count(*) OVER (", partition, ")"])

    def frame(self):
        mode = self.r.choice(["ROWS", "GROUPS"])
        return self.r.choice([
            "", f" {mode} BETWEEN 2 PRECEDING AND 1 PRECEDING", f" {mode} 1 PRECEDING",
            f" {mode} BETWEEN 1 FOLLOWING AND 3 FOLLOWING",
            f" {mode} BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW",
            " RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP"])

    def filter(self, scope):
        if self.chance(0.7):
            return ""
        return Node("opt", [" FILTER (WHERE ", self.expr("bool", scope, 2), ")"])

    def key(self, scope, depth):
        kind = self.some_kind(scope, KEYS)
        e = self.expr(kind, scope, depth)
        if not re.search(r"[a-z]\w*\.", e.sql()):
            names = [n for r in scope for n in r.names(kind)]
            if names:
                e = Node(kind, [self.r.choice(names)])
            else:
                kind, e = "int4", Node("int4", ["length(concat(", scope[0].names()[0], "))"])
        return kind, self.one_look(kind, e)

    @staticmethod
    def one_look(kind, e):
        """Where one of several equal values stands for all, the order of rows decides how it looks: 1.0 or 1.00,
        0 or -0. So all look the same."""
        if kind == "numeric":
            return Node("key", ["trim_scale(", e, ")"])
        if kind in ("float8", "float4"):
            return Node("key", ["(", e, " + 0)"])
        return e

    def aggregate(self, scope):
        distinct = "DISTINCT " if self.chance(0.2) else ""
        choice = self.r.randrange(16)
        kind = self.some_kind(scope)
        out, cast = "int8", ""
        total = ", ".join(n for r in scope for n in r.order())
        if choice == 0:
            body = ["count(*)"]
        elif choice == 1:
            body = [f"count({distinct}", self.expr(kind, scope, 1), ")"]
        elif choice == 2:
            body = [f"sum({distinct}", self.expr("int4", scope, 1), ")"]
        elif choice == 3:
            out = "numeric"
            body = [f"{self.r.choice(['sum', 'avg'])}({distinct}",
                    self.expr("int8" if distinct else self.r.choice(["int8", "numeric"]), scope, 1),
                    ")"]
        elif choice == 4:
            out = "numeric"
            body = [f"avg({distinct}", self.expr("int4", scope, 1), ")"]
        elif choice in (5, 6):
            out = kind = self.some_kind(scope, ORDERLY)
            e = self.one_look(kind, self.expr(kind, scope, 1))
            body = [f"{self.r.choice(['min', 'max'])}(", e, ")"]
        elif choice == 9 and self.chance(0.5):
            out = kind = self.some_kind(scope, ("int4", "text", "ts"))
            body = [self.r.choice(["mode()", "percentile_disc(0.5)", "percentile_disc(0.9)"]),
                    " WITHIN GROUP (ORDER BY ", self.expr(kind, scope, 1), ")"]
        elif choice == 9:
            out, kind = "jsonb", self.some_kind(scope, ("int4", "text", "bool", "numeric"))
            body = ["jsonb_agg(", self.expr(kind, scope, 1), f" ORDER BY {total})"]
        elif choice == 10:
            out = kind = self.some_kind(scope, ("int4", "text"))
            body = ["array_agg(", self.expr(kind, scope, 1), f" ORDER BY {total})"]
            out += "[]"
        elif choice == 12:
            out = "int4"
            body = [f"{self.r.choice(['bit_and', 'bit_or', 'bit_xor'])}({distinct}", self.expr("int4", scope, 1), ")"]
        elif choice == 13:
            kind = self.some_kind(scope, ("int4", "text", "ts"))
            out = "numeric"
            f = self.r.choice(["rank", "dense_rank"])
            body = [f"{f}({self.constant(kind)}) WITHIN GROUP (ORDER BY ", self.expr(kind, scope, 1),
                    self.r.choice([")", " DESC)", " NULLS FIRST)"])]
            out = "int8"
        elif choice == 14:
            out, kind = "jsonb", self.some_kind(scope, ("int4", "text", "bool"))
            body = self.r.choice([
                ["jsonb_object_agg(", f"concat_ws('-', {total}), ", self.expr(kind, scope, 1), ")"],
                ["jsonb_agg(DISTINCT ", self.expr(kind, scope, 1), ")"]])
        elif choice == 15:
            kind = self.some_kind(scope, ("int4", "text", "bool"))
            out, cast = "text", "::text"
            body = self.r.choice([
                ["array_agg(DISTINCT ", self.expr(kind, scope, 1), ")"],
                ["string_agg(DISTINCT ", self.expr("text", scope, 1), ", '+')"],
                ["count(DISTINCT (", self.expr(kind, scope, 1), ", ", self.expr("int4", scope, 1), "))"],
                ["range_agg(", self.expr("int4range", scope, 1), ")"],
                ["percentile_disc(ARRAY[0.2, 0.7]) WITHIN GROUP (ORDER BY ", self.expr("int4", scope, 1), ")"],
                ["json_agg(", self.expr(kind, scope, 1), f" ORDER BY {total})"]])
        elif choice == 11:
            out = "numeric"
            body = [f"{self.r.choice(['stddev', 'variance', 'var_pop', 'stddev_pop'])}(",
                    self.expr(self.r.choice(["int4", "numeric"]), scope, 1), ")"]
        elif choice == 7:
            out = "bool"
            body = [f"{self.r.choice(['bool_and', 'bool_or', 'every'])}(",
                    self.expr("bool", scope, 1), ")"]
        else:
            floats = [n for r in scope for n in r.names("float8")
                      if n.split(".")[1] in EXACT_FLOATS]
            if floats and self.chance(0.5):
                out = "float8"
                body = [f"{self.r.choice(['sum', 'avg'])}({distinct}{self.r.choice(floats)})"]
            else:
                out = "text"
                e = self.expr("text", scope, 1)
                body = ["string_agg(", e, f", ',' ORDER BY {total})"]
        if self.chance(0.25):
            body.append(Node("opt", [" FILTER (WHERE ", self.expr("bool", scope, 2), ")"]))
        return out, Node(out, body + [cast])

    def over_aggregate(self, scope):
        kind, e = self.aggregate(scope)
        p = self.r.random()
        if p < 0.1:
            return kind, Node(kind, ["COALESCE(", e, f", {self.constant(kind)})"])
        if p < 0.15:
            return "bool", Node("bool", ["(", e, " IS NULL)"])
        if p < 0.2 and kind == "numeric":
            return kind, Node(kind, ["round(", e, ", 2)"])
        if p < 0.3 and kind in ("int8", "text", "bool"):
            return "int8", Node("w", [self.r.choice(["rank()", "dense_rank()", "sum(count(*))"]),
                                      " OVER (ORDER BY ", e, ")"])
        if p < 0.35:
            return "text", Node("text", ["CASE WHEN count(*) > 2 THEN 'many' ELSE ", e, "::text END"])
        return kind, e

    def grouped(self, depth, nested):
        source, scope = self.from_clause(depth)
        keys = [self.key(scope, self.r.randrange(0, 2)) for _ in range(self.r.randrange(0, 3))]
        exprs = keys + [self.over_aggregate(scope) for _ in range(self.r.randrange(1, 4))]
        items, columns = self.items(exprs, nested)
        parts = ["SELECT ", items, " FROM ", source, self.where(scope)]
        if keys:
            by = ", ".join(str(i + 1) for i in range(len(keys)))
            sets = self.r.random()
            if sets < 0.2:
                whole = ", ".join(e.sql() for _, e in keys)
                if re.fullmatch(r"r\d+\.\w+(, r\d+\.\w+)*", whole):
                    by = f"{self.r.choice(['ROLLUP', 'CUBE'])} ({whole})"
                    if len(keys) == 2 and self.chance(0.6):
                        one, two = (e.sql() for _, e in keys)
                        by = self.r.choice([
                            f"GROUPING SETS (({one}, {two}), ({two}), ())", f"GROUPING SETS ({one}, {two})",
                            f"{one}, ROLLUP ({two})", f"GROUPING SETS (({one}), ROLLUP ({one}, {two}), ())",
                            f"DISTINCT ROLLUP ({one}), ROLLUP ({one}, {two})", f"GROUPING SETS (({one}, {two}), ({one}, {two}))"])
                    exprs.append(("int4", Node("int4", [f"grouping({whole})"])))
                    items, columns = self.items(exprs, nested)
                    parts[1] = items
            parts.append(" GROUP BY " + by)
        if self.chance(0.3):
            kind, agg = self.aggregate(scope)
            if kind != "bool":
                agg = Node("bool", [agg, self.r.choice([" > ", " = ", " <= ", " IS DISTINCT FROM "]),
                                    self.constant(kind)])
            parts.append(Node("opt", [" HAVING ", agg]))
        if self.chance(0.5) and not nested:
            parts.append(Node("opt", [" ORDER BY ", self.ordinals(len(exprs)),
                                      self.limit() if self.chance(0.6) else ""]))
        return Node("query", parts), columns

    def ordinals(self, n):
        order = list(range(1, n + 1))
        self.r.shuffle(order)
        return ", ".join(f"{i}{self.r.choice(['', '', ' DESC'])}"
                         f"{self.r.choice(['', '', ' NULLS FIRST', ' NULLS LAST'])}"
                         for i in order)

    def distinct(self, depth, nested):
        source, scope = self.from_clause(depth)
        exprs = [self.key(scope, self.r.randrange(0, 2)) for _ in range(self.r.randrange(1, 3))]
        items, columns = self.items(exprs, nested)
        parts = ["SELECT DISTINCT ", items, " FROM ", source, self.where(scope)]
        if self.chance(0.5) and not nested:
            parts.append(Node("opt", [" ORDER BY ", self.ordinals(len(exprs)),
                                      self.limit() if self.chance(0.6) else ""]))
        return Node("query", parts), columns

    def distinct_on(self, depth, nested):
        source, scope = self.from_clause(depth)
        kind, key = self.key(scope, 0)
        total = ", ".join(n for r in scope for n in r.order())
        other = self.some_kind(scope)
        items, columns = self.items([(kind, key), (other, self.expr(other, scope, 1))])
        where = self.where(scope)
        desc = self.r.choice(["", " DESC", " NULLS FIRST"])
        return Node("query", ["SELECT DISTINCT ON (", key.sql(), ") ", items, " FROM ", source, where,
                              " ORDER BY ", key.sql(), f"{desc}, {total}",
                              self.limit() if self.chance(0.3) else ""]), columns

    def set_operation(self, depth, nested):
        kinds = [self.r.choice(KEYS) for _ in range(self.r.randrange(1, 3))]
        parts = []
        count = self.r.choice([2, 2, 2, 3])
        columns = {}
        for i in range(count):
            source, scope = self.from_clause(0)
            exprs = []
            for kind in kinds:
                e = self.expr(kind, scope, self.r.randrange(0, 2))
                exprs.append((kind, self.one_look(kind, e)))
            items, columns = self.items(exprs)
            for item in items.parts:  # every branch has the same width
                item.kind = "item"
            arm = ["SELECT ", items, " FROM ", source, self.where(scope, 0.5)]
            if i:
                op = self.r.choice(["UNION", "UNION ALL", "INTERSECT", "EXCEPT", "EXCEPT ALL",
                                    "INTERSECT ALL"])
                if self.chance(0.15):
                    arm = ["VALUES ", ", ".join(
                        "(" + ", ".join(self.r.choice([self.constant(k), f"NULL::{sql_name(k)}"]) for k in kinds) + ")"
                        for _ in range(2))]
                elif self.chance(0.2):
                    arm = ["("] + arm + [" ORDER BY ", ", ".join(n for r in scope for n in r.order()), self.limit(), ")"]
                parts.append(Node("opt", [f" {op} "] + arm))
            else:
                parts += arm
        if self.chance(0.5) and not nested:
            parts.append(Node("opt", [" ORDER BY ", self.ordinals(len(kinds)),
                                      self.limit() if self.chance(0.6) else ""]))
        return Node("query", parts), columns

    def query(self, depth, nested=False):
        make = self.r.choice([self.distinct_on, self.plain] + [self.plain] * 4 + [self.grouped] * 3 + [self.distinct] +
                             [self.set_operation])
        return make(depth, nested)

    def risky(self):
        sql, rel = self.table()
        for _ in range(50):
            template = self.r.choice(RULES["risky"])
            if all(rel.names(k) for k in re.findall(r"\{(\w+)\}", template)):
                break
        e = self.template("item", template, [rel], 1)
        return Node("query", [f"SELECT {rel.names()[0]}, ", e, f" FROM {sql}"])

    def statement(self):
        """The query, and whether an error in it is a determined one."""
        if self.chance(0.1):
            return self.risky(), True
        parts = []
        if self.chance(0.05):
            sql, rel = self.table(small=True)
            n = self.r.choice(rel.names("int4"))
            op = self.r.choice(["UNION", "UNION ALL"])
            parts = [f"WITH RECURSIVE w1(c0, c1) AS (SELECT {n}, 0 FROM {sql}",
                     Node("opt", [" WHERE ", self.expr("bool", [rel], 2)]),
                     f" {op} SELECT c0 / 2, c1 + 1 FROM w1 WHERE c1 < 3",
                     Node("opt", [" AND ", self.expr("bool", [Relation("w1", {"c0": "int4"}, None)],
                                                     2)]), ") "]
            self.ctes["w1"] = {"c0": "int4", "c1": "int4"}
            if self.chance(0.3):
                how = self.r.choice(["DEPTH", "BREADTH"])
                parts.append(f"SEARCH {how} FIRST BY c1, c0 SET c2 ")
                self.ctes["w1"]["c2"] = "record"
            if self.chance(0.3):
                parts.append("CYCLE c0 SET c3 USING c4 ")
                self.ctes["w1"].update(c3="bool", c4="record[]")
        elif self.chance(0.15):
            inner, columns = self.query(1, nested=True)
            parts = ["WITH w1 AS " + self.r.choice(["", "", "MATERIALIZED "]) + "(", inner, ") "]
            self.ctes["w1"] = columns
            if self.chance(0.3):
                inner, columns = self.query(0, nested=True)
                parts = parts[:-1] + ["), w2 AS " + self.r.choice(["", "NOT MATERIALIZED "]) + "(", inner, ") "]
                self.ctes["w2"] = columns
        query, _ = self.query(2)
        whole = Node("query", parts + [query])
        if self.chance(0.2):
            self.strange(whole)
        return whole, False

    def strange(self, whole):
        """Puts a value of another type, or an untyped literal, in a place: mostly an error then."""
        places = [(n, i) for n in [whole] + list(whole.below()) for i, part in enumerate(n.parts)
                  if isinstance(part, Node) and part.kind in TYPES]
        if places:
            node, i = self.r.choice(places)
            value = self.r.choice(["'5'", "NULL", "'2024-01-15'", "'abc'", "'t'", "1.5", "count(*)",
                                   "current_date", "(1, 2)", "'{1,2}'", "ARRAY[]", "nothing", "*",
                                   "''", "'1 day'", "5000000000", "f(1)", "length(1)", "(SELECT 1, 2)",
                                   "array_agg(1)", "rank() OVER ()"]
                                  + [self.constant(self.r.choice(TYPES)) for _ in range(20)])
            node.parts[i] = Node(node.parts[i].kind, [value])

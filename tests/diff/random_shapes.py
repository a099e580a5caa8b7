"""Random queries of particular shapes: trees of set operations, frames, rows, recursion, joins in brackets."""

import re

from random_calls import Calls
from random_parts import Node, Relation
from random_rules import KEYS, sql_name

NUMBERS = ("int2", "int4", "int8", "numeric")
# types of which one set operation may have several
FAMILIES = (NUMBERS, ("int2", "int4", "int8", "float8"), ("date", "ts"), ("date", "timestamp"), ("text",), ("int4[]",), ("bool",))
# what RANGE may add to an order of the type
SETS = re.compile(r"\b(ROLLUP|CUBE|GROUPING SETS)\b")


def has_sets(sql):
    """Behind grouping sets PostgreSQL 15 may leave out the sorting (random says when): no LIMIT there."""
    return SETS.search(sql) is not None


OFFSETS = {"int4": ("0", "1", "3", "10"), "int8": ("0::int8", "5", "100::int8"), "int2": ("1::int2", "2", "3::int8"),
           "numeric": ("0.5", "0", "10.25"), "float8": ("0.5", "0", "'Infinity'"),
           "ts": ("interval '1 day'", "'2 months'", "interval '0'"), "date": ("interval '40 days'", "'1 year'"),
           "timestamp": ("interval '90 minutes'", "'1 month'"), "time": ("interval '2 hours'",)}


class Shapes(Calls):
    # ---- set operations in brackets, of columns of several types

    def arm(self, kinds, ordered):
        source, scope = self.from_clause(0)
        items = []
        for i, kind in enumerate(kinds):
            e = self.one_look(kind, self.expr(kind, scope, self.r.randrange(0, 2)))
            items += [", " if i else "", e, f" AS c{i}" if self.chance(0.8) or "\u27e6" in e.sql() else ""]
        where = self.where(scope, 0.6)
        parts = ["SELECT " + self.r.choice(["", "", "", "DISTINCT "])] + items + [" FROM ", source, where]
        if ordered and "DISTINCT" not in parts[0]:
            parts += [" ORDER BY ", ", ".join(n for r in scope for n in r.order()), self.limit()]
            return ["("] + parts + [")"]
        return parts

    def tree(self, family, width, depth):
        """An operand, in brackets where it needs them; and its SQL."""
        if depth == 0 or self.chance(0.3):
            p = self.r.random()
            kinds = [self.r.choice(family[i]) for i in range(width)]
            if p < 0.12:
                rows = ["(" + ", ".join(self.r.choice([self.plain_constant(k), self.plain_constant(k), "NULL"]) for k in kinds) + ")"
                        for _ in range(self.r.randrange(1, 4))]
                return ["VALUES ", ", ".join(rows)]
            if p < 0.2:
                return ["SELECT ", ", ".join(self.r.choice([self.plain_constant(k), "NULL"]) for k in kinds)]
            return self.arm(kinds, self.chance(0.25))
        out = []
        for i in range(self.r.choice([2, 2, 3])):
            inner = self.tree(family, width, depth - 1)
            if self.chance(0.5):
                tail = ""
                if self.chance(0.4):
                    tail = Node("opt", [" ORDER BY " + self.ordinals(width), self.limit() if self.chance(0.6) else ""])
                inner = inner if inner[0] == "(" and not tail else ["("] + inner + [tail, ")"]
            op = self.r.choice([" UNION ", " UNION ALL ", " UNION ALL ", " INTERSECT ", " EXCEPT ", " EXCEPT ALL ", " INTERSECT ALL "])
            out.append(Node("opt" if i else "item", ([op] if i else []) + inner))
        return out

    def set_tree(self, depth, nested):
        width = self.r.randrange(1, 3)
        family = [self.r.choice(FAMILIES) for _ in range(width)]
        family = [f if len(f) > 1 and self.chance(0.7) else (self.r.choice(f),) for f in family]
        parts = self.tree(family, width, 2)
        if nested:  # the columns' types and names are the tree's own
            return self.over(parts, width)
        if self.chance(0.6):
            parts.append(Node("opt", [" ORDER BY ", self.ordinals(width), self.limit() if self.chance(0.6) else ""]))
        return Node("query", parts), {}

    def over(self, parts, width):
        alias = self.alias("s")
        names = ", ".join(f"c{i}" for i in range(width))
        return (Node("query", [f"SELECT count(*) AS c0, min({alias}.c0::text) AS c1 FROM ("] + parts + [f") AS {alias}({names})"]),
                {"c0": "int8", "c1": "text"})

    # ---- windows: named ones, frames of every kind

    def range_frame(self, kind):
        steps = ["UNBOUNDED PRECEDING", "CURRENT ROW", "UNBOUNDED FOLLOWING"]
        steps += [f"{o} {w}" for o in OFFSETS.get(kind, ()) for w in ("PRECEDING", "FOLLOWING")]
        return self.bounds("RANGE", steps)

    def bounds(self, mode, steps):
        def place(step):
            return 0 if step.startswith("UNBOUNDED P") else 4 if step.startswith("UNBOUNDED F") else \
                2 if step == "CURRENT ROW" else 1 if step.endswith("PRECEDING") else 3
        first = self.r.choice([s for s in steps if place(s) < 4])
        if self.chance(0.25) and place(first) < 3:
            return f" {mode} {first}{self.exclude()}"
        last = self.r.choice([s for s in steps if place(s) >= max(1, place(first))])
        return f" {mode} BETWEEN {first} AND {last}{self.exclude()}"

    def exclude(self):
        return self.r.choice(["", "", "", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES", " EXCLUDE NO OTHERS"])

    def any_frame(self, kind, total):
        """total: the order leaves no two rows equal, so that frames of rows are determined."""
        if self.chance(0.25):
            return ""
        steps = ["UNBOUNDED PRECEDING", "CURRENT ROW", "UNBOUNDED FOLLOWING", "1 PRECEDING", "2 FOLLOWING", "0 PRECEDING", "3 PRECEDING"]
        if total:
            return self.bounds(self.r.choice(["ROWS", "GROUPS"]), steps) if kind is None or self.chance(0.5) else ""
        return self.range_frame(kind) if self.chance(0.6) else self.bounds("GROUPS", steps)

    def window_definition(self, scope, alone):
        """Text after OVER (, and whether its order is a total one. alone: one order key, for RANGE with an offset."""
        partition = ""
        if self.chance(0.6):
            partition = f"PARTITION BY {self.leaf(self.some_kind(scope), scope).sql()} "
        if alone:
            kind = self.some_kind(scope, tuple(OFFSETS))
            key = self.leaf(kind, scope).sql()
            return partition + f"ORDER BY {key}{self.r.choice(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])}" + \
                self.any_frame(kind, False), False
        total = ", ".join(n for r in scope for n in r.order())
        key = self.r.choice([n for r in scope for n in r.names()])
        return partition + f"ORDER BY {key}{self.r.choice(['', ' DESC', ' NULLS FIRST'])}, {total}" + self.any_frame(None, True), True

    def window_call(self, scope, total):
        """A function whose answer the window determines (total: the order of its rows too)."""
        kind = self.some_kind(scope)
        value = self.expr(kind, scope, 1)
        choice = self.r.randrange(9 if total else 5)
        if choice == 0:
            return "int8", Node("w", ["count(", value, ")", self.filter(scope)])
        if choice == 1:
            return "int8", Node("w", [f"{self.r.choice(['sum', 'avg', 'min', 'max'])}(", self.expr("int4", scope, 1), ")", self.filter(scope)])
        if choice == 2:
            return "numeric", Node("w", [f"{self.r.choice(['sum', 'avg'])}(", self.expr(self.r.choice(["int8", "numeric"]), scope, 1), ")"])
        if choice == 3:
            kind = self.some_kind(scope, ("int4", "text", "ts", "date", "int8"))
            return kind, Node("w", [f"{self.r.choice(['min', 'max'])}(", self.expr(kind, scope, 1), ")", self.filter(scope)])
        if choice == 4:
            return "int8", Node("w", [self.r.choice(["rank()", "dense_rank()", "cume_dist()", "percent_rank()", "count(*)"])])
        if choice == 5:
            return kind, Node("w", [f"{self.r.choice(['first_value', 'last_value'])}(", value, ")"])
        if choice == 6:
            f = self.r.choice(["lag", "lead"])
            more = self.r.choice(["", ", 2", f", 1, {self.constant(kind)}", f", {self.r.randrange(3)}, NULL"])
            return kind, Node("w", [f"{f}(", value, more, ")"])
        if choice == 7:
            return kind, Node("w", ["nth_value(", value, ", 2)"])
        return "int8", Node("w", [self.r.choice(["row_number()", "ntile(2)", "ntile(5)"])])

    def windowed(self, depth, nested):
        source, scope = self.from_clause(depth)
        total = ", ".join(n for r in scope for n in r.order())
        exprs = [(k, Node(k, [n])) for k, n in [self.some_column(scope)]]
        named, definitions = [], []
        for i in range(self.r.randrange(1, 4)):
            definition, sure = self.window_definition(scope, self.chance(0.5) or not all(r.key for r in scope))
            out, call = self.window_call(scope, sure)
            if named and self.chance(0.3):
                name, sure = self.r.choice(named)
                out, call = self.window_call(scope, sure)
                over = f" OVER {name}"
            elif self.chance(0.4):
                name = f"w{i}"
                named.append((name, sure))
                over = f" OVER {name}"
                definitions.append(f"{name} AS ({definition})")
            else:
                over = f" OVER ({definition})"
            exprs.append((out, Node("w", [call, over])))
        items, columns = self.items(exprs, nested)
        where = self.where(scope, 0.5)
        parts = ["SELECT ", items, " FROM ", source, where]
        if definitions:
            parts.append(" WINDOW " + ", ".join(definitions))
        if not nested and self.chance(0.6):
            parts.append(Node("opt", [" ORDER BY ", self.r.choice(["", f"{len(exprs)}, "]), total, self.limit() if self.chance(0.5) else ""]))
        return Node("query", parts), columns

    def some_column(self, scope):
        kind = self.some_kind(scope)
        return kind, self.leaf(kind, scope).sql()

    def top_of_each(self, depth, nested):
        """The first rows of each partition: a condition on row_number() and the like outside."""
        source, scope = self.from_clause(0)
        total = ", ".join(n for r in scope for n in r.order())
        key_kind, key = self.some_column(scope)
        kind, value = self.some_column(scope)
        alias = self.alias("d")
        f = self.r.choice(["row_number()", "rank()", "count(*)", "dense_rank()"])
        inner = [f"SELECT {key} AS c0, {value} AS c1, {f} OVER (PARTITION BY {key} ORDER BY {self.r.choice(['', value + ' DESC, '])}{total}) AS c2 FROM ",
                 source, self.where(scope, 0.4)]
        condition = self.r.choice([f"{alias}.c2 <= 2", f"{alias}.c2 = 1", f"{alias}.c2 < 3", f"{alias}.c2 BETWEEN 2 AND 3"])
        rel = Relation(alias, {"c0": key_kind, "c1": kind, "c2": "int8"}, None)
        more = Node("opt", [" AND ", self.expr("bool", [rel], 2)]) if self.chance(0.4) else ""
        return (Node("query", [f"SELECT {alias}.c0 AS c0, {alias}.c1 AS c1, {alias}.c2 AS c2 FROM ("] + inner +
                     [f") {alias} WHERE {condition}", more]), rel.columns)

    # ---- grouping: HAVING and ORDER BY of what is not selected, aggregates in expressions

    def grouped_more(self, depth, nested):
        source, scope = self.from_clause(depth)
        keys = [self.key(scope, 0) for _ in range(self.r.randrange(1, 4))]
        texts = [e.sql() for _, e in keys]
        one, rest = texts[0], ", ".join(texts)
        by = self.r.choice([rest, rest, rest, f"ROLLUP ({rest})", f"CUBE ({rest})", f"GROUPING SETS (({rest}), ())", f"GROUPING SETS (({one}), ({rest}))",
                            f"GROUPING SETS ({', '.join(texts)})", f"{one}, GROUPING SETS (({rest}), ())", f"GROUPING SETS (({rest}), CUBE ({one}))"])
        sets = by != rest
        exprs = [k for k in keys if self.chance(0.8)]
        for _ in range(self.r.randrange(1, 3)):
            exprs.append(self.r.choice([self.over_aggregate, self.arithmetic])(scope))
        if sets and self.chance(0.6):
            exprs.append(("int4", Node("int4", [f"grouping({self.r.choice([one, rest])})"])))
        items, columns = self.items(exprs, nested)
        parts = ["SELECT ", items, " FROM ", source, self.where(scope, 0.5), " GROUP BY " + by]
        if self.chance(0.6):
            parts.append(Node("opt", [" HAVING ", self.having(scope, keys, sets)]))
        if self.chance(0.5) and not nested:
            count = Node("opt", [self.r.choice(["count(*)", "max(length(%s::text))" % texts[0], f"{one} IS NULL"]), self.r.choice(["", " DESC"]), ", "])
            parts.append(Node("opt", [" ORDER BY ", count if self.chance(0.5) else "", self.ordinals(len(exprs)),
                                      self.limit() if self.chance(0.5) and not has_sets(by) else ""]))
        return Node("query", parts), columns

    def arithmetic(self, scope):
        x = self.expr("int4", scope, 1).sql()
        case = self.expr("bool", scope, 2)
        return self.r.choice([
            ("int8", Node("int8", ["(count(*) - count(", x, "))"])),
            ("int4", Node("int4", ["(max(", x, ") / 2 - min(", x, ") / 2)"])),
            ("int8", Node("int8", ["sum(CASE WHEN ", case, " THEN 1 ELSE 0 END)"])),
            ("int8", Node("int8", ["count(CASE WHEN ", case, " THEN 1 END)"])),
            ("numeric", Node("numeric", ["round(100.0 * count(*) FILTER (WHERE ", case, ") / NULLIF(count(*), 0), 2)"])),
            ("bool", Node("bool", ["(avg(", x, ") > 3)"])),
            ("text", Node("text", ["(max(", x, ")::text || '..' || min(", x, "))"])),
            ("numeric", Node("numeric", ["(sum(", x, ") / 3.0)"])),
            ("int8", Node("int8", ["coalesce(sum(", x, ") FILTER (WHERE ", case, "), 0)"]))])

    def having(self, scope, keys, sets):
        kind, key = keys[0]
        kind_of, agg = self.aggregate(scope)
        simple = agg if kind_of == "bool" else Node("bool", [agg, " IS NOT NULL"])
        choices = [Node("bool", ["count(*) > 1"]), simple, Node("bool", ["(count(*) > 1 OR ", key, " IS NULL)"]),
                   Node("bool", [key, f" {self.r.choice(['=', '<', '>=', '<>'])} {self.constant(kind)}"]),
                   Node("bool", ["count(*) > (SELECT count(*) FROM one)"]),
                   Node("bool", ["count(*) = ANY (SELECT q.k FROM numbers q)"]),
                   Node("bool", ["NOT (", simple, ")"])]
        sql, rel = self.table(small=True)
        names = rel.names(kind)
        if names and re.fullmatch(r"\w+\.\w+", key.sql()):  # PostgreSQL knows no other keys again further in
            choices += [Node("bool", [f"EXISTS (SELECT 1 FROM {sql} WHERE {self.r.choice(names)} = ", key, ")"]),
                        Node("bool", [key, f" {self.r.choice(['IN', 'NOT IN'])} (SELECT {self.r.choice(names)} FROM {sql})"]),
                        Node("bool", [f"count(*) > (SELECT count(*) FROM {sql} WHERE {self.r.choice(names)} < ", key, ")"])]
        if sets:
            choices += [Node("bool", ["grouping(", key, f") = {self.r.randrange(2)}"])] * 2
        return self.r.choice(choices)

    # ---- whole rows

    def rows(self, depth, nested):
        sql, rel = self.table(small=True)
        other_sql, other = self.table(small=True)
        a, b = rel.alias, other.alias
        item = self.r.choice([f"{a}", f"{a}::text", f"to_jsonb({a})", f"row_to_json({a})", f"({a} IS NULL)", f"({a} IS NOT NULL)", f"({a} = {a})",
                              f"({a}.*)::text", f"row({a}.*, 1)", f"row({a}, 1)", f"({a}).{rel.key}", f"count({a}) OVER ()", f"pg_typeof({a}.*)::text = ''",
                              f"COALESCE({a}, NULL)", f"({a} IS DISTINCT FROM NULL)", f"ARRAY[row({a}.{rel.key}, 'x')]", f"num_nulls({a}.*)",
                              f"jsonb_build_object('r', {a})", f"(SELECT {b} FROM {other_sql} WHERE {b}.{other.key} = {a}.{rel.key})",
                              f"(SELECT x FROM (SELECT {a}.{rel.key}, {a}.*) AS x)::text"])
        where = self.r.choice(["", f" WHERE {a} IS NOT NULL", f" WHERE row({a}.*) IS NOT NULL", f" WHERE ({a}).{rel.key} > 3", f" WHERE {a} = {a}",
                               f" WHERE {a} IN (SELECT q FROM {sql.split()[0]} q WHERE q.{rel.key} < 5)"])
        return Node("query", [f"SELECT {a}.{rel.key} AS c0, {item} AS c1 FROM {sql}", Node("opt", [where]), f" ORDER BY {a}.{rel.key}"]), {"c0": "int4"}

    # ---- joins: in brackets, with names of their own, merged columns

    def joined(self, depth, nested):
        one, a = self.table()
        two, b = self.table(small=True)
        common = [c for c, t in b.columns.items() if a.columns.get(c) == t and "." not in c]
        how = self.r.choice(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"])
        scope, items = [a, b], []
        if common and self.chance(0.7):
            names = self.r.sample(common, self.r.randrange(1, min(3, len(common) + 1)))
            if self.chance(0.3):
                source, names = f"{one} NATURAL {how} {two}", common
            elif self.chance(0.5):
                alias = self.alias("j")
                source = f"{one} {how} {two} USING ({', '.join(names)}) AS {alias}"
                scope.append(Relation(alias, {n: a.columns[n] for n in names}, None))
            else:
                source = f"{one} {how} {two} USING ({', '.join(names)})"
            items = [(a.columns[n], Node("merged", [n])) for n in names if self.chance(0.7)]
        else:
            three, c = self.table(small=True)
            inner = self.r.choice(["JOIN", "LEFT JOIN", "FULL JOIN"])
            source = f"{one} {how} ({two} {inner} {three} ON {self.equal(b, c)}) ON {self.equal(a, self.r.choice([b, c]))}"
            scope.append(c)
            if self.chance(0.2) and not nested:
                return Node("query", ["SELECT * FROM ", source, self.where(scope, 0.5)]), {}
        for _ in range(self.r.randrange(1, 4)):
            kind = self.some_kind(scope)
            items.append((kind, self.expr(kind, scope, 1)))
        items, columns = self.items(items, nested)
        return Node("query", ["SELECT ", items, " FROM ", source, self.where(scope, 0.6)]), columns

    def equal(self, a, b):
        kinds = [t for t in KEYS if a.names(t) and b.names(t)]
        if not kinds:
            return "true"
        kind = self.r.choice(kinds)
        return f"{self.r.choice(a.names(kind))} = {self.r.choice(b.names(kind))}"

    # ---- VALUES and TABLE alone

    def values(self, depth, nested):
        kinds = [self.r.choice(KEYS) for _ in range(self.r.randrange(1, 4))]
        rows = ", ".join("(" + ", ".join(self.r.choice([self.constant(k), self.constant(k), f"NULL::{sql_name(k)}", "NULL"]) for k in kinds) + ")"
                         for _ in range(self.r.randrange(1, 5)))
        tail = Node("opt", [" ORDER BY " + self.ordinals(len(kinds)), self.limit()])
        if nested:
            alias = self.alias("v")
            names = [f"c{i}" for i in range(len(kinds))]
            return (Node("query", [f"SELECT {', '.join(f'{alias}.{n} AS {n}' for n in names)} FROM (VALUES ",
                                   "(" + ", ".join(self.constant(k) for k in kinds) + "), ", rows, f") AS {alias}({', '.join(names)})"]),
                    dict(zip(names, kinds)))
        return Node("query", ["VALUES ", rows, tail]), {}

    # ---- WITH RECURSIVE over tables

    def recursion(self):
        """A WITH clause that follows a column to rows of a table, and what its item has."""
        sql, rel = self.table(small=True)
        steps = rel.names("int4") or ["1"]
        start = [Node("opt", [" WHERE ", self.expr("bool", [rel], 2)])]
        w = Relation("w1", {"c0": "int4", "c1": "int4"}, None)
        more = Node("opt", [" AND ", self.expr("bool", [rel, w], 2)]) if self.chance(0.5) else ""
        shape = self.r.randrange(3)
        if shape == 0:
            step = [f"SELECT {self.r.choice(steps)}, w1.c1 + 1 FROM {sql} JOIN w1 ON {self.r.choice(steps)} = w1.c0 WHERE w1.c1 < 3", more]
        elif shape == 1:
            step = [f"SELECT w1.c0 % 5, w1.c1 + 1 FROM w1 LEFT JOIN {sql} ON {self.r.choice(steps)} = w1.c0 WHERE w1.c1 < 2", more]
        else:
            step = [f"SELECT x.c0, x.c1 FROM w1, LATERAL (SELECT {self.r.choice(steps)} AS c0, w1.c1 + 1 AS c1 FROM {sql} WHERE {rel.alias}.{rel.key} = w1.c0) x "
                    "WHERE w1.c1 < 3"]
        parts = [f"WITH RECURSIVE w1(c0, c1) AS (SELECT {self.r.choice(steps)}, 0 FROM {sql}"] + start
        parts += [f" {self.r.choice(['UNION', 'UNION', 'UNION ALL'])} "] + step + [") "]
        self.ctes["w1"] = {"c0": "int4", "c1": "int4"}
        return parts

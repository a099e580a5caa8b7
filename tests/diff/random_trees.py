"""Random queries of the fourth grammar (--trees): what a planner has to get right. Joins of all kinds nested in any way, over columns that equal
one another by way of others; EXISTS, IN, NOT IN and their kind, and scalar subqueries, with rows of any level outside; subqueries in FROM that group, sort,
cut, unite; WITH, LATERAL, windows and grouping sets on top. All values are small whole numbers, so that rows do meet, and a good part of them is NULL."""

import random

from random_parts import Node, Relation

COLUMNS = {
    "t": ["_id", "a", "nums[1]"], "numbers": ["_id", "i", "k"], "strings": ["_id", "n", "length(v)"], "customers": ["num", "num % 5"], "orders": ["_id", "customer", "qty"],
    "early": ["_id", "customer", "qty"], "events": ["_id", "count", "value"], "mixed": ["_id", "g", "j", "fl"], "kinds": ["id", "p", "k", "i2", "i8"], "parts": ["id", "kind", "kind % 3"],
    "kinds_view": ["id", "k2", "i8"], "parts_sums": ["kind", "n"], "parts_by_mood": ["n"], "one": ["_id"], "empty": ["_id", "a"]}
TABLES = [t for t, n in (("t", 4), ("numbers", 4), ("strings", 2), ("customers", 3), ("orders", 3), ("early", 2), ("events", 3), ("mixed", 4), ("kinds", 5), ("parts", 4),
                         ("kinds_view", 2), ("parts_sums", 2), ("parts_by_mood", 1), ("one", 1), ("empty", 1)) for _ in range(n)]
COMPARISONS = ["=", "=", "=", "=", "<", ">=", "<>", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"]


class Trees:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.aliases = 0
        self.ctes = []  # name and columns

    def alias(self, stem="r"):
        self.aliases += 1
        return f"{stem}{self.aliases}"

    def chance(self, p):
        return self.r.random() < p

    # ---- relations

    def relation(self, depth, outer):
        """(text, Relation); its columns are names or expressions over {}."""
        alias = self.alias()
        p = self.r.random()
        if self.ctes and p < 0.25:
            name, columns = self.r.choice(self.ctes)
            return f"{name} {alias}", Relation(alias, {c: "n" for c in columns}, None)
        if depth > 0 and 0.2 < p < 0.45:
            query, columns = self.query(depth - 1, outer)
            return Node("from", ["(", query, f") {alias}"]), Relation(alias, {c: "n" for c in columns}, None)
        if 0.45 < p < 0.5:
            rows = ", ".join(f"({self.constant()}, {self.constant()})" for _ in range(self.r.randrange(1, 4)))
            return f"(VALUES (0, NULL::int4), {rows}) {alias}(c0, c1)", Relation(alias, {"c0": "n", "c1": "n"}, None)
        if 0.5 < p < 0.53:
            return f"generate_series(1, {self.r.randrange(1, 6)}) {alias}(c0)", Relation(alias, {"c0": "n"}, None)
        table = self.r.choice(TABLES)
        return f"{table} {alias}", Relation(alias, {c: "n" for c in COLUMNS[table]}, None)

    def column(self, scope):
        rel = self.r.choice(scope)
        name = self.r.choice(list(rel.columns))
        return f"length({rel.alias}.v)" if name == "length(v)" else f"({rel.alias}.{name})" if "%" in name else f"{rel.alias}.{name}"

    def constant(self):
        return self.r.choice(["0", "1", "2", "3", "5", "7", "-1"])

    def value(self, scope, depth=1):
        p = self.r.random()
        if p < 0.7 or depth <= 0:
            return self.column(scope)
        if p < 0.75:
            return self.constant()
        return self.r.choice(["coalesce({0}, {2})", "nullif({0}, {2})", "({0} % 5)", "(CASE WHEN {0} > {1} THEN {0} ELSE {2} END)", "greatest({0}, {1})", "(- ({0} % 7))", "coalesce({0}, {1})",
                              "({0} % 3 + {1} % 3)"]).replace("{0} %", "{0}::numeric %").replace("{1} %", "{1}::numeric %").format(self.column(scope), self.column(scope), self.constant())

    # ---- FROM

    def joined(self, n, depth, outer):
        """A tree of n relations: (node, scope)."""
        if n == 1:
            lateral = outer and self.chance(0.1)
            item, rel = self.relation(depth, outer if lateral else [])
            return Node("from", [item]), [rel]
        k = self.r.randrange(1, n)
        (left, a), (right, b) = self.joined(k, depth, outer), self.joined(n - k, depth, outer)
        right = right if n - k == 1 else Node("from", ["(", right, ")"])
        how = self.r.choice(["JOIN", "JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN"])
        if how == "CROSS JOIN" and self.chance(0.7):
            how = "JOIN"
        if how == "CROSS JOIN":
            return Node("from", [left, " CROSS JOIN ", right]), a + b
        parts = [left, f" {how} ", right, " ON ", Node("bool", [f"{self.column(a)} = {self.column(b)}"])]
        if how == "FULL JOIN":
            return Node("from", parts), a + b
        for _ in range(self.r.choice([0, 0, 0, 1, 1, 2])):
            parts.append(Node("opt", [" AND ", self.condition(a + b, outer, depth)]))
        return Node("from", parts), a + b

    def source(self, depth, outer):
        node, scope = self.joined(self.r.choice([1, 1, 2, 2, 3, 3, 4, 5]), depth, outer)
        parts = [node]
        for _ in range(self.r.choice([0, 0, 0, 1, 2])):
            more, rels = self.joined(self.r.choice([1, 1, 2]), depth, outer)
            parts += [", ", more]
            scope = scope + rels
        if depth > 0 and self.chance(0.2):
            alias = self.alias("l")
            query, columns = self.query(depth - 1, scope + outer)
            parts.append(Node("opt", [self.r.choice([", LATERAL (", " CROSS JOIN LATERAL ("]), query, f") {alias}"]) if self.chance(0.5) else
                         Node("from", [" LEFT JOIN LATERAL (", query, f") {alias} ON ", Node("bool", ["true"])]))
            if parts[-1].kind == "from":
                scope = scope + [Relation(alias, {c: "n" for c in columns}, None)]
        return Node("from", parts), scope, len(parts)

    # ---- conditions

    def condition(self, scope, outer, depth):
        p = self.r.random()
        every = scope + outer if outer and self.chance(0.5) else scope
        if p < 0.3:
            return Node("bool", [f"{self.value(scope)} {self.r.choice(COMPARISONS)} {self.value(every)}"])
        if p < 0.4:
            return Node("bool", [f"{self.value(scope)} IS {self.r.choice(['NULL', 'NOT NULL'])}"])
        if p < 0.45:
            return Node("bool", [f"{self.value(scope)} {self.r.choice(['IN', 'NOT IN'])} ({self.constant()}, {self.value(every)}{self.r.choice([', NULL', '', ''])})"])
        if p < 0.5:
            return Node("bool", [f"({self.value(scope)}, {self.value(scope)}) {self.r.choice(['=', '<', '>=', '<>'])} ({self.value(every)}, {self.constant()})"])
        if p > 0.6 and depth <= 0:
            return Node("bool", [f"{self.column(scope)} {self.r.choice(COMPARISONS)} {self.column(every)}"])
        if p < 0.62:
            return Node("bool", ["(", self.condition(scope, outer, depth - 1), self.r.choice([" OR ", " OR ", " AND "]), self.condition(scope, outer, depth - 1), ")"])
        if p < 0.66:
            return Node("bool", ["NOT (", self.condition(scope, outer, depth - 1), ")"])
        if p < 0.68:
            return Node("bool", ["(", self.condition(scope, outer, depth - 1), f") IS {self.r.choice(['TRUE', 'NOT TRUE', 'UNKNOWN', 'NOT FALSE'])}"])
        return self.asked(scope, outer, depth)

    def asked(self, scope, outer, depth):
        """A subquery as a condition."""
        p = self.r.random()
        every = scope + outer
        if p < 0.35:
            return Node("bool", [self.r.choice(["EXISTS (", "NOT EXISTS ("]), self.plain("1", depth - 1, every), ")"])
        op = self.r.choice(["IN", "IN", "NOT IN", "= ANY", "< ALL", "<> ALL", ">= ANY", "<> ANY"])
        if p < 0.65:
            return Node("bool", [f"{self.value(scope)} {op} (", self.plain(1, depth - 1, every), ")"])
        if p < 0.8:
            return Node("bool", [f"({self.value(scope)}, {self.value(every)}) {self.r.choice(['IN', 'IN', 'NOT IN', '= ANY', '<> ALL', '< ANY'])} (", self.plain(2, depth - 1, every), ")"])
        return Node("bool", [f"{self.value(scope)} {self.r.choice(['=', '<', '>=', '<>'])} ", self.scalar(every, depth)])

    def plain(self, n, depth, outer):
        """A subquery with n columns ("1": a constant), mostly of one relation and correlated."""
        if isinstance(n, int) and self.chance(0.15):
            query, columns = self.query(depth, outer)
            alias = self.alias("q")
            rel = Relation(alias, {c: "n" for c in columns}, None)
            return Node("query", [f"SELECT {', '.join(self.column([rel]) for _ in range(n))} FROM (", query, f") {alias}"])
        node, scope = self.joined(self.r.choice([1, 1, 1, 2, 2, 3]), min(depth, 0), outer)
        values = "1" if n == "1" else ", ".join(self.value(scope + outer if self.chance(0.15) else scope) for _ in range(n))
        parts = [f"SELECT {values} FROM ", node, " WHERE ", Node("bool", [f"{self.column(scope)} = {self.column(outer)}"]) if self.chance(0.75) else Node("bool", ["true"])]
        for _ in range(self.r.choice([0, 0, 1, 2])):
            parts.append(Node("opt", [" AND ", self.condition(scope, outer, depth)]))
        if n == 1 and self.chance(0.1):
            return Node("query", parts + [self.r.choice([" UNION ALL ", " EXCEPT ", " INTERSECT ", " UNION "]), f"SELECT {self.value(outer)}"])
        return Node("query", parts)

    def scalar(self, outer, depth):
        node, scope = self.joined(self.r.choice([1, 1, 2]), 0, outer)
        what = self.r.choice(["count(*)", "count({})", "min({})", "max({})", "sum(({} > 1)::int4)", "count(DISTINCT {})"]).format(self.column(scope))
        parts = [f"(SELECT {what} FROM ", node, " WHERE ", Node("bool", [f"{self.column(scope)} = {self.column(outer)}"])]
        for _ in range(self.r.choice([0, 0, 1])):
            parts.append(Node("opt", [" AND ", self.condition(scope, outer, depth - 1)]))
        return Node("n", parts + [")"])

    # ---- queries

    def where(self, scope, outer, depth, least=0):
        parts = []
        for i in range(self.r.choice([least, least, 1, 1, 2])):
            parts.append(Node("opt", [" AND " if i else " WHERE true AND ", self.condition(scope, outer, depth)]) if i else Node("w", [" WHERE ", self.condition(scope, outer, depth)]))
        return Node("w", parts)

    def query(self, depth, outer):
        """(node, names of columns)"""
        source, scope, _ = self.source(depth, outer)
        n = self.r.randrange(1, 4)
        names = [f"c{i}" for i in range(n)]
        shape = self.r.randrange(9)
        where = self.where(scope, outer, depth, 0 if len(scope) < 2 else 1 if self.chance(0.6) else 0)
        values = [Node("n", [self.value(scope + outer if self.chance(0.1) else scope)]) for _ in range(n)]
        if depth > 0 and self.chance(0.25):
            values[-1] = self.scalar(scope + outer, depth - 1)
        items = []
        for name, v in zip(names, values):
            items += [", " if items else "", v, f" AS {name}"]
        if shape == 0:
            return Node("query", ["SELECT DISTINCT "] + items + [" FROM ", source, where]), names
        if shape in (1, 2):
            keys = [self.column(scope) for _ in range(self.r.choice([1, 1, 2]))]
            calls = [self.r.choice(["count(*)", "min({})", "max({})", "count(DISTINCT {})", "sum(({} > 1)::int4)", "count({})", "count(*) FILTER (WHERE {} > 1)"]).format(self.column(scope)) for _ in range(self.r.choice([1, 2]))]
            names = [f"c{i}" for i in range(len(keys) + len(calls))]
            by = self.r.choice(["{}"] * 6 + ["ROLLUP ({})", "CUBE ({})", "GROUPING SETS (({}), ())"]).format(", ".join(keys))
            having = Node("opt", [f" HAVING {self.r.choice(calls + ['count(*)'])} {self.r.choice(['>', '<=', '<>'])} {self.constant()}"]) if self.chance(0.3) else ""
            text = ", ".join(f"{e} AS {name}" for e, name in zip(keys + calls, names))
            return Node("query", [f"SELECT {text} FROM ", source, where, f" GROUP BY {by}", having]), names
        if shape == 3:
            left = ["SELECT "] + items + [" FROM ", source, where]
            other, rels, _ = self.source(0, outer)
            text = ", ".join(self.value(rels) for _ in names)
            return Node("query", left + [self.r.choice([" UNION ALL ", " UNION ", " EXCEPT ", " INTERSECT ", " EXCEPT ALL "]), f"SELECT {text} FROM ", other, self.where(rels, outer, 0)]), names
        if shape == 4:
            order = ", ".join(f"{i + 1}{self.r.choice(['', ' DESC', ' NULLS FIRST'])}" for i in range(n))
            return Node("query", ["SELECT "] + items + [" FROM ", source, where, f" ORDER BY {order}", Node("opt", [f" LIMIT {self.r.choice([1, 3, 10])}", Node("opt", [" OFFSET 1"])])]), names
        if shape == 5:
            call = self.r.choice(["rank() OVER (PARTITION BY {0} ORDER BY {1})", "count(*) OVER (PARTITION BY {0})", "dense_rank() OVER (ORDER BY {0})", "max({0}) OVER (PARTITION BY {1} ORDER BY {2})",
                                  "count({0}) OVER (ORDER BY {1} GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE GROUP)", "min({0}) OVER (ORDER BY {1} DESC RANGE UNBOUNDED PRECEDING)",
                                  "sum(({0} > 1)::int4) OVER (PARTITION BY {1} ORDER BY {2} GROUPS 1 PRECEDING)"]).format(*(self.column(scope) for _ in range(3)))
            return Node("query", ["SELECT "] + items + [f", {call} AS w FROM ", source, where]), names + ["w"]
        if shape == 6:
            text = ", ".join(self.r.choice(["count(*)", "min({})", "max({})", "sum(({} > 1)::int4)", "count(DISTINCT {})"]).format(self.column(scope)) + f" AS {name}" for name in names)
            return Node("query", [f"SELECT {text} FROM ", source, where]), names
        return Node("query", ["SELECT "] + items + [" FROM ", source, where]), names

    def statement(self):
        parts = []
        for _ in range(self.r.choice([0, 0, 0, 1, 2])):
            query, columns = self.query(0, [])
            name = self.alias("w")
            parts += [", " if parts else "WITH ", f"{name} AS {self.r.choice(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED '])}(", query, ")"]
            self.ctes.append((name, columns))
        query, _ = self.query(self.r.choice([1, 1, 2]), [])
        return Node("w", parts + [" " if parts else "", query]), True

    def settings(self):
        return []

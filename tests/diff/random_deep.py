"""Random queries of the third grammar (--deep): LATERAL of all kinds, subqueries of rows two levels up, trees of six relations, recursion with
SEARCH and CYCLE, windows of windows, rows of mixed numbers; expressions out of the catalogs (random_catalog.py)."""

import re

from random_catalog import Calling
from random_parts import Node, Relation
from random_queries import Generator
from random_rules import KEYS, ORDERLY, TYPES, sql_name

NUMBERS = ("int4", "int8", "numeric", "float8", "int2", "float4")
# what several types make together, where it is not the last of NUMBERS' order
RANK = {"int2": 0, "int4": 1, "int8": 2, "numeric": 3, "float4": 4, "float8": 5}


class Deep(Calling, Generator):
    def query(self, depth, nested=False):
        if self.chance(0.5):
            make = self.r.choice([self.laterals, self.two_up, self.join_tree, self.searched, self.window_chain, self.values_joined, self.mixed, self.sampled,
                                  self.deep_aggregates, self.derived_tower, self.composites, self.slices, self.grouped_key, self.sets_of_limits])
            return make(depth, nested)
        return super().query(depth, nested)

    def few_columns(self, scope, depth=1):
        return [(k, self.expr(k, scope, depth)) for k in (self.some_kind(scope) for _ in range(self.r.randrange(1, 4)))]

    def selected(self, exprs, rest, nested, head="SELECT "):
        items, columns = self.items(exprs, nested)
        return Node("query", [head, items] + rest), columns

    @staticmethod
    def has_key(sql):
        """It is a table, of a primary key, no view."""
        return not sql.startswith(("early", "kinds_view", "parts_sums", "parts_by_mood"))

    # ---- LATERAL

    def one_lateral(self, scope):
        """(text, relation): of the rows before it, and whether a LEFT JOIN may have it."""
        alias = self.alias("l")
        choice = self.r.randrange(9)
        kind = self.some_kind(scope)
        if choice == 0:
            rows = [self.expr(kind, scope, 1) for _ in range(self.r.randrange(1, 4))]
            parts = []
            for i, e in enumerate(rows):
                parts += [", (" if i else "(", e, f", {i})"]
            return Node("from", ["LATERAL (VALUES "] + parts + [f") AS {alias}(c0, c1)"]), Relation(alias, {"c0": kind, "c1": "int4"}, None)
        sql, rel = self.table(small=True)
        inner = [rel]
        if choice == 1:
            agg_kind, agg = self.aggregate(inner)
            return (Node("from", ["LATERAL (SELECT ", agg, f" AS c0, count(*) AS c1 FROM {sql}", Node("opt", [" WHERE ", self.correlation(rel, scope, 2)]), f") {alias}"]),
                    Relation(alias, {"c0": agg_kind, "c1": "int8"}, None))
        if choice == 2:
            key_kind = self.some_kind(inner, KEYS)
            key = self.one_look(key_kind, self.leaf(key_kind, inner))
            having = Node("opt", [" HAVING count(*) > ", self.r.choice(["1", "length(%s::text)" % self.leaf(kind, scope).sql()])]) if self.chance(0.4) else ""
            return (Node("from", ["LATERAL (SELECT ", key, f" AS c0, count(*) AS c1 FROM {sql}", Node("opt", [" WHERE ", self.correlation(rel, scope, 2)]),
                                  " GROUP BY 1", having, f") {alias}"]), Relation(alias, {"c0": key_kind, "c1": "int8"}, None))
        if choice == 3:
            outer = self.leaf(kind, scope).sql()
            names = rel.names(kind) or [f"NULL::{sql_name(kind)}"]
            op = self.r.choice(["UNION ALL", "UNION ALL", "UNION", "EXCEPT", "INTERSECT"])
            if kind not in KEYS:
                op = "UNION ALL"
            one, other = (self.one_look(kind, Node(kind, [n])).sql() for n in (outer, self.r.choice(names)))
            return (Node("from", [f"LATERAL (SELECT {one} AS c0 {op} SELECT {other} FROM {sql}", Node("opt", [" WHERE ", self.correlation(rel, scope, 2)]), f") {alias}"]),
                    Relation(alias, {"c0": kind}, None))
        if choice == 4:  # another one inside, of rows two levels up
            item, second = self.one_lateral(scope + inner) if self.chance(0.5) else self.table(small=True)
            both = inner + [second]
            out = self.some_kind(both)
            return (Node("from", ["LATERAL (SELECT ", self.expr(out, both + scope, 1), f" AS c0 FROM {sql} CROSS JOIN ", item,
                                  " WHERE ", self.correlation(rel, scope, 2), Node("opt", [" AND ", self.expr("bool", both + scope, 2)]), f") {alias}"]),
                    Relation(alias, {"c0": out}, None))
        if choice == 5:
            order = self.total(inner)
            call = self.r.choice(["row_number()", "count(*)", f"lag({self.r.choice(rel.names())})", f"first_value({self.leaf(kind, scope).sql()})"])
            call_kind = {"r": "int8", "c": "int8"}.get(call[0], kind if call[0] == "f" else None)
            text = "::text" if call_kind is None else ""
            return (Node("from", [f"LATERAL (SELECT ({call} OVER (ORDER BY {order})){text} AS c0 FROM {sql}", Node("opt", [" WHERE ", self.correlation(rel, scope, 2)]), f") {alias}"]),
                    Relation(alias, {"c0": call_kind or "text"}, None))
        if choice == 6:
            out_kind, e = self.many(scope)
            if not e.startswith("("):
                return Node("from", [f"LATERAL {e} AS {alias}(c0)"]), Relation(alias, {"c0": out_kind}, None)
        if choice == 7:
            key = self.leaf(self.some_kind(inner, KEYS), inner).sql()
            return (Node("from", [f"LATERAL (SELECT DISTINCT ON ({key}) ", self.expr(kind, inner + scope, 1), f" AS c0 FROM {sql}",
                                  Node("opt", [" WHERE ", self.correlation(rel, scope, 2)]), f" ORDER BY {key}, {self.total(inner)}) {alias}"]), Relation(alias, {"c0": kind}, None))
        return (Node("from", ["LATERAL (SELECT ", self.expr(kind, inner + scope, 1), f" AS c0, {rel.alias}.{rel.key} AS c1 FROM {sql}",
                              Node("opt", [" WHERE ", self.correlation(rel, scope, 2)]),
                              f" ORDER BY {self.leaf(self.some_kind(inner), inner).sql()}{self.direction()}, {self.total(inner)} LIMIT {self.r.choice([1, 2, 3])}"
                              f"{self.r.choice(['', '', ' OFFSET 1'])}) {alias}"]), Relation(alias, {"c0": kind, "c1": rel.columns[rel.key]}, None))

    def laterals(self, depth, nested):
        source, scope = self.few()
        parts = [source]
        for _ in range(self.r.choice([1, 1, 2])):
            item, new = self.one_lateral(scope)
            how = self.r.choice([" JOIN ", " LEFT JOIN ", " CROSS JOIN ", ", "])
            on = []
            if "CROSS" not in how and how != ", ":
                on = [" ON ", Node("bool", ["true"]) if self.chance(0.4) else self.expr("bool", scope + [new], 2)]
            parts.append(Node("opt", [how, item] + on))
            scope = scope + [new]
            if how == ", ":
                break
        return self.selected(self.few_columns(scope), [" FROM "] + parts + [self.where(scope, 0.5)], nested)

    # ---- rows two levels up

    def two_up(self, depth, nested):
        one, a = self.table(small=True)
        two, b = self.table(small=True)
        three, c = self.table(small=True)
        op = self.r.choice(["EXISTS", "NOT EXISTS"])
        innermost = [f"SELECT {self.r.choice(c.names())} FROM {three} WHERE ", self.correlation(c, [a], 2), Node("opt", [" AND ", self.correlation(c, [b], 2)])]
        if self.chance(0.3):
            agg_kind, agg = self.aggregate([c])
            test = Node("bool", ["(SELECT ", agg, f" FROM {three} WHERE ", self.correlation(c, [a, b], 2), ") IS ", self.r.choice(["NOT NULL", "NULL"])])
        else:
            test = Node("bool", [f"{op} ("] + innermost + [")"])
        middle = [f" FROM {two} WHERE ", test, Node("opt", [" AND ", self.correlation(b, [a], 2)])]
        kind = self.some_kind([b])
        shape = self.r.randrange(4)
        if shape == 0:
            agg_kind, agg = self.aggregate([b])
            item = (agg_kind, Node(agg_kind, ["(SELECT ", agg] + middle + [")"]))
            return self.selected([(a.columns[a.key], Node("leaf", [f"{a.alias}.{a.key}"])), item], [f" FROM {one}", self.where([a], 0.4)], nested)
        if shape == 1:
            return self.selected(self.few_columns([a]), [f" FROM {one} WHERE {self.r.choice(['EXISTS', 'NOT EXISTS'])} (SELECT 1"] + middle + [")"], nested)
        if shape == 2:
            item = (kind, Node(kind, ["(SELECT ", self.expr(kind, [b, a], 1)] + middle + [f" ORDER BY {self.total([b])} LIMIT 1)"]))
            return self.selected([(a.columns[a.key], Node("leaf", [f"{a.alias}.{a.key}"])), item], [f" FROM {one}", self.where([a], 0.4)], nested)
        key = self.leaf(kind, [a]).sql()
        return self.selected(self.few_columns([a]), [f" FROM {one} WHERE {key} {self.r.choice(['IN', 'NOT IN', '= ANY', '<> ALL'])} (SELECT {self.leaf(kind, [b]).sql()}"] +
                             middle + [")"], nested)

    # ---- five and six relations

    def join_tree(self, depth, nested):
        """Joins in any brackets; ON may be about all relations on its two sides."""
        count = self.r.choice([3, 4, 5, 6])
        sql, scope = self.branch(count)
        exprs = self.few_columns(scope, 1)
        if self.chance(0.4):
            exprs = [("int8", Node("int8", ["count(*)"]))] + [("int8", Node("int8", [f"count({self.r.choice(r.names())})"])) for r in scope[:3]]
        return self.selected(exprs, [" FROM ", sql, self.where(scope, 0.6)], nested)

    def branch(self, count):
        if count == 1:
            sql, rel = self.table(small=True)
            while rel.names("int4") and "customers" in sql and self.chance(0.5):
                sql, rel = self.table(small=True)
            if self.chance(0.15):
                inner_sql, alias = sql, self.alias("d")
                kinds = [self.some_kind([rel]) for _ in range(2)]
                items = ", ".join(f"{self.leaf(k, [rel]).sql()} AS c{i}" for i, k in enumerate(kinds))
                return (Node("from", [f"(SELECT {items} FROM {inner_sql}", self.where([rel], 0.7), f") {alias}"]),
                        [Relation(alias, {f"c{i}": k for i, k in enumerate(kinds)}, None)])
            return Node("from", [sql]), [rel]
        left = self.r.randrange(1, count)
        one, a = self.branch(left)
        other, b = self.branch(count - left)
        scope = a + b
        how = self.r.choice([" JOIN ", " JOIN ", " LEFT JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "])
        on = [self.equal(self.r.choice(a), self.r.choice(b))]
        if on == ["true"]:
            on = [f"{a[0].alias}.{a[0].key} = {b[0].alias}.{b[0].key}" if a[0].key and b[0].key and a[0].columns[a[0].key] == b[0].columns[b[0].key] else "1 = 0"]
        if self.chance(0.3):
            on += [" AND ", self.equal(self.r.choice(a), self.r.choice(b))]
        if "FULL" not in how and self.chance(0.5):
            on.append(Node("opt", [" AND ", self.expr("bool", self.r.sample(scope, min(len(scope), 2)), 2)]))
        if len(b) > 1:
            other = Node("from", ["(", other, ")"])
        return Node("from", [one, how, other, " ON "] + on), scope

    # ---- recursion

    def searched(self, depth, nested):
        sql, rel = self.table(small=True)
        ints = rel.names("int4") or ["1"]
        start, step = self.r.choice(ints), self.r.choice(ints)
        name = self.alias("w")
        op = self.r.choice(["UNION", "UNION ALL"])
        clauses, columns = "", {"c0": "int4", "c1": "int4"}
        if self.chance(0.5):
            clauses += f" SEARCH {self.r.choice(['DEPTH', 'BREADTH'])} FIRST BY {self.r.choice(['c0', 'c1, c0', 'c0, c1'])} SET c2"
            columns["c2"] = "record"
        if self.chance(0.6):
            to = self.r.choice(["", " TO 'yes' DEFAULT 'no'", " TO 1 DEFAULT 0"])
            clauses += f" CYCLE {self.r.choice(['c0', 'c0, c1'])} SET c3{to} USING c4"
            columns.update(c3="bool" if not to else "text" if "yes" in to else "int4", c4="record[]")
        next_value = self.r.choice([f"{step}", f"({name}.c0 + {step}) % 7", f"{name}.c0 / 2", f"({step} % 5)"])
        condition = self.r.choice([f"{step} = {name}.c0", f"{step} = {name}.c0 % 11", f"{rel.alias}.{rel.key} = {name}.c0"]) if rel.columns.get(rel.key) == "int4" else f"{step} = {name}.c0"
        body = [f"WITH RECURSIVE {name}(c0, c1) AS (SELECT {start}, 0 FROM {sql}", Node("opt", [" WHERE ", self.expr("bool", [rel], 2)]),
                f" {op} SELECT {next_value}, {name}.c1 + 1 FROM {name} {self.r.choice(['JOIN', 'JOIN', 'LEFT JOIN'])} {sql} ON {condition} WHERE {name}.c1 < 3)" + clauses]
        order = self.r.choice(["", f" ORDER BY {name}.c2, {name}.c0, {name}.c1" if "c2" in columns else ""])
        shown = ", ".join(f"{name}.{c}{'::text' if 'record' in k else ''} AS {c}" for c, k in columns.items())
        if self.chance(0.3):
            shown, order, columns = "count(*) AS c0", "", {"c0": "int8"}
        columns = {c: "text" if "record" in k else k for c, k in columns.items()}
        tail = order if not nested else ""
        query = Node("query", body + [f" SELECT {shown} FROM {name}{tail}"])
        return query if nested else Node("query", ["(", query, ")"]), columns

    # ---- windows

    def window_chain(self, depth, nested):
        """Windows that take another one's partition or order; over groups; in ORDER BY."""
        source, scope = self.few()
        total = self.total(scope)
        kind = self.some_kind(scope, KEYS)
        key = self.one_look(kind, self.leaf(kind, scope)).sql()
        ints = [n for r in scope for n in r.names("int4")] or ["1"]
        if self.chance(0.4):
            agg = self.r.choice(["count(*)", f"sum({self.r.choice(ints)})", f"max({self.r.choice(ints)})", f"bool_or({self.r.choice(ints)} > 2)"])
            over = self.r.choice([f"ORDER BY {agg}{self.direction()}, {key}", f"PARTITION BY {agg} ORDER BY {key}{self.direction()}", f"ORDER BY {key} ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                                  f"ORDER BY {key} GROUPS 1 PRECEDING EXCLUDE TIES"])
            call = self.r.choice(["rank()", "row_number()", f"sum({agg})" if "bool" not in agg else "count(*)", f"lag({agg})", f"first_value({key})", "ntile(3)", "cume_dist()",
                                  f"count({agg}) FILTER (WHERE count(*) > 1)", f"nth_value({agg}, 2)", f"last_value({key})"])
            order = "" if nested else self.r.choice(["", f" ORDER BY {call} OVER w{self.direction()}, {key}"])
            return (Node("query", [f"SELECT {key} AS c0, ({call} OVER w)::text AS c1 FROM ", source, self.where(scope, 0.5), f" GROUP BY {key}",
                                   f" WINDOW w AS ({over}){order}"]), {"c0": kind, "c1": "text"})
        frames = ["", " ROWS 2 PRECEDING", " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW", " GROUPS BETWEEN 1 PRECEDING AND 2 FOLLOWING EXCLUDE GROUP",
                  " RANGE UNBOUNDED PRECEDING EXCLUDE TIES", " ROWS BETWEEN 3 FOLLOWING AND 5 FOLLOWING", " ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING"]
        calls = []
        for _ in range(self.r.randrange(1, 4)):
            _, call = self.window_call(scope, True)
            calls.append(("w", Node("w", [call, self.r.choice([" OVER w2", " OVER w1", " OVER (w1 ORDER BY %s%s%s)" % (total, self.r.choice(["", " DESC"]), self.r.choice(frames)),
                                                               f" OVER (w2{self.r.choice(frames)})"])])))
        calls = [(k, c) for k, c in calls if not re.search(r" OVER w1$", c.sql()) or re.match(r"(count|sum|avg|min|max|rank|dense_rank)\(", c.sql())] or [("int8", Node("w", ["count(*) OVER w1"]))]
        parts = [("int4", Node("int4", [self.r.choice(ints)]))] + calls
        items, columns = self.items(parts, nested)
        order = "" if nested else self.r.choice(["", f" ORDER BY {total}", f" ORDER BY rank() OVER w2 DESC, {total}"])
        return (Node("query", ["SELECT ", items, " FROM ", source, self.where(scope, 0.5),
                               f" WINDOW w1 AS (PARTITION BY {key}), w2 AS (w1 ORDER BY {self.r.choice(ints)}{self.direction()}, {total}){order}"]), {"c0": "int4"})

    # ---- VALUES joined, mixed numbers

    def values_joined(self, depth, nested):
        source, scope = self.few()
        left = self.r.choice(scope)
        kinds = [self.some_kind([left], KEYS), self.r.choice(KEYS)]
        alias = self.alias("v")
        rows = ["(" + ", ".join([self.constant(k) if self.chance(0.8) else "NULL" if i else f"NULL::{sql_name(k)}" for k in kinds] + [str(i)]) + ")" for i in range(self.r.randrange(1, 6))]
        rows[0] = "(" + ", ".join(self.constant(k) for k in kinds) + ", 0)"
        new = Relation(alias, {"c0": kinds[0], "c1": kinds[1], "c2": "int4"}, None)
        how = self.r.choice(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"])
        on = f"{self.r.choice(left.names(kinds[0]))} {'=' if how == 'FULL JOIN' else self.r.choice(['=', '=', '<', 'IS NOT DISTINCT FROM'])} {alias}.c0" if left.names(kinds[0]) else "true"
        scope = scope + [new]
        return self.selected(self.few_columns(scope), [" FROM ", source, f" {how} (VALUES {', '.join(rows)}) AS {alias}(c0, c1, c2) ON {on}", self.where(scope, 0.5)], nested)

    def number(self, scope, depth):
        kind = self.r.choice([k for k in NUMBERS if any(r.names(k) for r in scope)] or ["int4"])
        return kind, self.expr(kind, scope, depth)

    def mixed(self, depth, nested):
        """Several types of number, or a literal, where one is wanted."""
        source, scope = self.few()
        exprs = []
        for _ in range(self.r.randrange(1, 4)):
            (k1, x), (k2, y), (k3, z) = (self.number(scope, 1) for _ in range(3))
            test = self.expr("bool", scope, 2)
            e = self.r.choice([
                ["CASE WHEN ", test, " THEN ", x, " ELSE ", y, " END"], ["coalesce(", x, ", ", y, ", ", z, ")"], ["greatest(", x, ", ", y, ", ", z, ")"], ["least(", x, ", ", y, ")"],
                ["nullif(", x, ", ", y, ")"], ["CASE ", x, " WHEN ", y, " THEN ", z, " WHEN 1 THEN '2' END"], ["(ARRAY[", x, ", ", y, ", NULL])"], ["coalesce(NULL, ", x, ", '1')"],
                ["(", x, " IN (", y, ", ", z, ", '3'))"], ["(", x, " BETWEEN ", y, " AND ", z, ")"], ["((", x, ", ", y, ") ", self.r.choice(["=", "<", ">=", "<>", "IS DISTINCT FROM"]), " (", y, ", ", z, "))"],
                ["(", x, self.r.choice([" + ", " - ", " * ", " < ", " = ", " >= "]), y, ")"], ["(", x, " = ANY (ARRAY[", y, ", ", z, "]))"], ["width_bucket(", x, "::float8, 0, 10, 4)"],
                ["(", x, self.r.choice([" < ALL ", " = ANY ", " NOT IN ", " IN "]), "(SELECT q.k FROM numbers q UNION ALL SELECT ", y, "))"], ["(row(", x, ", ", y, ") IS NULL)"],
                ["(", x, ", ", y, ") IN ((1, 2), (", z, ", NULL), (3, 2.5))"], ["mod(", x, "::int8, 7)"], ["(", x, "::numeric % 2.5)"], ["round(", x, "::numeric, 1)"]])
            exprs.append(("w", Node("w", e)))
        items, _ = self.items(exprs)
        return Node("query", ["SELECT ", items, " FROM ", source, self.where(scope, 0.5)]), {"c0": "w"}

    # ---- samples, locks

    def sampled(self, depth, nested):
        name, rel = self.table(small=True)
        while not self.has_key(name):
            name, rel = self.table(small=True)
        table, alias = name.split()
        sample = self.r.choice([" TABLESAMPLE bernoulli (100)", " TABLESAMPLE system (100)", " TABLESAMPLE bernoulli (0)", " TABLESAMPLE bernoulli (100) REPEATABLE (3)", ""])
        lock = "" if nested or sample == "" and self.chance(0.3) else self.r.choice(["", " FOR UPDATE", " FOR SHARE", " FOR NO KEY UPDATE SKIP LOCKED", f" FOR UPDATE OF {alias}"])
        order = "" if nested else f" ORDER BY {self.total([rel])}{self.limit().sql().replace('WITH TIES', 'ONLY') if self.chance(0.5) else ''}"
        return self.selected(self.few_columns([rel]), [f" FROM {table} AS {alias}{sample}", self.where([rel], 0.6), order + lock], nested)

    # ---- aggregates

    def deep_aggregates(self, depth, nested):
        source, scope = self.few()
        keys = [self.key(scope, self.r.randrange(0, 3)) for _ in range(self.r.randrange(0, 3))]
        total = self.total(scope)
        exprs = list(keys)
        for _ in range(self.r.randrange(1, 4)):
            kind = self.some_kind(scope)
            e, test = self.expr(kind, scope, 2), self.expr("bool", scope, 2)
            by = self.leaf(self.some_kind(scope), scope).sql()
            filtered = ["", Node("opt", [" FILTER (WHERE ", test, ")"])][self.chance(0.4)]
            table = self.catalog.aggregates
            text = self.r.choice([
                ["array_agg(", e, f" ORDER BY {by}{self.direction()}, {total})"], ["count(DISTINCT ", e, ")"], ["string_agg(", e, f"::text, '/' ORDER BY {by}{self.direction()}, {total})"],
                ["jsonb_agg(", e, f" ORDER BY {total} DESC)"], ["array_agg(DISTINCT (", e, ")::text ORDER BY (", e, ")::text DESC)"], ["count(DISTINCT (", e, f", {by}))"],
                ["string_agg(DISTINCT (", e, ")::text, ',')"], ["bool_and(", e, " IS NULL)"], ["count(", e, ")"], ["json_object_agg(", f"concat({', '.join(total.split(', '))}), ", e, f" ORDER BY {total})"],
                ["array_agg(row(", e, f", {by}) ORDER BY {total})"], ["jsonb_object_agg(", f"concat({total}), ", e, ")"], None, None])
            if text is None:
                result = self.r.choice(["int4", "int8", "numeric", "text", "bool", "timestamptz", "date", "interval", "jsonb"])
                result = result if result in table else "int8"
                before, between, after, kinds = self.r.choice(self.r.choice(table[result]))
                text = [before]
                for i, k in enumerate(kinds):
                    text += [between] if i else []
                    one = self.argument(k, scope, 1)
                    text.append(self.one_look(one.kind, one))
                text.append(f" ORDER BY {total}" + after)
            exprs.append(("text", Node("w", ["("] + text + [filtered, ")::text"])))
        items, columns = self.items(exprs, nested)
        by = ""
        if keys:
            by = " GROUP BY " + self.r.choice([", ".join(str(i + 1) for i in range(len(keys)))] * 3 + [f"{self.r.choice(['CUBE', 'ROLLUP'])} ({', '.join(e.sql() for _, e in keys)})"])
        having = Node("opt", [" HAVING ", self.having(scope, keys, False)]) if keys and self.chance(0.3) else ""
        return Node("query", ["SELECT ", items, " FROM ", source, self.where(scope, 0.5), by, having]), columns

    # ---- queries in FROM, one in the other

    def derived_tower(self, depth, nested):
        source, scope = self.few()
        exprs = [(k, self.one_look(k, self.expr(k, scope, 1))) for k in (self.some_kind(scope, KEYS) for _ in range(2))]
        items, columns = self.items(exprs)
        query = ["SELECT ", items, " FROM ", source, self.where(scope, 0.5)]
        for _ in range(self.r.randrange(1, 4)):
            alias = self.alias("d")
            rel = Relation(alias, columns, None)
            choice = self.r.randrange(6)
            e = [(k, self.one_look(k, self.expr(k, [rel], 1))) for k in (self.some_kind([rel], KEYS) for _ in range(2))]
            if choice == 0:
                k, agg = self.aggregate([rel])
                exprs, tail = [e[0], (k, agg)], " GROUP BY 1"
                if k not in KEYS:
                    exprs[1] = ("text", Node("text", ["(", agg, ")::text"]))
            elif choice == 1:
                exprs, tail = e, ""
                query = query if not isinstance(query[0], str) else [query[0].replace("SELECT ", "SELECT DISTINCT ", 1)] + query[1:] if query[0] == "SELECT " else query
            elif choice == 2:
                text = ", ".join(n for n in rel.order())
                exprs, tail = e, f" ORDER BY {text} LIMIT {self.r.choice([1, 3, 10])} OFFSET {self.r.choice([0, 0, 1])}"
                e[0] = (e[0][0], Node(e[0][0], [rel.name("c0", columns["c0"])])) if columns["c0"] == e[0][0] else e[0]
            elif choice == 3:
                call_kind, call = "int8", Node("w", [f"{self.r.choice(['count(*)', 'rank()', 'dense_rank()'])} OVER (PARTITION BY {alias}.c0 ORDER BY {alias}.c1{self.direction()})"])
                exprs, tail = [e[0], (call_kind, call)], ""
            elif choice == 4:
                exprs, tail = e, Node("opt", [" WHERE ", self.exists([rel], 2)])
            else:
                exprs, tail = e, self.where([rel], 0.9)
            items, columns = self.items(exprs)
            query = ["SELECT ", items, " FROM ("] + query + [f") {alias}", tail]
        return Node("query", query), columns

    # ---- rows as values

    def composites(self, depth, nested):
        sql, a = self.table(small=True)
        other, b = self.table(small=True)
        n, m = self.r.choice(a.names()), self.r.choice(b.names())
        e = self.expr(self.some_kind([a]), [a], 2)
        item = self.r.choice([
            [f"(SELECT x FROM (SELECT {m} AS v, 1 AS w FROM {other} ORDER BY {self.total([b])} LIMIT 1) x)::text"], [f"to_jsonb({a.alias}) - '{a.key}'"], ["row(", e, f", {n})::text"],
            [f"(row({n}, {a.alias}.{a.key}) < row({n}, ", "5))" if a.columns.get(a.key) == "int4" else f"{a.alias}.{a.key}))"], ["jsonb_build_object('a', ", e, f", 'b', {a.alias})"],
            [f"ARRAY(SELECT {b.alias} FROM {other} WHERE ", self.correlation(b, [a], 1), f" ORDER BY {self.total([b])})::text"], [f"({a.alias}.*) IS NOT DISTINCT FROM ({a.alias}.*)"],
            [f"(SELECT count(x.*) FROM {other.split()[0]} x)"], [f"coalesce({a.alias}, {a.alias})::text"], [f"CASE WHEN {n} IS NULL THEN {a.alias} END"], [f"row_to_json({a.alias})->>'{a.key}'"],
            [f"(array_agg({a.alias}) OVER (ORDER BY {self.total([a])} ROWS 1 PRECEDING))::text"], [f"(SELECT json_agg(y) FROM (SELECT {m} AS q FROM {other} ORDER BY {self.total([b])} LIMIT 2) y)::text"],
            [f"jsonb_populate_record(NULL::{'pair'}, jsonb_build_object('x', 1, 'y', {n}::text))" if self.wide else "1"]])
        return Node("query", [f"SELECT {a.alias}.{a.key} AS c0, "] + item + [f" AS c1 FROM {sql}", self.where([a], 0.5)]), {"c0": "int4"}

    # ---- arrays: slices, unnest of several, of what is computed

    def slices(self, depth, nested):
        source, scope = self.few()
        arrays = [(n, t) for r in scope for t in ("text[]", "int4[]", "date[]", "mood[]", "bool[]") for n in r.names(t)]
        n, t = self.r.choice(arrays) if arrays else ("ARRAY[1, 2, NULL]", "int4[]")
        i = self.expr("int4", scope, 1).sql()
        e = self.r.choice([f"({n})[1:2]", f"({n})[{i} % 3:]", f"({n})[:{i}]", f"({n})[2]", f"({n} || {n})[2:3]", f"ARRAY[{n}, {n}]", f"(ARRAY[{n}, {n}])[1:1][2:]", f"(ARRAY[{n}])[1][1]",
                           f"array_cat({n}, {n}[2:])", f"array_remove({n}, {n}[1])", f"array_replace({n}, {n}[1], {n}[2])", f"array_positions({n}, {n}[1])", f"array_dims({n} || {n})",
                           f"array_prepend({n}[1], {n})", f"array_upper({n}, 1) - array_lower({n}, 1)", f"(SELECT array_agg(u ORDER BY u DESC) FROM unnest({n}) u)", f"array_to_string({n}, ',', '*')",
                           f"(SELECT count(DISTINCT u) FROM unnest({n}) WITH ORDINALITY AS x(u, o) WHERE o > 1)", f"({n} = {n}[1:2])", f"({n} @> {n}[2:2])", f"({n} < {n} || {n})", f"cardinality({n}[5:])",
                           f"to_jsonb({n})", f"trim_array({n}, 0)", f"({n}[1] = ANY ({n}[2:]))", f"(NOT {n}[1] = ALL ({n}))", f"array_ndims(ARRAY[{n}])"])
        return Node("query", [f"SELECT {n} AS c0, {e} AS c1 FROM ", source, self.where(scope, 0.6)]), {"c0": t}

    # ---- GROUP BY the key, other columns beside

    def grouped_key(self, depth, nested):
        sql, a = self.table(small=True)
        other, b = self.table(small=True)
        while not self.has_key(sql):
            sql, a = self.table(small=True)
        agg_kind, agg = self.aggregate([b])
        kind = self.some_kind([a])
        item = self.expr(kind, [a], 1)
        having = Node("opt", [" HAVING ", self.r.choice([Node("bool", ["count(*) > 1"]), self.expr("bool", [a], 1)])]) if self.chance(0.4) else ""
        order = "" if nested or not self.chance(0.4) else f" ORDER BY {self.leaf(self.some_kind([a]), [a]).sql()}{self.direction()}, {self.total([a])}"
        return (Node("query", ["SELECT ", item, " AS c0, ", agg, f" AS c1 FROM {sql} {self.r.choice(['JOIN', 'LEFT JOIN'])} {other} ON {self.equal(a, b)}", self.where([a, b], 0.4),
                               f" GROUP BY {a.alias}.{a.key}", having, order]), {"c0": kind, "c1": agg_kind})

    # ---- set operations of limited, ordered, grouped sides

    def sets_of_limits(self, depth, nested):
        kind = self.r.choice(KEYS)
        sides = []
        for _ in range(self.r.choice([2, 3])):
            sql, a = self.table(small=True)
            for _ in range(20):
                if a.names(kind):
                    break
                sql, a = self.table(small=True)
            e = self.one_look(kind, self.expr(kind, [a], 2))
            tail = self.r.choice([f" ORDER BY {self.leaf(self.some_kind([a]), [a]).sql()}{self.direction()}, {self.total([a])} LIMIT {self.r.choice([1, 3, 7])}", "", " GROUP BY 1",
                                  f" ORDER BY {self.total([a])} OFFSET {self.r.choice([1, 4])}"])
            head = self.r.choice(["SELECT ", "SELECT ", "SELECT DISTINCT "]) if not tail else "SELECT "
            sides.append(Node("query", ["(" + head, e, f" AS c0 FROM {sql}", self.where([a], 0.5), tail, ")"]))
        parts = [sides[0]]
        for s in sides[1:]:
            parts += [self.r.choice([" UNION ALL ", " UNION ", " EXCEPT ", " INTERSECT ", " EXCEPT ALL "]), s]
        alias = self.alias("u")
        rel = Relation(alias, {"c0": kind}, None)
        shape = self.r.randrange(3)
        if shape == 0:
            k, agg = self.aggregate([rel])
            return Node("query", ["SELECT ", agg, " AS c0, count(*) AS c1 FROM ("] + parts + [f") {alias}"]), {"c0": k, "c1": "int8"}
        if shape == 1:
            return Node("query", [f"SELECT {alias}.c0 AS c0 FROM ("] + parts + [f") {alias} WHERE ", self.expr("bool", [rel], 2)]), {"c0": kind}
        sql, a = self.table(small=True)
        names = a.names(kind) or ["NULL"]
        return Node("query", [f"SELECT {a.alias}.{a.key} AS c0 FROM {sql} WHERE {self.r.choice(names)} {self.r.choice(['IN', 'NOT IN'])} ("] + parts + [")"]), {}

"""Random queries with subqueries at every place that takes an expression, WITH inside of queries, chains of merged columns, rows made by functions."""

from random_parts import Node, Relation
from random_rules import KEYS, ORDERLY, TABLES
from random_shapes import Shapes

CHAINS = (("_id", ("t", "numbers", "strings", "events", "mixed", "orders", "one", "empty")), ("id", ("kinds", "parts", "kinds_view")),
          ("m", ("kinds", "parts_by_mood", "kinds_view")))
PATHS = ("'$.list[*]'", "'$.y.*'", "'$.*'", "'$.x'", "'$.** ? (@.type() == \"number\")'", "'$.list[*] ? (@ > $n)', '{\"n\": 1}'", "'strict $.y.z', silent => true",
         "'$.list.size()'", "'$.keyvalue().key'", "'lax $.list[last]'", "'$.x.double()', silent => true", "'$.y ? (exists(@.z)).z'",
         "'$.x ? (@ like_regex \"^S\" flag \"i\")'", "'$ ? (@.x > 0 && @.x < 10)'")


class Places(Shapes):
    def total(self, scope):
        return ", ".join(n for r in scope for n in r.order())

    def direction(self):
        return self.r.choice(["", "", " DESC"]) + self.r.choice(["", "", " NULLS FIRST", " NULLS LAST"])

    def sub(self, scope):
        """A correlated subquery of one value, of a type that has an order."""
        kind = self.some_kind(scope, ("int4", "int8", "text", "numeric", "ts", "date", "mood", "varchar"))
        return kind, self.scalar(kind, scope, 2)

    def few(self):
        """A FROM clause of few rows: what stands beside may be asked for each."""
        while True:
            source, scope = self.from_clause(0)
            if len(scope) == 1 or (len(scope) == 2 and "orders" not in source.sql()):
                return source, scope

    def places(self, depth, nested):
        source, scope = self.few()
        kind, sub = self.sub(scope)
        total, sql = self.total(scope), sub.sql()
        key_kind, key = self.some_kind(scope, KEYS), None
        key = self.one_look(key_kind, self.leaf(key_kind, scope)).sql()
        where, limit = self.where(scope, 0.4), self.limit() if self.chance(0.5) else ""
        choice = self.r.randrange(8)
        if choice == 0 and not nested:
            return Node("query", [f"SELECT {key} AS c0 FROM ", source, where, " ORDER BY ", sub, f"{self.direction()}, {total}", limit]), {}
        if choice == 1:
            call = self.r.choice(["count(*)", "row_number()", "rank()", f"sum(length({key}::text))", f"lag({key})", f"first_value({key})"])
            by = self.r.choice([f"PARTITION BY {sql} ORDER BY {total}", f"ORDER BY {sql}{self.direction()}, {total}",
                                f"PARTITION BY {key}, {sql} ORDER BY {total} ROWS BETWEEN 1 PRECEDING AND CURRENT ROW"])
            return Node("query", [f"SELECT {key} AS c0, {call} OVER ({by}) AS c1 FROM ", source, where]), {"c0": key_kind}
        if choice == 2:
            agg = self.r.choice([("int8", ["count(", sub, ")"]), (kind, ["max(", sub, ")"]),
                                 ("int8", ["count(*) FILTER (WHERE ", self.exists(scope, 2), ")"]),
                                 ("text", ["string_agg(", sub, f"::text, ',' ORDER BY {total})"]),
                                 ("int8", ["count(DISTINCT ", sub, ")"]),
                                 ("text", ["array_agg(", sub, f" ORDER BY {sql}{self.direction()}, {total})::text"]),
                                 ("int8", ["count(*) FILTER (WHERE ", sub, " IS NOT NULL)"])])
            if agg[1][0] == "max(" and kind == "varchar":
                agg = ("text", agg[1])
            return Node("query", [f"SELECT {key} AS c0, "] + agg[1] + [" AS c1 FROM ", source, where, f" GROUP BY {key}"]), {"c0": key_kind, "c1": agg[0]}
        if choice == 3:
            return Node("query", ["SELECT ", self.one_look(kind, sub), " AS c0, count(*) AS c1 FROM ", source, where, " GROUP BY 1"]), {"c0": kind, "c1": "int8"}
        if choice == 4 and not nested:
            return Node("query", [f"SELECT DISTINCT ON ({sql}) {key} AS c0 FROM ", source, where, f" ORDER BY {sql}{self.direction()}, {total}", limit]), {}
        if choice == 5:
            return self.outer_aggregates(source, scope, where, key_kind, key)
        if choice == 6:
            test = self.r.choice([self.exists(scope, 2), Node("bool", [f"{key} IN ", self.one_column(key_kind, scope, 2)]), Node("bool", [sub, " IS NULL"])])
            return (Node("query", [f"SELECT {total.split(', ', maxsplit=1)[0]} AS c0, CASE WHEN ", test, " THEN ", sub, " ELSE ", self.scalar(kind, scope, 1),
                                   " END AS c1 FROM ", source, where]), {"c1": kind})
        return Node("query", [f"SELECT {key} AS c0 FROM ", source, " WHERE ", self.many_rows(scope, key_kind, key)]), {"c0": key_kind}

    def outer_aggregates(self, source, scope, where, key_kind, key):
        """Aggregates of the outer query's rows, written inside of a subquery."""
        name = self.r.choice([n for r in scope for n in r.names()])
        sql, rel = self.table(small=True)
        ints = rel.names("int4") or ["1"]
        item = self.r.choice([f"(SELECT count({name}))", f"(SELECT max(length({name}::text)) FROM one q)", f"(SELECT q._id FROM numbers q WHERE q._id = count({name}))",
                              f"(SELECT count(*) FROM {sql} WHERE {self.r.choice(ints)} > count({name}))", f"(SELECT count(*) + count({name}) FROM {sql})",
                              f"(SELECT max(q.n) FROM (SELECT count({name}) AS n) q)", f"EXISTS (SELECT FROM {sql} HAVING count({name}) > 1)",
                              f"ARRAY(SELECT {self.r.choice(ints)} FROM {sql} WHERE {self.r.choice(ints)} < count({name}) ORDER BY 1)"])
        having = self.r.choice(["", f" HAVING (SELECT count({name})) > 1", f" HAVING count(*) > (SELECT min({self.r.choice(ints)}) FROM {sql} WHERE {self.r.choice(ints)} > 0)",
                                f" HAVING EXISTS (SELECT 1 FROM numbers q WHERE q.k = count({name}))"])
        return Node("query", [f"SELECT {key} AS c0, {item} AS c1 FROM ", source, where, f" GROUP BY {key}", Node("opt", [having])]), {"c0": key_kind}

    def many_rows(self, scope, kind, key):
        """A comparison with a subquery that groups, limits, unites, or has windows."""
        for _ in range(20):
            sql, rel = self.table(small=True)
            if rel.names(kind):
                break
        name = self.r.choice(rel.names(kind) or [self.constant(kind)])
        other = self.r.choice(rel.names())
        where = [" WHERE ", self.correlation(rel, scope, 2)] if self.chance(0.6) else [""]
        op = self.r.choice(["IN", "IN", "NOT IN", "= ANY", "<> ALL", "> ALL", "<= ANY"])
        tail = self.r.choice([[f" GROUP BY {name} HAVING count(*) > 1"], [f" ORDER BY {name}{self.direction()}, {self.total([rel])} LIMIT 2 OFFSET 1"],
                              [f" UNION SELECT {self.constant(kind)}"], [f" EXCEPT SELECT {self.constant(kind)}"], [f" GROUP BY {name}, {other}"],
                              [f" ORDER BY {self.total([rel])} FETCH FIRST 3 ROWS ONLY"], [f" GROUP BY ROLLUP ({name})"],
                              [f" INTERSECT ALL SELECT {self.constant(kind)}"]])
        out = [f"{key} {op} (SELECT {name} FROM {sql}"] + where + tail + [")"]
        return Node("bool", out)

    # ---- WITH inside of queries, of one name several times

    def with_inside(self, depth, nested):
        query, columns = self.with_of(nested)
        return query if nested else Node("query", ["(", query, ")"]), columns  # there may be another WITH before it

    def with_of(self, nested):
        sql, rel = self.table(small=True)
        kind = self.some_kind([rel], KEYS)
        name = self.one_look(kind, Node(kind, [self.r.choice(rel.names(kind))])).sql()
        other_kind = self.some_kind([rel])
        body = [f"SELECT {name} AS c0, ", self.expr(other_kind, [rel], 1), f" AS c1 FROM {sql}"]
        how = self.r.choice(["", "", "MATERIALIZED ", "NOT MATERIALIZED "])
        choice = self.r.randrange(5)
        if choice == 0:  # twice
            join = self.r.choice(["JOIN", "LEFT JOIN", "FULL JOIN"])
            return (Node("query", [f"WITH q AS {how}("] + body + [self.where([rel], 0.5), f") SELECT x.c0 AS c0, y.c1 AS c1 FROM q x {join} q y ON x.c0 = y.c0"]),
                    {"c0": kind, "c1": other_kind})
        if choice == 1:  # in a subquery, of the outer row
            source, outer = self.table(small=True)
            scope = [outer]
            total = self.total(scope)
            return (Node("query", [f"SELECT {total.split(', ', maxsplit=1)[0]} AS c0, (WITH q AS {how}("] + body + [" WHERE ", self.correlation(rel, scope, 2),
                                   ") SELECT count(*) FROM q, q q2 WHERE q.c0 = q2.c0) AS c1 FROM ", source, self.where(scope, 0.5)]), {"c1": "int8"})
        if choice == 2 and "\u27e6" not in name:  # under the table's name
            table = sql.split()[0]
            columns = ", ".join(f"{rel.alias}.{c}" for c in rel.columns if "." not in c)
            where = self.where([rel], 1)
            return (Node("query", [f"WITH {table} AS {how}(SELECT {columns} FROM {sql}", where, f") SELECT {name} AS c0, count(*) AS c1 FROM {sql} GROUP BY 1"]),
                    {"c0": kind, "c1": "int8"})
        if choice == 3:  # one of the other, with names of its own
            return (Node("query", [f"WITH q (a, b) AS {how}("] + body + [self.where([rel], 0.5), "), q2 AS (SELECT a, count(*) AS n FROM q GROUP BY a) "
                                   f"SELECT q.a AS c0, q2.n AS c1 FROM q {self.r.choice(['JOIN', 'LEFT JOIN'])} q2 ON q.a IS NOT DISTINCT FROM q2.a"]),
                    {"c0": kind, "c1": "int8"})
        source, outer = self.table(small=True)  # recursive, of the outer row
        scope = [outer]
        start = self.r.choice([n for r in scope for n in r.names("int4")] or ["3"])
        step, end = self.r.choice([("q.c0 / 2", "q.c0 > 0"), ("q.c0 % 7 - 1", "q.c1 < 3"), ("x._id", "x.i = q.c0 AND q.c1 < 3")])
        more = ", numbers x" if "x." in step else ""
        return (Node("query", [f"SELECT {start} AS c0, (WITH RECURSIVE q(c0, c1) AS (SELECT {start}, 0 {self.r.choice(['UNION', 'UNION ALL'])} SELECT {step}, q.c1 + 1 "
                               f"FROM q{more} WHERE {end} AND q.c1 < 5) SELECT string_agg(q.c0::text, ',' ORDER BY q.c1, q.c0) FROM q) AS c1 FROM ", source,
                               self.where(scope, 0.5)]), {"c0": "int4", "c1": "text"})

    # ---- three and more relations with merged columns

    def chain(self, depth, nested):
        column, tables = self.r.choice(CHAINS)
        scope, parts = [], []
        for i in range(self.r.randrange(3, 5)):
            name = self.r.choice(tables)
            alias = self.alias()
            scope.append(Relation(alias, TABLES[name][1], TABLES[name][0]))
            how = self.r.choice(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"])
            parts.append(f"{name} {alias}" if i == 0 else Node("opt", [f" {how} {name} {alias} USING ({column})"]))
        kind = TABLES[tables[0]][1][column]
        items = [column] + [self.r.choice([n for r in scope for n in r.names()]) for _ in range(self.r.randrange(1, 3))]
        e_kind = self.some_kind(scope)
        where = self.r.choice([self.where(scope, 0.7), Node("opt", [f" WHERE {column} {self.r.choice(['=', '>', '<>', 'IS DISTINCT FROM'])} {self.constant(kind)}"]),
                               Node("opt", [f" WHERE {self.r.choice(scope).alias}.{column} IS NULL"])])
        if not nested and self.chance(0.15):
            return Node("query", [self.r.choice(["SELECT * FROM ", f"SELECT {column}, count(*) FROM "])] + parts + [where]), {}
        return (Node("query", ["SELECT " + ", ".join(f"{n} AS c{i}" for i, n in enumerate(items)) + ", ", self.expr(e_kind, scope, 2), " AS e FROM "] +
                     parts + [where]), {"c0": kind, "e": e_kind})

    # ---- rows from functions, in the target list and in FROM

    def many(self, scope):
        """A function that gives rows, of this row, and their type."""
        ints, docs, texts = ([n for r in scope for n in r.names(k)] for k in ("int4", "jsonb", "text"))
        arrays = [(n, t[:-2]) for r in scope for t in ("text[]", "int4[]", "date[]", "mood[]", "bool[]") for n in r.names(t)]
        choices = [("int4", "generate_series(1, 3)"), ("int4", "unnest(ARRAY[5, NULL])"), ("text", "regexp_split_to_table('a,b,,c', ',')")]
        if ints:
            n = self.r.choice(ints)
            choices += [("int4", f"generate_series(1, {n} % 4)"), ("int4", f"generate_series({n} % 3, 0, -1)")]
        if docs:
            n = self.r.choice(docs)
            choices += [("jsonb", f"jsonb_path_query({n}, {self.r.choice(PATHS)})"), ("text", f"jsonb_object_keys(CASE WHEN jsonb_typeof({n}) = 'object' THEN {n} END)"),
                        ("jsonb", f"jsonb_array_elements(CASE WHEN jsonb_typeof({n}) = 'array' THEN {n} ELSE '[1]' END)")] * 2
        if texts:
            n = self.r.choice(texts)
            choices += [("text", f"string_to_table({n}, 'e')"), ("text", f"(regexp_matches({n}, '[a-z]', 'g'))[1]"), ("text", f"regexp_split_to_table({n}, '')")]
        for n, t in arrays:
            choices += [(t, f"unnest({n})"), ("int4", f"generate_subscripts({n}, 1)")]
        return self.r.choice(choices)

    def rows_of_items(self, depth, nested):
        source, scope = self.few()
        kind = self.some_kind(scope, KEYS)
        items = [(kind, self.one_look(kind, self.leaf(kind, scope)).sql())]
        for _ in range(self.r.randrange(1, 4)):
            k, e = self.many(scope)
            if self.chance(0.2):
                k, e = "text", self.r.choice([f"{e}::text || '!'", f"coalesce({e}::text, 'none')"])
            items.append((k, e))
        columns = {f"c{i}": k for i, (k, _) in enumerate(items)}
        listed = ", ".join(f"{e} AS c{i}" for i, (_, e) in enumerate(items))
        where = self.where(scope, 0.5)
        choice = self.r.randrange(4)
        if choice == 0:
            alias = self.alias("d")
            rel = Relation(alias, columns, None)
            return (Node("query", [f"SELECT {', '.join(f'{alias}.{c} AS {c}' for c in columns)} FROM (SELECT {listed} FROM ", source, where, f") {alias} WHERE ",
                                   self.expr("bool", [rel], 2)]), columns)
        if choice == 1:
            return Node("query", [f"SELECT DISTINCT {', '.join(f'({e})::text AS c{i}' for i, (_, e) in enumerate(items))} FROM ", source, where]), {c: "text" for c in columns}
        if choice == 2:
            return (Node("query", [f"SELECT q.c1::text AS c0, count(*) AS c1 FROM (SELECT {listed} FROM ", source, where, ") q GROUP BY 1"]),
                    {"c0": "text", "c1": "int8"})
        tail = "" if nested else Node("opt", [" ORDER BY " + self.total(scope) + "".join(f", {i + 1}" for i in range(1, len(items)) if items[i][0] != "jsonb")])
        if "jsonb" in columns.values():
            tail = ""
        return Node("query", [f"SELECT {listed} FROM ", source, where, tail]), columns

    def rows_from(self, depth, nested):
        sql, rel = self.table(small=True)
        funcs = [self.many([rel]) for _ in range(self.r.randrange(1, 4))]
        funcs = [(k, e) for k, e in funcs if not e.startswith("(")] or [("int4", "generate_series(1, 2)")]
        alias = self.alias("f")
        kinds = [k for k, _ in funcs] + ["int8"]
        names = [f"c{i}" for i in range(len(kinds))]
        new = Relation(alias, dict(zip(names, kinds)), None)
        how = self.r.choice([" CROSS JOIN LATERAL ", " LEFT JOIN LATERAL ", ", "])
        on = [" ON ", self.r.choice([Node("bool", ["true"]), self.expr("bool", [rel, new], 2)])] if "LEFT" in how else []
        scope = [rel, new]
        items = [(k, self.expr(k, scope, 1)) for k in (self.some_kind([new]), self.some_kind(scope), self.some_kind([rel]))]
        listed, columns = self.items(items, nested)
        return (Node("query", ["SELECT ", listed, f" FROM {sql}{how}ROWS FROM ({', '.join(e for _, e in funcs)}) WITH ORDINALITY AS {alias}({', '.join(names)})"] +
                     on + [self.where(scope, 0.5)]), columns)

    # ---- the first rows with those that are equal

    def ties(self, depth, nested):
        source, scope = self.from_clause(0)
        kind = self.some_kind(scope, ORDERLY)
        key = self.leaf(kind, scope).sql()
        alias = self.alias("d")
        item_kind, item = self.some_kind(scope), None
        item = self.leaf(item_kind, scope).sql()
        order = f"{key}{self.direction()}"
        if self.chance(0.4):
            order = f"{self.expr('bool', scope, 1).sql()} IS TRUE, {order}"
        return (Node("query", [f"SELECT {alias}.c0 AS c0 FROM (SELECT {item} AS c0 FROM ", source, self.where(scope, 0.5), f" ORDER BY {order}",
                               f" FETCH FIRST {self.r.choice(['', '2 ', '5 ', '(1 + 2) '])}ROWS WITH TIES) {alias}"]), {"c0": item_kind})

    # ---- grouping sets of expressions

    def sets(self, depth, nested):
        source, scope = self.few()
        keys = [self.key(scope, 1) for _ in range(self.r.randrange(1, 4))]
        texts = [e.sql() for _, e in keys]
        groups = []
        for _ in range(self.r.randrange(1, 4)):
            some = [t for t in texts if self.chance(0.6)]
            form = self.r.choice(["({})", "({})", "ROLLUP ({})", "CUBE ({})"])
            groups.append(form.format(", ".join(some)) if some else "()")
        by = self.r.choice(["", f"{texts[0]}, "]) + f"GROUPING SETS ({', '.join(groups)})"
        for t in texts:  # each is grouped by somewhere
            by += "" if t in by else f", ROLLUP ({t})"
        exprs = list(keys) + [self.aggregate(scope), ("int4", Node("int4", [f"grouping({', '.join(texts)})"]))]
        items, columns = self.items(exprs, True)
        having = Node("opt", [" HAVING ", self.having(scope, keys, True)]) if self.chance(0.3) else ""
        return Node("query", ["SELECT ", items, " FROM ", source, self.where(scope, 0.5), " GROUP BY " + self.r.choice(["", "", "DISTINCT "]) + by, having]), columns

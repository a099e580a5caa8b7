"""Random queries, each from a seed alone: pieces of SQL (Node) over the fixture's tables."""

import re

from random_parts import Node, Relation
from random_rules import KEYS, RULES, SETTINGS, TYPES, sql_name
from random_places import Places
from random_shapes import has_sets


class Generator(Places):
    # ---- SELECT

    def items(self, exprs, named=True):
        """The target list, and its columns. Without names PostgreSQL makes them up."""
        parts, columns = [], {}
        for i, (kind, e) in enumerate(exprs):
            name = f"c{i}"
            columns[name] = kind
            item = [e, f" AS {name}"] if named or self.chance(0.6) or "\u27e6" in e.sql() else [e]
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
            out += f" LIMIT {self.r.choice([0, 1, 1, 2, 2, 3, 3, 5, 5, 10, 50, 'ALL', 'NULL', '1 + 1', '(SELECT count(*) FROM one)', 2.5, chr(39) + '4' + chr(39)])}"
        if self.chance(0.4):
            out += f" OFFSET {self.r.choice([0, 1, 1, 2, 2, 7, 'NULL', '3 - 2', '(SELECT 1)'])}"
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
        told_apart = True
        if not nested and not nested_srf and self.chance(0.12):
            star = self.star(scope)
            items = star or items
            told_apart = not star or all(r.key for r in scope)  # a derived table may have columns that are not known here
        parts = ["SELECT ", items, " FROM ", source, self.where(scope)]
        if told_apart and self.chance(0.25 if nested else 0.55):
            keys = [self.expr(self.some_kind(scope), scope, self.r.randrange(0, 2))
                    for _ in range(self.r.randrange(0, 3))]
            keys = [Node(k.kind, ["(", k, ")"]) for k in keys
                    if re.match(r"[a-z]\w*[.(]", k.sql())]
            total = ", ".join(n for r in scope for n in r.order())
            parts.append(Node("opt", [" ORDER BY "] + self.order_keys(keys) +
                              [total, f", {len(exprs)}" if nested_srf else "",
                               self.limit() if self.chance(0.7) else ""]))
        return Node("query", parts), columns

    def star(self, scope):
        return self.r.choice(["*", f"{self.r.choice(scope).alias}.*", f"{scope[0].alias}.*, 1"])

    def grouped(self, depth, nested):
        source, scope = self.from_clause(depth)
        keys = [self.key(scope, self.r.randrange(0, 2)) for _ in range(self.r.randrange(0, 3))]
        exprs = keys + [self.over_aggregate(scope) for _ in range(self.r.randrange(1, 4))]
        items, columns = self.items(exprs, nested)
        parts = ["SELECT ", items, " FROM ", source, self.where(scope)]
        by = ""
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
                                      self.limit() if self.chance(0.6) and not has_sets(by) else ""]))
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
                        "(" + ", ".join(self.r.choice([self.plain_constant(k), f"NULL::{sql_name(k)}"]) for k in kinds) + ")"
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
        make = self.r.choice([self.distinct_on] + [self.plain] * 5 + [self.grouped] * 3 + [self.distinct, self.set_operation, self.values] +
                             [self.set_tree, self.windowed, self.grouped_more] * 2 + [self.top_of_each, self.joined, self.rows] +
                             ([self.places] * 2 + [self.with_inside, self.chain, self.rows_of_items, self.rows_from, self.ties, self.sets]
                              if self.wide else []))
        return make(depth, nested)

    def risky(self):
        sql, rel = self.table()
        for _ in range(50):
            template = self.r.choice(RULES["risky"])
            if all(rel.names(k) for k in re.findall(r"\{(\w+)\}", template)):
                break
        e = self.template("item", template, [rel], 1)
        return Node("query", [f"SELECT {rel.names()[0]}, ", e, " AS e" if "\u27e6" in e.sql() else "", f" FROM {sql}"])

    def settings(self):
        """The session's, of which an answer or its text depends."""
        if not self.chance(0.12):
            return []
        return self.r.sample(SETTINGS, self.r.randrange(1, 4))

    def statement(self):
        """The query, and whether an error in it is a determined one."""
        if self.chance(0.1):
            return self.risky(), True
        parts = []
        if self.chance(0.03):
            parts = self.recursion()
        elif self.chance(0.05):
            sql, rel = self.table(small=True)
            n = self.r.choice(rel.names("int4") or ["1"])
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

"""Aggregates and window functions of random queries."""

import re

from random_parts import Node, Parts
from random_rules import EXACT_FLOATS, KEYS, ORDERLY


class Calls(Parts):
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
                kind, e = "int4", Node("int4", ["length(concat(", ([n for r in scope for n in r.names()] or ["'x'"])[0], "))"])
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

    def plain_constant(self, kind):
        """One of a set operation's rows: of equal values PostgreSQL shows that of the smaller input."""
        return self.one_look(kind, Node(kind, [self.constant(kind)])).sql()

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
                ["jsonb_object_agg(concat(", total.replace(", ", ", '-', "), "), ", self.expr(kind, scope, 1), ")"],
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

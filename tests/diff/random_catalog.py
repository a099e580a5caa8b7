"""Random expressions of every function, operator, cast and aggregate that both catalogs have (--deep), in the shapes of random_deep.py.

What there is to call is read from PostgreSQL's pg_proc, pg_operator and pg_cast, in the order of OIDs, as far as pgleaf has it, so that
a seed gives the same query for as long as no function is added.
"""

import importlib.machinery
import importlib.util
import os
import re

from random_parts import Node
from random_rules import CONSTANTS, TYPES

HERE = os.path.dirname(os.path.abspath(__file__))
loader = importlib.machinery.SourceFileLoader("diff_functions", os.path.join(HERE, "functions"))
functions = importlib.util.module_from_spec(importlib.util.spec_from_loader("diff_functions", loader))
loader.exec_module(functions)

# names of the generator's types in pg_type
PG_NAMES = {"ts": "timestamptz", "ctext": "text", "text[]": "_text", "int4[]": "_int4", "date[]": "_date", "bool[]": "_bool"}
OWN = {"mood", "posint", "pair", "mood[]", "merged", "record"}  # not of pg_catalog
NAMES = {v: k for k, v in PG_NAMES.items() if k != "ctext"}
# of any type, or whose text is no promise: sizes in memory, the row's place
LEFT_OUT = re.compile(r"^(pg_column|pg_size|hash|bt|array_sort|int4_bigint|.*(_cmp|sortsupport|equalimage|_in|_out|send|_recv|typmodin|typmodout)$|"
                      r".*(_subdiff|_canonical)$|jsonb?_populate_record|_|ri_|in_range|generate_|pg_|to_ts|ts_headline|currtid|xid|cid|tid|timezone$|obj_|shobj|col_|format_type|query_|table_|schema_|"
                      r"lo_|quote_nullable|repeat|lpad|rpad|array_fill|stddev|var)")
# no expression needs more of them than there are in a query
SCALARS = {"int2", "int4", "int8", "float4", "float8", "numeric", "text", "bool", "timestamptz", "timestamp", "date", "time", "timetz", "interval", "jsonb", "json", "uuid",
           "bytea", "_text", "_int4", "_date", "_bool", "_numeric", "_float8", "_int8", "_jsonb", "_timestamptz", "int4range", "numrange", "tstzrange", "int4multirange", "nummultirange",
           "tstzmultirange", "daterange", "datemultirange", "int8range", "inet", "cidr", "varbit", "bit", "varchar", "bpchar", "name", "money", "point", "box", "circle", "tsvector", "tsquery",
           "jsonpath", "macaddr", "oid", "_interval", "_uuid", "_bytea", "lseg", "path", "polygon", "line", "regconfig", "_float4", "_int2"}
ANY_KIND = functions.KINDS
# what aggregates are made of, which nobody calls by name
INNER = """SELECT DISTINCT f::oid FROM pg_aggregate, unnest(ARRAY[aggtransfn::oid, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn, aggmtransfn, aggminvtransfn, aggmfinalfn]) f
    WHERE f <> 0 AND f NOT IN (SELECT oprcode FROM pg_operator)"""


class Catalog:
    """What makes a value of a type: type -> [(text with {type} for arguments)]."""

    def __init__(self, postgres, leaf):
        self.calls, self.aggregates = {}, {}
        inner = {row[0] for row in postgres.ask(INNER).rows} | {key.split()[-1] for key in functions.DEPARTS}
        for row in self.both(postgres, leaf, functions.ROWS):
            number, name, kind, retset, variadic, aggkind, _, result, args = row
            kinds = args.split()
            if retset == "t" or number in inner or functions.SERVERS_OWN.match(name) or LEFT_OUT.match(name) or (name == "age" and len(kinds) == 1):
                continue
            if kind == "f" and kinds:
                self.add(self.calls, f'{name}' if re.fullmatch(r"[a-z]\w*", name) else f'"{name}"', "{0}(", ", ", ")", kinds, result, variadic == "t")
            elif kind == "a" and aggkind == "n" and kinds and variadic == "f":
                self.add(self.aggregates, name, "{0}(", ", ", ")", kinds, result, False)
        for number, name, left, right, result in self.both(postgres, leaf, functions.OPERATORS):
            if number in inner:
                continue
            kinds = [k for k in (left, right) if k]
            self.add(self.calls, name, "(" if left else "({0} ", f" {name} ", ")", kinds, result, False, "o")
        for _, source, target in self.both(postgres, leaf, functions.CASTS):
            if target in SCALARS and target not in ("name", "regconfig"):
                self.add(self.calls, target, "(", "", f")::{functions.type_name(target)}", [source], target, False)
        for table in (self.calls, self.aggregates):  # one of a name at first, then one of its forms
            for result, by_name in table.items():
                table[result] = [forms for _, forms in sorted(by_name.items())]

    @staticmethod
    def both(postgres, leaf, sql):
        theirs = {row[0] for row in leaf.ask(sql).rows}
        return [row for row in postgres.ask(sql).rows if row[0] in theirs]

    @staticmethod
    def add(table, name, before, between, after, kinds, result, variadic, stem=""):
        """Of polymorphic ones each family of types is a form."""
        needs = {ANY_KIND[k] for k in (*kinds, result) if k in ANY_KIND}
        for family in functions.FAMILIES if needs else [None]:
            if needs and not all(family[n] for n in needs):
                continue
            real = [family[ANY_KIND[k]] if k in ANY_KIND else k for k in kinds]
            out = family[ANY_KIND[result]] if result in ANY_KIND else result
            if variadic:
                real = real[:-1] + [real[-1][1:] if real[-1].startswith("_") else real[-1]] * 2
            if out not in SCALARS or any(k not in SCALARS and k != "any" for k in real):
                continue
            table.setdefault(out, {}).setdefault(stem + name, []).append((before.replace("{0}", name), between, after, real))


class Calling:
    """For a generator: some expressions are calls out of the catalog. (A mixin: expr() and aggregate() of the other class do the rest.)"""

    catalog = None
    share = 0.4

    def text_constant(self, kind):
        """Of a type of pg_type."""
        if kind in NAMES or kind in CONSTANTS:
            own = CONSTANTS.get(NAMES.get(kind, kind))
            if own and self.chance(0.75):
                return self.r.choice(own)
        texts = functions.POOL.get(kind)
        if not texts or self.chance(0.05):
            return f"NULL::{functions.type_name(kind)}"
        text = functions.quoted(self.r.choice(texts))
        return f"{text}::{functions.type_name(kind)}"

    def argument(self, kind, scope, depth):
        if kind == "any":
            kind = PG_NAMES.get(k := self.some_kind(scope), k)
            if kind in OWN:
                kind = "int4"
        own = NAMES.get(kind, kind)
        if own in TYPES:
            return self.expr(own, scope, depth)
        if depth > 0 and kind in self.catalog.calls and self.chance(0.6):
            return self.call(kind, scope, depth)
        names = [n for relation in scope for n in relation.names(kind)]
        return Node(own, [self.r.choice(names) if names and self.chance(0.7) else self.text_constant(kind)])

    def call(self, kind, scope, depth):
        before, between, after, kinds = self.r.choice(self.r.choice(self.catalog.calls[kind]))
        parts = [before]
        for i, k in enumerate(kinds):
            parts += [between] if i else []
            if i or between or not before.startswith("("):
                parts.append(self.argument(k, scope, depth - 1))
            else:
                parts.append(self.argument(k, scope, depth - 1))
        return Node(NAMES.get(kind, kind), parts + [after])

    def expr(self, kind, scope, depth):
        wanted = PG_NAMES.get(kind, kind)
        if depth > 0 and kind not in OWN and kind != "ctext" and wanted in self.catalog.calls and self.chance(self.share):
            return self.call(wanted, scope, depth)
        return super().expr(kind, scope, depth)

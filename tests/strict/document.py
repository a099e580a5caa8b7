"""Documents as they are logged: one canonical Extended JSON document a line."""

import json

MAX_DEPTH = 200


class Refused(Exception):
    """MongoDB would not take this; the text says why."""


class Doc(dict):
    """A document: ordered, and no name twice."""


class Const:
    """A value that JSON has no type for."""

    def __init__(self, kind, value):
        self.kind, self.value = kind, value

    def __repr__(self):
        return f"{self.kind}({self.value!r})"


WRAPPERS = {"$oid": "objectId", "$date": "date", "$binary": "binData", "$uuid": "binData",
            "$timestamp": "timestamp", "$minKey": "minKey", "$maxKey": "maxKey",
            "$undefined": "undefined", "$symbol": "symbol", "$code": "javascript",
            "$dbPointer": "dbPointer", "$numberDecimal": "decimal"}


class Long(int):
    """An int64, where JSON's own numbers are int32."""


def unwrap(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise Refused(f"a name stands twice in a document: {names}")
    if names:
        name, value = pairs[0]
        if name == "$numberInt":
            return int(value)
        if name == "$numberLong":
            return Long(value)
        if name == "$numberDouble":
            return float(value)
        if name == "$regularExpression" and isinstance(value, Doc):
            return Const("regex", (value["pattern"], value.get("options", "")))
        if name in WRAPPERS and len(pairs) <= 2:
            return Const(WRAPPERS[name], value)
    return Doc(pairs)


def parse(text):
    value = json.loads(text, object_pairs_hook=unwrap)
    check_depth(value)
    return value


def check_depth(value):
    """MongoDB takes documents 200 levels deep; asked without recursion."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise Refused(f"nested more than {MAX_DEPTH} levels deep")
        level = [child for v in level if isinstance(v, (dict, list))
                 for child in (v.values() if isinstance(v, dict) else v)
                 if isinstance(child, (dict, list))]


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def type_name(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, Long):
        return "long"
    if isinstance(value, int):
        return "int" if -2**31 <= value < 2**31 else "long"
    if isinstance(value, float):
        return "double"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    if isinstance(value, Const):
        return value.kind
    return "object"

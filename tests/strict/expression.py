"""Aggregation expressions and query filters, as MongoDB's manual says they must be.

A Refused says which rule is broken. Documents come from document.parse: a Doc is a dict that kept
its order and refused a name given twice, a Const is a value of a type that JSON has not.
"""

import os
import re

from document import Const, Doc, Refused, is_number, type_name

UNITS = "year quarter month week day hour minute second millisecond".split()
SYSTEM_VARIABLES = {"ROOT", "CURRENT", "REMOVE", "NOW", "CLUSTER_TIME", "SEARCH_META",
                    "USER_ROLES"}
TYPE_ALIASES = set("""double string object array binData undefined objectId bool date null regex
    dbPointer javascript symbol javascriptWithScope int timestamp long decimal minKey maxKey
    number""".split())
TYPES = {
    "number": {"int", "long", "double", "decimal"},
    "integer": {"int", "long"},
    "int": {"int", "long", "double", "decimal"},
    "string": {"string"},
    "array": {"array"},
    "object": {"object"},
    "bool": {"bool"},
    "date": {"date", "timestamp", "objectId"},
    "timestamp": {"timestamp"},
    "regex": {"regex"},
    "bindata": {"binData"},
    "code": {"javascript"},
    "unit": {"string"},
}
MAX_MATCH_DEPTH = 100


def read_table():
    table = {}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "operators.txt")
    with open(path, encoding="utf-8") as f:
        for line in f:
            words = line.split()
            if words and not line.startswith("#"):
                table[words[0]] = words[1:]
    return table


OPERATORS = read_table()


def refuse(text):
    raise Refused(text)


def check_path(path, what, dollar=False):
    """A field's name in a stage: a, a.b; no empty part, none that begins with $."""
    if not isinstance(path, str):
        refuse(f"{what}: a field name must be a string, not {type_name(path)}")
    if path == "":
        refuse(f"{what}: an empty field name")
    if "\0" in path:
        refuse(f"{what}: a NUL byte in a field name")
    for part in path.split("."):
        if part == "":
            refuse(f"{what}: '{path}' has an empty part")
        if part.startswith("$") and not dollar:
            refuse(f"{what}: a part of '{path}' begins with $")


def check_variable_name(name):
    if not isinstance(name, str) or name == "":
        refuse("a variable's name must be a string that is not empty")
    if name == "CURRENT":
        return
    if not re.match(r"[a-z\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*\Z", name):
        refuse(f"'{name}' is no name for a variable (a small letter first)")


def check_field_path(text, variables):
    """'$a.b' or '$$var.b'."""
    if "\0" in text:
        refuse("a NUL byte in a field path")
    if text.startswith("$$"):
        name, _, rest = text[2:].partition(".")
        if name not in SYSTEM_VARIABLES and name not in variables:
            refuse(f"'{text}': no such variable")
        if not rest and text.endswith("."):
            refuse(f"'{text}' ends with a dot")
        if rest:
            check_path(rest, "field path")
    else:
        if text == "$":
            refuse("'$' is no field path")
        check_path(text[1:], "field path")


def is_expression(value):
    """Is the value computed, not a constant?"""
    if isinstance(value, str):
        return value.startswith("$")
    if isinstance(value, Doc):
        return any(k.startswith("$") for k in value) or any(map(is_expression, value.values()))
    if isinstance(value, list):
        return any(map(is_expression, value))
    return False


def check_constant(value, types, where):
    """The type of an argument, where it can be seen; null is taken by nearly all of them."""
    if types == "any" or value is None:
        return
    if isinstance(value, Doc) and list(value) == ["$literal"]:
        value = value["$literal"]
        if value is None:
            return
    elif isinstance(value, list):
        # an array of computed values is an array all the same
        if not any("array" == t for t in types.split("|")):
            refuse(f"{where}: an array, where {types} is needed")
        return
    elif is_expression(value):
        return
    have = type_name(value)
    if not any(have in TYPES[t] for t in types.split("|")):
        refuse(f"{where}: {have}, where {types} is needed")
    if types == "unit" and value not in UNITS:
        refuse(f"{where}: '{value}' is no unit of time")
    if types == "int" and isinstance(value, float) and not value.is_integer():
        refuse(f"{where}: {value} is no whole number")


def check_expression(value, variables=frozenset()):
    if isinstance(value, str):
        if value.startswith("$"):
            check_field_path(value, variables)
    elif isinstance(value, list):
        for element in value:
            check_expression(element, variables)
    elif isinstance(value, Doc):
        operators = [k for k in value if k.startswith("$")]
        if operators and len(value) != 1:
            refuse(f"an expression with {operators[0]} and another field: {list(value)}")
        if operators:
            check_operator(operators[0], value[operators[0]], variables)
        else:
            for name, field in value.items():
                if "." in name:
                    refuse(f"'{name}': a dot in the name of an expression's field")
                check_expression(field, variables)


def check_operator(name, argument, variables):
    if name not in OPERATORS:
        refuse(f"unknown expression operator {name}")
    kind, *rest = OPERATORS[name]
    if kind == "const":
        if name == "$meta" and not isinstance(argument, str):
            refuse("$meta needs a string")
    elif kind == "any":
        check_expression(argument, variables)
    elif kind == "one":
        if isinstance(argument, list):
            if len(argument) != 1:
                refuse(f"{name} takes one argument, {len(argument)} were given")
            argument = argument[0]
        check_typed(name, argument, rest[0], variables)
    elif kind == "list":
        least, most, types = int(rest[0]), rest[1], rest[2]
        if not isinstance(argument, list):
            if least > 1:
                refuse(f"{name} needs an array of at least {least}")
            argument = [argument]
        if len(argument) < least or (most != "*" and len(argument) > int(most)):
            refuse(f"{name} with {len(argument)} arguments")
        for element in argument:
            check_typed(name, element, types, variables)
        if name == "$add" and sum(type_name(a) == "date" for a in argument) > 1:
            refuse("$add of two dates")
    elif kind == "args":
        if name == "$cond" and isinstance(argument, Doc):
            check_object(name, argument, ["if:any", "then:any", "else:any"], variables)
            return
        if not isinstance(argument, list):
            refuse(f"{name} needs an array of arguments")
        least = sum(not t.endswith("?") for t in rest)
        if not least <= len(argument) <= len(rest):
            refuse(f"{name} with {len(argument)} arguments")
        for element, types in zip(argument, rest):
            check_typed(name, element, types.rstrip("?"), variables)
        if name == "$slice" and len(argument) == 3 and is_number(argument[2]) and argument[2] <= 0:
            refuse("$slice: the number of elements must be positive")
        if name in ("$divide", "$mod") and argument[1] == 0 and is_number(argument[1]):
            refuse(f"{name} by the constant zero")
        if name == "$round" and len(argument) == 2 and is_number(argument[1]) and \
                not -20 <= argument[1] <= 100:
            refuse("$round: the place is from -20 to 100")
    elif kind == "object":
        if not isinstance(argument, Doc):
            refuse(f"{name} needs a document")
        check_object(name, argument, rest, variables)
        check_regex_options(name, argument)
    elif kind == "date":
        if isinstance(argument, Doc) and not any(k.startswith("$") for k in argument):
            check_object(name, argument, ["date:date", "timezone?:string"], variables)
        else:
            if isinstance(argument, list):
                if len(argument) != 1:
                    refuse(f"{name} takes one argument, {len(argument)} were given")
                argument = argument[0]
            check_typed(name, argument, "date", variables)
    else:
        SPECIAL[name](argument, variables)


def check_typed(name, argument, types, variables):
    check_expression(argument, variables)
    check_constant(argument, types, name)


def check_object(name, argument, fields, variables):
    known = {}
    for field in fields:
        key, types = field.split(":")
        known[key.rstrip("?")] = types
        if not key.endswith("?") and key not in argument:
            refuse(f"{name} without {key}")
    for key, value in argument.items():
        if key not in known:
            refuse(f"{name} with an unknown argument {key}")
        check_typed(f"{name}.{key}", value, known[key], variables)


def check_regex_options(name, argument):
    if not name.startswith("$regex"):
        return
    options = argument.get("options")
    if isinstance(options, str) and not options.startswith("$") and set(options) - set("imsxu"):
        refuse(f"{name}: the options '{options}'")
    regex = argument.get("regex")
    if isinstance(regex, Const) and options and regex.value[1]:
        refuse(f"{name}: options in the regular expression and beside it")
    if isinstance(regex, str) and "\0" in regex:
        refuse(f"{name}: a NUL byte in a regular expression")


def need(name, argument, required, optional=()):
    if not isinstance(argument, Doc):
        refuse(f"{name} needs a document")
    for key in required:
        if key not in argument:
            refuse(f"{name} without {key}")
    for key in argument:
        if key not in required and key not in optional:
            refuse(f"{name} with an unknown argument {key}")


def check_let(argument, variables):
    need("$let", argument, ["vars", "in"])
    check_expression(argument["in"], variables | check_bindings(argument["vars"], variables))


def check_bindings(bindings, variables):
    """{name: expression}: what is bound."""
    if not isinstance(bindings, Doc):
        refuse("variables are given in a document")
    for name, value in bindings.items():
        check_variable_name(name)
        check_expression(value, variables)
    return frozenset(bindings)


def check_map(argument, variables):
    need("$map", argument, ["input", "in"], ["as", "arrayIndexAs"])
    check_typed("$map.input", argument["input"], "array", variables)
    bound = {argument.get("as", "this"), argument.get("arrayIndexAs", "IDX")}
    for key in ("as", "arrayIndexAs"):
        if key in argument:
            check_variable_name(argument[key])
    check_expression(argument["in"], variables | bound)


def check_filter(argument, variables):
    need("$filter", argument, ["input", "cond"], ["as", "limit", "arrayIndexAs"])
    check_typed("$filter.input", argument["input"], "array", variables)
    for key in ("as", "arrayIndexAs"):
        if key in argument:
            check_variable_name(argument[key])
    bound = {argument.get("as", "this"), argument.get("arrayIndexAs", "IDX")}
    check_expression(argument["cond"], variables | bound)
    if "limit" in argument:
        check_typed("$filter.limit", argument["limit"], "int", variables)


def check_reduce(argument, variables):
    need("$reduce", argument, ["input", "initialValue", "in"], ["as", "valueAs", "arrayIndexAs"])
    check_typed("$reduce.input", argument["input"], "array", variables)
    check_expression(argument["initialValue"], variables)
    check_expression(argument["in"], variables | {"this", "value", argument.get("as", "this"),
                                                  argument.get("valueAs", "value"),
                                                  argument.get("arrayIndexAs", "IDX")})


def check_switch(argument, variables):
    need("$switch", argument, ["branches"], ["default"])
    if not isinstance(argument["branches"], list) or not argument["branches"]:
        refuse("$switch needs at least one branch")
    for branch in argument["branches"]:
        need("a branch of $switch", branch, ["case", "then"])
        check_expression(branch["case"], variables)
        check_expression(branch["then"], variables)
    check_expression(argument.get("default"), variables)


def check_get_field(argument, variables):
    if isinstance(argument, Doc) and "field" in argument:
        need("$getField", argument, ["field"], ["input"])
        check_expression(argument.get("input"), variables)
        field = argument["field"]
    else:
        field = argument
    check_expression(field, variables)
    check_constant(field, "string", "$getField.field")


def check_sort_array(argument, variables):
    need("$sortArray", argument, ["input", "sortBy"])
    check_typed("$sortArray.input", argument["input"], "array", variables)
    if isinstance(argument["sortBy"], Doc):
        check_sort(argument["sortBy"], "$sortArray")
    elif argument["sortBy"] not in (1, -1):
        refuse("$sortArray: sortBy is 1, -1 or a document")


SPECIAL = {"$let": check_let, "$map": check_map, "$filter": check_filter,
           "$reduce": check_reduce, "$switch": check_switch, "$getField": check_get_field,
           "$sortArray": check_sort_array}


def check_sort(sort, where):
    if not isinstance(sort, Doc):
        refuse(f"{where}: a sort is a document")
    if not sort:
        refuse(f"{where}: a sort without a key")
    if len(sort) > 32:
        refuse(f"{where}: {len(sort)} sort keys (32 are allowed)")
    for path, direction in sort.items():
        check_path(path, where)
        if isinstance(direction, Doc):
            if list(direction) != ["$meta"]:
                refuse(f"{where}: {path} is sorted by a document that is no $meta")
        elif isinstance(direction, bool) or not is_number(direction) or direction not in (1, -1):
            refuse(f"{where}: {path} is sorted by {direction!r}, neither 1 nor -1")


# ---- filters

def check_filter_document(query, variables=frozenset(), depth=0):
    if not isinstance(query, Doc):
        refuse(f"a filter must be a document, not {type_name(query)}")
    if depth > MAX_MATCH_DEPTH:
        refuse(f"a filter nested more than {MAX_MATCH_DEPTH} levels deep")
    for key, value in query.items():
        if key in ("$and", "$or", "$nor"):
            if not isinstance(value, list) or not value:
                refuse(f"{key} needs an array that is not empty")
            for part in value:
                check_filter_document(part, variables, depth + 1)
        elif key == "$expr":
            check_expression(value, variables)
        elif key == "$comment":
            pass
        elif key in ("$jsonSchema", "$text"):
            if not isinstance(value, Doc):
                refuse(f"{key} needs a document")
        elif key == "$where":
            if not isinstance(value, str) and type_name(value) != "javascript":
                refuse("$where needs code")
        elif key == "$sampleRate":
            if not is_number(value) or not 0 <= value <= 1:
                refuse("$sampleRate is from 0 to 1")
        elif key.startswith("$"):
            refuse(f"unknown operator {key} at the top of a filter")
        else:
            if "\0" in key:
                refuse("a NUL byte in a field name")
            check_predicate(key, value, depth)


def check_predicate(field, value, depth):
    if depth > MAX_MATCH_DEPTH:
        refuse(f"a filter nested more than {MAX_MATCH_DEPTH} levels deep")
    if not isinstance(value, Doc) or not value:
        if type_name(value) == "undefined":
            refuse(f"{field}: compared with undefined")
        return
    first = next(iter(value))
    operators = [k for k in value if k.startswith("$")]
    if not operators or first in ("$ref", "$id", "$db"):
        return
    if len(operators) != len(value):
        refuse(f"{field}: operators and fields in one document: {list(value)}")
    for name, argument in value.items():
        check_field_operator(field, name, argument, value, depth)


def check_field_operator(field, name, argument, siblings, depth):
    kind = type_name(argument)
    if name in ("$eq", "$ne", "$gt", "$gte", "$lt", "$lte"):
        if kind == "undefined":
            refuse(f"{field}: {name} undefined")
        if kind == "regex" and name != "$eq":
            refuse(f"{field}: {name} with a regular expression")
    elif name in ("$in", "$nin", "$all"):
        if kind != "array":
            refuse(f"{field}: {name} needs an array, not {kind}")
        for element in argument:
            if isinstance(element, Doc) and element and next(iter(element)).startswith("$"):
                if name == "$all" and list(element) == ["$elemMatch"]:
                    continue
                refuse(f"{field}: an operator inside {name}")
            if type_name(element) == "undefined":
                refuse(f"{field}: undefined in {name}")
    elif name == "$not":
        if kind == "regex":
            return
        if not isinstance(argument, Doc) or not argument:
            refuse(f"{field}: $not needs a regular expression or a document of operators")
        if not all(k.startswith("$") for k in argument):
            refuse(f"{field}: $not with a document that is no predicate")
        check_predicate(field, argument, depth + 1)
    elif name == "$exists":
        if kind not in ("bool", "int", "long", "double"):
            refuse(f"{field}: $exists needs true or false")
    elif name == "$type":
        check_types(field, argument)
    elif name == "$size":
        if not is_number(argument) or argument < 0 or int(argument) != argument:
            refuse(f"{field}: $size needs a number from 0")
    elif name == "$mod":
        if kind != "array" or len(argument) != 2 or not all(map(is_number, argument)):
            refuse(f"{field}: $mod needs two numbers")
        if int(argument[0]) == 0:
            refuse(f"{field}: $mod by zero")
    elif name == "$regex":
        if kind not in ("string", "regex"):
            refuse(f"{field}: $regex needs a string")
        if kind == "string" and "\0" in argument:
            refuse(f"{field}: a NUL byte in a regular expression")
    elif name == "$options":
        if "$regex" not in siblings:
            refuse(f"{field}: $options without $regex")
        if kind != "string" or set(argument) - set("imsxu"):
            refuse(f"{field}: the options {argument!r}")
    elif name == "$elemMatch":
        if not isinstance(argument, Doc):
            refuse(f"{field}: $elemMatch needs a document")
        if argument and next(iter(argument)).startswith("$") and \
                next(iter(argument)) not in ("$and", "$or", "$nor", "$expr"):
            check_predicate(field, argument, depth + 1)
        else:
            check_filter_document(argument, depth=depth + 1)
    elif name in ("$bitsAllClear", "$bitsAllSet", "$bitsAnyClear", "$bitsAnySet"):
        if kind not in ("int", "long", "double", "binData", "array"):
            refuse(f"{field}: {name} needs a number, a binary or positions")
    elif name not in ("$geoWithin", "$geoIntersects", "$near", "$nearSphere", "$maxDistance",
                      "$minDistance", "$geometry", "$box", "$center", "$polygon", "$comment"):
        refuse(f"{field}: unknown operator {name}")


def check_types(field, argument):
    names = argument if isinstance(argument, list) else [argument]
    if not names:
        refuse(f"{field}: $type without a type")
    for name in names:
        if isinstance(name, str):
            if name not in TYPE_ALIASES:
                refuse(f"{field}: '{name}' is no type")
        elif not is_number(name) or name not in (*range(1, 20), -1, 127):
            refuse(f"{field}: {name!r} is no type")

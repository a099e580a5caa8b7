"""MongoDB commands, as the manual says they must be: check(document) or Refused."""

from document import Const, Doc, is_number, type_name
from expression import (check_bindings, check_filter_document, check_path, check_sort, need,
                        refuse)
from pipeline import (check_collection_name, check_collisions, check_pipeline, check_projection,
                      check_update_pipeline, whole_number)

# What any command may carry.
GENERIC = set("""$db lsid $clusterTime txnNumber startTransaction autocommit $readPreference
    apiVersion apiStrict apiDeprecationErrors comment maxTimeMS readConcern writeConcern
    $audit $client""".split())

# Fields of commands that are looked at no further, besides their own name.
PLAIN = {
    "abortTransaction": "recoveryToken", "authenticate": "mechanism user db nonce key",
    "buildInfo": "", "buildinfo": "", "collMod": "validator validationLevel validationAction index "
    "viewOn pipeline expireAfterSeconds", "collStats": "scale", "commitTransaction":
    "recoveryToken", "connectionStatus": "showPrivileges", "currentOp": "$all $ownOps",
    "dbStats": "scale freeStorage", "drop": "", "dropDatabase": "", "endSessions": "",
    "dropIndexes": "index", "getParameter": None, "hello": None, "isMaster": None,
    "ismaster": None, "hostInfo": "", "killCursors": "cursors", "killOp": "op",
    "killSessions": "", "listCollections": "filter nameOnly authorizedCollections cursor",
    "listDatabases": "filter nameOnly authorizedDatabases", "listIndexes": "cursor", "logout": "",
    "ping": "", "refreshSessions": "", "renameCollection": "to dropTarget",
    "rolesInfo": "showPrivileges showBuiltinRoles showAuthenticationRestrictions",
    "saslContinue": "conversationId payload", "saslStart":
    "mechanism payload autoAuthorize options db", "serverStatus": None,
    "usersInfo": "showCredentials showCustomData showPrivileges showAuthenticationRestrictions "
    "filter", "validate": "full repair metadata", "configureFailPoint": "mode data",
    "createUser": None, "dropUser": "", "getCmdLineOpts": "",
}


def fields(command, required, optional):
    name = next(iter(command))
    for key in required.split():
        if key not in command:
            refuse(f"{name} without {key}")
    known = {name} | set(required.split()) | set(optional.split()) | GENERIC
    for key in command:
        if key not in known:
            refuse(f"{name}: unknown field {key}")


def check_generic(command):
    for key in ("maxTimeMS", "skip", "limit", "batchSize"):
        if key in command and not (key == "limit" and next(iter(command)) == "count"):
            whole_number(command[key], 0, key)
    if "maxTimeMS" in command and command["maxTimeMS"] > 2**31 - 1:
        refuse("maxTimeMS above 2147483647")
    if "collation" in command:
        check_collation(command["collation"])
    if "startTransaction" in command:
        if command["startTransaction"] is not True:
            refuse("startTransaction is true or not there")
        if command.get("autocommit") is not False:
            refuse("startTransaction without autocommit: false")
    if "autocommit" in command:
        if command["autocommit"] is not False or "txnNumber" not in command:
            refuse("autocommit is false, and comes with txnNumber")
    if "txnNumber" in command and "lsid" not in command:
        refuse("txnNumber without lsid")
    if "hint" in command:
        hint = command["hint"]
        if not isinstance(hint, (str, Doc)):
            refuse("hint is a name or a document")
    if "readConcern" in command:
        need("readConcern", command["readConcern"], [],
             ["level", "afterClusterTime", "atClusterTime"])
        if command["readConcern"].get("level", "local") not in ("local", "available", "majority",
                                                                "linearizable", "snapshot"):
            refuse(f"readConcern {command['readConcern']['level']!r}")


def check_collation(collation):
    need("collation", collation, ["locale"],
         "strength caseLevel caseFirst numericOrdering alternate maxVariable backwards "
         "normalization version".split())
    if not isinstance(collation["locale"], str) or not collation["locale"]:
        refuse("a collation's locale is a string")
    if collation.get("strength", 3) not in (1, 2, 3, 4, 5):
        refuse("a collation's strength is 1 to 5")


def let_variables(command):
    return check_bindings(command["let"], frozenset()) if "let" in command else frozenset()


def find(command):
    fields(command, "", "filter projection sort hint skip limit batchSize singleBatch max min "
           "returnKey showRecordId tailable oplogReplay noCursorTimeout awaitData "
           "allowPartialResults collation allowDiskUse let")
    check_collection_name(command["find"], "find")
    variables = let_variables(command)
    check_filter_document(command.get("filter", Doc()), variables)
    if command.get("projection"):
        check_projection(command["projection"], variables, "projection", find=True)
    if command.get("sort"):
        check_sort(command["sort"], "sort")
    for key in ("singleBatch", "allowDiskUse", "noCursorTimeout"):
        if not isinstance(command.get(key, False), bool):
            refuse(f"find: {key} is true or false")


def aggregate(command):
    fields(command, "pipeline", "explain allowDiskUse cursor bypassDocumentValidation collation "
           "hint let")
    whole = command["aggregate"]
    if isinstance(whole, str):
        check_collection_name(whole, "aggregate")
    elif whole != 1 or isinstance(whole, bool):
        refuse("aggregate needs a collection's name or 1")
    if "cursor" not in command and "explain" not in command:
        refuse("aggregate without cursor")
    if "cursor" in command:
        need("cursor", command["cursor"], [], ["batchSize"])
        if "batchSize" in command["cursor"]:
            whole_number(command["cursor"]["batchSize"], 0, "batchSize")
    stages = command["pipeline"]
    check_pipeline(stages, let_variables(command))
    first = next(iter(stages[0])) if stages else None
    if first == "$documents" and isinstance(whole, str):
        refuse("$documents in the aggregate of a collection")
    if first != "$documents" and first not in ("$currentOp", "$listLocalSessions",
                                               "$changeStream") and not isinstance(whole, str):
        refuse("aggregate: 1 needs a stage that makes documents")


def count(command):
    fields(command, "", "query limit skip hint collation fields")
    check_collection_name(command["count"], "count")
    check_filter_document(command.get("query", Doc()))


def distinct(command):
    fields(command, "key", "query collation hint")
    check_collection_name(command["distinct"], "distinct")
    check_path(command["key"], "distinct")
    check_filter_document(command.get("query", Doc()))


def check_id(document, where):
    kind = type_name(document.get("_id", 1))
    if kind in ("array", "regex", "undefined"):
        refuse(f"{where}: _id is of type {kind}")
    identity = document.get("_id")
    if isinstance(identity, Doc) and any(k.startswith("$") for k in identity):
        refuse(f"{where}: a $ name in _id")


def batch(command, name):
    items = command[name]
    if not isinstance(items, list) or not 1 <= len(items) <= 100000:
        refuse(f"{name} holds 1 to 100,000 items")
    if any(not isinstance(item, Doc) for item in items):
        refuse(f"{name} holds documents")
    if not isinstance(command.get("ordered", True), bool):
        refuse("ordered is true or false")
    return items


def insert(command):
    fields(command, "documents", "ordered bypassDocumentValidation")
    check_collection_name(command["insert"], "insert")
    for document in batch(command, "documents"):
        check_id(document, "insert")


UPDATE_OPERATORS = set("""$addToSet $bit $currentDate $inc $max $min $mul $pop $pull $pullAll
    $push $rename $set $setOnInsert $unset""".split())


def check_update(change, multi, variables=frozenset()):
    if isinstance(change, list):
        if not change:
            refuse("an update pipeline without a stage")
        check_update_pipeline(change, variables)
        return
    if not isinstance(change, Doc):
        refuse("an update is a document or a pipeline")
    operators = [k for k in change if k.startswith("$")]
    if not operators:
        if multi:
            refuse("a replacement of several documents")
        check_id(change, "a replacement")
        return
    if len(operators) != len(change):
        refuse("an update with operators and fields")
    paths = []
    for name, argument in change.items():
        if name not in UPDATE_OPERATORS:
            refuse(f"unknown update operator {name}")
        if not isinstance(argument, Doc):
            refuse(f"{name} needs a document")
        for path, value in argument.items():
            check_path(path, name, dollar=True)
            if path.startswith("$"):
                refuse(f"{name}: {path}")
            if name in ("$inc", "$mul") and not is_number(value) and not (
                    isinstance(value, Const) and value.kind == "decimal"):
                refuse(f"{name} with {type_name(value)}")
            if name == "$rename":
                check_path(value, name)
                paths.append(value)
            if name == "$pop" and value not in (1, -1):
                refuse("$pop is 1 or -1")
            paths.append(path)
    check_collisions(paths, "an update")


def update(command):
    fields(command, "updates", "ordered bypassDocumentValidation let")
    check_collection_name(command["update"], "update")
    variables = let_variables(command)
    for item in batch(command, "updates"):
        need("an update", item, ["q", "u"],
             ["upsert", "multi", "collation", "arrayFilters", "hint", "c", "sort"])
        check_filter_document(item["q"], variables)
        constants = check_bindings(item["c"], variables) if "c" in item else frozenset()
        check_update(item["u"], item.get("multi", False), variables | constants)


def delete(command):
    fields(command, "deletes", "ordered let")
    check_collection_name(command["delete"], "delete")
    for item in batch(command, "deletes"):
        need("a delete", item, ["q", "limit"], ["collation", "hint"])
        check_filter_document(item["q"], let_variables(command))
        if item["limit"] not in (0, 1):
            refuse("a delete's limit is 0 or 1")


def find_and_modify(command):
    fields(command, "", "query sort remove update new fields upsert bypassDocumentValidation "
           "collation arrayFilters hint let")
    variables = let_variables(command)
    check_filter_document(command.get("query", Doc()), variables)
    if ("update" in command) == bool(command.get("remove")):
        refuse("findAndModify either updates or removes")
    if "update" in command:
        check_update(command["update"], False, variables)
    if command.get("sort"):
        check_sort(command["sort"], "sort")


def create(command):
    fields(command, "", "capped timeseries expireAfterSeconds clusteredIndex autoIndexId size max "
           "storageEngine validator validationLevel validationAction indexOptionDefaults viewOn "
           "pipeline collation changeStreamPreAndPostImages idIndex encryptedFields")
    check_collection_name(command["create"], "create")
    if "validator" in command:
        check_filter_document(command["validator"])
    if command.get("validationLevel", "off") not in ("off", "strict", "moderate"):
        refuse("validationLevel is off, strict or moderate")
    if command.get("validationAction", "warn") not in ("error", "warn", "errorAndLog"):
        refuse("validationAction is error or warn")
    if "pipeline" in command:
        if "viewOn" not in command:
            refuse("create: a pipeline without viewOn")
        check_pipeline(command["pipeline"], inside="a view")


def check_partial_filter(query):
    """The manual's "Partial Indexes": comparisons, $exists: true, $type, $in; $and and $or of those (6.0)."""
    for key, value in query.items():
        if key in ("$and", "$or"):
            for part in value:
                check_partial_filter(part)
        elif key.startswith("$"):
            refuse(f"{key} in a partialFilterExpression")
        elif isinstance(value, Doc):
            for op, argument in value.items():
                if op not in ("$eq", "$gt", "$gte", "$lt", "$lte", "$type", "$in", "$exists") or (op == "$exists" and not argument):
                    refuse(f"{op} in a partialFilterExpression")


def create_indexes(command):
    fields(command, "indexes", "commitQuorum")
    for index in batch(command, "indexes"):
        need("an index", index, ["key", "name"],
             "unique partialFilterExpression sparse expireAfterSeconds hidden storageEngine "
             "weights default_language language_override textIndexVersion bits min max collation "
             "wildcardProjection background v 2dsphereIndexVersion".split())
        key = index["key"]
        if not isinstance(key, Doc) or not 1 <= len(key) <= 32:
            refuse("an index has 1 to 32 keys")
        for path, kind in key.items():
            check_path(path, "an index", dollar=path.endswith("$**"))
            if not isinstance(kind, str) and (not is_number(kind) or kind == 0):
                refuse(f"an index on {path}: {kind!r}")
        if "partialFilterExpression" in index:
            check_filter_document(index["partialFilterExpression"])
            check_partial_filter(index["partialFilterExpression"])
            if index.get("sparse"):
                refuse("an index is sparse or partial")


def get_more(command):
    fields(command, "collection", "batchSize")
    if type_name(command["getMore"]) not in ("long", "int"):
        refuse("getMore needs the cursor's id")


def explain(command):
    fields(command, "", "verbosity")
    if command.get("verbosity", "allPlansExecution") not in ("queryPlanner", "executionStats",
                                                             "allPlansExecution"):
        refuse(f"explain: verbosity {command['verbosity']!r}")
    check(command["explain"])


COMMANDS = {"find": find, "aggregate": aggregate, "count": count, "distinct": distinct,
            "insert": insert, "update": update, "delete": delete,
            "findAndModify": find_and_modify, "findandmodify": find_and_modify,
            "create": create, "createIndexes": create_indexes, "getMore": get_more,
            "explain": explain}


def check(command):
    if not isinstance(command, Doc) or not command:
        refuse("a command must be a document that is not empty")
    name = next(iter(command))
    check_generic(command)
    if name in COMMANDS:
        COMMANDS[name](command)
    elif name in PLAIN:
        if PLAIN[name] is not None:
            fields(command, "", PLAIN[name])
        if name in ("drop", "collMod", "listIndexes", "dropIndexes"):
            check_collection_name(command[name], name)
    else:
        refuse(f"unknown command {name}")

"""Aggregation stages, as MongoDB's manual says they must be."""

from document import Const, Doc, is_number, type_name
from expression import (UNITS, check_bindings, check_expression, check_filter_document, check_path,
                        check_sort, check_variable_name, is_expression, need, refuse)

MAX_STAGES = 1000
ACCUMULATORS = set("""$accumulator $addToSet $avg $bottom $bottomN $concatArrays $count $first
    $firstN $last $lastN $max $maxN $median $mergeObjects $min $minN $percentile $push $setUnion
    $stdDevPop $stdDevSamp $sum $top $topN""".split())
WINDOW_ONLY = set("""$covariancePop $covarianceSamp $denseRank $derivative $documentNumber
    $expMovingAvg $integral $linearFill $locf $minMaxScaler $rank $shift""".split())
ONLY_FIRST = set("""$collStats $currentOp $documents $geoNear $indexStats $listLocalSessions
    $listSessions $planCacheStats $changeStream $search $searchMeta $vectorSearch $rankFusion
    $scoreFusion $listSearchIndexes $listSampledQueries $shardedDataDistribution""".split())
NOT_IN_FACET = ONLY_FIRST | {"$facet", "$out", "$merge"}


def check_pipeline(stages, variables=frozenset(), inside=None):
    """inside: the stage that holds this pipeline, if one does."""
    if not isinstance(stages, list):
        refuse("a pipeline must be an array")
    if len(stages) > MAX_STAGES:
        refuse(f"a pipeline of {len(stages)} stages ({MAX_STAGES} are allowed)")
    for place, stage in enumerate(stages):
        if not isinstance(stage, Doc) or len(stage) != 1:
            refuse("a stage must be a document with one field")
        name, argument = next(iter(stage.items()))
        if name not in STAGES:
            refuse(f"unknown stage {name}")
        if name in ONLY_FIRST and place != 0:
            refuse(f"{name} is not the first stage")
        if name in ("$out", "$merge"):
            if inside:
                refuse(f"{name} inside {inside}")
            if place != len(stages) - 1:
                refuse(f"{name} is not the last stage")
        if inside == "$facet" and name in NOT_IN_FACET:
            refuse(f"{name} inside $facet")
        if name == "$match" and place != 0 and isinstance(argument, Doc) and "$text" in argument:
            refuse("$text in a $match that is not the first stage")
        STAGES[name](argument, variables)


def stage_match(argument, variables):
    check_filter_document(argument, variables)
    if "$where" in argument:
        refuse("$where in $match")


def check_collisions(paths, where):
    """a with a.b, and a path given twice."""
    seen = sorted(paths)
    for first, second in zip(seen, seen[1:]):
        if first == second:
            refuse(f"{where}: the path {first} twice")
    whole = set(seen)
    for path in seen:
        parts = path.split(".")
        for n in range(1, len(parts)):
            if ".".join(parts[:n]) in whole:
                refuse(f"{where}: the paths {'.'.join(parts[:n])} and {path} collide")


def projection_leaves(document, prefix, where):
    """(path, value) for each leaf of nested documents that hold no operator."""
    if not document:
        refuse(f"{where}: an empty document")
    for name, value in document.items():
        check_path(name, where)
        path = prefix + name
        if isinstance(value, Doc) and not any(k.startswith("$") for k in value):
            yield from projection_leaves(value, path + ".", where)
        else:
            yield path, value


def check_projection(document, variables, where, find=False):
    if not isinstance(document, Doc):
        refuse(f"{where} needs a document")
    if not document:
        if find:
            return
        refuse(f"{where} without a field")
    included, excluded, leaves = [], [], []
    for path, value in projection_leaves(remove_positional(document) if find else document, "",
                                         where):
        leaves.append(path)
        if find and isinstance(value, Doc) and set(value) & {"$slice", "$elemMatch"}:
            if len(value) != 1:
                refuse(f"{where}: {path}: two operators")
            continue
        if isinstance(value, bool) or is_number(value):
            if path != "_id":
                (included if value else excluded).append(path)
        elif isinstance(value, Const) and value.kind == "decimal":
            if path != "_id":
                (excluded if float(value.value) == 0 else included).append(path)
        else:
            check_expression(value, variables)
            if not (isinstance(value, Doc) and list(value) == ["$meta"]):
                included.append(path)
    check_collisions(leaves, where)
    if included and excluded:
        refuse(f"{where}: {included[0]} is included and {excluded[0]} is excluded")


def remove_positional(document):
    """find's `a.$`, once."""
    positional = [k for k in document if k.endswith(".$")]
    if len(positional) > 1:
        refuse("two positional projections")
    return Doc((k[:-2] if k.endswith(".$") else k, v) for k, v in document.items())


def stage_project(argument, variables):
    check_projection(argument, variables, "$project")


def stage_add_fields(argument, variables):
    if not isinstance(argument, Doc) or not argument:
        refuse("$addFields needs a document that is not empty")
    leaves = []
    for path, value in projection_leaves(argument, "", "$addFields"):
        leaves.append(path)
        check_expression(value, variables)
    check_collisions(leaves, "$addFields")


def stage_unset(argument, variables):
    paths = argument if isinstance(argument, list) else [argument]
    if not paths:
        refuse("$unset without a field")
    for path in paths:
        check_path(path, "$unset")
    check_collisions(paths, "$unset")


def check_output_name(name, where):
    check_path(name, where)
    if "." in name:
        refuse(f"{where}: a dot in '{name}'")


def check_accumulator(name, value, variables, where, allowed):
    if not isinstance(value, Doc) or len(value) != 1:
        refuse(f"{where}: {name} needs one accumulator")
    operator, argument = next(iter(value.items()))
    if operator not in allowed:
        refuse(f"{where}: {operator} is no accumulator")
    if operator == "$count":
        if argument != Doc():
            refuse(f"{where}: $count takes an empty document")
    elif operator in ("$top", "$bottom", "$topN", "$bottomN"):
        need(operator, argument, ["sortBy", "output"] + (["n"] if operator[-1] == "N" else []))
        check_sort(argument["sortBy"], operator)
        check_expression(argument["output"], variables)
        check_n(operator, argument, variables)
    elif operator in ("$firstN", "$lastN", "$maxN", "$minN"):
        need(operator, argument, ["input", "n"])
        check_expression(argument["input"], variables)
        check_n(operator, argument, variables)
    elif operator == "$accumulator":
        need(operator, argument, ["init", "accumulate", "accumulateArgs", "merge", "lang"],
             ["initArgs", "finalize"])
    elif operator in ("$median", "$percentile"):
        need(operator, argument, ["input", "method"] + (["p"] if operator == "$percentile" else []))
        check_expression(argument["input"], variables)
    else:
        if isinstance(argument, list) and len(argument) != 1 and operator not in ("$concatArrays",
                                                                                  "$setUnion"):
            refuse(f"{where}: {operator} is a unary operator; {len(argument)} arguments")
        check_expression(argument, variables)


def check_n(operator, argument, variables):
    n = argument.get("n", 1)
    check_expression(n, variables)
    if not is_expression(n) and (not is_number(n) or n <= 0 or int(n) != n):
        refuse(f"{operator}: n must be a whole number above 0")


def stage_group(argument, variables):
    if not isinstance(argument, Doc):
        refuse("$group needs a document")
    if "_id" not in argument:
        refuse("$group without _id")
    for name, value in argument.items():
        if name == "_id":
            check_expression(value, variables)
        else:
            check_output_name(name, "$group")
            check_accumulator(name, value, variables, "$group", ACCUMULATORS)


def stage_sort(argument, variables):
    check_sort(argument, "$sort")


def whole_number(argument, least, where):
    if not is_number(argument) or int(argument) != argument or argument < least or \
            argument >= 2**63:
        refuse(f"{where} needs a whole number from {least}, not {argument!r}")


def stage_count(argument, variables):
    check_output_name(argument, "$count")


def stage_unwind(argument, variables):
    if isinstance(argument, Doc):
        need("$unwind", argument, ["path"], ["includeArrayIndex", "preserveNullAndEmptyArrays"])
        if "includeArrayIndex" in argument:
            check_path(argument["includeArrayIndex"], "$unwind.includeArrayIndex")
        if not isinstance(argument.get("preserveNullAndEmptyArrays", False), bool):
            refuse("$unwind: preserveNullAndEmptyArrays is true or false")
        argument = argument["path"]
    if not isinstance(argument, str) or not argument.startswith("$"):
        refuse("$unwind: the path must begin with $")
    check_path(argument[1:], "$unwind")


def stage_lookup(argument, variables):
    need("$lookup", argument, ["as"], ["from", "localField", "foreignField", "let", "pipeline",
                                       "_internalUnwind"])
    check_path(argument["as"], "$lookup.as")
    if ("localField" in argument) != ("foreignField" in argument):
        refuse("$lookup: localField and foreignField go together")
    for key in ("localField", "foreignField"):
        if key in argument:
            check_path(argument[key], f"$lookup.{key}")
    if "pipeline" not in argument:
        if "localField" not in argument:
            refuse("$lookup without a pipeline and without localField")
        if "let" in argument:
            refuse("$lookup: let without a pipeline")
    if "from" in argument:
        check_collection_argument(argument["from"], "$lookup.from")
    elif not (argument.get("pipeline") and isinstance(argument["pipeline"][0], Doc) and
              "$documents" in argument["pipeline"][0]):
        refuse("$lookup without from")
    bound = check_bindings(argument["let"], variables) if "let" in argument else frozenset()
    if "pipeline" in argument:
        check_pipeline(argument["pipeline"], variables | bound, "$lookup")


def check_collection_argument(value, where):
    if isinstance(value, Doc):
        need(where, value, ["db", "coll"])
        value = value["coll"]
    check_collection_name(value, where)


def check_collection_name(name, where):
    if not isinstance(name, str) or not name:
        refuse(f"{where}: a collection's name must be a string that is not empty")
    if name.startswith(".") or name.endswith(".") or "$" in name or "\0" in name:
        refuse(f"{where}: '{name}' is no name for a collection")


def stage_facet(argument, variables):
    if not isinstance(argument, Doc) or not argument:
        refuse("$facet needs a document that is not empty")
    for name, stages in argument.items():
        check_output_name(name, "$facet")
        check_pipeline(stages, variables, "$facet")


def stage_union_with(argument, variables):
    if isinstance(argument, Doc):
        need("$unionWith", argument, [], ["coll", "pipeline"])
        if "pipeline" in argument:
            check_pipeline(argument["pipeline"], frozenset(), "$unionWith")
        if "coll" not in argument:
            if not argument.get("pipeline") or "$documents" not in argument["pipeline"][0]:
                refuse("$unionWith without coll")
            return
        argument = argument["coll"]
    check_collection_name(argument, "$unionWith")


def check_new_root(value, variables, where):
    check_expression(value, variables)
    if not is_expression(value) and not isinstance(value, Doc):
        refuse(f"{where} needs a document, not {type_name(value)}")


def stage_replace_root(argument, variables):
    need("$replaceRoot", argument, ["newRoot"])
    check_new_root(argument["newRoot"], variables, "$replaceRoot")


def stage_sample(argument, variables):
    need("$sample", argument, ["size"])
    whole_number(argument["size"], 1, "$sample.size")


def check_outputs(argument, variables, where):
    for name, value in argument.get("output", Doc()).items():
        check_output_name(name, where)
        check_accumulator(name, value, variables, where, ACCUMULATORS)


def stage_bucket(argument, variables):
    need("$bucket", argument, ["groupBy", "boundaries"], ["default", "output"])
    check_expression(argument["groupBy"], variables)
    if not is_expression(argument["groupBy"]):
        refuse("$bucket: groupBy must be computed")
    boundaries = argument["boundaries"]
    if not isinstance(boundaries, list) or len(boundaries) < 2:
        refuse("$bucket needs two boundaries or more")
    check_outputs(argument, variables, "$bucket")


def stage_bucket_auto(argument, variables):
    need("$bucketAuto", argument, ["groupBy", "buckets"], ["output", "granularity"])
    check_expression(argument["groupBy"], variables)
    whole_number(argument["buckets"], 1, "$bucketAuto.buckets")
    check_outputs(argument, variables, "$bucketAuto")


def stage_sort_by_count(argument, variables):
    check_expression(argument, variables)
    if not is_expression(argument):
        refuse("$sortByCount needs a field path or an expression")


def stage_graph_lookup(argument, variables):
    need("$graphLookup", argument,
         ["from", "startWith", "connectFromField", "connectToField", "as"],
         ["maxDepth", "depthField", "restrictSearchWithMatch"])
    check_collection_name(argument["from"], "$graphLookup")
    check_expression(argument["startWith"], variables)
    for key in ("connectFromField", "connectToField", "as", "depthField"):
        if key in argument:
            check_path(argument[key], f"$graphLookup.{key}")
    if "maxDepth" in argument:
        whole_number(argument["maxDepth"], 0, "$graphLookup.maxDepth")
    if "restrictSearchWithMatch" in argument:
        check_filter_document(argument["restrictSearchWithMatch"], variables)


def stage_window(argument, variables):
    need("$setWindowFields", argument, ["output"], ["partitionBy", "sortBy"])
    if "partitionBy" in argument:
        check_expression(argument["partitionBy"], variables)
    sort = argument.get("sortBy")
    if sort is not None:
        check_sort(sort, "$setWindowFields")
    if not isinstance(argument["output"], Doc):
        refuse("$setWindowFields: output must be a document")
    check_collisions(list(argument["output"]), "$setWindowFields")
    for name, value in argument["output"].items():
        check_path(name, "$setWindowFields.output")
        check_window_function(name, value, sort, variables)


def check_window_function(name, value, sort, variables):
    if not isinstance(value, Doc):
        refuse(f"$setWindowFields: {name} needs a function")
    functions = [k for k in value if k != "window"]
    if len(functions) != 1:
        refuse(f"$setWindowFields: {name} needs one function, not {functions}")
    function, argument = functions[0], value[functions[0]]
    if function not in ACCUMULATORS and function not in WINDOW_ONLY:
        refuse(f"$setWindowFields: {function} is no window function")
    if function in ("$rank", "$denseRank", "$documentNumber"):
        if argument != Doc():
            refuse(f"{function} takes an empty document")
        if not sort or (function != "$documentNumber" and len(sort) != 1):
            refuse(f"{function} needs sortBy with exactly one key")
    elif function == "$shift":
        need("$shift", argument, ["output", "by"], ["default"])
        whole_number(argument["by"], -2**31, "$shift.by")
        check_expression(argument["output"], variables)
        if not sort:
            refuse("$shift needs sortBy")
        default = argument.get("default")
        if is_expression(default) and not (isinstance(default, Doc) and list(default) == ["$literal"]):
            refuse("$shift: default must be a constant")
    elif function in ("$derivative", "$integral"):
        need(function, argument, ["input"], ["unit"])
        check_expression(argument["input"], variables)
        if not sort or len(sort) != 1:
            refuse(f"{function} needs sortBy with exactly one key")
    elif function == "$expMovingAvg":
        need(function, argument, ["input"], ["N", "alpha"])
        if not sort or ("N" in argument) == ("alpha" in argument):
            refuse("$expMovingAvg needs sortBy, and either N or alpha")
    elif function in ("$covariancePop", "$covarianceSamp"):
        if not isinstance(argument, list) or len(argument) != 2:
            refuse(f"{function} needs two arguments")
        check_expression(argument, variables)
    elif function in ("$locf", "$linearFill", "$minMaxScaler"):
        check_expression(argument, variables)
        if function == "$linearFill" and (not sort or len(sort) != 1):
            refuse("$linearFill needs sortBy with exactly one key")
    else:
        check_accumulator(name, Doc([(function, argument)]), variables, "$setWindowFields",
                          ACCUMULATORS)
    if "window" in value:
        if function in ("$rank", "$denseRank", "$documentNumber", "$shift", "$locf",
                        "$linearFill", "$expMovingAvg"):
            refuse(f"{function} takes no window")
        check_window(value["window"], sort)


def check_window(window, sort):
    need("window", window, [], ["documents", "range", "unit"])
    if ("documents" in window) == ("range" in window):
        if not window:
            return
        refuse("a window has either documents or range")
    kind = "documents" if "documents" in window else "range"
    bounds = window[kind]
    if not isinstance(bounds, list) or len(bounds) != 2:
        refuse("a window has two bounds")
    places = []
    for n, bound in enumerate(bounds):
        if bound == "unbounded":
            places.append(float("-inf") if n == 0 else float("inf"))
        elif bound == "current":
            places.append(0)
        elif is_number(bound):
            if (kind == "documents" or "unit" in window) and int(bound) != bound:
                refuse("a window's bound must be a whole number")
            places.append(bound)
        elif isinstance(bound, Const) and bound.kind == "decimal":
            places.append(float(bound.value))
        else:
            refuse(f"{bound!r} is no bound of a window")
    if places[0] > places[1]:
        refuse(f"a window from {bounds[0]} to {bounds[1]}")
    if kind == "range":
        if not sort or len(sort) != 1 or list(sort.values()) != [1]:
            refuse("a range window needs sortBy with one ascending key")
    elif not sort and bounds != ["unbounded", "unbounded"]:
        refuse("a bounded window needs sortBy")
    if "unit" in window and (kind != "range" or window["unit"] not in UNITS):
        refuse(f"a window's unit: {window['unit']!r}")


def stage_out(argument, variables):
    check_collection_argument(Doc((k, v) for k, v in argument.items() if k != "timeseries")
                              if isinstance(argument, Doc) else argument, "$out")


def stage_merge(argument, variables):
    if isinstance(argument, str):
        check_collection_name(argument, "$merge")
        return
    need("$merge", argument, ["into"], ["on", "let", "whenMatched", "whenNotMatched"])
    check_collection_argument(argument["into"], "$merge")
    matched = argument.get("whenMatched", "merge")
    if isinstance(matched, list):
        bound = check_bindings(argument.get("let", Doc()), variables)
        check_update_pipeline(matched, variables | bound | {"new"})
    elif matched not in ("replace", "keepExisting", "merge", "fail"):
        refuse(f"$merge: whenMatched {matched!r}")
    if argument.get("whenNotMatched", "insert") not in ("insert", "discard", "fail"):
        refuse(f"$merge: whenNotMatched {argument['whenNotMatched']!r}")


def stage_documents(argument, variables):
    check_expression(argument, variables)
    if not is_expression(argument) and not (isinstance(argument, list) and
                                            all(isinstance(d, Doc) for d in argument)):
        refuse("$documents needs an array of documents")


def stage_redact(argument, variables):
    check_expression(argument, variables | {"DESCEND", "PRUNE", "KEEP"})


def stage_other(argument, variables):
    """pgleaf sends none of these; what they take is not looked at."""


def check_update_pipeline(stages, variables=frozenset()):
    check_pipeline(stages, variables, "an update")
    for stage in stages:
        name = next(iter(stage))
        if name not in ("$addFields", "$set", "$project", "$unset", "$replaceRoot",
                        "$replaceWith"):
            refuse(f"{name} in an update")


STAGES = {
    "$addFields": stage_add_fields, "$set": stage_add_fields, "$bucket": stage_bucket,
    "$bucketAuto": stage_bucket_auto, "$count": stage_count, "$documents": stage_documents,
    "$facet": stage_facet, "$graphLookup": stage_graph_lookup, "$group": stage_group,
    "$limit": lambda a, v: whole_number(a, 1, "$limit"), "$lookup": stage_lookup,
    "$match": stage_match, "$merge": stage_merge, "$out": stage_out, "$project": stage_project,
    "$redact": stage_redact, "$replaceRoot": stage_replace_root,
    "$replaceWith": lambda a, v: check_new_root(a, v, "$replaceWith"), "$sample": stage_sample,
    "$setWindowFields": stage_window, "$skip": lambda a, v: whole_number(a, 0, "$skip"),
    "$sort": stage_sort, "$sortByCount": stage_sort_by_count, "$unionWith": stage_union_with,
    "$unset": stage_unset, "$unwind": stage_unwind,
}
for _name in """$changeStream $changeStreamSplitLargeEvent $collStats $currentOp $densify $fill
        $geoNear $indexStats $listLocalSessions $listSampledQueries $listSearchIndexes
        $listSessions $planCacheStats $rankFusion $rerank $score $scoreFusion $search $searchMeta
        $shardedDataDistribution $vectorSearch""".split():
    STAGES[_name] = stage_other

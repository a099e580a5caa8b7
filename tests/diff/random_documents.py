"""The documents corpus (../shared/corpora/documents.tar.xz) as tables of random queries: some documents of each collection in MongoDB, and what pgleaf
says of them, columns, types and rows, in PostgreSQL.
"""

import json
import tarfile

from bson import json_util
from psycopg import pq

from random_rules import CONSTANTS, KEYS, RULES, SQL_NAMES, TABLES, TYPES

COUNT = 40  # of each collection, from all over it
KINDS = {"integer": "int4", "bigint": "int8", "double precision": "float8", "boolean": "bool", "timestamp(3) with time zone": "ts", "timestamp with time zone": "ts"}
PATH_KINDS = ("text", "int4", "int8", "float8", "bool")


def read(archive):
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            lines = tar.extractfile(member).read().decode().splitlines()
            step = max(1, len(lines) // COUNT)
            yield member.name.removeprefix("./").removesuffix(".jsonl"), [json_util.loads(line) for line in lines[::step][:COUNT]]


def paths(documents, prefix=()):
    """Those that lead to scalars, through documents alone."""
    out = {}
    for d in documents:
        for k, v in d.items():
            if isinstance(v, dict):
                for p in paths([v], prefix + (k,)):
                    out[p] = True
            elif prefix and not isinstance(v, list):
                out[prefix + (k,)] = True
    return list(out)


def quoted(name):
    return name if name.isascii() and name.replace("_", "a").isalnum() and name == name.lower() and not name[0].isdigit() and name not in ("for", "limit") else f'"{name}"'


def copy_table(table, postgres, leaf):
    """table: its name, and columns in brackets if not all are meant."""
    postgres.conn.exec_(f"COPY {table} FROM STDIN".encode())
    result = leaf.conn.exec_(f"COPY {table} TO STDOUT".encode())
    if result.status != pq.ExecStatus.COPY_OUT:
        raise SystemExit(f"{table}: {result.error_message.decode()}")
    while True:
        size, data = leaf.conn.get_copy_data(0)
        if size < 0:
            break
        postgres.conn.put_copy_data(bytes(data))
    while leaf.conn.get_result() is not None:
        pass
    postgres.conn.put_copy_end()
    while (result := postgres.conn.get_result()) is not None:
        if result.error_message:
            raise SystemExit(f"{table}: {result.error_message.decode()}")
    postgres.ask(f"ANALYZE {table}")


class Documents:
    def __init__(self, archive):
        self.collections = list(read(archive))

    def load_mongo(self, db):
        for name, documents in self.collections:
            db[name].insert_many(documents)

    def load_postgres(self, postgres, leaf):
        """Also what the generator knows: tables, their columns and paths, constants from the documents."""
        for name, documents in self.collections:
            rows = leaf.ask(f"SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '{name}'::regclass AND attnum > 0 ORDER BY attnum").rows
            columns = {quoted(c): t for c, t in rows}
            answer = postgres.ask(f"CREATE TABLE {name} ({', '.join(f'{c} {t}' for c, t in columns.items())}, PRIMARY KEY (_id))")
            if answer.error:
                raise SystemExit(f"{name}: {answer.text()}")
            copy_table(name, postgres, leaf)
            kinds = {c: KINDS.get(t, t) for c, t in columns.items()}
            for path in paths(documents)[:12]:
                if kinds.get(quoted(path[0])) != "jsonb" or not all(p.isascii() and p.isalnum() and p == p.lower() for p in path):
                    continue
                kind = leaf.ask(f"SELECT pg_typeof(x.{'.'.join(path)}) FROM {name} x LIMIT 1")
                if not kind.error and KINDS.get(kind.rows[0][0], kind.rows[0][0]) in PATH_KINDS:
                    kinds[".".join((quoted(path[0]), *path[1:]))] = KINDS.get(kind.rows[0][0], kind.rows[0][0])
            TABLES[name] = ("_id", kinds)
        self.widen()

    def widen(self):
        ids = [f"'{json.loads(json_util.dumps(d['_id']))['$oid']}'::objectid" for _, documents in self.collections for d in documents[:3] if "$oid" in json_util.dumps(d["_id"])]
        CONSTANTS["objectid"] = ids[:8]
        RULES["objectid"] = ["COALESCE({objectid}, {=objectid})", "CASE WHEN {bool} THEN {objectid} END", "{scalar objectid}"]
        RULES["text"] += ["({objectid}::text)", "substr({objectid}, 20)"]
        SQL_NAMES["float8[]"] = "float8[]"
        for kind in ("objectid", "float8[]"):
            TYPES.append(kind)
            KEYS.append(kind)
        CONSTANTS["float8[]"] = ["'{}'::float8[]", "ARRAY[1.5, NULL]::float8[]", "'{18.25,-63.16666666}'::float8[]"]
        RULES["float8[]"] = ["({float8[]} || {float8})", "({float8[]})[1:1]", "COALESCE({float8[]}, {=float8[]})"]
        RULES["float8"] = RULES["float8"] + ["({float8[]})[1]", "({float8[]})[2]"] * 3
        texts = [v for _, documents in self.collections for d in documents[:4] for v in d.values() if isinstance(v, str) and len(v) < 30 and "'" not in v and "\\" not in v]
        CONSTANTS["text"] = CONSTANTS["text"] + [f"'{t}'" for t in sorted(set(texts))[:25]]
        CONSTANTS["jsonb"] = CONSTANTS["jsonb"] + ["'{\"type\": \"exam\"}'::jsonb", "'[\"accessory\", \"case\"]'::jsonb", "'\"phone\"'::jsonb", "'[{\"type\": \"quiz\"}]'::jsonb",
                                                   "'{\"kind\": \"misc tarriff\"}'::jsonb", "'[]'::jsonb", "'[{}]'::jsonb"]
        inner = ("'type'", "'score'", "'voice'", "'n'", "'units'", "'kind'", "'amount'", "'common'", "'eng'", "'official'", "0", "1", "-1", "'percent_of_service'")
        path = ["ARRAY[" + ", ".join(f"'{q}'" for q in p.split(",")) + "]" for p in ("voice,n", "0,type", "0,score", "1,amount,percent_of_service", "native,eng,common", "data,n", "sms,over_rate", "-1,type", "eng", "deu,common", "0,kind")]
        jsonpath = ("'$[*].type'", "'$[*] ? (@.score > 50)'", "'$[*] ? (@.type == \"exam\").score'", "'$.voice.n'", "'$.*.n'", "'$.** ? (@.type() == \"string\")'", "'$[*] ? (@ like_regex \"^a\")'",
                    "'$.keyvalue().key'", "'$[last]'", "'$.size()'", "'strict $.voice'", "'$.*.units ? (@ starts with \"m\")'", "'$[0 to 1].score.floor()'", "'$[*] ? (exists (@.kind))'",
                    "'$[*].score ? (@ > 20 && @ < 60)'", "'$[*] ? (@.score > 50 || @.type == \"quiz\").type'", "'$ ? (@[*].score > 90)'")
        for i in inner:
            RULES["jsonb"] = RULES["jsonb"] + [f"({{jsonb}}->{i})"]
            RULES["text"] = RULES["text"] + [f"({{jsonb}}->>{i})"]
            RULES["bool"] = RULES["bool"] + [f"(({{jsonb}}->{i}) IS NULL)", f"(({{jsonb}}->{i}) = {{jsonb}})", f"(({{jsonb}}->>{i}) {'=' if i[0] == chr(39) else '<'} {{text}})",
                                             f"({{jsonb}}->{i} @> {{jsonb}})"] + ([f"({{jsonb}} ? {i})", f"(({{jsonb}}->0)->>{i} = {{=text}})"] if i[0] == "'" else [])
            RULES["numeric"] = RULES["numeric"] + [f"(CASE WHEN jsonb_typeof({{jsonb}}->{i}) = 'number' THEN 1.5 END)"]
        for p in path:
            RULES["jsonb"] = RULES["jsonb"] + [f"({{jsonb}}#>{p})", f"({{jsonb}} #- {p})"]
            RULES["text"] = RULES["text"] + [f"({{jsonb}}#>>{p})"]
            RULES["bool"] = RULES["bool"] + [f"(({{jsonb}}#>>{p}) = {{text}})", f"(({{jsonb}}#>>{p}) LIKE {{pattern}})", f"(({{jsonb}}#>{p}) IS NOT NULL)"]
        for p in jsonpath:
            RULES["jsonb"] = RULES["jsonb"] + [f"jsonb_path_query_array({{jsonb}}, {p}, silent => true)", f"jsonb_path_query_first({{jsonb}}, {p}, silent => true)"]
            RULES["bool"] = RULES["bool"] + [f"({{jsonb}} @? {p})", f"({{jsonb}} @? {p} IS NOT TRUE)"]
        RULES["int4"] = RULES["int4"] + ["(CASE WHEN jsonb_typeof({jsonb}) = 'array' THEN jsonb_array_length({jsonb}) END)", "length({jsonb}::text)", "(SELECT count(*)::int4 FROM jsonb_path_query({jsonb}, '$[*]'))"]
        RULES["text"] = RULES["text"] + ["jsonb_typeof({jsonb})", "jsonb_typeof({jsonb}->0)", "(SELECT string_agg(q.v #>> '{}', ',') FROM jsonb_path_query({jsonb}, '$[*]') AS q(v))",
                                         "(SELECT string_agg(q.v->>'type', '|' ORDER BY q.o) FROM jsonb_array_elements(CASE WHEN jsonb_typeof({jsonb}) = 'array' THEN {jsonb} END) WITH ORDINALITY AS q(v, o))"]

"""Tables of write scripts on MongoDB's side: made from CREATE TABLE, and read back with pymongo."""

import datetime
import decimal
import re

from bson.binary import Binary, UuidRepresentation
from bson.codec_options import CodecOptions, DatetimeConversion
from bson.datetime_ms import DatetimeMS
from bson.decimal128 import Decimal128
from bson.int64 import Int64
from bson.objectid import ObjectId

# PostgreSQL's name of a type (format_type), the class that pymongo reads
CLASSES = {
    "smallint": int, "integer": int, "bigint": Int64, "real": float, "double precision": float,
    "numeric": Decimal128, "text": str, "character varying": str, "character": str,
    "boolean": bool, "timestamp with time zone": DatetimeMS,
    "timestamp without time zone": DatetimeMS, "date": DatetimeMS, "objectid": ObjectId,
    "bytea": bytes, "uuid": Binary,
}
OPTIONS = CodecOptions(uuid_representation=UuidRepresentation.UNSPECIFIED,
                       datetime_conversion=DatetimeConversion.DATETIME_MS)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def base(kind):
    return re.sub(r"\(.*?\)", "", kind).strip()


def plain(value, kind):
    """A value of PostgreSQL (its text) and one of pymongo as the same thing, where that is easy."""
    kind = base(kind)
    if kind in ("smallint", "integer", "bigint"):
        return int(value)
    if kind in ("real", "double precision"):
        return repr(float(value))
    if kind == "numeric":
        text = str(value)
        return str(decimal.Decimal(text)) if text.lower() in ("nan", "infinity", "-infinity") \
            else format(decimal.Decimal(text), "f")
    if kind == "boolean":
        return value if isinstance(value, bool) else value == "t"
    if kind == "bytea":
        return value.hex() if isinstance(value, bytes) else value[2:]
    if kind == "uuid":
        return str(value.as_uuid()) if isinstance(value, Binary) else value
    if kind.startswith("timestamp") or kind == "date":
        if isinstance(value, DatetimeMS):
            return int(value)
        if value.endswith("BC") or not re.match(r"\d{4}-", value):
            return None
        moment = datetime.datetime.fromisoformat(re.sub(r"([+-]\d\d)$", r"\1:00", full(value)))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.timezone.utc)
        return (moment - EPOCH) // datetime.timedelta(milliseconds=1)
    return str(value)


def full(text):
    """Python before 3.11 wants 3 or 6 digits of a second's parts."""
    return re.sub(r"\.(\d+)", lambda m: "." + m[1].ljust(6, "0"), text)


def field(document, path):
    """The value below dotted names, and whether there is one."""
    for name in path.split("."):
        if not isinstance(document, dict) or name not in document:
            return None, False
        document = document[name]
    return document, True


def check_documents(documents, columns, rows):
    """columns: (name, of an attribute dotted; type of PostgreSQL); rows: PostgreSQL's. What is wrong, in words."""
    for document in documents:
        for name, kind in columns:
            value, there = field(document, name)
            if value is None:
                if there:
                    yield f"{name} is null, not missing, in {document}"
                continue
            want = list if kind.endswith("[]") else CLASSES.get(base(kind))
            if want is not None and type(value) is not want:  # pylint: disable=unidiomatic-typecheck
                yield f"{name} {kind} is a {type(value).__name__} in {document}"
    easy = [i for i, (_, kind) in enumerate(columns)
            if not kind.endswith("[]") and (base(kind) in CLASSES)]
    want = sorted(repr([None if row[i] is None else plain(row[i], columns[i][1]) for i in easy])
                  for row in rows)
    have = sorted(repr([None if field(d, columns[i][0])[0] is None else
                        plain(field(d, columns[i][0])[0], columns[i][1]) for i in easy]) for d in documents)
    for w, h in zip(want, have):
        if w != h:
            yield f"the document {h} stands for {w}"
            break
    if len(want) != len(have):
        yield f"{len(have)} documents for {len(want)} rows"

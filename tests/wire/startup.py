#!/usr/bin/python3
"""The protocol from the first packet to ReadyForQuery, and simple queries: over pipes, against a scripted MongoDB."""

import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import fake_mongo
import pgwire
from pgwire import Leaf, error, fields, kinds, message, rows, startup_packet, z

PARAMETERS = {"application_name", "client_encoding", "DateStyle", "default_transaction_read_only", "in_hot_standby",
              "integer_datetimes", "IntervalStyle", "is_superuser", "server_encoding", "server_version",
              "session_authorization", "standard_conforming_strings", "TimeZone"}

server = fake_mongo.Server().__enter__()
server.collections["t"] = [{"_id": i, "v": f"v{i}"} for i in range(10)]


def leaf():
    return Leaf("-o", f"uri={server.uri}", "-o", "auth=trust")


def ready(**parameters):
    one = leaf()
    one.startup(**({"user": "u", "database": "d"} | parameters))
    return one


def greeting():
    "startup: AuthenticationOk, the thirteen parameters, BackendKeyData, ReadyForQuery"
    with leaf() as one:
        got = one.startup(user="u", database="d", application_name="app")
        assert kinds(got) == "R" + "S" * 13 + "KZ", kinds(got)
        assert got[0][1] == struct.pack("!i", 0)
        said = dict(b[:-1].decode().split("\0") for k, b in got if k == "S")
        assert set(said) == PARAMETERS, said
        assert said["application_name"] == "app" and said["session_authorization"] == "u"
        assert said["server_version"].startswith("15")
        assert got[-1][1] == b"I"


def ssl_and_gss():
    "SSLRequest and GSSENCRequest are answered N, and the session goes on"
    with leaf() as one:
        for code in (80877103, 80877104):
            one.send(struct.pack("!ii", 8, code))
            assert one.take(1) == b"N"
        assert one.startup(user="u")[-1][0] == "Z"


def options():
    "options: -c name=value, --name=value, escapes; DateStyle is reported as PostgreSQL spells it"
    with leaf() as one:
        got = one.startup(user="u", options=r"-c datestyle=german --application-name=a\ b -cTimeZone=Europe/Prague")
        said = dict(b[:-1].decode().split("\0") for k, b in got if k == "S")
        assert said["DateStyle"] == "German, DMY", said
        assert said["application_name"] == "a b" and said["TimeZone"] == "Europe/Prague"


def parameter_status():
    "SET of a reported setting sends ParameterStatus; of the same value it does not"
    with ready() as one:
        got = one.query("SET application_name = 'x'")
        assert kinds(got) == "CSZ", kinds(got)
        assert "S" not in kinds(one.query("SET application_name = 'x'"))
        assert "S" not in kinds(one.query("BEGIN; SET TimeZone = 'Asia/Tokyo'; ROLLBACK"))  # the same as before
        zones = []
        for sql in ("BEGIN", "SET TimeZone = 'Asia/Tokyo'", "SELECT 1", "ROLLBACK"):
            zones += [b.split(b"\0")[1] for k, b in one.query(sql) if k == "S"]
        assert zones == [b"Asia/Tokyo", b"UTC"], zones
        assert kinds(one.query("SET TimeZone = 'Asia/Tokyo'; SELECT 1; SELECT nope")) == "CTDCEZ"  # undone


def negotiation():
    "protocol 3.2 and _pq_ options: NegotiateProtocolVersion names what is not known"
    with leaf() as one:
        got = one.startup(version=196610, user="u", **{"_pq_.nosuch": "1"})
        assert got[0][0] == "v", kinds(got)
        newest, count = struct.unpack("!ii", got[0][1][:8])
        assert (newest, count) == (196608, 1) and got[0][1][8:] == z("_pq_.nosuch")
        assert got[-1][0] == "Z"


def refused(code, before="", **parameters):
    with leaf() as one:
        one.send(startup_packet(**parameters))
        got = one.to_end()
        said = error(got)
        assert kinds(got) == before + "E" and said["S"] == "FATAL" and said["V"] == "FATAL" and said["C"] == code, said
        assert one.close() == 0


def startup_refusals():
    "refused at the start: protocol 2, no user, replication, bad database names; bad settings only after the login"
    refused("0A000", version=131072, user="u")
    refused("0A000", version=262144, user="u")
    refused("28000", database="d")
    refused("0A000", user="u", replication="true")
    refused("42704", "R", user="u", nosuch="1")
    refused("22023", "R", user="u", client_encoding="nosuch")
    refused("0A000", "R", user="u", client_encoding="MULE_INTERNAL")
    refused("22023", "R", user="u", options="-c work_mem=tiny")
    refused("42601", "R", user="u", options="-x")
    refused("3D000", user="u", database="a b")


def no_server():
    "MongoDB is not there: FATAL 08001, and exit status 69"
    with Leaf("-o", "uri=mongodb://127.0.0.1:1/", "-o", "auth=trust", "-o", "connect_timeout=300ms") as one:
        one.send(startup_packet(user="u"))
        said = error(one.to_end())
        assert said["C"] == "08001" and said["S"] == "FATAL", said
        assert one.close() == 69


def password_first():
    "auth = password: no other message is served before it; a wrong one is 08P01"
    with Leaf("-o", f"uri={server.uri}", "-o", "auth=password") as one:
        one.send(startup_packet(user="u"))
        assert one.read() == ("R", struct.pack("!i", 3))
        one.send(message("Q", z("SELECT 1")))
        got = one.to_end()
        assert kinds(got) == "E" and error(got)["C"] == "08P01", got
    with Leaf("-o", f"uri={server.uri}", "-o", "auth=password") as one:
        one.send(startup_packet(user="u"))
        one.read()
        one.send(message("p", b"\0"))
        assert error(one.to_end())["C"] == "28P01"
    with Leaf("-o", f"uri={server.uri}", "-o", "auth=password") as one:
        one.send(startup_packet(user="u"))
        one.read()
        one.half_close()
        assert one.to_end() == []


def simple_query():
    "a query: RowDescription with types, DataRows, CommandComplete"
    with ready() as one:
        got = one.query("SELECT 1::int4 AS i, 'x'::text AS t, NULL AS n")
        assert kinds(got) == "TDCZ"
        body = got[0][1]
        assert struct.unpack("!h", body[:2])[0] == 3
        name, rest = body[2:].split(b"\0", 1)
        table, column, oid, size, modifier, form = struct.unpack("!ihihih", rest[:18])
        assert (name, table, column, oid, size, modifier, form) == (b"i", 0, 0, 23, 4, -1, 0)
        assert rows(got) == [["1", "x", None]] and got[2][1] == z("SELECT 1")


def from_collection():
    "rows of a collection come over several batches"
    with ready() as one:
        got = one.query("SELECT _id, v FROM t")
        assert len(rows(got)) == 10 and rows(got)[9] == ["9", "v9"], rows(got)
        assert "getMore" in server.names()


def several_statements():
    "several statements in one message; an error ends them, and undoes their settings"
    with ready() as one:
        got = one.query("SELECT 1; SELECT 2;; SELECT 3")
        assert kinds(got) == "TDCTDCTDCZ", kinds(got)
        got = one.query("SET application_name = 'gone'; SELECT 1/0; SELECT 2")
        assert "T" not in kinds(got) or error(got)["C"] == "22012"
        assert rows(one.query("SHOW application_name")) == [[""]]


def empty_query():
    "nothing to do: EmptyQueryResponse"
    with ready() as one:
        for sql in ("", "  ", ";", "-- only a comment"):
            assert kinds(one.query(sql)) == "IZ", sql


def error_fields():
    "an error's fields: severity twice, code, message, position in characters"
    with ready() as one:
        said = error(one.query("SELECT 'é', nope"))
        assert said["S"] == said["V"] == "ERROR" and said["C"] == "42703"
        assert said["M"] == 'column "nope" does not exist' and said["P"] == "13", said
        said = error(one.query("SELECT length(1, 2, 3)"))
        assert said["C"] == "42883" and said["H"].startswith("No function matches")


def notices():
    "a warning is a NoticeResponse; client_min_messages keeps it away"
    with ready() as one:
        got = one.query("COMMIT")
        assert kinds(got) == "NCZ" and fields(got[0][1])["C"] == "25P01"
        one.query("SET client_min_messages = error")
        assert kinds(one.query("COMMIT")) == "CZ"


def transaction_states():
    "ReadyForQuery says I, T and E; in E only the end is accepted"
    with ready() as one:
        assert one.query("BEGIN")[-1][1] == b"T"
        assert one.query("SELECT 1")[-1][1] == b"T"
        assert one.query("SELECT nope")[-1][1] == b"E"
        assert error(one.query("SELECT 1"))["C"] == "25P02"
        got = one.query("COMMIT")
        assert got[0][1] == z("ROLLBACK") and got[-1][1] == b"I"


def extended_error():
    "the extended protocol: an error, then nothing until Sync; function calls are refused"
    with ready() as one:
        one.send(message("P", z("") + z("SELECT 1") + b"\0\0") + message("B", z("") + z("nope") + b"\0" * 6) +
                 message("E", z("") + b"\0" * 4) + message("S"))
        got = one.until("Z")
        assert kinds(got) == "1EZ" and error(got)["C"] == "26000", kinds(got)
        assert rows(one.query("SELECT 1")) == [["1"]]
        one.send(message("F", b"\0\0\0\1" + b"\0" * 6))
        got = one.until("Z")
        assert error(got)["C"] == "0A000"


def terminate():
    "Terminate and the end of the stream both end it with status 0"
    one = ready()
    one.send(message("X"))
    assert one.to_end() == [] and one.close() == 0
    one = ready()
    one.half_close()
    assert one.to_end() == [] and one.close() == 0


def wrong_utf8():
    "a text that is no UTF-8 is refused, and the session goes on"
    with ready() as one:
        one.send(message("Q", b"SELECT '\xff'\0"))
        assert error(one.until("Z"))["C"] == "22021"
        assert rows(one.query("SELECT 1")) == [["1"]]


pgwire.run([greeting, ssl_and_gss, options, parameter_status, negotiation, startup_refusals, no_server, password_first,
            simple_query, from_collection, several_statements, empty_query, error_fields, notices, transaction_states,
            extended_error, terminate, wrong_utf8])

"""asyncpg: all binary, prepared statements, cursors, its own type introspection."""

import asyncio
import io
import time

import asyncpg
from values import VALUES, WRONG
from zoo import DATABASE, HOST, PASSWORD, PORT, USER, main, say, section, tls


def connect(**options):
    return asyncpg.connect(host=HOST, port=PORT, user=USER, password=PASSWORD, database=DATABASE, ssl=tls() or False, **options)


def asynchronous(function):
    async def whole():
        conn = await connect()
        try:
            await asyncio.wait_for(function(conn), 60)
        finally:
            await asyncio.wait_for(conn.close(), 10)

    def run():
        asyncio.run(whole())
    run.__name__ = function.__name__
    return section(run)


async def fails(label, what):
    try:
        say("error", label, "NOT RAISED", await what)
    except asyncpg.PostgresError as e:
        say("error", label, type(e).__name__, e.sqlstate, e.message, e.position)


@asynchronous
async def connection(conn):
    say(conn.get_server_version().major, conn.get_settings().client_encoding, conn.get_settings().TimeZone, conn.get_server_pid() > 0)
    say(tuple(await conn.fetchrow("SELECT current_user, current_database()")))
    other = await connect(server_settings={"application_name": "zoo", "DateStyle": "German"}, command_timeout=30)
    say(await other.fetchval("SHOW application_name"), await other.fetchval("SHOW DateStyle"))
    await other.close()
    await conn.reset()
    say(await conn.fetchval("SELECT 1"))


@asynchronous
async def parameters(conn):
    for kind, values in VALUES.items():
        for value in values + [None]:
            say(kind, await conn.fetchval(f"SELECT $1::{kind}", value))
    say(await conn.fetchval("SELECT $1::jsonb", '{"a": [1, null]}'), await conn.fetchval("SELECT $1::json", '{"a": 1}'))
    say(tuple(await conn.fetchrow("SELECT $1 + 1, $2 || 'x', $3 IN (1, 2), $4 = ANY($5::text[])", 1, "a", 2, "b", ["a", "b"])))


@asynchronous
async def literals(conn):
    for literal in ("'infinity'::timestamp", "'-infinity'::date", "'1 mon 2 days 03:04:05.678901'::interval", "'12:34:56.7+02:30'::timetz",
                    "'{{1,2},{3,4}}'::int4[]", "'abc'::name", "'x'::\"char\"", "'ab'::char(4)", "42::oid", "'10.0.0.0/8'::cidr", "'::1'::inet",
                    "'08:00:2b:01:02:03'::macaddr", "'[1,5)'::int4range", "'101'::bit(3)", "1.5::float4", "7::int2", "ROW(1, 'a', NULL)",
                    "ARRAY[ROW(1, 2)]", "'12.34'::money", "NULL", "'a'", "pg_sleep(0)"):
        try:
            say(literal, await conn.fetchval(f"SELECT {literal}"))
        except asyncpg.PostgresError as e:
            say(literal, e.sqlstate, e.message)


@asynchronous
async def collection(conn):
    statement = await conn.prepare("SELECT * FROM every ORDER BY _id")
    for a in statement.get_attributes():
        say(a.name, a.type.oid, a.type.name, a.type.kind)
    for row in await statement.fetch():
        for name, value in row.items():
            say(row["_id"], name, value)
    for where, value in (("_id = $1", 2), ("s = $1", "one"), ("at >= $1", VALUES["timestamptz"][0]), ("_id = ANY($1)", [1, 3]), ("n = $1", VALUES["numeric"][1]),
                         ("bin = $1", b""), ("ok = $1", True), ("$1 = ANY(words)", "a"), ("l > $1", 2 ** 40), ("ref = $1", "65a000000000000000000002"),
                         ("u = $1", VALUES["uuid"][1]), ("doc @> $1", '{"x": 1}'), ("words @> $1", ["a"]), ("f < $1", 0.5)):
        statement = await conn.prepare(f"SELECT _id FROM every WHERE {where} ORDER BY _id")
        say(where, [p.name for p in statement.get_parameters()], [r[0] for r in await statement.fetch(value)])


@asynchronous
async def parts(conn):
    async with conn.transaction():
        total = 0
        async for row in conn.cursor("SELECT _id FROM long WHERE _id > $1 ORDER BY _id", 10, prefetch=700):
            total += row[0]
        one = await conn.cursor("SELECT _id FROM long ORDER BY _id")
        two = await conn.cursor("SELECT _id FROM long ORDER BY _id DESC")
        say(total, (await one.fetchrow())[0], [r[0] for r in await two.fetch(3)], await one.forward(10), [r[0] for r in await one.fetch(2)],
            [r[0] for r in await two.fetch(2)])
    say(len(await conn.fetch("SELECT * FROM long")))


@asynchronous
async def errors(conn):
    for label, wrong in WRONG:
        await fails(label, conn.fetch(wrong))
        await fails(label + ", simple", conn.execute(wrong))
        say(await conn.fetchval("SELECT $1::int4", 1))
    await fails("late", conn.fetch("SELECT 10 / ($1 - g) FROM generate_series(1, 5) g", 3))
    transaction = conn.transaction()
    await transaction.start()
    await fails("zero", conn.fetch("SELECT 1/0"))
    await fails("aborted", conn.fetch("SELECT 1"))
    await transaction.rollback()
    say(await conn.fetchval("SELECT 1"), conn.is_in_transaction())


@asynchronous
async def transactions(conn):
    async with conn.transaction(isolation="repeatable_read", readonly=True):
        say(await conn.fetchval("SHOW transaction_isolation"), await conn.fetchval("SHOW transaction_read_only"), conn.is_in_transaction())
    say(conn.is_in_transaction())


@asynchronous
async def prepared(conn):
    statement = await conn.prepare("SELECT _id, s FROM every WHERE _id = $1 OR s = $2")
    for i in range(1, 8):
        say([tuple(r) for r in await statement.fetch(i, "one")])
    say(await statement.fetchval(2, None, column=1), statement.get_statusmsg())
    say([tuple(r) for r in await conn.fetch("SELECT $1::int4, $2::text", 1, None)])
    await conn.executemany("SELECT $1::int4, $2::text", [(i, str(i)) for i in range(100)])
    say(await conn.execute("SELECT 1; SELECT 2"), await conn.execute("SELECT $1::int4", 5))
    for i in range(150):
        await conn.fetchval(f"SELECT {i}, $1::int4", i)


@asynchronous
async def copy(conn):
    for options in ({}, {"format": "csv", "header": True}, {"format": "binary"}):
        out = io.BytesIO()
        say(await conn.copy_from_query("SELECT _id, s, n, at FROM every WHERE _id > $1 ORDER BY _id", 1, output=out, **options), out.getvalue())
    out = io.BytesIO()
    say(await conn.copy_from_table("long", columns=["_id"], output=out), sum(int(i) for i in out.getvalue().split()))


@asynchronous
async def cancel(conn):
    start = time.monotonic()
    try:
        await conn.fetch("SELECT pg_sleep(60)", timeout=1)
    except asyncio.TimeoutError:
        say("timeout", time.monotonic() - start < 30)
    say(await conn.fetchval("SELECT 1"))
    task = asyncio.create_task(conn.fetch("SELECT pg_sleep(60)"))
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        say("cancelled")
    say(await conn.fetchval("SELECT 1"))


@section
def pool():
    async def use():
        async with asyncpg.create_pool(host=HOST, port=PORT, user=USER, password=PASSWORD, database=DATABASE, ssl=False, min_size=2, max_size=4) as p:
            async def one(i):
                async with p.acquire() as conn:
                    return await conn.fetchval("SELECT $1::int4 * 2", i)
            say(await asyncio.gather(*(one(i) for i in range(20))))
    asyncio.run(use())


main()

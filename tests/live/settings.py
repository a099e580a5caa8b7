#!/usr/bin/python3
"""Settings as a role sees them that is no superuser: pg_settings, SHOW and SET of each name on PostgreSQL 15 and on pgleaf. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

FACTS = "name, unit, category, context, vartype, min_val, max_val, enumvals, boot_val"
# pgleaf's own by the same name, what the machine or initdb says, or what has nothing true to be said of it
# composite_type_mismatch and output_plugin_libraries came with a later 15 than some have
OTHER = """application_name composite_type_mismatch output_plugin_libraries archive_command authentication_timeout bonjour_name client_encoding idle_in_transaction_session_timeout lc_messages lc_monetary lc_numeric lc_time
    listen_addresses log_statement max_connections max_stack_depth server_version server_version_num shared_memory_size
    shared_memory_size_in_huge_pages server_encoding default_text_search_config timezone_abbreviations ssl ssl_ca_file ssl_cert_file ssl_key_file wal_buffers TimeZone log_timezone""".split()
# PostgreSQL has a value that the machine or a file gives it, and so may change the rest; what they are for is the same
SHOWN = "archive_command shared_memory_size shared_memory_size_in_huge_pages wal_buffers".split()
# what pgleaf says otherwise, because it does otherwise
OWN_TEXTS = """authentication_timeout client_connection_check_interval idle_in_transaction_session_timeout idle_session_timeout log_statement max_connections
    statement_timeout temp_file_limit work_mem""".split()
# tests start PostgreSQL with these
SAID = "fsync full_page_writes port synchronous_commit".split()
SEED = ["SET seed = 0.25", "SELECT random()", "SHOW seed", "SET seed = 2", "SET seed = 'x'", "RESET seed", "SELECT count(*) FROM pg_settings WHERE name = 'seed'", "SELECT current_setting('seed')"]


def ask(connection, sql):
    try:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else cursor.statusmessage
    except psycopg.Error as e:
        return e.sqlstate, e.diag.message_primary


def check(number, name, want, got):
    print("ok" if want == got else "not ok", number, "-", name)
    if want != got:
        for x, y in [(x, y) for x, y in zip(want, got) if x != y][:12] or [(want, got)]:
            print(f"# PostgreSQL {x}\n# pgleaf     {y}")


def main():
    with servers.directory("settings") as d:
        uri, dsn = d.mongo(), d.postgres()
        with psycopg.connect(dsn, autocommit=True) as owner:
            owner.execute("CREATE ROLE plain LOGIN")
            names = [name for name, in owner.execute("SELECT name FROM pg_settings WHERE name <> 'extension_destdir' ORDER BY 1") if name not in OTHER]
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust")
        sides = [psycopg.connect(one, user="plain", dbname="postgres", autocommit=True) for one in (dsn, leaf)]
        print("1..7")
        check(1, "facts", *([row for row in ask(s, f"SELECT {FACTS} FROM pg_settings ORDER BY name") if row[0] in names] for s in sides))
        check(2, "SHOW", *([(name, ask(s, f"SHOW {name}")) for name in names if name not in SAID] for s in sides))
        fixed = [name for name, in sides[0].execute("SELECT name FROM pg_settings WHERE context <> 'user'")]
        fixed = [name for name in names if name in fixed or not isinstance(ask(sides[0], f"SHOW {name}"), list)]
        check(3, "SET of what a session may not set", *([(name, ask(s, f"SET {name} = DEFAULT")) for name in fixed] for s in sides))
        check(4, "RESET of it", *([(name, ask(s, f"RESET {name}")) for name in fixed] for s in sides))
        check(5, "SET seed", *([ask(s, sql) for sql in SEED] for s in sides))
        texts = "SELECT name, short_desc, extra_desc, category FROM pg_settings ORDER BY name"
        check(6, "what they are for", *([row for row in ask(s, texts) if row[0] in names + SHOWN and row[0] not in OWN_TEXTS] for s in sides))
        shown = f"SELECT name, unit, context, vartype, min_val, max_val FROM pg_settings WHERE name = ANY ('{{{','.join(SHOWN)}}}') ORDER BY name"
        check(7, "what has another value", *(ask(s, shown) + ask(s, "SHOW archive_command") for s in sides))


main()

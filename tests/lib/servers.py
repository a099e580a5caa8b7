"""The servers that tests talk to, for tests in Python: a skin over servers.sh.

    with servers.directory("diff") as d:
        uri = d.mongo()                        # SecantusDB, or PGLEAF_TEST_URI's server
        dsn = d.postgres()                     # PostgreSQL 15
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust")
        d.mongo_kill()

All of them are stopped, and the directory removed, at the end. pymongo comes from
build/server/venv and psycopg from Debian, both into /usr/bin/python3.
"""

import contextlib
import glob
import os
import shutil
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHELL = os.path.join(TOP, "tests/lib/servers.sh")
sys.path += glob.glob(os.path.join(TOP, "build/server/venv/lib/python3*/site-packages"))


def shell(function, *arguments):
    done = subprocess.run(["bash", SHELL, function, *arguments], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"servers.sh {function} failed ({done.returncode})")
    return done.stdout.strip()


class Directory:
    def __init__(self, path):
        self.path = path
        self.leaves = []

    def mongo(self, *arguments):
        return shell("mongo_start", self.path, *arguments)

    def mongo_stop(self):
        shell("mongo_stop", self.path)

    def mongo_kill(self):
        shell("mongo_kill", self.path)

    def poor_mongo(self):
        return shell("poor_start", self.path)

    def postgres(self):
        return shell("pg_start", self.path)

    def pgleaf(self, form, *options):
        """Several may run: each has a directory of its own below this one."""
        sub = os.path.join(self.path, f"leaf{len(self.leaves)}")
        os.mkdir(sub)
        self.leaves.append(sub)
        return shell("pgleaf_start", sub, form, *options)

    def close(self):
        for leaf in self.leaves:
            shell("pgleaf_stop", leaf)
        shell("mongo_stop", self.path)
        shell("poor_stop", self.path)
        shell("pg_stop", self.path)


@contextlib.contextmanager
def directory(name):
    d = Directory(shell("private_dir", name))
    try:
        yield d
    finally:
        d.close()
        if not os.environ.get("PGLEAF_KEEP"):
            shutil.rmtree(d.path, ignore_errors=True)

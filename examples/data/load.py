"""load.py URI DATABASE: loads the files beside this one, each into the collection of its name.

A collection that has documents already is left alone. Run by examples/quickstart with the Python
of build/server/venv, which has pymongo.
"""

import glob
import os
import sys

import pymongo
from bson import json_util


def main():
    uri, database = sys.argv[1:]
    db = pymongo.MongoClient(uri, serverSelectionTimeoutMS=10000)[database]
    for path in sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "*.jsonl"))):
        name = os.path.splitext(os.path.basename(path))[0]
        if db[name].find_one() is not None:
            print(f"   {name}: there already")
            continue
        with open(path, encoding="utf-8") as f:
            documents = [json_util.loads(line, json_options=json_util.CANONICAL_JSON_OPTIONS)
                         for line in f]
        for start in range(0, len(documents), 500):
            db[name].insert_many(documents[start:start + 500])
            print(f"\r   {name}: {min(start + 500, len(documents))} documents", end="", flush=True)
        print()


try:
    main()
except pymongo.errors.PyMongoError as e:
    sys.exit(f"load.py: {e}")

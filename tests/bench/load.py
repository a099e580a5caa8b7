"""load.py URI N: fills bench.rows with N documents of six fields, one of them a document."""

import datetime
import random
import sys

import pymongo
from bson.objectid import ObjectId

R = random.Random(7)
WORDS = "kettle teapot mug spoon lamp chair desk notebook pencil blanket clock vase mirror".split()
START = datetime.datetime(2021, 3, 1, tzinfo=datetime.timezone.utc)


def document(n):
    return {"_id": ObjectId(f"65a0{n:020x}"), "name": f"{R.choice(WORDS)} {R.randrange(100000)}",
            "qty": R.randrange(100000), "price": round(R.uniform(1, 5000), 2),
            "placed": START + datetime.timedelta(milliseconds=R.randrange(10**11)),
            "address": {"street": f"{R.choice(WORDS)} street {R.randrange(300)}", "city": R.choice(WORDS),
                        "zip": R.randrange(10000, 99999)}}


def main():
    db = pymongo.MongoClient(sys.argv[1])["bench"]
    rows = int(sys.argv[2])
    for start in range(0, rows, 2000):
        db.rows.insert_many([document(n) for n in range(start, min(start + 2000, rows))])


main()

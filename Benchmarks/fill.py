"""Fills a stopped service's database with volumes, by copying one that the service itself has made.

No schema is repeated here: the row of a real volume is the pattern, and only what makes a volume itself is changed in each copy.
"""
import contextlib
import datetime
import json
import sqlite3
import sys


def identifier(number):
    """The id of the n-th copy."""
    return f"be000000-0000-4000-8000-{number:012d}"


def name(number):
    return f"bench-{number:06d}"


def fill(path, template, first, last):
    """Adds the copies first...last of the volume `template`, created one second apart in the order of their numbers."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(volumes)")]
        origin = datetime.datetime(2026, 1, 1)

        def rows():
            pattern = dict(zip(columns, database.execute(f"SELECT {', '.join(columns)} FROM volumes WHERE id = ?", (template,)).fetchone()))
            for number in range(first, last + 1):
                moment = (origin + datetime.timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%S.%f")
                row = dict(pattern, id=identifier(number), name=name(number), description="a bench volume",
                           created_at=moment, metadata=json.dumps({"bench": str(number)}))
                for column in ("updated_at", "scheduled_at", "launched_at"):
                    if row.get(column):
                        row[column] = moment
                yield tuple(row[column] for column in columns)

        with database:
            marks = ", ".join("?" * len(columns))
            database.executemany(f"INSERT INTO volumes ({', '.join(columns)}) VALUES ({marks})", list(rows()))
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("fill.py DATABASE TEMPLATE-ID FIRST LAST")
    fill(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))

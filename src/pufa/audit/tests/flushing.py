"""Lets a test empty or change the append-only tables: lifts their triggers and puts them back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from pufa.audit import guards


@contextmanager
def lifted(alias: str = "default") -> Iterator[None]:
    """No guards inside the block."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            like = f"type = 'trigger' AND name LIKE '{guards.PREFIX}%'"
            cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE {like}")
            found = cursor.fetchall()
            take = [f"DROP TRIGGER {name}" for name, _ in found]
            give = [sql for _, sql in found]
        else:
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s", [f"{guards.PREFIX}%"]
            )
            found = cursor.fetchall()
            take = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name, table in found]
            give = [f"ALTER TABLE {table} ENABLE TRIGGER {name}" for name, table in found]
        for statement in take:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in give:
                cursor.execute(statement)

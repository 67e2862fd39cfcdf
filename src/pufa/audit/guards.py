"""Database triggers that refuse to change or delete rows, whoever asks: the application, a shell or a stray script.

They stop mistakes. Someone who may drop a trigger may also go round it, which is what the hash chain then shows.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PREFIX = "append_only_"
EVENTS = ("update", "delete", "insert")


def append_only(editor: BaseDatabaseSchemaEditor, table: str, *, key: str, deletable: str = "") -> None:
    """Refuses UPDATE, DELETE and a row under a key already taken (SQLite's REPLACE deletes without a delete trigger).

    `deletable` is an SQL condition over OLD under which a row may go after all. Names come from migrations only.
    """
    connection = editor.connection
    if connection.vendor == "sqlite":
        statements = _sqlite(table, key, deletable)
    elif connection.vendor == "postgresql":
        statements = _postgresql(table, deletable)
    else:
        raise NotImplementedError(f"no guards are written for {connection.vendor}")
    for statement in statements:
        editor.execute(statement, params=None)


def never_back(editor: BaseDatabaseSchemaEditor, table: str, *, column: str) -> None:
    """Refuses DELETE, and an UPDATE that makes `column` smaller."""
    if editor.connection.vendor == "sqlite":
        editor.execute(_sqlite_trigger(table, "delete", ""), params=None)
        editor.execute(_sqlite_trigger(table, "update", f"WHEN NEW.{column} < OLD.{column}"), params=None)
        return
    editor.execute(_FUNCTION, params=None)
    for event, when in (("delete", ""), ("update", f"WHEN (NEW.{column} < OLD.{column})")):
        editor.execute(_postgresql_trigger(table, event, f"FOR EACH ROW {when}"), params=None)


def missing(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """Which of UPDATE and DELETE the database would let through on a table, for want of a trigger."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [event for event in ("update", "delete") if f"{PREFIX}{event}_{table}" not in present]


def _sqlite(table: str, key: str, deletable: str) -> list[str]:
    taken = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608  (names from migrations)
    kept = f"WHEN NOT ({deletable})" if deletable else ""
    conditions = {"update": "", "delete": kept, "insert": taken}
    return [_sqlite_trigger(table, event, conditions[event]) for event in EVENTS]


def _sqlite_trigger(table: str, event: str, when: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {PREFIX}{event}_{table} BEFORE {event.upper()} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _postgresql(table: str, deletable: str) -> list[str]:
    function = f"{PREFIX}kept_{table}"
    refuse = f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation';"
    delete = (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {deletable or 'false'} THEN RETURN OLD; END IF; {refuse} END $$"
    )
    return [
        _FUNCTION,
        delete,
        _postgresql_trigger(table, "update", "FOR EACH ROW"),
        _postgresql_trigger(table, "delete", "FOR EACH ROW", function),
        _postgresql_trigger(table, "truncate", "FOR EACH STATEMENT"),
    ]


def _postgresql_trigger(table: str, event: str, each: str, function: str = "append_only_refuse") -> str:
    return (
        f"CREATE OR REPLACE TRIGGER {PREFIX}{event}_{table} BEFORE {event.upper()} ON {table} "
        f"{each} EXECUTE FUNCTION {function}()"
    )

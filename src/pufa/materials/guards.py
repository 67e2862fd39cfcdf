"""The database's own rules of the stock: balances follow movements, and no run delivers more than it printed.

A balance may only fall below nought by refusing the movement: the table's CHECK does that. Names come from here only.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OVER_PRINTED = "more delivered than printed"
OTHER_EDITION = "the run is of another edition"
WRONG_WAY_BACK = "takes back what was not handed out so"

_DELIVERED = (
    "(SELECT COALESCE(SUM(count), 0) FROM materials_movement WHERE run_id = NEW.run_id) + NEW.count"
    " > (SELECT printed FROM materials_printrun WHERE id = NEW.run_id)"
)
_OTHER = "(SELECT edition_id FROM materials_printrun WHERE id = NEW.run_id) <> NEW.edition_id"
_BACK = (
    "NOT EXISTS (SELECT 1 FROM materials_movement WHERE id = NEW.reverses_id AND kind = 'handed_out'"
    " AND edition_id = NEW.edition_id AND count = NEW.count AND from_place_id = NEW.to_place_id)"
)
_LEAVE = (
    "UPDATE materials_balance SET count = count - NEW.count"
    " WHERE edition_id = NEW.edition_id AND place_id = NEW.from_place_id"
)
_ARRIVE = (
    "INSERT INTO materials_balance (edition_id, place_id, count) VALUES (NEW.edition_id, NEW.to_place_id, NEW.count)"
    " ON CONFLICT (edition_id, place_id) DO UPDATE SET count = materials_balance.count + NEW.count"
)
_NONE_THERE = (
    "NOT EXISTS (SELECT 1 FROM materials_balance WHERE edition_id = NEW.edition_id AND place_id = NEW.from_place_id)"
)
EMPTY = "there is none in this store"


def keep_balances(editor: BaseDatabaseSchemaEditor) -> None:
    """Writes the triggers. Raises NotImplementedError for a database nobody wrote them for."""
    vendor = editor.connection.vendor
    if vendor not in {"sqlite", "postgresql"}:
        raise NotImplementedError(f"no guards are written for {vendor}")
    for statement in _sqlite() if vendor == "sqlite" else _postgresql():
        editor.execute(statement, params=None)


def _sqlite() -> list[str]:
    refusals = (
        ("run_id IS NOT NULL", _OTHER, OTHER_EDITION),
        ("run_id IS NOT NULL", _DELIVERED, OVER_PRINTED),
        ("reverses_id IS NOT NULL", _BACK, WRONG_WAY_BACK),
        ("from_place_id IS NOT NULL", _NONE_THERE, EMPTY),
    )
    before = [
        f"CREATE TRIGGER materials_move_rule_{number} BEFORE INSERT ON materials_movement"
        f" WHEN NEW.{when} AND {rule} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        for number, (when, rule, words) in enumerate(refusals)
    ]
    carry = (
        "CREATE TRIGGER materials_move_{0} AFTER INSERT ON materials_movement WHEN NEW.{1} IS NOT NULL BEGIN {2}; END"
    )
    return [
        *before,
        carry.format("leave", "from_place_id", _LEAVE),
        carry.format("arrive", "to_place_id", _ARRIVE),
    ]


def _postgresql() -> list[str]:
    refuse = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation';"
    rules = (
        # The run's row is locked, so that two deliveries at once see each other.
        "IF NEW.run_id IS NOT NULL THEN PERFORM 1 FROM materials_printrun WHERE id = NEW.run_id FOR UPDATE;"
        f" IF {_OTHER} THEN {refuse.format(OTHER_EDITION)} END IF;"
        f" IF {_DELIVERED} THEN {refuse.format(OVER_PRINTED)} END IF; END IF;"
        f" IF NEW.reverses_id IS NOT NULL AND {_BACK} THEN {refuse.format(WRONG_WAY_BACK)} END IF;"
        f" IF NEW.from_place_id IS NOT NULL THEN {_LEAVE};"
        f" IF NOT FOUND THEN {refuse.format(EMPTY)} END IF; END IF;"
        f" IF NEW.to_place_id IS NOT NULL THEN {_ARRIVE}; END IF; RETURN NEW;"
    )
    return [
        "CREATE OR REPLACE FUNCTION materials_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + rules + " END $$",
        (
            "CREATE TRIGGER materials_move BEFORE INSERT ON materials_movement"
            " FOR EACH ROW EXECUTE FUNCTION materials_move()"
        ),
    ]

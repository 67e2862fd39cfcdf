"""What sample platforms remember: rows on shelves, in memory or in a file that survives the plug being pulled."""

import json
import sqlite3
from pathlib import Path
from threading import RLock
from typing import Any

_TABLE = """
create table if not exists rows (
  number integer primary key autoincrement, platform text not null, shelf text not null, id text not null,
  data text not null, unique (platform, shelf, id)
)
"""


class Store:
    """Rows of JSON by platform, shelf and id, in the order they came; every write is on the disk when it returns."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        name = str(folder / "sample-platforms.sqlite3") if folder else ":memory:"
        self.lock = RLock()
        self._database = sqlite3.connect(name, check_same_thread=False, isolation_level=None)
        self._database.execute("pragma journal_mode = wal")
        self._database.execute("pragma synchronous = full")
        self._database.execute(_TABLE)

    def next_number(self) -> int:
        """A number that no row had before, also after a restart."""
        with self.lock:
            row = self._database.execute("select seq from sqlite_sequence where name = 'rows'").fetchone()
            return int(row[0]) + 1 if row else 1

    def put(self, platform: str, shelf: str, id: str, data: dict[str, Any]) -> None:
        """Writes a row, replacing the one with this id."""
        sql = (
            "insert into rows (platform, shelf, id, data) values (?, ?, ?, ?)"
            " on conflict (platform, shelf, id) do update set data = excluded.data"
        )
        with self.lock:
            self._database.execute(sql, (platform, shelf, id, json.dumps(data, ensure_ascii=False)))

    def get(self, platform: str, shelf: str, id: str) -> dict[str, Any] | None:
        """The row with this id."""
        sql = "select data from rows where platform = ? and shelf = ? and id = ?"
        with self.lock:
            row = self._database.execute(sql, (platform, shelf, id)).fetchone()
        return json.loads(row[0]) if row else None

    def all(self, platform: str, shelf: str) -> list[tuple[str, dict[str, Any]]]:
        """All rows of a shelf with their ids, the oldest first."""
        sql = "select id, data from rows where platform = ? and shelf = ? order by number"
        with self.lock:
            rows = self._database.execute(sql, (platform, shelf)).fetchall()
        return [(id, json.loads(data)) for id, data in rows]

    def close(self) -> None:
        """Closes the file."""
        with self.lock:
            self._database.close()

"""The trail as files to hand over: a table for people, and lines that still prove the chain."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pufa.audit.models import Entry
from pufa.lib import spreadsheet

CHUNK = 2000


def excel(rows: QuerySet[Entry]) -> IO[bytes]:
    """The entries as an Excel file."""
    header = [
        _("No."),
        _("Time"),
        _("Person"),
        _("Id"),
        _("Deed"),
        _("Code"),
        _("Object"),
        _("Title"),
        _("Detail"),
        _("Hash"),
    ]
    widths = [10, 20, 12, 8, 18, 22, 18, 36, 48, 24]
    table = (_cells(row) for row in rows.iterator(chunk_size=CHUNK))
    return spreadsheet.excel(_("Audit trail"), header, table, widths=widths)


def json_lines(rows: QuerySet[Entry]) -> Iterator[bytes]:
    """One JSON object a line with every field the hash covers: whoever has the lines can check the chain alone."""
    for row in rows.iterator(chunk_size=CHUNK):
        fields = {**row.hashed_fields(), "previous_hash": row.previous_hash, "hash": row.hash}
        yield json.dumps(fields, ensure_ascii=False, default=lambda moment: moment.isoformat()).encode() + b"\n"


def actor_label(row: Entry) -> str:
    """Who acted, in words."""
    return _("The software") if row.is_system else row.actor_name


def details(row: Entry) -> Iterable[tuple[str, str]]:
    """The detail of an entry as pairs of name and text."""
    for name, value in row.detail.items():
        yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cells(row: Entry) -> Sequence[spreadsheet.Value]:
    who, what = (actor_label(row), row.actor_id), (row.verb_label, row.verb)
    return [row.seq, row.at, *who, *what, row.key, row.title, row.detail_text, row.hash]

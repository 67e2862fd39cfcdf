"""The index on disk: one folder per build, a pointer to the one in use, one writer at a time.

`LAWS_FOLDER/search/current` names the folder in use and is replaced in one step, so that a build that breaks off, or a
process that is killed, leaves the old index whole. A folder holds the tantivy index and, in the order of its number
field `n`, the facts that ranking needs of each article (`articles.json`), its pairs of characters (`columns`) and the
name of its vector (`passages`); then `sounds.json`, the words of all articles by their sound.
"""

import fcntl
import json
import math
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tantivy

from pufa.statutes import actions
from pufa.statutes.search import columns, readings
from pufa.statutes.search.columns import Columns, Written
from pufa.statutes.search.documents import Document, pointers
from pufa.statutes.search.facts import Fact
from pufa.statutes.search.passages import passage
from pufa.statutes.search.vectors import KEY_BYTES, key_of
from pufa.statutes.search.words import pairs, words

VERSION: Final = 5  # of the fields below; a change makes every installation build anew
WRITER_BYTES: Final = 100_000_000
LOCK_SECONDS: Final = 60.0
FIELDS: Final = ("text_words", "text_pairs", "place_words", "place_pairs")


class IndexBusyError(Exception):
    """Another process has been writing the index for too long."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An index ready to be asked."""

    folder: Path
    index: tantivy.Index
    facts: tuple[Fact, ...]
    columns: Columns
    written: Written
    passages: tuple[bytes, ...]  # as in `vectors.Store.names`


def folder() -> Path:
    """Where the builds lie."""
    return actions.laws_folder() / "search"


def name_of(epoch: int) -> str:
    """How the folders of builds of this state of the library begin."""
    return f"v{VERSION}-{epoch}-"


def current() -> Path | None:
    """The folder of the index in use, of whatever state of the library; None when there is none of this version."""
    try:
        name = (folder() / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    place = folder() / name
    return place if name.startswith(f"v{VERSION}-") and (place / "articles.json").exists() else None


@contextmanager
def writing(seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Keeps every other writer out, on this machine. Raises IndexBusyError after so many seconds."""
    folder().mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT, 0o660)
    deadline = time.monotonic() + seconds
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise IndexBusyError from None
                time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


def build(documents: Iterable[Document], epoch: int) -> int:
    """Make a new index of these and put it in place of the old one; how many. Call it inside `writing()`."""
    found = list(documents)
    place = folder() / f"{name_of(epoch)}{time.time_ns()}"
    place.mkdir(parents=True)
    writer = tantivy.Index(_schema(), path=str(place)).writer(WRITER_BYTES, 1)
    used: Counter[str] = Counter()
    for number, document in enumerate(found):
        entry = _entry(number, document)
        used.update({word for field in ("text_words", "place_words") for word in _tokens(entry, field)})
        writer.add_document(entry)
    writer.commit()
    writer.wait_merging_threads()
    columns.write(place / "columns", [pairs(one.text) for one in found], [pairs(_place(one)) for one in found])
    (place / "passages").write_bytes(b"".join(key_of(passage(_place(one), one.text)) for one in found))
    sounds = readings.table(used, {document.short_name for document in found})
    (place / "sounds.json").write_text(json.dumps(sounds, ensure_ascii=False), encoding="utf-8")
    (place / "articles.json").write_text(json.dumps(_facts(found), ensure_ascii=False), encoding="utf-8")
    _swap(place)
    return len(found)


def _swap(place: Path) -> None:
    before = current()
    pointer = folder() / f"current-{os.getpid()}"
    pointer.write_text(place.name, encoding="utf-8")
    pointer.replace(folder() / "current")
    for old in folder().glob("v*-*"):
        if old not in {place, before}:
            shutil.rmtree(old, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("n", fast=True)
    builder.add_text_field("label", tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _entry(number: int, document: Document) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_unsigned("n", number)
    entry.add_text("label", f"law:{document.law}")
    entry.add_text("label", f"field:{document.field}")
    place = " ".join((document.short_name, *document.headings))
    for field, text in (("text", document.text), ("place", place)):
        entry.add_text(f"{field}_words", " ".join(words(text)))
        entry.add_text(f"{field}_pairs", " ".join(pairs(text)))
    return entry


def _tokens(entry: tantivy.Document, field: str) -> list[str]:
    return str(entry.get_first(field) or "").split()


def _facts(documents: list[Document]) -> list[list[object]]:
    named = pointers(documents)
    return [
        [
            one.pk, one.law, one.short_name, one.field, one.number, one.sub, one.promulgated, one.first, one.last,
            _place(one),
            math.log(len(one.text) / 100),
            math.log1p(named.laws[one.short_name]),
            math.log1p(named.articles[one.law, one.first, one.number]),
        ]
        for one in documents
    ]  # fmt: skip


def _place(document: Document) -> str:
    return "/".join((document.short_name, *document.headings))


class _Kept:
    """The index this process has open."""

    opened: Opened | None = None


def open_index(place: Path) -> Opened:
    """The index in a folder; opened once a process."""
    kept = _Kept.opened
    if kept is None or kept.folder != place:
        rows = json.loads((place / "articles.json").read_text(encoding="utf-8"))
        facts = tuple(Fact(*row) for row in rows)
        names = (place / "passages").read_bytes()
        passages = tuple(names[at : at + KEY_BYTES] for at in range(0, len(names), KEY_BYTES))
        _Kept.opened = kept = Opened(
            place,
            tantivy.Index.open(str(place)),
            facts,
            Columns.of(facts),
            columns.read(place / "columns"),
            passages,
        )
    return kept

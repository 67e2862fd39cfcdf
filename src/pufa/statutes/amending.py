"""Works an amendment into the text it amends, where a source holds both but not the outcome. Plain Python, no store.

An amendment of the criminal law (修正案) says step by step what changes: an article or paragraph is given new words
(将…修改为：“…”) or an article is put in (在…后增加一条，作为…：“…”). Either every step is understood, or nothing is
derived: half an amendment would be a text that never was law.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pufa.statutes import numerals, parsing
from pufa.statutes.records import ArticleText, LawText

_NUMBER: Final = numerals.NUMERAL
_ARTICLE: Final = rf"第(?P<number>{_NUMBER})条(?:之(?P<sub>{_NUMBER}))?"
_CHANGED = re.compile(
    rf"^(?:在[^。“”]{{0,20}}?{_ARTICLE.replace('number', 'grown').replace('sub', 'grown_sub')}中增加[^，。]{{1,20}}，)?"
    rf"将(?:[^。“”]{{0,20}}?{_ARTICLE}|该条)(?:第(?P<paragraph>{_NUMBER})款)?修改为[：:]"
)
_ADDED = re.compile(rf"^在[^。“”]{{0,20}}?第{_NUMBER}条(?:之{_NUMBER})?后增加一条，作为(?P<label>{_ARTICLE})[：:]")
_IN_FORCE = re.compile(r"^本修正案自.{2,20}施行")
_AMENDMENT = re.compile(r"^(?P<law>.+?法)修正案(?:（.+）)?$")
_QUOTES: Final = '"“”'


class NotUnderstoodError(ValueError):
    """A step of an amendment that no rule reads; the message is the step."""


def amended_law(name: str) -> str:
    """The law a 修正案 amends, by the amendment's own name; "" for any other name."""
    found = _AMENDMENT.match(name)
    return found["law"] if found else ""


def worked_in(text: LawText, amendment: LawText) -> LawText:
    """The text as it reads once the amendment is in force. Raises NotUnderstoodError, naming the step."""
    articles = list(text.articles)
    for step in amendment.articles:
        _take(step.lines, articles)
    return replace(
        text,
        where=f"{text.where} + {amendment.name}",
        articles=tuple(articles),
        promulgated_on=amendment.promulgated_on,
        force_on=amendment.force_on or amendment.first_force_on,
    )


def _take(lines: tuple[str, ...], articles: list[ArticleText]) -> None:
    first = lines[0] if lines else ""
    if _IN_FORCE.match(first):
        return
    if (added := _ADDED.match(first)) is not None:
        _put_in(articles, added, _new_words(first[added.end() :], lines[1:]))
        return
    changed = _CHANGED.match(first)
    if changed is None:
        raise NotUnderstoodError(first[:60])
    kind = "number" if changed["number"] else "grown"
    number, sub = _place(changed[kind], changed["sub" if kind == "number" else "grown_sub"])
    at = _where(articles, number, sub, first)
    words = _new_words(first[changed.end() :], lines[1:])
    if changed["paragraph"]:
        words = _with_paragraph(articles[at].lines, numerals.number_of(changed["paragraph"]), words)
    articles[at] = replace(articles[at], lines=words)


def _new_words(begun: str, rest: Iterable[str]) -> tuple[str, ...]:
    """What stands between the quotation marks, line by line. Each line opens them anew, the last one closes them."""
    lines = [begun, *rest]
    if not begun or begun[0] not in _QUOTES or lines[-1][-1] not in _QUOTES:
        raise NotUnderstoodError(begun[:60])
    lines[-1] = lines[-1][:-1]
    return tuple(line.lstrip(_QUOTES) for line in lines)


def _put_in(articles: list[ArticleText], added: "re.Match[str]", words: tuple[str, ...]) -> None:
    number, sub = _place(added["number"], added["sub"])
    before = [at for at, one in enumerate(articles) if (one.number, one.sub) < (number, sub)]
    if not before or any((one.number, one.sub) == (number, sub) for one in articles):
        raise NotUnderstoodError(added[0])
    new = ArticleText(number, sub, added["label"], words, articles[before[-1]].place)
    articles.insert(before[-1] + 1, new)


def _place(number: str | None, sub: str | None) -> tuple[int, int]:
    return numerals.number_of(number or ""), numerals.number_of(sub) if sub else 0


def _where(articles: list[ArticleText], number: int, sub: int, step: str) -> int:
    found = [at for at, one in enumerate(articles) if (one.number, one.sub) == (number, sub)]
    if len(found) != 1:
        raise NotUnderstoodError(step[:60])
    return found[0]


def _with_paragraph(lines: tuple[str, ...], paragraph: int, words: tuple[str, ...]) -> tuple[str, ...]:
    """The article's lines with one paragraph, its items included, in new words."""
    outlined = parsing.outline("\n".join(lines))
    held = [at for at, line in enumerate(outlined) if line.paragraph == paragraph]
    if not held or len(outlined) != len(lines):
        raise NotUnderstoodError(words[0][:60])
    return (*lines[: held[0]], *words, *lines[held[-1] + 1 :])

"""Which law a mention means: by its name, by 同法 and 本法, by 以下简称, or by what was spoken of before."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple

from pufa.statutes.citations.catalogue import STATE, Catalogue, LawText
from pufa.statutes.citations.finding import Found
from pufa.statutes.citations.names import (
    FOREIGN_NAME,
    Before,
    Edition,
    bare_name,
    claims_to_be_a_law,
    edition_before,
    is_foreign,
    title_before,
)

_TRIGGER: Final = r"(?:依据|根据|依照|按照|违反了?|适用|援引|参照|参见|详见|另见|[见《])"
_UNKNOWN: Final = re.compile(rf".*{_TRIGGER}(?P<name>[\u4e00-\u9fff]{{3,16}}?法典?)\Z")
_WHOLE: Final = re.compile(r"(?P<name>[\u4e00-\u9fff]{3,11}法典?)")
_PARTICLE: Final = re.compile(r"[的了在是有被把对为从向这那该此本其各种某第]|规定|有关|相关|法律")
_MODIFIER: Final = re.compile(
    rf"(?:\A|{_TRIGGER})(?P<word>(?:公民|国民|儿童|青少年|青年|学生|农民|用户|网民|企业|家庭|社会|国际|涉外|新型|全国|城市|农村){{1,2}})\Z"
)
_MODIFIER_ENDS: Final = frozenset("民童年生户业庭会际外型国市村")
_ALIAS: Final = re.compile(
    r"(?P<before>》|[法典例])(?:\([^()]{1,40}\))?(?:[(，]?以?下|\()(?:统称|简称|称)[为作]?[“\"「『《]{0,2}(?P<alias>[^”\"」』》()，。；]{1,20})"
)
_CONTRACT: Final = re.compile(r"合同|协议|章程|公约|约定|手册|制度|守则|案例|办法|条例|细则|意见|通知")
_SUBJECT: Final = re.compile(r"(?:\A|[。！？；\n]|违反|[，：])\Z")
_AMENDED: Final = re.compile(
    r"(?:修改|废止)《(?P<changed>[^《》]+)》的决定|(?P<amended>.+法)修正案|关于《(?P<explained>[^《》]+)》.*解释"
)
_PAPERS: Final = frozenset("条例 办法 规定 规则 解释 决定".split())
_STARTS: Final = frozenset("。，；：、！？!?\n(“")
_MOST_ALIASES: Final = 100
_STOP: Final = re.compile(r"[。！？!?\n]")
# What is done with laws, and what is named after them, has numbers of its own.
_EVENT: Final = re.compile(
    r"(?:[^，；：]{0,6})(?:宣传|活动|学习|讲座|竞赛|答题|主题|系列|知识|普法|培训|课|周|月|日|展|赛|释义|解读|实施|司法解释|教材|专题|案件|征文)"
)
_SENTENCE: Final = 80
_REACH: Final = 800
_TRIES: Final = 40


class Reference(NamedTuple):
    """A law meant; `law` is None if there is none of that `name`. `start` is where the name begins."""

    law: LawText | None
    name: str
    start: int
    edition: Edition | None = None


def law_amended_by(name: str) -> str | None:
    """The law that an amendment, an amending decision or an interpretation speaks of; None for other texts."""
    found = _AMENDED.search(name)
    return next((one for one in found.groups() if one), None) if found else None


@dataclass(slots=True)
class Resolver:
    """Resolves the mentions of one text in order, remembering what was spoken of."""

    text: str
    catalogue: Catalogue
    own: Reference | None = None
    is_quoted: Callable[[int], bool] = bool
    aliases: dict[str, Reference | None] = field(default_factory=dict)
    last: Reference | None = None
    last_end: int = 0
    _titles: dict[str, tuple[LawText | None, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the short names the text gives itself (以下简称)."""
        for found in _ALIAS.finditer(self.text):
            end = found.start("before") + 1
            alias = found["alias"]
            if len(self.aliases) == _MOST_ALIASES:
                break
            self.aliases[alias] = self._titled_until(end) if found["before"] == "》" else self._named_until(end)

    def reference(self, found: Found) -> Reference | None:
        """The law a mention means; None if it is no citation of a law that can be known."""
        before = found.before
        if before.kind == "title":
            return self._title(before)
        if before.kind == "plain":
            return self._plain(before)
        start = before.start
        if before.kind == "bare":
            return self._moved(self._bare(start), start)
        if before.kind == "own":
            return self._own(start)
        return self._moved(self._spoken_of(start, is_strict=before.kind == "its"), start)

    def _own(self, start: int) -> Reference | None:
        """What 本法 means; 本条例, 本规定 and the like mean a law only in the text of one that is so called."""
        word = self.text[start + 1 : start + 3]
        if word in _PAPERS and (self.own is None or not self.own.name.endswith(word)):
            return None
        return self.own_at(start) or self._moved(self._subject(start), start)

    def own_at(self, place: int) -> Reference | None:
        """The law the text itself belongs to; None inside a quotation, where another law may speak."""
        if self.own is None or self.is_quoted(place):
            return None
        return self._moved(self.own, place)

    def remember(self, reference: Reference, end: int) -> None:
        """Note the law last cited and where that citation ended."""
        self.last, self.last_end = reference, end

    def is_same_sentence(self, place: int) -> bool:
        """Whether nothing between the last citation and this place ends a sentence or speaks of another paper."""
        between = self.text[self.last_end : place]
        return len(between) < _REACH and not _STOP.search(between) and "》" not in between

    def _title(self, before: Before) -> Reference | None:
        name = before.names[0]
        if name in self.aliases:
            known = self.aliases[name]
            return Reference(known.law, known.name, before.start, before.edition) if known else None
        if name not in self._titles:
            law = self.catalogue.lookup(name)
            full = law.name if law is not None else bare_name(name) if claims_to_be_a_law(name) else ""
            self._titles[name] = (law, full)
        law, full = self._titles[name]
        return Reference(law, full, before.start, before.edition) if full else None

    def _plain(self, before: Before) -> Reference | None:
        for run, end in zip(before.names, before.ends, strict=True):
            at = end - len(run)
            if (found := self._in_run(run, at)) is not None:
                beside = before.edition if end != before.ends[0] else None
                return found._replace(edition=beside or edition_before(self.text, found.start))
            if self._is_foreign_run(run):
                return None
        return None

    def _in_run(self, run: str, at: int) -> Reference | None:
        """The law whose name ends a run of words; `at` is where the run begins in the text."""
        for alias, known in self.aliases.items():
            if run.endswith(alias):
                return known and Reference(known.law, known.name, at + len(run) - len(alias))
        found = self.catalogue.suffix(run)
        if found is None:
            return self._unknown(run, at)
        law, start = found
        prefix = run[:start]
        if is_foreign(run, start):
            return None
        if (
            prefix[-1:] in _MODIFIER_ENDS
            and (modifier := _MODIFIER.search(prefix))
            and not run.startswith(STATE, start)
        ):
            name = modifier["word"] + run[start:]
            return Reference(None, name, at + start - len(modifier["word"]))
        return Reference(law, law.name, at + start)

    def _unknown(self, run: str, at: int) -> Reference | None:
        """A plain name that claims to be a law and is none, where a word such as 根据 shows where it begins."""
        lead = self.text[at - 1 : at] if at else "。"
        found = _UNKNOWN.match(lead + run if lead == "《" else run)
        if found is None and lead in _STARTS:
            found = _WHOLE.fullmatch(run)
        if found is None or _PARTICLE.search(found["name"]) or not claims_to_be_a_law(found["name"]):
            return None
        name = found["name"]
        return Reference(None, name, at + len(run) - len(name))

    def _is_foreign_run(self, run: str) -> bool:
        found = self.catalogue.suffix(run)
        return found is not None and is_foreign(run, found[1])

    def _bare(self, place: int) -> Reference | None:
        if self.last is not None and self.is_same_sentence(place):
            between = self.text[self.last_end : place]
            if not _CONTRACT.search(between):
                return self.last
        return self.own_at(place) or self._moved(self._subject_of_sentence(place), place)

    def _subject_of_sentence(self, place: int) -> Reference | None:
        """The law a sentence speaks of before a number without a name: 《…》共七章，第二十一条规定."""
        for end in islice(self._name_ends(max(self.last_end, place - _SENTENCE), place), _TRIES):
            between = self.text[end:place]
            if _STOP.search(between) or _CONTRACT.search(between) or _EVENT.match(between):
                return None
            if self.text[end - 1] == "》":
                titled = self._titled_until(end)
                return titled if titled is not None and titled.law is not None else None
            named = self._named_until(end)
            if named is not None and named.law is not None and named.law.name.endswith(self.text[named.start : end]):
                return named
        return None

    def _spoken_of(self, place: int, *, is_strict: bool) -> Reference | None:
        """The law last named before a place, cited or not; strict = a contract named later hides it."""
        for end in islice(self._name_ends(max(self.last_end, place - _REACH), place), _TRIES):
            if self.text[end - 1] != "》":
                named = self._named_until(end)
                if named is not None:
                    return named
                continue
            titled = self._titled_until(end)
            if titled is not None or is_strict:
                return titled
        return self.last

    def _subject(self, place: int) -> Reference | None:
        """What 本法 means in a text that belongs to no law: the law a sentence began with, else the one cited last."""
        low = max(self.last_end, place - _REACH)
        end = self.text.rfind("》", low, place) + 1
        titled = title_before(self.text, end) if end else None
        if titled is not None and _SUBJECT.search(self.text, max(0, titled.start - 2), titled.start):
            return self._titled_until(end)
        return self.last

    def _name_ends(self, low: int, high: int) -> Iterator[int]:
        for place in range(high - 1, low - 1, -1):
            if self.text[place] in "》法典":
                yield place + 1

    def _titled_until(self, end: int) -> Reference | None:
        before = title_before(self.text, end)
        if before is None or is_foreign(self.text, before.start) or FOREIGN_NAME.match(before.names[0]):
            return None
        return self._title(before)

    def _named_until(self, end: int) -> Reference | None:
        found = self.catalogue.suffix(self.text, end)
        if found is None or is_foreign(self.text, found[1]):
            return None
        law, start = found
        return Reference(law, law.name, start)

    @staticmethod
    def _moved(reference: Reference | None, start: int) -> Reference | None:
        return reference and reference._replace(start=start)

"""Citations as officials, courts, teachers and citizens write them, and what only looks like one; on the real laws."""

import re
from datetime import date
from pathlib import Path

from pufa.statutes.citations import Citation, Verdict, check
from pufa.statutes.citations.hints import chinese
from pufa.statutes.tests import lawsdb

TEXTS = Path(__file__).with_name("citations_written.txt")
STATE = "中华人民共和国"
TODAY = date(2026, 11, 25)
EXPECTED = re.compile(
    r"(?P<law>.+?)(?P<number>\d+)(-(?P<sub>\d+))?(/(?P<paragraph>\d+))?(\((?P<item>\d+)\))?(:(?P<verdict>\w+))?"
)
SHORT = {
    "noart": Verdict.NO_SUCH_ARTICLE, "nolaw": Verdict.NO_SUCH_LAW, "nopara": Verdict.NO_SUCH_PARAGRAPH,
    "noitem": Verdict.NO_SUCH_ITEM, "rep": Verdict.REPEALED, "nif": Verdict.NOT_IN_FORCE, None: Verdict.OK,
}  # fmt: skip


def expected(words: str) -> list[tuple]:
    rows = [EXPECTED.fullmatch(word) for word in words.split()]
    return [
        (
            row["law"],
            int(row["number"]),
            int(row["sub"] or 0),
            row["paragraph"] and int(row["paragraph"]),
            row["item"] and int(row["item"]),
            SHORT[row["verdict"]],
        )
        for row in rows
    ]


def seen(found: tuple[Citation, ...]) -> list[tuple]:
    return [(one.law.removeprefix(STATE), one.article, one.sub, one.paragraph, one.item, one.verdict) for one in found]


def test_what_people_write_is_found_and_nothing_else():
    catalogue = lawsdb.catalogue()
    wrong = []
    lines = [line for line in TEXTS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    for line in lines:
        text, _, words = line.partition(" =>")
        found = seen(check(text.replace("\\n", "\n"), catalogue, on=TODAY))
        if found != expected(words):
            wrong.append((text, words, found))
    assert len(lines) > 200
    assert wrong == []


def test_however_a_quotation_is_led_in_a_changed_word_is_noticed():
    catalogue = lawsdb.catalogue()
    law = catalogue.lookup("个人信息保护法")
    article = next(
        (key, one.paragraphs[0].text)
        for key, one in sorted(law.version_on(TODAY).articles.items())
        if 30 < len(one.paragraphs[0].text) < 80 and "“" not in one.text
    )
    (number, _), words = article
    name = f"《个人信息保护法》第{chinese(number)}条"
    for form in (
        "{name}规定：“{words}”", "{name}规定：‘{words}’", "{name}规定，“{words}”", "{name}是这样规定的：“{words}”",
        "{name}（节选）：“{words}”", "{name}【总则】规定：“{words}”", "{name}告诉我们：“{words}”",
        "“{words}”（{name}）", "“{words}”——{name}", "{name}首先规定：「{words}」", "{name}规定：\n“{words}”",
    ):  # fmt: skip
        for quoted, verdict in (
            (words, Verdict.OK),
            (words.rstrip("。；"), Verdict.OK),
            (f"{words[:9]}……{words[-9:]}", Verdict.OK),
            (words.replace("，", ","), Verdict.OK),
            (f"{words[:8]}豕{words[9:]}", Verdict.MISQUOTED),
            (f"{words[:8]}{words[9:]}", Verdict.MISQUOTED),
        ):
            (one,) = check(form.format(name=name, words=quoted), catalogue, on=TODAY)
            assert one.verdict is verdict, (form, quoted)


def test_what_a_person_says_beside_a_citation_is_no_quotation_of_the_law():
    catalogue, speech = lawsdb.catalogue(), "我们一家人以后都要学着把自己的事情管好，不再随便说出去"
    for text in (f"依据《个人信息保护法》第四条，法官提醒：“{speech}。”", f"“{speech}”（《个人信息保护法》第四条）"):
        (one,) = check(text, catalogue, on=TODAY)
        assert one.verdict is Verdict.OK, text

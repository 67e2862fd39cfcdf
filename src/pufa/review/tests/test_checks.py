"""What the machine finds, and that it never stays silent."""

from dataclasses import replace

import pytest

from pufa.review import checking, registry
from pufa.review.drafts import Credit, Draft, ImageRef, LinkRef
from pufa.review.registry import Finding, Level
from pufa.review.tests.factories import GOOD

pytestmark = pytest.mark.django_db  # apps above add checks that read their tables
MOBILE = "138" + "0013" + "8000"
ID_NUMBER = "11010519491231002X"


def found(code, **changes):
    return [row for row in checking.run(replace(GOOD, **changes)) if row["code"] == code]


def test_a_clean_text_gives_an_empty_report():
    rows = checking.run(GOOD)
    assert rows == []
    assert checking.verdict(rows) == "clean"


@pytest.mark.parametrize(
    ("code", "level", "changes"),
    [
        ("empty_text", "block", {"paragraphs": ("  ",)}),
        ("empty_text", "block", {"title": " "}),
        ("missing_credits", "warn", {"credits": (Credit("reporter", " "),)}),
        ("missing_source", "block", {"is_reprint": True}),
        ("unconfirmed_source", "block", {"is_reprint": True, "source": "某日报"}),
        ("missing_alt", "warn", {"images": (ImageRef("a.png", ""), ImageRef("b.png", "一张海报"))}),
        ("dead_links", "warn", {"links": (LinkRef("/gone/", "旧页", is_internal=True, is_dead=True),)}),
        ("personal_data", "block", {"paragraphs": ("好。", f"请拨打{MOBILE}联系。")}),
        ("personal_data", "block", {"standfirst": f"身份证号{ID_NUMBER}。"}),
        ("doubled_punctuation", "warn", {"paragraphs": ("他说，，好的。",)}),
        ("traditional_characters", "warn", {"paragraphs": ("网络安全为人民，網络安全靠人民，这是我们的责任。",)}),
        ("long_paragraphs", "note", {"paragraphs": ("长" * 401,)}),
    ],
)
def test_each_check_finds_its_fault(code, level, changes):
    rows = found(code, **changes)
    assert [row["level"] for row in rows] == [level]
    assert rows[0]["message"]
    assert rows[0]["label"]


def test_findings_say_where():
    (row,) = found("personal_data", paragraphs=("没有什么。", f"找小王，电话{MOBILE}，随时可以打过来问一问情况如何。"))
    assert row["paragraph"] == 2
    assert MOBILE not in row["excerpt"]
    assert row["excerpt"].startswith("找小王，电话138")
    assert row["excerpt"].endswith("…")
    (row,) = found("doubled_punctuation", title="标题。。")
    assert (row["paragraph"], row["excerpt"]) == (None, "标题。。")


def test_a_confirmed_reprint_and_live_links_pass():
    draft = replace(GOOD, is_reprint=True, source="某日报", source_checked=True)
    assert checking.run(replace(draft, links=(LinkRef("/here/", "新页", is_internal=True),))) == []


def test_the_weightiest_comes_first_and_is_the_verdict():
    rows = checking.run(replace(GOOD, paragraphs=("长" * 401, "他说，，好。", f"电话{MOBILE}。")))
    assert [row["level"] for row in rows] == ["block", "warn", "note"]
    assert checking.verdict(rows) == "block"
    assert checking.verdict(rows[1:]) == "warn"


def test_a_check_that_breaks_is_a_warning_and_is_logged(monkeypatch, caplog):
    monkeypatch.setattr(registry, "_checks", dict(registry._checks))

    def broken(draft: Draft):
        yield Finding(Level.NOTE, "fine so far")
        raise ZeroDivisionError

    registry.register_check("broken", "Broken", broken)
    rows = [row for row in checking.run(GOOD) if row["code"] == "broken"]
    assert [row["level"] for row in rows] == ["warn"]
    assert "broken" in caplog.text


def test_a_code_belongs_to_one_check():
    known = registry.checks()[0]
    registry.register_check(known.code, known.label, known.run)
    with pytest.raises(ValueError, match=known.code):
        registry.register_check(known.code, "Another", lambda draft: [])


def test_a_finding_keeps_its_name_across_runs():
    once, twice = (found("doubled_punctuation", paragraphs=("他说，，好的。",))[0] for _ in range(2))
    other = found("doubled_punctuation", paragraphs=("她说，，好的。",))[0]
    assert once["fingerprint"] == twice["fingerprint"] != other["fingerprint"]

from datetime import date

import pytest

from pufa.statutes import overrides
from pufa.statutes.overrides import Override, OverridesError
from pufa.statutes.records import ArticleText, LawText
from pufa.statutes.settling import repealed_names, settle

STATE = "中华人民共和国"


def law(name, day, *, force=None, first=None, text="甲。", repealed=False, headings=()):
    article = ArticleText(1, 0, "第一条", (text,), headings)
    return LawText(
        name, name, (article,), day, force_on=force, first_force_on=first or force, is_marked_repealed=repealed
    )


def test_an_amended_text_counts_from_the_day_of_its_decision():
    decision = law(f"关于修改《{STATE}雨伞法》的决定", date(2025, 3, 1), force=date(2025, 9, 1))
    laws, notes = settle([law(f"{STATE}雨伞法", date(2025, 3, 1), first=date(2015, 6, 1)), decision], {})
    text = next(one for one in laws if one.short_name == "雨伞法").texts[0]
    assert (text.force_on, text.is_assumed) == (date(2025, 9, 1), False)
    assert [note.rule for note in notes] == ["amending decision"]


def test_a_day_nobody_names_is_assumed_and_said():
    laws, notes = settle([law(f"{STATE}雨伞法", date(2025, 3, 1), first=date(2015, 6, 1))], {})
    assert (laws[0].texts[0].force_on, laws[0].texts[0].is_assumed) == (date(2025, 3, 1), True)
    assert [note.rule for note in notes] == ["assumed day"]


def test_an_override_wins_and_is_reported():
    rule = Override(
        f"{STATE}雨伞法", "wrongly marked", "the gazette", repealed=False, force={date(2025, 3, 1): date(2025, 5, 1)}
    )
    texts = [law(f"{STATE}雨伞法", date(2025, 3, 1), repealed=True)]
    laws, notes = settle(texts, {rule.name: rule})
    assert (laws[0].is_repealed, laws[0].texts[0].force_on) == (False, date(2025, 5, 1))
    assert [(note.rule, note.source) for note in notes] == [("override", "the gazette")]
    assert "wrongly marked" in notes[0].message
    assert settle(texts, {})[0][0].is_repealed is True


def test_laws_another_repeals_are_known_by_name():
    code = law(f"{STATE}雨具法典", date(2026, 3, 1), force=date(2027, 1, 1))
    clause = f"本法自2027年1月1日起施行。《{STATE}雨伞法》、《雨衣条例》同时废止。"
    code = law(f"{STATE}雨具法典", date(2026, 3, 1), force=date(2027, 1, 1), text=clause)
    laws, notes = settle([code, law(f"{STATE}雨伞法", date(2015, 3, 1), force=date(2015, 6, 1))], {})
    found = {one.short_name: one for one in laws}
    assert set(found) == {"雨具法典", "雨伞法", "雨衣条例"}
    for name in ("雨伞法", "雨衣条例"):
        assert (found[name].repealed_by, found[name].repealed_on) == (f"{STATE}雨具法典", date(2027, 1, 1))
    assert found["雨衣条例"].texts == ()
    assert [note.law for note in notes if note.rule == "known by name"] == ["雨衣条例"]


def test_a_law_that_repeals_its_own_forerunner_of_the_same_name_stays():
    text = f"本法自公布之日起施行。1950年公布的《{STATE}工会法》同时废止。"
    laws, _notes = settle([law(f"{STATE}工会法", date(1992, 4, 3), force=date(1992, 4, 3), text=text)], {})
    assert laws[0].is_repealed is None


def test_repeal_clauses_are_read_with_what_stands_before_the_names():
    clause = "1991年通过的《甲法》和1993年发布的《乙条例》同时废止。《丙法》继续有效。"
    assert repealed_names(clause) == ["甲法", "乙条例"]
    assert repealed_names("《甲法》不得同时废止公告。") == []


def test_the_shipped_rules_can_be_read_and_an_installation_adds_its_own(tmp_path):
    shipped = overrides.load()
    assert shipped[f"{STATE}农村土地承包法"].repealed is False
    assert shipped[f"{STATE}网络安全法"].force == {date(2025, 10, 28): date(2026, 1, 1)}
    assert all(rule.reason for rule in shipped.values())
    own = f'[[law]]\nname = "{STATE}网络安全法"\nreason = "ours"\nnote = "看这里"\n'
    (tmp_path / overrides.FILE_NAME).write_text(own, encoding="utf-8")
    assert overrides.load(tmp_path)[f"{STATE}网络安全法"].note == "看这里"
    assert len(overrides.load(tmp_path)) == len(shipped)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[law]", "overrides.toml"),
        ('[[law]]\nname = "甲法"', "reason"),
        ('[[law]]\nname = "甲法"\nreason = "x"\nrepeled = true', "repeled"),
        ('[[law]]\nname = "甲法"\nreason = "x"\nforce = { "yesterday" = 2026-01-01 }', "yesterday"),
        ('[[law]]\nname = "甲法"\nreason = "x"\n[[law]]\nname = "甲法"\nreason = "y"', "twice"),
    ],
)
def test_a_wrong_rule_says_where(tmp_path, text, message):
    (tmp_path / overrides.FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(OverridesError, match=message):
        overrides.load(tmp_path)

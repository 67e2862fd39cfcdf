"""Citations as people write them, on invented laws."""

import json
from datetime import date

import pytest

from pufa.statutes.citations import Verdict, as_json, check, find
from pufa.statutes.tests import citation_laws, lawsdb

CATALOGUE = citation_laws.catalogue()
TODAY = date(2026, 6, 1)
KITES, TEA = "中华人民共和国风筝放飞管理法", "中华人民共和国古茶树保护法"


def seen(text: str, **more) -> list[tuple]:
    """(short law name, article, sub, paragraph, item, verdict) of every citation."""
    return [
        (one.law.removeprefix("中华人民共和国")[:2], one.article, one.sub, one.paragraph, one.item, str(one.verdict))
        for one in check(text, CATALOGUE, on=more.pop("on", TODAY), **more)
    ]


def kite(article, sub=0, paragraph=None, item=None, verdict="ok"):
    return ("风筝", article, sub, paragraph, item, verdict)


def tea(article, verdict="ok"):
    return ("古茶", article, 0, None, None, verdict)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《风筝放飞管理法》第三条规定了要求。", [kite(3)]),
        ("《中华人民共和国风筝放飞管理法》第3条", [kite(3)]),
        ("风筝放飞管理法第三条第一款第（二）项", [kite(3, 0, 1, 2)]),
        ("他们违反了风筝法第三条第(三)项。", [kite(3, 0, None, 3)]),
        ("《风筝法》第３条第１款第２项", [kite(3, 0, 1, 2)]),
        ("《风筝法》第三条（二）", [kite(3, 0, None, 2)]),
        ("《风筝放飞\n管理法》第\n三条，请遵守。", [kite(3)]),
        ("《风筝法》 第 三 条", [kite(3)]),
        ("**《风筝法》**第三条", [kite(3)]),
        ("《风筝法》第四条之一、之二", [kite(4, 1), kite(4, 2)]),
        ("风筝法第四条之2", [kite(4, 2)]),
        ("《风筝法》第一条至第三条", [kite(1), kite(2), kite(3)]),
        ("《风筝法》第一至三条", [kite(1), kite(2), kite(3)]),
        ("《风筝法》第1—3条", [kite(1), kite(2), kite(3)]),
        ("《风筝法》第一条到第二条", [kite(1), kite(2)]),
        ("《风筝法》第一、三条", [kite(1), kite(3)]),
        ("《风筝法》第一条、三条和第四条", [kite(1), kite(3), kite(4)]),
        ("《风筝法》第二条第一款及第三条第一款第一项至第三项", [
            kite(2, 0, 1), kite(3, 0, 1, 1), kite(3, 0, 1, 2), kite(3, 0, 1, 3)]),
        ("《风筝法》第二条第一款、第二款", [kite(2, 0, 1), kite(2, 0, 2)]),
        ("风筝法3条1款2项", [kite(3, 0, 1, 2)]),
        ("《风筝法》（2019年修正）第三条", [kite(3)]),
        ("《风筝法（2019修正）》第三条", [kite(3)]),
        ("《风筝法》〈2019修正〉第三条", [kite(3)]),
        ("《风筝法》<2019年修正>第三条", [kite(3)]),
        ("《风筝法》第二章第三条、《风筝法》总则第一条", [kite(3), kite(1)]),
        ("《风筝法》的第三条", [kite(3)]),
        ("“风筝法”第三条和<<风筝法>>第二条", [kite(3), kite(2)]),
        ("《风筝法第三条》", [kite(3)]),
        ("《风筝法》第⼆条", [kite(2)]),
        ("《風箏放飛管理法》第三條第一項", [kite(3, 0, None, 1)]),
        ("《新风筝法》第三条，《风筝法2019年修正》第三条", [kite(3), kite(3)]),
    ],
)  # fmt: skip
def test_reads_every_written_form(text, expected):
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《风筝法》第二条给出定义，同法第三条规定要求。", [kite(2), kite(3)]),
        ("《风筝法》第二条给出定义，该法第三条、第四条规定要求。", [kite(2), kite(3), kite(4)]),
        ("《风筝法》第二条给出定义，其第三条规定要求。", [kite(2), kite(3)]),
        ("《风筝法》第二条给出定义。本法第三条规定要求。", [kite(2), kite(3)]),
        ("《风筝法》共五条，该法第三条规定要求。", [kite(3)]),
        ("《风筝法》第二条给出定义，第三条规定要求。", [kite(2), kite(3)]),
        ("《风筝法》第三条第一款列出要求，第二款规定罚款。", [kite(3, 0, 1), kite(3, 0, 2)]),
        ("《风筝法》第三条列出要求，该条第二款规定罚款。", [kite(3), kite(3, 0, 2)]),
        ("《风筝法》第三条第二款规定罚款，前款第一项列出要求。", [kite(3, 0, 2), kite(3, 0, 1, 1)]),
        ("《风筝法》第二条，《茶法》第二条，同法第三条", [kite(2), tea(2), tea(3)]),
        ("《中华人民共和国古茶树保护法》（以下简称《护茶令》）第二条，《护茶令》第三条，护茶令第一条",
            [tea(2), tea(3), tea(1)]),
        ("《虚构保护法》第二条，同法第三条", [
            ("虚构", 2, 0, None, None, "no_such_law"), ("虚构", 3, 0, None, None, "no_such_law")]),
    ],
)  # fmt: skip
def test_remembers_the_law_spoken_of(text, expected):
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "《红楼梦》第三回", "《房屋租赁合同》第三条约定，该合同第五条", "《小区公约》第三条",
        "风筝法宣传周第三条海报亮相", "关于《风筝法》的第三条短视频", "我们学习了《风筝法》和茶法。",
        "《风筝法（草案）》第三条", "《风筝法》草案第三条", "风筝法十条建议",
        "德国《风筝法》第三条", "《德国民法典》第823条", "《孙子兵法》第三条",
        "《广东省风筝办法》第三条", "本法第三条", "前款规定",
        "《关于适用〈风筝法〉的解释》第三条", "《关于《风筝法》第三条的解释》", "第三条街第五条巷",
        "《甲市茶园条例》（以下简称《条例》）第三条", "根据实施办法第三条", "其第三条",
        "", "第", "《》第三条",
        "第三条", "依据《采购合同》第三条，第五条另有约定",
    ],
)  # fmt: skip
def test_what_is_no_citation_of_a_law_is_not_found(text):
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "verdict", "hint"),
    [
        ("《风筝法》第九条", "no_such_article", "共5条"),
        ("《风筝法》第四条之三", "no_such_article", "之一至之二"),
        ("《风筝法》第二条第三款", "no_such_paragraph", "只有二款"),
        ("《风筝法》第三条第一款第四项", "no_such_item", "只有三项"),
        ("《风筝法》第三条第二款第一项", "no_such_item", "没有分项"),
        ("《公民古茶树保护法》第二条", "no_such_law", "古茶树保护法"),
        ("依据公民古茶树保护法第二条", "no_such_law", "古茶树保护法"),
        ("依据云雾保护法第二条", "no_such_law", ""),
        ("《合同法》第五十二条", "repealed", "民法典"),
        ("原婚姻法第三十一条", "repealed", "2021年1月1日"),
        ("《算盘法》第一条", "repealed", "古茶树保护法"),
        ("《茶法》第二条规定：“国家保护古树。”", "misquoted", "国家保护古"),
        ("《风筝法》第二条规定：“放飞场所不得收费。”", "misquoted", "第四条之二"),
        ("《风筝法》第三条第一款规定：“违反前款第一项规定的，处一百元以下罚款。”", "misquoted", "第二款"),
        ("《风筝法》第三条规定：“本法所称风筝，是指借风力升空的器物。”", "renumbered", "第二条"),
        ("《风筝法》第六条", "renumbered", "第三条"),
        ("《风筝法（1998年）》第三条", "not_in_force_on_date", "1998"),
        ("1998年版《风筝法》第三条", "not_in_force_on_date", "1998"),
    ],
)  # fmt: skip
def test_says_what_is_wrong_and_what_would_be_right(text, verdict, hint):
    (one,) = check(text, CATALOGUE, on=TODAY)
    assert (one.verdict, one.is_wrong) == (verdict, True)
    assert hint in one.hint


@pytest.mark.parametrize(
    "text",
    [
        "《茶法》第二条规定：“国家保护古茶树。”",
        "《茶法》第二条：“国家保护古茶树”",
        "《茶法》第二条明确规定，“国家保护古茶树”",
        "《风筝法》第三条规定：“放飞风筝应当遵守下列规定……（二）不得妨碍通行；”",
        "《风筝法》第三条第二项规定：“放飞风筝应当遵守下列规定：（二）不得妨碍通行”",
        "《风筝法》第三条第二项规定：“不得妨碍通行。”",
        "《风筝法》第三条里的“夜间灯光”如何认定？",
        "《风筝法》第三条规定：“放飞风筝应当遵守下列规定：\n（一）远离输电线路；\n（二）不得妨碍通行；",
    ],
)
def test_a_right_quotation_or_a_mere_term_is_fine(text):
    assert [one.verdict for one in check(text, CATALOGUE, on=TODAY)] == [Verdict.OK]


def test_references_inside_a_quotation_belong_to_the_law_quoted():
    text = "《风筝法》第三条第二款规定：“违反前款第一项规定的，处一百元以下罚款。”《茶法》第二条另有规定。"
    assert seen(text) == [kite(3, 0, 2), tea(2)]


@pytest.mark.parametrize(
    ("text", "on", "verdict"),
    [
        ("《风筝法》第六条", date(2010, 1, 1), "ok"),
        ("《风筝法》第四条", date(2010, 1, 1), "no_such_article"),
        ("《风筝法》第一条", date(1990, 1, 1), "not_in_force_on_date"),
        ("《茶法》第一条", date(2020, 12, 31), "not_in_force_on_date"),
        ("《算盘法》第一条", date(2009, 12, 31), "ok"),
        ("《合同法》第五十二条", date(2020, 12, 31), "ok"),
        ("《风筝法（2019修正）》第一条", date(2010, 1, 1), "not_in_force_on_date"),
    ],
)
def test_judges_by_the_text_in_force_on_a_day(text, on, verdict):
    assert [str(one.verdict) for one in check(text, CATALOGUE, on=on)] == [verdict]


def test_a_laws_own_text_refers_to_itself():
    text = "\n".join(
        f"第{'一二三四五'[article - 1]}条　{text}" for (article, sub), text in citation_laws.KITES.items() if not sub
    )
    assert seen(text, own_law=KITES) == [kite(3, 0, 1, 1)]
    assert seen("依照本法第三条第一款处罚。", own_law="风筝法") == [kite(3, 0, 1)]
    assert seen("有前款行为的\n依照前条处罚", own_law=KITES, own_article=(3, 0)) == [kite(2)]
    assert seen("定义如下。\n前款规定的，依照第三条第一款处理，第二款除外。", own_law=KITES, own_article=(2, 0)) == [
        kite(2, 0, 1), kite(3, 0, 1), kite(2, 0, 2)
    ]  # fmt: skip


def test_headings_of_a_law_are_no_citations():
    text = "中华人民共和国风筝放飞管理法\n第一条　为了规范，制定本法。\n第二条　依照本法第三条执行。"
    assert seen(text) == []
    assert seen(text, own_law=KITES) == [kite(3)]


def test_a_regulations_own_references_are_not_taken_for_the_laws_it_cites():
    text = "第五条　违反风筝法第三条的，依照本办法第九条处理。\n有前款行为的，适用本条第一款。"
    assert seen(text) == [kite(3)]


def test_a_regulation_quoted_may_cite_a_law():
    assert seen("《风筝条例》第五条规定：“违反风筝法第三条的，责令改正。”") == [kite(3)]


def test_places_count_in_the_text_as_given():
    text = "依据　《风筝\n放飞管理法》第三条第一款、第 四 条之一，以及《茶法》第二条。"
    first, second, third = check(text, CATALOGUE, on=TODAY)
    assert first.text == text[first.start : first.end] == "《风筝\n放飞管理法》第三条第一款"
    assert second.text == text[second.start : second.end] == "第 四 条之一"
    assert third.text == "《茶法》第二条"


def test_find_needs_no_laws():
    first, second = find("依据某某法第三条第二款规定：“甲乙丙丁”，以及《合同》第五条。")
    assert (first.kind, first.name, first.places[0].paragraph, first.quote) == ("plain", "依据某某法", 2, "甲乙丙丁")
    assert (second.kind, second.name, second.places[0].article, second.quote) == ("title", "合同", 5, None)


def test_plain_data_for_one_line():
    line = as_json(check("《茶法》第九条", CATALOGUE, on=TODAY))
    assert json.loads(json.dumps(line, ensure_ascii=False)) == {
        "citations": [
            {
                "text": "《茶法》第九条", "start": 0, "end": 7, "law": TEA, "article": 9, "sub": 0,
                "paragraph": None, "item": None, "verdict": "no_such_article", "hint": "没有这一条，该法共3条。",
            }
        ]
    }  # fmt: skip


def test_the_examples_of_the_project():
    path = lawsdb.shared("citation-examples.jsonl")
    if not path.exists():
        pytest.skip("no examples here")
    catalogue, keys = lawsdb.catalogue(), ("law", "article", "sub", "paragraph", "item", "verdict")
    for line in path.read_text("utf-8").splitlines():
        example = json.loads(line)
        found = as_json(check(example["text"], catalogue, on=date(2026, 11, 1)))["citations"]
        got = [tuple(one[key] for key in keys) for one in found]
        assert got == [tuple(one[key] for key in keys) for one in example["expect"]], example["text"]

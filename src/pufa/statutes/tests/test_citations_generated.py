"""Citations written from the laws in every form, read back; law text without a false find; hostile text in time."""

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pufa.statutes.citations import Article, Catalogue, LawText, Verdict, as_json, check, find
from pufa.statutes.citations.hints import chinese
from pufa.statutes.citations.names import claims_to_be_a_law
from pufa.statutes.numerals import number_of
from pufa.statutes.tests import citation_laws, lawsdb

STATE = "中华人民共和国"
TODAY = date(2026, 11, 1)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
BEFORE = [
    "",
    "依据",
    "根据",
    "他们违反了",
    "我市学习宣传",
    "详见",
    "记者从会上获悉，按照",
    "（",
    "请看：",
    "\n\n",
    "2026年，",
]
AFTER = [
    "",
    "。",
    "规定了有关要求。",
    "的规定，应当依法处理。",
    "，可以处罚款",
    "）",
    "、“严重”等词如何理解？",
    "\n\n下一段。",
]
JOINS = ["、", "和", "及", "以及", "、第", "和第", "或者"]
RANGES = ["至", "到", "—", "-", "～", "至第", "到第"]


@pytest.fixture(scope="module", params=["invented", "real"])
def catalogue(request):
    return citation_laws.catalogue() if request.param == "invented" else lawsdb.catalogue()


def current_laws(catalogue: Catalogue) -> list[LawText]:
    """The laws in force that people cite by a plain name."""
    laws = [law for law in catalogue.laws if law.version_on(TODAY) is not None and not law.is_repealed_on(TODAY)]
    return [law for law in laws if law.name.endswith(("法", "法典")) and not law.name.endswith("办法")]


def drawn_law(data, catalogue: Catalogue) -> LawText:
    """One of them, drawn by name so that a failure prints no whole law."""
    by_name = {law.name: law for law in current_laws(catalogue)}
    return by_name[data.draw(st.sampled_from(sorted(by_name)))]


def numbers(draw, number: int) -> str:
    form = draw(st.sampled_from(["chinese", "digits", "wide"]))
    if form == "chinese":
        return chinese(number)
    return str(number) if form == "digits" else str(number).translate(WIDE)


def named(draw, law: LawText) -> str:
    short = law.name.removeprefix(STATE)
    names = [law.name, short, *law.short_names]
    name = draw(st.sampled_from(names))
    return draw(st.sampled_from(["《{}》", "《{}》", "{}", "“{}”", "《\n{}》"])).format(name)


def place(draw, key: tuple[int, int], article: Article) -> tuple[str, int | None, int | None]:
    text = f"第{numbers(draw, key[0])}条" + (f"之{chinese(key[1])}" if key[1] else "")
    paragraph = draw(st.none() | st.integers(1, len(article.paragraphs)))
    parts = article.paragraphs if paragraph is None else article.paragraphs[paragraph - 1 : paragraph]
    items = sorted({item for part in parts for item in part.items})
    item = draw(st.sampled_from([None, *items]))
    if paragraph is not None:
        text += f"第{numbers(draw, paragraph)}款"
    if item is not None:
        text += draw(st.sampled_from(["第{}项", "第（{}）项", "第({})项"])).format(numbers(draw, item))
    return text, paragraph, item


RELAXED = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@RELAXED
@given(data=st.data())
def test_one_place_in_every_form_is_read_back(catalogue, data):
    law = drawn_law(data, catalogue)
    version = law.version_on(TODAY)
    key = data.draw(st.sampled_from(sorted(version.articles)))
    written, paragraph, item = place(data.draw, key, version.articles[key])
    core = named(data.draw, law) + written
    before, after = data.draw(st.sampled_from(BEFORE)), data.draw(st.sampled_from(AFTER))
    (one,) = check(before + core + after, catalogue, on=TODAY)
    assert (one.law, one.article, one.sub, one.paragraph, one.item) == (law.name, *key, paragraph, item)
    assert one.verdict is Verdict.OK
    assert one.text == core


@RELAXED
@given(data=st.data())
def test_lists_and_ranges_are_read_back(catalogue, data):
    law = drawn_law(data, catalogue)
    last = max(article for article, _ in law.version_on(TODAY).articles)
    first = data.draw(st.integers(1, last + 2))
    second = data.draw(st.integers(first + 1, first + 5))
    is_range = data.draw(st.booleans())
    join = data.draw(st.sampled_from(RANGES if is_range else JOINS))
    shared = data.draw(st.booleans()) and not join.endswith("第")
    text = f"{named(data.draw, law)}第{numbers(data.draw, first)}{'' if shared else '条'}{join}"
    text += f"{numbers(data.draw, second)}条"
    expected = list(range(first, second + 1)) if is_range else [first, second]
    found = check(text, catalogue, on=TODAY)
    assert [one.article for one in found] == expected
    held = {article for article, sub in law.version_on(TODAY).articles if not sub}
    assert [one.verdict is Verdict.OK for one in found] == [article in held for article in expected]


@RELAXED
@given(data=st.data())
def test_a_quotation_is_compared_with_the_article(catalogue, data):
    law = drawn_law(data, catalogue)
    version = law.version_on(TODAY)
    key = data.draw(st.sampled_from(sorted(version.articles)))
    words = version.articles[key].paragraphs[0].text
    if any(sign in words for sign in '“”"') or len(words) < 12:
        return
    text = f"{named(data.draw, law)}第{chinese(key[0])}条{f'之{chinese(key[1])}' if key[1] else ''}规定：“{{}}”"
    (right,) = check(text.format(words), catalogue, on=TODAY)
    assert right.verdict is Verdict.OK
    place = data.draw(st.sampled_from([index for index in range(1, len(words) - 1) if words[index].isalnum()]))
    (wrong,) = check(text.format(words[:place] + "豕" + words[place + 1 :]), catalogue, on=TODAY)
    assert wrong.verdict is Verdict.MISQUOTED


@RELAXED
@given(data=st.data())
def test_a_law_with_a_word_put_before_its_name_is_another_law(catalogue, data):
    law = drawn_law(data, catalogue)
    name = data.draw(st.sampled_from(["公民", "儿童", "云端"])) + law.name.removeprefix(STATE)
    assume(catalogue.lookup(name) is None)
    (one,) = check(f"《{name}》第一条", catalogue, on=TODAY)
    assert (one.law, one.verdict) == (name, Verdict.NO_SUCH_LAW)
    assert check(f"学习《{law.name}》和{law.name}，《{law.name}知识手册》第一条", catalogue, on=TODAY) == ()


def test_own_references_of_law_text_resolve_and_nothing_else_is_found():
    catalogue, starts, seen = lawsdb.catalogue(), lawsdb.starts(), 0
    for law, name, label, text in lawsdb.rows()[::13]:
        key = lawsdb.key_of(label)
        for one in check(text, catalogue, on=starts[law], own_law=name, own_article=key):
            seen += 1
            if one.law == name and not catalogue.lookup(name).is_repealed:
                assert one.verdict is Verdict.OK, (name, label, one)
    assert seen > 300


def test_every_statute_held_has_a_name_that_claims_to_be_one():
    names = [law.name.removeprefix(STATE) for law in current_laws(lawsdb.catalogue())]
    assert [name for name in names if not claims_to_be_a_law(name)] == []


def test_law_text_as_running_text_has_no_false_find():
    """Without knowing whose text it is, only references that name their law may be found."""
    catalogue, articles = lawsdb.catalogue(), 0
    for _, name, label, text in lawsdb.rows()[::13]:
        if "修正案" in name or "解释" in name or "决定" in name:
            continue
        articles += 1
        for one in check(f"{label}　{text}", catalogue, on=TODAY):
            assert one.law.removeprefix(STATE) in text or one.law in text, (name, label, one)
            assert one.verdict in (Verdict.OK, Verdict.REPEALED) or "《" in one.text or "法第" in one.text
    assert articles > 1000


SIGNS = (
    "第一二三十百千零〇之条款项目、和及至到—-（）()《》〈〉“”：:，。；的本同该其前法典规定 \n　０１2３*…"
    '"中华人民共和国刑法民法典以下简称根据修正年'
)


@settings(max_examples=400, deadline=None)
@given(text=st.text(alphabet=SIGNS, max_size=120) | st.text(max_size=60))
def test_any_text_is_read_without_complaint(text):
    catalogue = citation_laws.catalogue()
    for one in check(text, catalogue, on=TODAY):
        assert text[one.start : one.end] == one.text != ""
    assert as_json(check(text, catalogue, on=TODAY, own_law="风筝法"))["citations"] is not None
    assert all(text[one.start : one.end] == one.text for one in find(text))


@pytest.mark.parametrize(
    "unit",
    [
        "第", "第一、", "第一条、", "第一至", "《", "《》", "》第一条",
        "《刑法》", "（", "（一）", "“", "规定：“", "第一条规定：“", "刑法第一条",
        "刑法第一条至第九千条", "其第一条", "同法第一条", "法", "一", "十", "1",
        "\n", "　", "……", "前款", "《刑法》（以下简称", "第一款", "年的",
        "《刑法》（", "的之中", "以下简称甲》", "<", '"', "第一条之一、之二", "依据甲法第一条",
        "第三章", "|", "第四编“", "（2018年", "旧《", "民法典的规定", "的规定（", "“甲”（",
        "第一条：“甲", "、", "第-条",
    ],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_its_length(unit):
    catalogue = citation_laws.catalogue()
    text = unit * (40_000 // len(unit))
    began = time.process_time()
    check(text, catalogue, on=TODAY)
    check(text, catalogue, on=TODAY, own_law="风筝法", own_article=(1, 0))
    assert time.process_time() - began < 10


@pytest.mark.parametrize("number", [1, 10, 11, 20, 100, 101, 110, 111, 1000, 1001, 1010, 1100, 1165, 1260, 9999])
def test_numbers_are_written_as_laws_write_them(number):
    assert number_of(chinese(number)) == number
    assert chinese(1077) == "一千零七十七"

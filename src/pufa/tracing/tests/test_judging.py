"""What was done to a copy: whole, source named or not, excerpt, garbled, distorted; both sides of what differs."""

import re
from random import Random

import pytest

from pufa.tracing import fingerprints, judging, numerals
from pufa.tracing.judging import DifferenceKind, Kind
from pufa.tracing.tests import disguises, newsroom

TEXT = (
    "青石县普法办近日公布了一份账单：过去一年，全县举办讲座128场，参加的群众超过3.5万人次，发放手册二十六万册。\n"
    "负责人周文静表示，账单不是为了好看，每一个数字都能点开看到是哪一场、谁来讲、讲了什么。\n"
    "根据《中华人民共和国个人信息保护法》第十三条第一款的规定，处理个人信息应当取得个人同意，县里的报名表因此只留一个称呼。\n"
    "青石县人民法院的法官在镇上连讲了九个晚上，他提醒商户，没有征得同意不得把顾客的照片贴到墙上。\n"
    "有商户问，监控拍到的画面能不能发到群里找小偷，法官说，可以交给公安机关，不能自己往外发。\n"
    "散场以后，不少人留下来把自家的合同拿给律师看，其中一位老人发现自己多付了两年的物业费。\n"
)


def judged(page, names=(), text=TEXT):
    return judging.judge(text, page, fingerprints.compare(text, page), source_names=names)


def test_whole_copies_by_source():
    assert judged(TEXT).kind is Kind.EXACT
    assert judged("来源：青石普法\n" + TEXT, ("青石普法",)).kind is Kind.EXACT
    assert judged(TEXT, ("青石普法",)).kind is Kind.WITHOUT_SOURCE
    light = TEXT.replace("近日", "日前").replace("提醒商户", "告诉商户").replace("散场以后", "散场之后")
    assert judged("来源：青石普法\n" + light, ("青石普法",)).kind is Kind.SOURCE_NAMED
    assert judged("来源：青石普法\n" + light, ("青石普法",)).source_named == "青石普法"


def test_part_garbled_unrelated():
    assert judged("\n".join(newsroom.VOICES) + TEXT[:130]).kind is Kind.EXCERPT
    assert judged("今天没有什么事。").kind is Kind.UNRELATED


@pytest.mark.parametrize(
    "name",
    ["bracketed_few", "half_read", "homophones", "zero_width", "look_alikes", "marks_between", "bopomofo", "mirrored"],
)
def test_disguises_garble_and_do_not_distort(name):
    found = judged(disguises.WHOLE[name](TEXT, Random(4)))
    assert (found.kind, found.differences) == (Kind.GARBLED, ())


@pytest.mark.parametrize(
    ("kind", "old", "new", "sides"),
    [
        (DifferenceKind.NUMBER, "128场", "182场", ("128", "182")),
        (DifferenceKind.NUMBER, "3.5万", "3.6万", ("3.5万", "3.6万")),
        (DifferenceKind.NUMBER, "3.5万", "35万", ("3.5", "35")),
        (DifferenceKind.NUMBER, "128场", "12.8场", ("128", "12.8")),
        (DifferenceKind.NUMBER, "二十六万册", "六十二万册", ("二十六万", "六十二万")),
        (DifferenceKind.CITATION, "第十三条第一款", "第三十条第一款", None),
        (DifferenceKind.CITATION, "《中华人民共和国个人信息保护法》", "《中华人民共和国消费者权益保护法》", None),
        (DifferenceKind.NEGATION, "不得把顾客", "可以把顾客", ("不得", "可以")),
        (DifferenceKind.NEGATION, "账单不是为了", "账单是为了", ("不", "")),
        (DifferenceKind.NAME, "周文静表示", "周文敬远表示", None),
        (DifferenceKind.NAME, "青石县人民法院的法官", "白沙县人民法院的法官", None),
    ],
)
def test_what_is_said_otherwise_is_shown_on_both_sides(kind, old, new, sides):
    page = TEXT.replace(old, new)
    assert page != TEXT
    found = judged(page)
    assert found.kind is Kind.DISTORTED
    assert [one.kind for one in found.differences] == [kind]
    one = found.differences[0]
    assert TEXT[one.original_start : one.original_end] == one.original
    assert page[one.page_start : one.page_end] == one.page
    if sides:
        assert (one.original, one.page) == sides


@pytest.mark.parametrize(
    ("before", "after", "other", "sides"),
    [
        ("", "全年共调解纠纷350起。", "全年共调解纠纷530起。", ("350", "530")),
        ("", "全年共调解纠纷350", "全年共调解纠纷530\n责任编辑：李编辑", ("350", "530")),
        ("", "这样做不可取。", "这样做可取。", ("不", "")),
        ("350人到场。\n", "", "530人到场。\n", ("350", "530")),
    ],
)
def test_the_first_and_the_last_words_are_compared_too(before, after, other, sides):
    original = before + TEXT + after
    page = other + TEXT if before else TEXT + other
    found = judged(page, text=original)
    assert [(one.original, one.page) for one in found.differences] == [sides]


def test_a_text_cut_short_or_stripped_of_its_stops_is_not_distorted():
    original = TEXT + "全年共调解纠纷350起。"
    assert judged(TEXT + "全年共调解", text=original).differences == ()
    assert judged(TEXT + "全年共调解纠纷。下一篇：天气", text=original).differences == ()
    bare = re.sub("[，。、；：.]", "", original)
    assert judged(bare, text=original).differences == ()


def test_a_number_written_otherwise_is_the_same():
    page = TEXT.replace("128场", "一百二十八场").replace("3.5万", "35000").replace("二十六万", "26万")
    assert judged(page).differences == ()


def test_distortion_shows_through_a_disguise():
    page = disguises.bracketed_few(TEXT.replace("不得把顾客", "可以把顾客"), Random(2))
    found = judged(page)
    assert found.kind is Kind.DISTORTED
    assert [one.kind for one in found.differences] == [DifferenceKind.NEGATION]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,200", [1200]),
        ("12万", [120000]),
        ("十二万三千", [123000]),
        ("百分之三点五", [0.035]),
        ("3.5%", [0.035]),
        ("二〇二四", [2024]),
        ("两千", [2000]),
        ("1亿2000万", [120000000]),
        ("没有", []),
    ],
)
def test_values(text, values):
    assert numerals.values(text) == pytest.approx(values)

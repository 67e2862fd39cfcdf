"""Planted readings go, real ones stay."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from pufa.lib import chinese

SEED = (
    Path(os.environ.get("PUFA_SHARED") or Path(__file__).resolve().parents[4].parent / "shared")
    / "data"
    / "seed-article.txt"
)
ARTICLE = (
    "县里的普法课堂今天在村口开讲，来的人比上次多了一倍。讲师说，法律不是写在纸上的道理，而是大家过日子用得着的工具。"
    "村民把自己在生活中遇到的问题一个一个说出来，讲师就对着条文一个一个地讲，讲得很细，大家听得也很认真。"
    "课后，村里的老人说，这样的课以后要多来，年轻人在外面做工，也可以在手机上学。为了方便大家，县里把课录下来，放在网上。"
)
VICTIMS = "的在人大上说个来课村"


def planted(text: str, characters: str, form: str = "({})", style: Style = Style.NORMAL) -> str:
    """The text with readings planted after the characters."""
    return "".join(sign + form.format(pinyin(sign, style=style)[0][0]) if sign in characters else sign for sign in text)


@pytest.mark.skipif(not SEED.exists(), reason="the sample article is not here")
def test_the_seed_has_288_readings_after_74_characters() -> None:
    report = chinese.remove_noise(SEED.read_text(encoding="utf-8"))
    assert (report.removed, report.characters) == (288, 74)
    assert ("株", "zhu", 37) in report.readings
    assert sum(count for _, _, count in report.readings) == 288
    assert not re.search(r"[(（][a-z]", report.text)


@pytest.mark.parametrize(
    ("form", "style"),
    [
        ("({})", Style.NORMAL),
        ("（{}）", Style.NORMAL),
        ("( {} )", Style.NORMAL),
        ("[{}]", Style.NORMAL),
        ("({})", Style.TONE),
        ("({})", Style.TONE3),
    ],
)
def test_noise_goes_in_every_disguise(form: str, style: Style) -> None:
    report = chinese.remove_noise(planted(ARTICLE, VICTIMS, form, style))
    assert report.text == ARTICLE
    assert report.removed == sum(ARTICLE.count(sign) for sign in VICTIMS)


def test_upper_case_and_mixed_brackets_go_too() -> None:
    noisy = planted(ARTICLE, VICTIMS[:5]).upper().replace("(", "（")
    noisy = noisy.replace(")", "）")
    assert chinese.remove_noise(planted(noisy, VICTIMS[5:])).text == ARTICLE


def test_paragraphs_stay_apart() -> None:
    rows = [planted(ARTICLE, VICTIMS), "", "第二段(di er duan)"]
    assert chinese.remove_noise(rows).text.split("\n") == [ARTICLE, "", "第二段(di er duan)"]


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        planted(ARTICLE, ARTICLE, "({})", Style.TONE),
        planted(ARTICLE, ARTICLE),
        planted(
            "床前明月光，疑是地上霜。举头望明月，低头思故乡。",
            "床前明月光疑是地上霜举头望低思故乡",
            "（{}）",
            Style.TONE,
        ),
        (
            "《离骚》选读：帝高阳之苗裔兮，朕皇考曰伯庸。摄提贞于孟陬(zōu)兮，惟庚寅吾以降(hóng)。纷吾既有此内美兮，又重(chóng)之以修能(tài)。"
            "扈(hù)江离与辟(pì)芷兮，纫(rèn)秋兰以为佩。汩(yù)余若将不及兮。朝搴(qiān)阰(pí)之木兰兮，夕揽洲之宿莽。"
        ),
        "他在银行(yínháng)工作，熟悉WTO(世贸组织)规则，去过重(chóng)庆。" + ARTICLE,
        (
            "多音字练习：行(háng)业、行(xíng)走；长(cháng)短、长(zhǎng)大；重(zhòng)要、重(chóng)复；好(hǎo)人、爱好(hào)；"
            "都(dū)市、都(dōu)有；还(huán)书、还(hái)有；得(dé)到、觉得(de)、得(děi)去；地(dì)方、慢慢地(de)；着(zháo)急、看着(zhe)。"
        ),
        "姓氏读音：单(shan)、仇(qiu)、解(xie)、任(ren)、华(hua)、朴(piao)、区(ou)、查(zha)、盖(ge)、尉(yu)。" + ARTICLE,
        "方案(plan)，预算(budget)，人工(AI)智能，企业(qi ye)，的(of)。" * 10,
        "株(zhu)洲",
        "秋天(tiān)来了(le)，树叶(yè)黄(huáng)了，一片(piàn)叶子(zi)从树上落(luò)下来。天空多么蓝(lán)，多么高(gāo)。"
        * 3,
        "下载(zài)、处(chǔ)理、档(dàng)案、供(gōng)给、尽(jǐn)管、间(jiàn)隔、卷(juàn)宗、模(mú)样、强(qiǎng)迫、质(zhì)量。",
    ],
    ids=[
        "clean",
        "textbook",
        "toneless textbook",
        "annotated poem",
        "gloss poem",
        "words",
        "drill",
        "surnames",
        "foreign",
        "one",
        "first reader",
        "often misread",
    ],
)
def test_texts_with_a_right_to_their_readings_stay(text: str) -> None:
    assert chinese.remove_noise(text) == chinese.NoiseReport(text)


def test_real_words_in_a_noisy_page_stay() -> None:
    kept = "他在银行(yínháng)工作，熟悉世贸组织(WTO)，重(chóng)庆人，株(zhou)洲人，能(power)源。"
    report = chinese.remove_noise(planted(ARTICLE, VICTIMS) + kept)
    assert report.text == ARTICLE + kept


def test_a_lesson_after_plain_text_stays() -> None:
    lesson = planted(
        "我们在田里种下希望，也种下明天。小小的种子在春天发芽。",
        ARTICLE + "我们田种希望明天小子春发芽",
        "({})",
        Style.TONE,
    )
    assert chinese.remove_noise(ARTICLE + lesson).removed == 0


HAN = st.text(alphabet=st.sampled_from(sorted(set(ARTICLE + "株重庆银行华单"))), max_size=12)
PIECE = st.one_of(
    HAN,
    st.sampled_from(
        [
            "(zhu)",
            "（de）",
            "(DE)",
            "( zai )",
            "(yínháng)",
            "(WTO)",
            "(",
            ")",
            "((de)",
            "(de)(de)",
            "[shàng]",
            "(2024)",
            "\n",
            "shang",
        ]
    ),
    st.builds(lambda text: planted(text, VICTIMS), HAN),
)
PAGE = st.lists(PIECE, max_size=40).map("".join)


BRACKET = re.compile(
    r"(?<=(.))(?:[(](?P<a>[^()\[\]（）【】\n]*)[)]|（(?P<b>[^()\[\]（）【】\n]*)）|\[(?P<c>[^()\[\]（）【】\n]*)\])"
)


def without_any_reading(text: str) -> str:
    """The text without any bracketed reading at all, noise or not: what noise removal may at most do."""
    for match in BRACKET.finditer(text):
        if chinese.is_reading(match[1], match["a"] or match["b"] or match["c"] or "-"):
            return without_any_reading(text[: match.start()] + text[match.end() :])
    return text


@settings(deadline=None)
@given(st.one_of(PAGE, PAGE.map(lambda text: planted(ARTICLE, VICTIMS[:3]) + text)))
def test_nothing_but_readings_is_ever_removed(text: str) -> None:
    report = chinese.remove_noise(text)
    assert without_any_reading(report.text) == without_any_reading(text)
    assert all(chinese.is_reading(character, written) for character, written, _ in report.readings)
    assert report.removed == sum(count for _, _, count in report.readings)
    assert (report.removed == 0) == (report.text == text)


@settings(deadline=None)
@given(st.one_of(PAGE, PAGE.map(lambda text: planted(ARTICLE, VICTIMS) + text)))
def test_doing_it_twice_changes_nothing(text: str) -> None:
    once = chinese.remove_noise(text)
    assert chinese.remove_noise(once.text) == chinese.NoiseReport(once.text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_text_without_readings_is_unchanged(text: str) -> None:
    plain = re.sub(r"[(（\[【〔［]", "", text)
    assert chinese.remove_noise(plain) == chinese.NoiseReport(plain)


@pytest.mark.parametrize(
    ("character", "written", "valid"),
    [
        ("株", "zhu", True), ("株", "zhū", True), ("株", "zhu1", True), ("株", "ZHU", True), ("株", " zhu ", True),
        ("株", "zhú", False), ("株", "zhou", False), ("女", "nv", True), ("女", "nǚ", True), ("女", "nu:3", True),
        ("行", "hang", True), ("行", "xíng", True), ("行", "yínháng", False), ("的", "de", True), ("一", "yì", True),
        ("A", "a", False), ("能", "AI", False), ("绿", "lu", True), ("ｚ", "z", False),
    ],
)  # fmt: skip
def test_readings(character: str, written: str, valid: bool) -> None:
    assert chinese.is_reading(character, written) is valid


def test_mixed_script() -> None:
    text = "我们国家的法律保护每个人，著名的乾坤湾，請大家遵紀守法。"
    assert [(spot.start, spot.text) for spot in chinese.mixed_script(text)] == [(20, "請"), (24, "紀")]
    assert chinese.mixed_script("請大家遵紀守法，這是國家的規定。") == ()
    assert chinese.mixed_script("大家遵纪守法。") == ()


def test_double_punctuation() -> None:
    text = "你好，，我。。是……啊——，。对！！！真的？！“好。”，1,000.5元、。"
    assert [spot.text for spot in chinese.double_punctuation(text)] == ["，，", "。。", "，。", "、。"]

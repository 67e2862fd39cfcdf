"""Folding keeps the way back; copies are found under every disguise; what is only alike is not."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pufa.lib import chinese
from pufa.tracing import fingerprints
from pufa.tracing.fingerprints import Direction, DisguiseKind, formulas, grams
from pufa.tracing.fingerprints.tables import tables
from pufa.tracing.tests import disguises, newsroom
from pufa.tracing.tests.articles import article

PIECES = st.sampled_from([*"普法株洲的行长重庆ABcé１２，。（(）)\u200b\ufe0f ㄓㄨˋ&<>\n", "zhu1", "(zhu)", "&#20013;",
"&amp;nbsp;", "<br/>", "\u202e法普\u202c", "😀", "國", "⼈"])  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=80)))
def test_folding_never_loses_the_way_back(text):
    folded = fingerprints.fold(text)
    assert len(folded.signs) == len(folded.places)
    assert len(folded.letters) == len(folded.owners)
    assert not len(folded.places) or (folded.places.min() >= 0 and folded.places.max() < len(text))
    assert not len(folded.owners) or folded.owners.max() < len(folded.signs)
    assert set(folded.spelled) <= set("abcdefghijklmnopqrstuvwxyz")
    known = tables().folded
    if "&" not in text and not any("\u3105" <= sign <= "\u312f" for sign in text):
        for sign, place in zip(folded.signs.tolist(), folded.places.tolist(), strict=True):
            assert known[min(ord(text[place]), len(known) - 1)] == sign


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=[*"普法行zhuong1（）"], min_size=0, max_size=40), st.integers(1, 14))
def test_grams_are_those_of_the_letters(text, size):
    letters = fingerprints.fold(text).letters
    packed = grams.short_grams(letters)
    assert len(packed) == max(0, len(letters) - grams.SHORT + 1)
    spelled = letters.tobytes()
    by_number: dict[int, bytes] = {}
    for at, number in enumerate(packed.tolist()):
        piece = spelled[at : at + grams.SHORT]
        assert by_number.setdefault(number, piece) == piece


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("株(zhu)洲市委网信(xìn)办", "株洲市委网信办"),
        ("普法（pǔfǎ）课堂", "普法课堂"),
        ("網絡普⼈法", "网络普人法"),
        ("网&#32476;普&amp;nbsp;法<br/>课", "网络普法课"),
        ("网\u200b络\ufe0f普\u00ad法", "网络普法"),
        ("ＡＢ１２", "ab12"),
    ],
)
def test_disguises_are_taken_off(text, plain):
    assert fingerprints.fold(text).characters == plain


def test_a_foreign_word_in_brackets_stays():
    assert "gdpr" in fingerprints.fold("欧盟条例(GDPR)规定").characters


@pytest.mark.parametrize("name", sorted(disguises.WHOLE))
def test_a_disguised_copy_is_found(name):
    original = article(7)
    page = disguises.WHOLE[name](original, Random(1))
    found = fingerprints.compare(original, page)
    assert found.is_match, name
    for passage in found.passages:
        assert 0 <= passage.original_start < passage.original_end <= len(original)
        assert 0 <= passage.page_start < passage.page_end <= len(page)


@pytest.mark.parametrize("name", sorted(disguises.MIXED))
def test_a_part_in_a_foreign_page_is_found(name):
    page = disguises.MIXED[name](article(7), "\n".join(newsroom.news(Random(n)) for n in range(3)), Random(2))
    found = fingerprints.compare(article(7), page)
    assert found.is_match, name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("bracketed_few", DisguiseKind.BRACKETED_READINGS),
        ("unbracketed", DisguiseKind.UNBRACKETED_READINGS),
        ("half_read", DisguiseKind.READINGS_IN_PLACE),
        ("bopomofo", DisguiseKind.BOPOMOFO),
        ("traditional", DisguiseKind.TRADITIONAL),
        ("homophones", DisguiseKind.HOMOPHONES),
        ("look_alikes", DisguiseKind.VARIANTS),
        ("zero_width", DisguiseKind.ZERO_WIDTH),
        ("marks_between", DisguiseKind.SEPARATORS),
        ("no_punctuation", DisguiseKind.PUNCTUATION),
        ("entities", DisguiseKind.ENTITIES),
        ("mirrored", DisguiseKind.REVERSED),
        ("upright", DisguiseKind.COLUMNS),
    ],
)
def test_the_disguise_is_named(name, kind):
    found = fingerprints.compare(article(7), disguises.WHOLE[name](article(7), Random(1)))
    assert kind in {one.kind for one in found.disguises}


def test_a_clean_copy_has_no_disguise_and_is_the_same():
    found = fingerprints.compare(article(7), article(7))
    assert (found.direction, found.disguises) == (Direction.SAME, ())
    assert found.score > 0.9
    assert found.covered_original > 0.99
    assert found.covered_page > 0.99


def test_directions():
    ours, foreign = article(7), "\n".join(newsroom.news(Random(n)) for n in range(6))
    assert fingerprints.compare(ours, ours + "\n" + foreign).direction is Direction.CONTAINS
    assert fingerprints.compare(ours, ours[:260]).direction is Direction.PARTIAL
    assert fingerprints.compare(ours, foreign + ours[:260]).direction is Direction.EXCERPT
    assert fingerprints.compare(ours, "一二三").direction is Direction.NONE


def test_what_is_only_alike_is_no_copy():
    quotation = "".join(chr(0x4E00 + 7 * n) for n in range(70))
    law = f"《某某法》第九条规定：“{quotation}”"
    pairs = [(f"{newsroom.VOICES[n]}{law}{newsroom.VOICES[n + 1]}", f"{newsroom.VOICES[n + 2]}{law}") for n in range(6)]
    scores = [fingerprints.compare(one, other).score for one, other in pairs]
    assert max(scores) < fingerprints.MATCH


def test_an_article_quoted_by_both_is_no_copy_however_long():
    quotation = article(91, 6).replace("\n", "")[:220]
    law = f"《某某法》第九条规定：“{quotation}”"
    one, other = (f"{newsroom.VOICES[n]}{law}{newsroom.VOICES[n + 1]}" for n in (0, 4))
    assert fingerprints.compare(one, other).score < fingerprints.MATCH
    assert fingerprints.compare(one, f"{newsroom.VOICES[7]}{newsroom.VOICES[0]}{law}").is_match, "words of ours too"


def test_set_phrases_prove_a_copy_only_in_the_same_order():
    rng, phrases = Random(3), list(formulas.phrases())
    texts = []
    for _ in range(2):
        rng.shuffle(phrases)
        texts.append("，".join(phrases) + "。")
    foreign = "\n".join(newsroom.news(Random(n)) for n in range(8))
    ours, other = texts
    assert fingerprints.compare(ours, disguises.put_into(foreign, ours[300:500], rng)).is_match
    assert fingerprints.compare(ours, disguises.put_into(foreign, other[300:500], rng)).score < fingerprints.MATCH


def test_what_a_page_repeats_is_told_once():
    sentence = "夜里巷口的灯坏了三天才有人来修。"
    ours = sentence + article(12, 3)
    page = "\n".join(f"{newsroom.VOICES[n % 12]}{article(100 + n, 3)}{sentence}" for n in range(40))
    assert fingerprints.compare(ours, page).score < fingerprints.MATCH


def test_a_copied_passage_counts_whatever_else_stands_beside_it():
    """What a page shares here and there before the passage takes nothing away from it."""
    ours = article(7, 30)
    scraps = "".join(f"{newsroom.VOICES[n]}{ours[700 + 40 * n : 706 + 40 * n]}" for n in range(6))
    beside = "".join(newsroom.VOICES[:6])
    assert (
        fingerprints.compare(ours, f"{scraps}{ours[:200]}").score
        >= fingerprints.compare(ours, f"{beside}{ours[:200]}").score
    )


def _one_line(text: str) -> str:
    return text.replace("\n", "")[:400]


@pytest.mark.parametrize(
    "text",
    [
        "我们在社区没有一个部门管理这个公司的活动，工作由行政机关按规定进行" * 3,
        "\n".join(newsroom.notice(Random(n)) for n in range(4)),
    ],
)
def test_what_is_written_backwards_is_turned_and_nothing_else(text):
    assert not any(one.kind is DisguiseKind.REVERSED for one in fingerprints.fold(text).disguises)
    turned = fingerprints.fold(text[::-1])
    assert any(one.kind is DisguiseKind.REVERSED for one in turned.disguises)


def test_a_line_written_backwards_in_a_foreign_page_is_read():
    ours = "公司应当按照规定管理个人信息。我们没有把一个部门的工作交给机关以外的人民团体，活动照常。" * 2
    ours += _one_line(article(3))
    page = "\n".join([newsroom.news(Random(1)), ours[:260][::-1], newsroom.news(Random(2))])
    found = fingerprints.compare(ours, page)
    assert found.is_match
    assert DisguiseKind.REVERSED in {one.kind for one in found.disguises}
    passage = max(found.passages, key=lambda one: one.page_end - one.page_start)
    assert set(page[passage.page_start : passage.page_end]) <= set(ours)


def test_a_known_template_needs_more():
    one, other = newsroom.notice(Random(1)), newsroom.notice(Random(2))
    assert fingerprints.compare(one, other, rarity=0.3).score < fingerprints.MATCH
    assert fingerprints.compare(one, one, rarity=0.3).is_match


def test_the_seed_page_is_a_garbled_copy_with_288_readings(shared):
    page = (shared / "data/seed-article.txt").read_text(encoding="utf-8")
    cleaned = chinese.remove_noise(page).text
    found = fingerprints.compare(cleaned, page)
    readings = next(one for one in found.disguises if one.kind is DisguiseKind.BRACKETED_READINGS)
    assert found.is_match
    assert readings.count == 288
    assert sum(count for _, count in readings.examples) == 288
    assert len(readings.examples) == 74


def test_hostile_texts_end_quickly():
    for text in (
        "",
        "\ud800",
        "a" * 300_000,
        "法" * 300_000,
        "(" * 100_000,
        "&" * 100_000,
        "法(fa)" * 50_000,
        "\u202e" * 9999,
    ):
        folded = fingerprints.fold(text)
        assert isinstance(folded.letters, np.ndarray)
        fingerprints.compare(article(7), folded)

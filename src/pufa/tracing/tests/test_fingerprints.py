"""Folding keeps the way back; copies are found under every disguise; what is only alike is not."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pufa.lib import chinese
from pufa.tracing import fingerprints
from pufa.tracing.fingerprints import Direction, DisguiseKind, grams
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

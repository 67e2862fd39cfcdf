"""Indices, names, pictures, rules: pure data in and out."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pufa.matrix import charts, indices, pictures, resemblance, rules
from pufa.matrix.actions.inspections import drawn
from pufa.matrix.indices import Counts

TODAY = date(2026, 6, 15)
COUNT = st.integers(0, 10**7)


def test_the_published_vectors():
    value = indices.wci(
        totals=Counts(30_000, 120, 300, 600), articles=20, days=7,
        headlines=Counts(14_000, 60, 150, 300), maxima=Counts(5_000, 30, 80, 150),
    )  # fmt: skip
    assert value == Decimal("664.08")
    assert indices.bci(posts=35, reposts=420, comments=180, likes=950) == Decimal("865.77")


@given(st.lists(st.tuples(COUNT, COUNT, COUNT, COUNT), min_size=1, max_size=12), st.integers(1, 31))
def test_more_reads_never_lower_the_index(rows, days):
    articles = [indices.Article(Counts(*row), is_headline=not number) for number, row in enumerate(rows)]
    more = [indices.Article(one.counts + Counts(reads=100), one.is_headline) for one in articles]
    assert 0 <= indices.wci_of(articles, days=days)[0] <= indices.wci_of(more, days=days)[0]


@given(COUNT, COUNT, COUNT, COUNT)
def test_bci_of_nothing_is_nought_and_grows(posts, reposts, comments, likes):
    assert indices.bci(posts=0, reposts=0, comments=0, likes=0) == 0
    low = indices.bci(posts=posts, reposts=reposts, comments=comments, likes=likes)
    assert low <= indices.bci(posts=posts + 1, reposts=reposts, comments=comments, likes=likes)


def test_indices_refuse_what_cannot_be():
    with pytest.raises(ValueError, match="at least one"):
        indices.wci_of([], days=7)
    with pytest.raises(ValueError, match="below zero"):
        indices.bci(posts=-1, reposts=0, comments=0, likes=0)


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        ("城市发布", "城市發佈", "script"), ("城市发布", "城市发市", "shape"), ("城市发布", "城市法布", "reading"),
        ("城市发布", "城市布发", "swapped"), ("城市发布", "城市发布官方", "around"), ("小微普法", "小薇普法", "shape"),
        ("城市发布", "城·市·发·布", "script"), ("ABC普法", "ａｂｃ普法", "script"),
    ],
)  # fmt: skip
def test_names_close_to_ours(ours, theirs, reason):
    likeness = resemblance.compare(ours, theirs)
    assert likeness.score >= resemblance.SIMILAR
    assert reason in likeness.reasons


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("城市交通", "城市交警"), ("城市女性", "城市男性"), ("城市发布", "乡村日报"), ("城市发布", "发布")],
)
def test_names_that_only_share_characters(ours, theirs):
    assert resemblance.compare(ours, theirs).score < resemblance.SIMILAR


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_a_share_and_full_for_oneself(one, other):
    assert 0 <= resemblance.compare(one, other).score <= 1
    if resemblance.fold(one).signs:
        assert resemblance.compare(one, one).score == 1


def test_the_index_of_names_finds_what_comparing_all_finds():
    names = [f"{a}{b}发布" for a in "城乡山水东西南北" for b in "市村区县"]
    found = resemblance.Names(enumerate(names))
    for foreign in ("城市发市", "北县法布", "东区发布官方"):
        close = {n for n, name in enumerate(names) if resemblance.compare(name, foreign).score >= resemblance.SIMILAR}
        assert {tag for tag, _ in found.closest(foreign, least=resemblance.SIMILAR)} == close
        assert close


def picture(shift=0, size=200, colour="navy", form="PNG"):
    image = Image.new("RGB", (size, size), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((size * 0.1 + shift, size * 0.1, size * 0.7, size * 0.8), fill=colour)
    draw.rectangle((size * 0.5, size * 0.6, size * 0.95, size * 0.9), fill="crimson")
    file = io.BytesIO()
    image.save(file, form)
    return file.getvalue()


def test_the_same_picture_in_other_bytes_is_close():
    ours, theirs = pictures.draw(picture()), pictures.draw(picture(shift=3, size=400, form="JPEG"))
    assert pictures.distance(ours.fingerprint, theirs.fingerprint) <= pictures.CLOSE
    blank = io.BytesIO()
    Image.new("RGB", (50, 50), "white").save(blank, "PNG")
    assert pictures.distance(ours.fingerprint, pictures.draw(blank.getvalue()).fingerprint) is None
    with Image.open(io.BytesIO(ours.png)) as redrawn:
        assert redrawn.size == (96, 96)


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF89a", picture()[:60], b"\x00" * 4_000_000])
def test_what_is_no_picture(data):
    with pytest.raises(pictures.PictureError):
        pictures.draw(data)


def hits(facts, *kept, today=TODAY):
    return [(hit.kind, hit.state, hit.fails_on) for hit in rules.judge(facts, kept, today)]


@pytest.mark.parametrize("limit", [10, 14, 60, 90])
def test_no_update_is_foreseen_and_then_fails(limit):
    rule = rules.Rule("no_update", limit, 3)
    fails_on = TODAY + timedelta(days=limit)
    facts = rules.Facts(last_post_on=TODAY)
    assert hits(facts, rule, today=fails_on - timedelta(days=4)) == []
    assert hits(facts, rule, today=fails_on - timedelta(days=3)) == [("no_update", "foreseen", fails_on)]
    assert hits(facts, rule, today=fails_on) == [("no_update", "failing", fails_on)]
    assert hits(rules.Facts(), rule) == []


def test_every_rule_and_a_platforms_own():
    facts = rules.Facts(
        has_interaction=False, noticed_on=TODAY - timedelta(days=31), noticed=("name",), check_due_on=TODAY,
        expires_on=TODAY + timedelta(days=2), address_fault="gone", citations=({"message": "x"},),
        misprints=({"message": "y"},),
    )  # fmt: skip
    all_rules = [
        rules.Rule("no_interaction"), rules.Rule("unfiled_change", 30), rules.Rule("annual_check", fails=False),
        rules.Rule("credential"), rules.Rule("dead_link"), rules.Rule("citation"), rules.Rule("misprint", fails=False),
    ]  # fmt: skip
    assert {kind: state for kind, state, _ in hits(facts, *all_rules)} == {
        "no_interaction": "failing", "unfiled_change": "failing", "annual_check": "hint", "credential": "foreseen",
        "dead_link": "failing", "citation": "failing", "misprint": "hint",
    }  # fmt: skip
    pairs = [(None, rules.Rule("no_update", 14)), ("website", rules.Rule("no_update", 60))]
    assert rules.chosen(pairs, "website")[0].days == 60
    assert rules.chosen(pairs, "weibo")[0].days == 14


@given(
    st.dictionaries(st.sampled_from("abcd"), st.lists(st.integers(1, 500), min_size=1, unique=True), min_size=1),
    st.integers(1, 60),
)
def test_a_sample_can_be_drawn_again_and_has_every_platform(population, size):
    sample = drawn(population, size, "seed")
    assert sample == drawn({code: list(reversed(numbers)) for code, numbers in population.items()}, size, "seed")
    assert all(set(numbers) & set(sample) for numbers in population.values())


@given(st.dictionaries(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.integers(0, 10**8), max_size=30), st.booleans())
def test_a_line_stays_on_its_drawing(values, from_zero):
    line = charts.line(values, from_zero=from_zero)
    assert (line is None) == (len(values) < 2)
    if line:
        assert 0 <= line.last.y <= line.height
        assert 0 <= line.last.x <= line.width

"""Each figure is the sum of its rows, whatever is asked for."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlparse

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from pufa.accounts.tests import factories
from pufa.insights import charts, figures, queries, rows
from pufa.lib import clock
from pufa.reach import actions, metrics
from pufa.reach.hits import counts

METRIC = metrics.register(metrics.Metric("test_visits", "Visits", "times", "Note")).code
NOW = datetime(2026, 5, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def hour(month, day, hour_=0):
    return datetime(2026, month, day, hour_, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


@pytest.fixture
def unit():
    return factories.organisation(district=factories.district())


@pytest.fixture
def entered(unit):
    def enter(amount, at, source, **more):
        return actions.record(metric=METRIC, amount=amount, at=at, source_key=source, now=NOW, **more)

    enter("2.5", hour(1, 5), "class:1", organisation=unit)
    enter(4, hour(2, 3), "class:2")
    enter(8, hour(2, 27, 20), "class:3")
    actions.correct(entry=enter(16, hour(3, 1), "class:4", organisation=unit), reason="twice", by=None, now=NOW)


@pytest.fixture
def page():
    return Page.objects.get(depth=2)


@pytest.fixture
def read(page):
    key = f"page:{page.pk}"
    for number, (object_key, at) in enumerate(
        [
            (key, hour(2, 1, 15)),
            (key, hour(2, 1, 16)),
            (key, hour(2, 2)),
            ("page:99999", hour(2, 2, 1)),
            ("odd:1", hour(3, 5)),
        ]
    ):
        names = [f"reader {one}" for one in range(3)]
        counts.record_hits(object_key=object_key, hour=at, channel="web", count=10 + number, visitors=names)
    return key


def added_up(code, **asked):
    found = rows.find(figures.get(code), rows.Asked(**asked))
    return sum(row.amount for row in rows.present(figures.get(code), found))


SPANS = [{}, {"since": hour(2, 1)}, {"until": hour(2, 2)}, {"since": hour(2, 1, 16), "until": hour(2, 28)}]


@pytest.mark.usefixtures("entered", "read")
@pytest.mark.parametrize("span", SPANS)
def test_rows_add_up_to_the_figure(span):
    values = {one.code: one for one in queries.figures(span.get("since"), span.get("until"))}
    for code in (METRIC, "page_reads", "readers"):
        assert added_up(code, **span) == values[code].value
        assert queries.value(figures.get(code), rows.Asked(**span)) == values[code].value
    assert values[METRIC].value in {Decimal("14.5"), 12, Decimal("2.5")}


@pytest.mark.usefixtures("entered")
def test_rows_of_a_unit_and_district_add_up(unit):
    for place in ({"organisation": unit}, {"district": unit.district}):
        assert added_up(METRIC, **place) == queries.value(figures.get(METRIC), rows.Asked(**place)) == Decimal("2.5")


@pytest.mark.usefixtures("entered")
def test_a_correction_and_what_it_corrects_know_each_other():
    found = rows.present(figures.get(METRIC), rows.find(figures.get(METRIC), rows.Asked(key="class:4")))
    assert [(row.amount, row.is_correction, row.is_corrected, row.reason) for row in found] == [
        (-16, True, False, "twice"),
        (16, False, True, "twice"),
    ]


def test_reads_have_a_row_for_each_object_and_day(read, page, django_assert_max_num_queries):
    figure = figures.get("page_reads")
    with django_assert_max_num_queries(4):
        found = rows.present(figure, rows.find(figure, rows.Asked()))
    assert [(row.when, row.key, row.amount) for row in found] == [
        (date(2026, 3, 5), "odd:1", 14),
        (date(2026, 2, 2), read, 23),  # 16:00 UTC on the first is midnight in China
        (date(2026, 2, 2), "page:99999", 13),
        (date(2026, 2, 1), read, 10),
    ]
    named = {row.key: row.title for row in found}
    assert named == {"odd:1": "", "page:99999": "", read: page.title}
    assert sum(row.amount for row in rows.present(figure, rows.find(figure, rows.Asked(key=read)))) == 33


def test_readers_count_once_a_day_and_are_asked_once(read, django_assert_num_queries):
    first = rows.readers_by_day()
    assert first == {date(2026, 2, 1): 3, date(2026, 2, 2): 3, date(2026, 3, 5): 3}
    with django_assert_num_queries(1):
        assert rows.readers_by_day() == first
    counts.record_hits(object_key=read, hour=hour(3, 5, 1), channel="web", count=4, visitors=["one more"])
    assert rows.readers_by_day()[date(2026, 3, 5)] == 4, "a day that changed is counted anew"
    assert rows.readers_by_day(since=hour(2, 2))[date(2026, 2, 2)] == 3


def test_a_withdrawn_page_keeps_its_title_without_address(read, page):
    assert rows.titles_of([read])[read][0] == page.title
    page.live = False
    page.save()
    assert rows.titles_of([read, "page:x", "other:1"]) == {read: (page.title, "")}


@pytest.mark.usefixtures("entered")
def test_figures_tell_name_unit_moment_and_rows(django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        values = queries.figures(clock.start_of_day(date(2026, 1, 1)), clock.start_of_day(date(2026, 2, 1)), now=NOW)
    one = next(value for value in values if value.code == METRIC)
    assert (one.label, one.value, one.unit, one.note) == ("Visits", Decimal("2.5"), "times", "Note")
    assert one.as_of == clock.start_of_day(date(2026, 2, 1))
    assert urlparse(one.url).path == f"/figures/{METRIC}/"
    assert parse_qs(urlparse(one.url).query) == {"since": ["2026-01-01"], "until": ["2026-01-31"]}
    assert queries.figures(now=NOW)[0].as_of == NOW
    assert values[-1].code == "readers"
    assert isinstance(next(v for v in queries.figures() if v.code == "page_reads").value, int)
    assert len({value.code for value in values}) == len(values)


def test_unknown_figure():
    with pytest.raises(LookupError):
        figures.get("nonsense")


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 10**7), max_size=40))
def test_a_line_stays_on_its_drawing(values):
    drawn = charts.line(values)
    if len(values) < 2:
        assert drawn is None
        return
    places = [tuple(map(float, point.split())) for point in drawn.path[1:].split("L")]
    assert len(places) == (max(values) - min(values)).days + 1
    assert all(charts.LEFT <= x <= charts.WIDTH - charts.RIGHT for x, _ in places)
    assert all(charts.TOP <= y <= charts.HEIGHT - charts.BOTTOM for _, y in places)
    assert drawn.highest.text == f"{max(values.values()):,}"
    assert drawn.last.text == f"{values[max(values)]:,}"


def test_a_line_puts_days_without_value_at_zero():
    drawn = charts.line({date(2026, 1, 1): 10, date(2026, 1, 3): 5})
    assert drawn.path.split("L")[1].endswith(f" {charts.HEIGHT - charts.BOTTOM:g}")
    assert [mark.text for mark in drawn.days] == ["1-01", "1-02", "1-03"]
    assert charts.line({date(2026, 1, 1) + timedelta(0): 3}) is None

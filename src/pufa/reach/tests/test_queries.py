"""Totals and the entries they are made of."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pufa.accounts.models import District, Organisation
from pufa.reach import actions, metrics, queries
from pufa.reach.hits import counts

METRIC = metrics.register(metrics.Metric("test_booklets", "Booklets", "copies")).code
pytestmark = pytest.mark.django_db


def at(month, day=1, hour=0):
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def places():
    city = District.objects.create(code="1", name="市")
    east = District.objects.create(code="11", name="东区", parent=city)
    town = District.objects.create(code="111", name="镇", parent=east)
    west = District.objects.create(code="12", name="西区", parent=city)
    unit = Organisation.objects.create(code="a", name="单位", short_name="单位", kind="town", district=town)
    return {"city": city, "east": east, "town": town, "west": west, "unit": unit}


@pytest.fixture
def entered(places):
    def enter(amount, when, source, **where):
        return actions.record(metric=METRIC, amount=amount, at=when, source_key=source, now=at(12), **where)

    enter("100.50", at(1), "class:1", organisation=places["unit"])
    enter(20, at(1, 31, 20), "class:2", district=places["west"])  # already February in China
    wrong = enter(7, at(3), "class:3")
    actions.correct(entry=wrong, reason="twice", by=None, now=at(12))
    enter(1, at(4), "class:1", district=places["east"])


@pytest.mark.usefixtures("entered")
def test_totals(places):
    assert queries.total(METRIC) == Decimal("121.50")
    assert queries.total(METRIC, at(2), at(5)) == 1
    assert queries.total(METRIC, source_key="class:1") == Decimal("101.50")
    assert queries.total(METRIC, organisation=places["unit"]) == Decimal("100.50")
    assert queries.total(METRIC, district=places["east"]) == Decimal("101.50"), "with the town below it"
    assert queries.total(METRIC, district=places["city"]) == Decimal("121.50")
    assert queries.total(METRIC, until=at(1)) == 0
    assert queries.totals() == {METRIC: Decimal("121.50")}
    assert queries.totals(at(2), at(5)) == {METRIC: 1}


@pytest.mark.usefixtures("entered")
def test_totals_by_month_unit_and_district(places):
    months = queries.by_month(METRIC)
    assert list(months) == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]
    assert list(months.values()) == [Decimal("100.50"), 20, 0, 1]
    assert {place.name: place.amount for place in queries.by_organisation(METRIC)} == {
        "": 21,
        "单位": Decimal("100.50"),
    }
    assert {p.name: p.amount for p in queries.by_district(METRIC)} == {
        "": 0,
        "东区": 1,
        "镇": Decimal("100.50"),
        "西区": 20,
    }
    assert [unit.pk for unit in queries.organisations_of(METRIC)] == [places["unit"].pk]
    assert queries.districts_of(METRIC).count() == 3


@pytest.mark.usefixtures("entered")
def test_entries_add_up_and_cost_one_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = list(queries.entries(METRIC))
        told = [
            (row.organisation and row.organisation.name, row.district and row.district.name, row.is_correction)
            for row in rows
        ]
        corrected = [row for row in rows if hasattr(row, "correction")]
    assert sum(row.amount for row in rows) == queries.total(METRIC)
    assert len(told) == 5
    assert [row.source_key for row in corrected] == ["class:3"]


def test_readers_come_from_the_counter(places):
    counts.record_hits(object_key="page:1", hour=at(1), channel="web", count=5, visitors=3)
    counts.record_hits(object_key="page:2", hour=at(2), channel="web", count=2, visitors=2)
    assert queries.total("page_reads") == 7
    assert queries.total("page_reads", at(2), None) == 2
    assert queries.total("page_reads", source_key="page:1") == 5
    with pytest.raises(ValueError, match="unit"):
        queries.total("page_reads", organisation=places["unit"])


def test_unknown_metric():
    with pytest.raises(metrics.UnknownMetricError):
        queries.total("nonsense")

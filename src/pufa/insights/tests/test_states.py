"""A state of the programme, such as followers, opens to the objects it is made of, as of a day."""

from datetime import timedelta

import pytest

from pufa.insights import figures, queries, rows
from pufa.lib import clock
from pufa.matrix import actions
from pufa.matrix.tests import factories
from pufa.reach import states


def figures_brought(counted):
    return actions.bring_figures(rows=counted, source="file", by=None)


@pytest.mark.django_db
def test_the_programmes_figure_opens_to_the_accounts_it_is_made_of():
    unit = factories.account(name="示例")
    other = factories.account(name="示例", organisation=unit.organisation, platform=factories.platform("wechat"))
    figures_brought([factories.counted(unit, 3, followers=600), factories.counted(unit, 1, 3, followers=630)])
    figures_brought([factories.counted(other, 2, followers=400)])
    figure = figures.get("matrix_followers")
    asked = rows.Asked(organisation=unit.organisation)
    assert queries.value(figure, asked) == 1030
    found = rows.present(figure, rows.find(figure, asked))
    assert [(row.amount, row.when) for row in found] == [
        (400, clock.today() - timedelta(days=2)), (630, clock.today() - timedelta(days=1)),
    ]  # fmt: skip
    before = rows.Asked(until=clock.start_of_day(clock.today() - timedelta(days=2)))
    assert queries.value(figure, before) == 600
    assert states.get("matrix_accounts").total(clock.today()) == 1
    page = factories.sign_in(factories.office()).get(f"/figures/matrix_followers/?organisation={unit.organisation_id}")
    assert "1,030" in page.content.decode()

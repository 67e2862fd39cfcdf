"""kill -9 of a real sender while real servers are being called: nothing lost, nothing doubled."""

import pytest

from pufa.distribution.models import Delivery
from pufa.distribution.tests import factories, killing
from pufa.matrix import fakes
from pufa.reach import queries as reach_queries

KINDS = ["mastodon", "webhook"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_or_doubled_when_the_sender_is_killed_again_and_again(tmp_path, settings):
    settings.MATRIX_CONNECTORS = KINDS
    place = factories.city()
    with fakes.serve(*KINDS, folder=tmp_path) as server:
        unit = factories.unit()
        accounts = [
            factories.account(server, kind=kind, organisation=unit, excuse="测试") for kind in KINDS for _ in range(12)
        ]
        factories.planned(place, accounts)
        with killing.sender(kinds=KINDS) as process:
            kills = killing.kill_now_and_then(process, server, kills=6, most_calls=6)
        assert kills == 6
        assert server.doubles() == {}
        for kind in KINDS:
            posted = [post.account for post in server.posts(kind)]
            assert sorted(posted) == sorted(set(posted))
            assert len(posted) == 12
    assert set(Delivery.objects.values_list("state", flat=True)) == {"published"}
    assert reach_queries.total("posts_published") == len(accounts)

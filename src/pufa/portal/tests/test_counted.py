"""Whose readers are counted: pages and laws there are, under their one name."""

from datetime import date

import pytest
from wagtail.models import Page

from pufa.portal import queries
from pufa.reach.hits import known
from pufa.reach.hits.rollup import Slot
from pufa.statutes.models import Article, Law, Version

pytestmark = pytest.mark.django_db


def counted(*keys):
    return {slot.key for slot in known.only_known([Slot(1, key, "web") for key in keys])}


def test_pages_count_under_their_one_name():
    page = Page.objects.get(depth=2)
    real = f"page:{page.pk}"
    assert counted(real, f"page:0{page.pk}", "page:999999", "page:-1", "page:", f"page:{'9' * 40}", "page:a") == {real}


def test_laws_and_their_articles_count():
    law = Law.objects.create(slug="lawa", name="甲法", kind="law")
    version = Version.objects.create(law=law, promulgated_on=date(2024, 1, 1), in_force_from=date(2024, 2, 1))
    Article.objects.create(version=version, order=1, number=120, sub=1, text="一条", outline=[])
    real = {"law:lawa", "law:lawa:120-1"}
    assert counted(*real, "law:lawb", "law:lawa:120", "law:lawa:120-1:x", "law:lawb:120-1") == real
    assert queries.existing_laws(["law:lawa"]) == {"law:lawa"}
    named = known.titles_of([*real, "law", "law:", "law:lawb", "law:lawa:x-y"])
    assert named == {
        "law:lawa": (str(law), law.get_absolute_url()),
        "law:lawa:120-1": (f"{law}第一百二十条之一", f"{law.get_absolute_url()}120-1/"),
    }

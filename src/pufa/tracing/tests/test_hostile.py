"""Hostile pages end in a clear, recorded error; polite visits are made one after the other, as robots.txt wishes."""

from itertools import pairwise

import pytest

from pufa.lib import clock
from pufa.tracing import actions
from pufa.tracing.actions import visiting
from pufa.tracing.models import Capture, ErrandState, Finding, GatheringState, WebSite
from pufa.tracing.tests import web
from pufa.tracing.tests.working import errand, fetched, gathered

RECORDED = {
    "large": ("too_large", "太大"),
    "announced": ("too_large", "太大"),
    "bomb": ("too_large", "太大"),
    "loop": ("too_many_redirects", "跳转次数"),
    "farther": ("too_many_redirects", "跳转次数"),
    "inside": ("redirect_to_private", "内部网络"),
    "script": ("bad_address", "网址不正确"),
    "picture": ("not_a_page", "不是网页"),
    "missing": ("http_status", "404"),
}
PASSING = {"dripping": "timeout", "cut": "unreachable", "broken": "http_status"}
KEPT = {"deep": {"too_complex", "no_body"}, "binary": {"binary", "broken"}, "nothing": {"empty"}}


@pytest.mark.parametrize("name", RECORDED)
def test_a_hostile_page_is_recorded_in_words(staff, pieces, site, name):
    gathering = fetched(staff, f"{site.base}/{name}")
    code, words = RECORDED[name]
    row = errand(gathering)
    assert (row.state, row.code) == (ErrandState.FAILED, code)
    assert words in row.message
    assert gathering.state == GatheringState.DONE
    assert not Capture.objects.exists()


@pytest.mark.parametrize("name", PASSING)
def test_what_may_pass_is_tried_again_and_then_given_up(staff, site, settings, name):
    settings.TRACING_TIMEOUT = 1
    gathering = actions.ask(kind="page", address=f"{site.base}/{name}", by=staff.editor)
    now = clock.now()
    for tries in (1, 2, 3):
        actions.work_off(gathering=gathering, seconds=5, now=now)
        row = errand(gathering)
        assert row.tries == tries
        now = max(row.due_at, now)
    assert (row.state, row.code) == (ErrandState.FAILED, PASSING[name])
    assert row.message


@pytest.mark.parametrize("name", KEPT)
def test_a_page_without_readable_text_is_kept_as_evidence_all_the_same(staff, pieces, site, name):
    gathering = fetched(staff, f"{site.base}/{name}")
    assert errand(gathering).state == ErrandState.DONE
    assert Capture.objects.get().fault in KEPT[name]
    assert not Finding.objects.exists()


def test_a_page_that_lies_about_its_charset_is_read(staff, pieces, site):
    fetched(staff, f"{site.base}/charset")
    assert Finding.objects.get().score > 0.9


def test_one_hostile_page_stops_no_other(staff, pieces, site):
    names = [f"{site.base}/{name}" for name in (*RECORDED, *KEPT)]
    gathering = actions.ask_list(found=[*names, site.put("/good.html", web.article())], source="清单", by=staff.editor)
    assert gathered(gathering).state == GatheringState.DONE
    assert gathering.errands.filter(state=ErrandState.FAILED).count() == len(RECORDED)
    assert Finding.objects.count() == 1


def test_robots_are_obeyed_asked_for_once_and_told_who_we_are(staff, site, settings):
    settings.TRACING_CONTACT = "https://office.example.com/contact"
    site.put("/robots.txt", "User-agent: *\nDisallow: /no/\n", "text/plain")
    forbidden = fetched(staff, site.put("/no/a.html", web.article()))
    fetched(staff, site.put("/yes.html", web.other()))
    assert errand(forbidden).code == "robots_forbids"
    assert "robots.txt" in errand(forbidden).message
    assert site.asked["/no/a.html"] == 0
    assert site.asked["/robots.txt"] == 1
    assert site.agents == {visiting.user_agent()}
    assert "+https://office.example.com/contact" in visiting.user_agent()


def test_a_redirect_does_not_lead_past_robots(staff, site):
    site.put("/robots.txt", "User-agent: pufa-tracing\nDisallow: /no/\n", "text/plain")
    site.put("/go.html", b"", status=302, Location="/no/a.html")
    site.put("/no/a.html", web.article())
    assert errand(fetched(staff, f"{site.base}/go.html")).code == "robots_forbids"
    assert site.asked["/no/a.html"] == 0


def test_robots_that_cannot_be_read_forbid_for_now(staff, site):
    site.put("/robots.txt", b"oops", status=503)
    gathering = actions.ask(kind="page", address=site.put("/a.html", web.other()), by=staff.editor)
    actions.work_off(gathering=gathering, seconds=5, now=clock.now())
    assert (errand(gathering).state, errand(gathering).code) == (ErrandState.WAITING, "robots_unavailable")
    assert site.asked["/a.html"] == 0


def test_requests_to_one_site_keep_their_distance(staff, site, settings):
    settings.TRACING_DELAY = 1
    addresses = [site.put(f"/{number}.html", web.other(number)) for number in range(3)]
    gathered(actions.ask_list(found=addresses, source="清单", by=staff.editor))
    times = sorted(at for at, path in site.times if path.endswith(".html"))
    assert len(times) == 3
    assert min(b - a for a, b in pairwise(times)) >= 0.9


def test_a_site_that_asks_us_to_wait_is_left_alone(staff, site):
    gathering = actions.ask(kind="page", address=f"{site.base}/busy", by=staff.editor)
    now = clock.now()
    actions.work_off(gathering=gathering, seconds=5, now=now)
    assert errand(gathering).state == ErrandState.WAITING
    assert (WebSite.objects.get().next_at - now).total_seconds() >= 119
    assert actions.work_off(gathering=gathering, seconds=2) is False


def test_private_addresses_are_refused(staff, site, settings):
    settings.TRACING_PRIVATE_HOSTS = []
    row = errand(fetched(staff, f"{site.base}/a.html"))
    assert (row.state, row.code) == (ErrandState.FAILED, "private_address")
    assert "内部网络" in row.message
    assert not site.asked


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://x.example.com", "http://u:p@x.example.com/", "看", ""]
)
def test_what_is_no_address_is_refused_at_once(staff, address):
    with pytest.raises(actions.TracingError) as caught:
        actions.ask(kind="page", address=address, by=staff.editor)
    assert caught.value.reason == "bad_address"


@pytest.mark.parametrize("body", ['<!DOCTYPE r [<!ENTITY a "x">]><rss>&a;</rss>', "<rss>", "<a>" * 5000, ""])
def test_hostile_feeds_are_recorded(staff, site, body):
    address = site.put("/feed.xml", body, "application/xml")
    row = errand(gathered(actions.ask(kind="feed", address=address, by=staff.editor)))
    assert row.state == ErrandState.FAILED
    assert row.message

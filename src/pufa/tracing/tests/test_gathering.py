"""Pages come in: one, a list, a feed, a site map, a page of links, saved files; each once, each kept."""

import gzip
import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from pufa.audit import queries as audit_queries
from pufa.audit.models import AppendOnlyError
from pufa.lib import clock
from pufa.tracing import actions, indexing, jobs, store, uploads
from pufa.tracing.actions import working
from pufa.tracing.models import (
    Capture,
    Errand,
    ErrandState,
    Finding,
    FindingState,
    Gathering,
    GatheringState,
    How,
    Kind,
    Watched,
    WebPage,
    WebSite,
)
from pufa.tracing.tests import web
from pufa.tracing.tests.working import archive, errand, fetched, gathered, saved, unpacked


def test_one_page_becomes_evidence_and_a_finding(staff, pieces, site):
    page = web.article(source="某某晚报").encode("gb18030")
    address = site.put("/a.html", page, "text/html; charset=gb2312", ETag='"7"')
    gathering = fetched(staff, address)
    assert gathering.state == GatheringState.DONE
    capture, finding = Capture.objects.get(), Finding.objects.get()
    assert capture.sha256 == hashlib.sha256(page).hexdigest()
    assert store.read(capture.sha256) == page
    assert (capture.how, capture.status, capture.headers["etag"]) == (How.FETCHED, 200, '"7"')
    assert (capture.title, capture.source, capture.readers) == (web.PIECES[0][0], "某某晚报", 12000)
    assert capture.published.startswith("2026-03-05T09:30")
    assert capture.text_sha256 == hashlib.sha256(capture.text.encode()).hexdigest()
    assert (finding.piece_id, finding.state, finding.page.address) == (pieces[0].pk, FindingState.NEW, address)
    assert finding.kind in {Kind.EXACT, Kind.WITHOUT_SOURCE}
    assert finding.score > 0.9
    entry = audit_queries.entries(key=f"capture:{capture.pk}", verb="tracing.captured").get()
    assert entry.detail["sha256"] == capture.sha256
    assert audit_queries.entries(key=finding.object_key, verb="tracing.found").count() == 1


def test_evidence_is_never_changed(staff, pieces, site):
    fetched(staff, site.put("/a.html", web.article()))
    capture = Capture.objects.get()
    capture.text = "别的"
    with pytest.raises(AppendOnlyError):
        capture.save()
    with pytest.raises(AppendOnlyError):
        Capture.objects.filter(pk=capture.pk).delete()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE tracing_capture SET text = 'x'")
    store.path_of(capture.sha256).chmod(0o640)
    store.path_of(capture.sha256).write_bytes(gzip.compress(b"forged"))
    with pytest.raises(actions.TracingError) as caught:
        store.read(capture.sha256)
    assert caught.value.reason == "damaged_evidence"


def test_a_page_of_something_else_is_kept_and_found_to_be_nothing(staff, pieces, site):
    fetched(staff, site.put("/b.html", web.other()))
    assert Capture.objects.count() == 1
    assert not Finding.objects.exists()


def test_a_list_names_each_page_once_and_its_wrong_line_by_number(staff, pieces, site):
    one, two = site.put("/a.html", web.article()), site.put("/b.html", web.other())
    gathering = actions.ask_list(found=[one, two, one + "#x", one + "/"], source="清单", by=staff.editor)
    gathered(gathering)
    assert Errand.objects.count() == 2
    assert Capture.objects.count() == 2
    with pytest.raises(actions.TracingError) as caught:
        actions.ask_list(found=[one, "ftp://x.example.com/"], source="清单", by=staff.editor)
    assert caught.value.reason == "bad_address"
    assert "2" in str(caught.value)
    assert Gathering.objects.count() == 1


@pytest.mark.parametrize("kind", ["feed", "sitemap", "links"])
def test_lists_of_pages_are_opened(staff, pieces, site, kind):
    site.put("/1.html", web.article(0)), site.put("/2.html", web.article(1)), site.put("/3.html", web.other())
    names = [f"{site.base}/{number}.html" for number in (1, 2, 3)]
    locs = "".join(f"<url><loc>{name}</loc></url>" for name in names)
    urlset = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>'
    maps = "".join(f"<sitemap><loc>{site.base}{name}</loc></sitemap>" for name in ("/map.xml.gz", "/index.xml"))
    site.put("/map.xml.gz", gzip.compress(urlset.encode()), "application/gzip")
    site.put("/index.xml", f"<sitemapindex>{maps}</sitemapindex>", "application/xml")
    items = "".join(f"<item><link>{name}</link></item>" for name in names)
    site.put("/feed.xml", f"<rss><channel>{items}</channel></rss>", "application/rss+xml")
    site.put("/posts.html", "".join(f'<a href="{name}">看</a>' for name in names))
    start = {"feed": "/feed.xml", "sitemap": "/index.xml", "links": "/posts.html"}[kind]
    gathering = gathered(actions.ask(kind=kind, address=site.base + start, by=staff.editor))
    assert gathering.state == GatheringState.DONE
    assert not gathering.errands.exclude(state=ErrandState.DONE).exists()
    assert sorted(WebPage.objects.values_list("address", flat=True)) == names
    assert Finding.objects.count() == 2


def test_saved_pages_count_under_the_address_they_name(staff, pieces):
    mark = b"<!-- saved from url=(0030)https://fenxiang.example.net/7.html -->\n"
    gathering = saved(
        staff, ("a.html", mark + web.article().encode()), ("b.txt", web.other().encode()), ("c.html", b"\x89PNG")
    )
    page = WebPage.objects.get(key=Finding.objects.get().page.key)
    assert (page.address, page.is_online, page.site.host) == (
        "https://fenxiang.example.net/7.html", True, "fenxiang.example.net",
    )  # fmt: skip
    assert Capture.objects.filter(how=How.SAVED).count() == 2
    failed = gathering.errands.get(state=ErrandState.FAILED)
    assert (failed.address, failed.code) == ("c.html", "binary")
    assert "不是网页" in failed.message
    nameless = WebPage.objects.exclude(pk=page.pk).get()
    with pytest.raises(actions.TracingError) as caught:
        actions.look_again(page=nameless, by=staff.editor)
    assert caught.value.reason == "no_address"


def test_archives_are_opened_within_limits(staff, monkeypatch):
    assert [one.name for one in unpacked(("x/a.html", "甲"), ("b.png", "乙"), ("../c.htm", "丙"))] == [
        "x/a.html",
        "../c.htm",
    ]
    with pytest.raises(actions.TracingError) as caught:
        unpacked(("bomb.html", bytes(4_000_000)))
    assert caught.value.reason == "bad_archive"
    broken = archive(("a.html", "甲" * 500)).getvalue()[:-30]
    with pytest.raises(actions.TracingError) as caught:
        list(uploads.of_files([("x.zip", __import__("io").BytesIO(broken))]))
    assert caught.value.reason == "bad_archive"
    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    with pytest.raises(actions.TracingError) as caught:
        unpacked(("a.html", "甲"), ("b.html", "乙"))
    assert caught.value.reason == "too_many"
    with pytest.raises(actions.TracingError) as caught:
        actions.ask_files(files=[], source="x", by=staff.editor)
    assert caught.value.reason == "no_files"
    assert not Gathering.objects.exists()


def test_our_own_pages_are_not_reprints(staff, pieces, site, settings):
    settings.BASE_URL = site.base
    gathering = fetched(staff, site.put("/a.html", web.article()))
    assert errand(gathering).code == "own_page"
    assert not Capture.objects.exists()


def test_a_gathering_can_be_stopped_and_its_rest_fetched_later(staff, pieces, site):
    addresses = [site.put(f"/{number}.html", web.other(number)) for number in range(3)]
    gathering = actions.ask_list(found=addresses, source="清单", by=staff.editor)
    actions.stop(gathering=gathering, by=staff.office)
    assert gathering.state == GatheringState.STOPPED
    assert gathering.errands.filter(state=ErrandState.LEFT).count() == 3
    with pytest.raises(actions.TracingError) as caught:
        actions.stop(gathering=gathering, by=staff.office)
    assert caught.value.reason == "over"
    assert actions.retry_failed(gathering=gathering, by=staff.editor) == 3
    assert gathered(gathering).state == GatheringState.DONE
    assert Capture.objects.count() == 3


def test_what_a_dead_worker_held_is_done_by_another_and_never_twice(staff, pieces, site):
    gathering = actions.ask(kind="page", address=site.put("/a.html", web.article()), by=staff.editor)
    now = clock.now()
    gathering.errands.update(state=ErrandState.RUNNING, claim="dead", claimed_at=now, tries=1)
    assert actions.release_lost(now=now) == 0
    gathering.errands.update(claimed_at=now - timedelta(minutes=6))
    jobs.resume(now=now)
    gathering.refresh_from_db()
    assert gathering.state == GatheringState.DONE
    assert Capture.objects.count() == 1
    row = errand(gathering)
    row.state, row.claim = ErrandState.RUNNING, "somebody else"
    row.save()
    with pytest.raises(DatabaseError):
        Capture.objects.create(
            page=WebPage.objects.get(), errand=row, how=How.FETCHED, at=now, asked_address="x", final_address="x",
            sha256="0" * 64, size=1, text_sha256="0" * 64,
        )  # fmt: skip


@pytest.mark.parametrize(("tries", "taken"), [(1, False), (3, False), (1, True)])
def test_a_slow_worker_taken_for_dead_still_brings_its_page(staff, site, tries, taken):
    """Unless another has taken the errand meanwhile: then that one brings it."""
    gathering = actions.ask(kind="page", address=site.put("/a.html", web.article()), by=staff.editor)
    lost = clock.now() - timedelta(minutes=6)
    gathering.errands.update(state=ErrandState.RUNNING, claim="slow", claimed_at=lost, tries=tries)
    slow = errand(gathering)
    actions.release_lost(now=clock.now())
    if taken:
        gathering.errands.update(state=ErrandState.RUNNING, claim="another", claimed_at=clock.now())
    working._do(slow, clock.now())
    assert Capture.objects.count() == (0 if taken else 1)
    assert errand(gathering).state == (ErrandState.RUNNING if taken else ErrandState.DONE)


def test_a_page_at_which_the_program_broke_off_three_times_is_left_out(staff, site):
    gathering = actions.ask(kind="page", address=site.put("/a.html", web.article()), by=staff.editor)
    lost = clock.now() - timedelta(minutes=6)
    gathering.errands.update(state=ErrandState.RUNNING, claim="dead", claimed_at=lost, tries=3)
    jobs.resume(now=clock.now())
    row = errand(gathering)
    assert (row.state, row.code) == (ErrandState.FAILED, "interrupted")
    gathering.refresh_from_db()
    assert gathering.state == GatheringState.DONE


def test_watched_sources_are_looked_at_when_it_is_time_and_only_new_pages_fetched(staff, pieces, site):
    site.put("/1.html", web.article())
    site.put("/posts.html", '<a href="/1.html">看</a>')
    watched = actions.watch(
        name="司法局", kind="links", address=f"{site.base}/posts.html", every_hours=2, by=staff.editor
    )
    jobs.watch(now=clock.now())
    assert Finding.objects.count() == 1
    site.put("/2.html", web.article(1))
    site.put("/posts.html", '<a href="/1.html">看</a><a href="/2.html">看</a>')
    jobs.watch(now=clock.now())
    assert Gathering.objects.count() == 1
    later = Watched.objects.get().next_at - clock.now()
    assert timedelta(minutes=119) < later <= timedelta(hours=2)
    Watched.objects.update(next_at=clock.now())
    jobs.watch(now=clock.now())
    assert site.asked["/1.html"] == 1
    assert Finding.objects.count() == 2
    actions.switch_watched(watched=watched, is_on=False, by=staff.office)
    jobs.watch(now=clock.now() + timedelta(hours=9))
    assert Gathering.objects.count() == 2
    with pytest.raises(actions.TracingError) as caught:
        actions.watch(name="又", kind="feed", address=f"{site.base}/posts.html", every_hours=2, by=staff.editor)
    assert caught.value.reason == "known_source"


def test_the_index_follows_what_is_published(staff, pieces, site, django_capture_on_commit_callbacks):
    from pufa.editorial import actions as editorial_actions

    address = site.put("/a.html", web.article())
    fetched(staff, address)
    assert Finding.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        editorial_actions.withdraw(piece=pieces[0], by=staff.office, reason="过时")
    assert str(pieces[0].pk) not in indexing.reader()
    fetched(staff, site.put("/b.html", web.article()))
    assert Finding.objects.count() == 1
    assert indexing.rebuild() == 1


def test_sites_are_named_for_whose_they_are(staff, pieces, site):
    fetched(staff, site.put("/a.html", web.article()))
    one = WebSite.objects.get()
    actions.name_site(site=one, name="某某资讯", organisation=None, by=staff.office)
    assert str(one) == "某某资讯"
    assert audit_queries.entries(verb="tracing.site_named").count() == 1


@pytest.mark.parametrize("role", ["first", "observer", "contact"])
def test_only_office_and_editors_gather(staff, role):
    by = getattr(staff, role)
    for attempt in (
        lambda: actions.ask(kind="page", address="https://a.example.com/", by=by),
        lambda: actions.ask_list(found=["https://a.example.com/"], source="x", by=by),
        lambda: actions.ask_files(files=[actions.Upload("a", b"x")], source="x", by=by),
        lambda: actions.watch(name="x", kind="feed", address="https://a.example.com/", every_hours=1, by=by),
        lambda: actions.rejudge_all(by=by),
    ):
        with pytest.raises(actions.TracingError) as caught:
            attempt()
        assert caught.value.reason == "not_allowed"
    assert not Gathering.objects.exists()

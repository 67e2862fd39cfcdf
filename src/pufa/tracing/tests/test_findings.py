"""Decisions on copies: moves, the ledger, many at once, taken back, looked at again."""

from datetime import timedelta

import pytest

from pufa.audit import queries as audit_queries
from pufa.lib import clock
from pufa.reach import queries as reach_queries
from pufa.reach.models.ledger import Entry
from pufa.tracing import actions, forwards, jobs, signals
from pufa.tracing.actions import ledger
from pufa.tracing.models import MOVES, Capture, Check, Finding, FindingState, Kind, Move, Outcome, WebPage
from pufa.tracing.tests import web
from pufa.tracing.tests.working import fetched, found, gathered, look

CONFIRMED, COMPLAINED, TAKEN_DOWN = FindingState.CONFIRMED, FindingState.COMPLAINED, FindingState.TAKEN_DOWN


def garbled():
    return web.article(
        1, change=lambda text: text.replace("单", "单(dan)").replace("电", "电(dian)").replace("的", "的(de)")
    )


def total():
    return reach_queries.total(ledger.METRIC)


@pytest.fixture
def heard():
    told = []

    def hear(sender, forward, signal, **_more):
        told.append((signal is signals.forward_found, forward))

    for signal in (signals.forward_found, signals.forward_lost):
        signal.connect(hear)
    yield told
    for signal in (signals.forward_found, signals.forward_lost):
        signal.disconnect(hear)


def test_a_confirmed_forward_is_one_entry_and_is_set_off_when_it_is_none(staff, pieces, site, heard):
    one = found(staff, site)
    assert heard[-1] == (True, forwards.of(one))
    actions.move(finding=one, to=CONFIRMED, by=staff.office)
    assert total() == 1
    entry = Entry.objects.get(metric=ledger.METRIC)
    assert entry.source_key == one.object_key
    assert clock.in_shanghai(entry.at).strftime("%Y-%m-%d %H:%M") == "2026-03-05 09:30"
    assert entry.evidence["files"][0]["sha256"] == one.capture.sha256
    assert heard[-1][1].is_confirmed
    ledger.settle(finding=one, by=None, reason="", now=clock.now())
    assert total() == 1
    actions.move(finding=one, to=FindingState.TOLERATED, by=staff.editor)
    assert total() == 0
    assert heard[-1][0] is False
    actions.move(finding=one, to=CONFIRMED, by=staff.editor)
    assert (total(), Entry.objects.filter(metric=ledger.METRIC).count()) == (1, 3)
    assert audit_queries.entries(key=one.object_key, verb="tracing.moved").count() == 3


def test_a_garbled_copy_is_never_an_achievement(staff, pieces, site):
    one = found(staff, site, page=garbled())
    assert one.kind == Kind.GARBLED
    assert "bracketed_readings" in {row["kind"] for row in one.disguises}
    actions.move(finding=one, to=CONFIRMED, by=staff.office)
    assert total() == 0


def test_a_distorted_copy_shows_what_it_says_otherwise(staff, pieces, site):
    one = found(
        staff, site, page=web.article(change=lambda text: text.replace("7天", "70天").replace("不得收取", "可以收取"))
    )
    assert one.kind == Kind.DISTORTED
    said = {(row["original"], row["page"]) for row in one.differences}
    assert any("7" in ours and "70" in theirs for ours, theirs in said)
    for row in one.differences:
        begin, end, page_begin, page_end = row["at"]
        assert one.original.text[begin:end] == row["original"]
        assert one.capture.text[page_begin:page_end] == row["page"]


@pytest.mark.parametrize("before", FindingState)
def test_only_the_moves_of_the_table_are_made(staff, pieces, site, before):
    one = found(staff, site)
    Finding.objects.filter(pk=one.pk).update(state=before, confirmed_at=clock.now() if before == CONFIRMED else None)
    for to in FindingState:
        one.refresh_from_db()
        if to in MOVES[before]:
            actions.move(finding=one, to=to, by=staff.office, note="编号 7")
            Finding.objects.filter(pk=one.pk).update(
                state=before, confirmed_at=clock.now() if before == CONFIRMED else None
            )
        else:
            with pytest.raises(actions.TracingError) as caught:
                actions.move(finding=one, to=to, by=staff.office, note="编号 7")
            assert caught.value.reason == "cannot_move"


def test_a_complaint_says_where_it_went_and_nobody_decides_on_what_moved_on(staff, pieces, site):
    one = found(staff, site)
    for to in (COMPLAINED, TAKEN_DOWN):
        with pytest.raises(actions.TracingError) as caught:
            actions.move(finding=one, to=to, by=staff.office, note=" ")
        assert caught.value.reason == "note_missing"
    actions.move(finding=one, to=COMPLAINED, by=staff.office, note="网站客服，编号 7")
    with pytest.raises(actions.TracingError) as caught:
        actions.move(finding=one, to=FindingState.TOLERATED, by=staff.editor, seen=FindingState.NEW)
    assert caught.value.reason == "moved_on"
    assert Move.objects.get().note == "网站客服，编号 7"
    with pytest.raises(actions.TracingError) as caught:
        actions.move(finding=one, to=CONFIRMED, by=staff.first)
    assert caught.value.reason == "not_allowed"


def test_many_are_looked_at_done_and_taken_back(staff, pieces, site):
    ids = [found(staff, site, "/a.html").pk, found(staff, site, "/b.html", garbled()).pk]
    dismissed = found(staff, site, "/c.html")
    actions.move(finding=dismissed, to=FindingState.DISMISSED, by=staff.editor)
    looked = actions.preview(ids=[*ids, dismissed.pk], to=CONFIRMED, by=staff.office)
    assert ([one.pk for one in looked.ready], looked.enters, len(looked.refused)) == (ids, 1, 1)
    assert total() == 0
    batch = actions.move_many(ids=[*ids, dismissed.pk], to=CONFIRMED, by=staff.office)
    assert (batch.moved, batch.refused, total()) == (2, 1, 1)
    assert actions.undo(batch=batch.id, by=staff.office) == 2
    assert total() == 0
    assert set(Finding.objects.filter(pk__in=ids).values_list("state", flat=True)) == {FindingState.NEW}
    with pytest.raises(actions.TracingError) as caught:
        actions.undo(batch=batch.id, by=staff.office)
    assert caught.value.reason == "nothing_to_undo"
    with pytest.raises(actions.TracingError) as caught:
        actions.move_many(ids=range(501), to=CONFIRMED, by=staff.office)
    assert caught.value.reason == "too_many"


@pytest.mark.parametrize(("gone", "outcome"), [("404", Outcome.GONE), ("replaced", Outcome.OTHER)])
def test_two_looks_that_miss_it_mean_it_is_taken_down(staff, pieces, site, gone, outcome):
    one = actions.move(finding=found(staff, site), to=COMPLAINED, by=staff.office, note="编号 7")
    assert look(staff, one).checks.get().outcome == Outcome.THERE
    if gone == "404":
        del site.pages["/a.html"]
    else:
        site.put("/a.html", web.other())
    later = timedelta(hours=2)
    assert look(staff, one, after=later).state == COMPLAINED
    assert look(staff, one, after=later + timedelta(minutes=1)).state == COMPLAINED
    assert look(staff, one, after=later + timedelta(hours=1)).state == TAKEN_DOWN
    last = Check.objects.order_by("-pk")[0]
    assert (last.outcome, last.status) == (outcome, 404 if gone == "404" else 200)
    assert (last.capture is None) == (gone == "404")
    site.put("/a.html", web.article())
    assert look(staff, one, after=timedelta(days=40)).state == FindingState.NEW


def test_a_site_that_does_not_answer_takes_nothing_down(staff, pieces, site):
    one = found(staff, site)
    site.put("/a.html", b"oops", status=500)
    for hours in range(1, 10):
        look(staff, one, after=timedelta(hours=hours))
    assert one.state == FindingState.NEW
    assert set(Check.objects.values_list("outcome", flat=True)) <= {Outcome.UNKNOWN}
    site.put("/a.html", b"gone", status=410)
    now = clock.now() + timedelta(hours=12)
    gathering = actions.look_again(page=one.page, by=staff.editor, now=now)
    for hours in (0, 1):
        gathered(gathering, now=now + timedelta(hours=hours))
        actions.retry_failed(gathering=gathering, by=staff.editor, now=now + timedelta(hours=1))
    one.refresh_from_db()
    assert one.state == TAKEN_DOWN


def test_a_forward_taken_down_later_stays_one_that_happened(staff, pieces, site):
    one = actions.move(finding=found(staff, site), to=CONFIRMED, by=staff.office)
    del site.pages["/a.html"]
    look(staff, one, after=timedelta(hours=1))
    assert look(staff, one, after=timedelta(hours=2)).state == TAKEN_DOWN
    assert total() == 1


def test_copies_are_looked_at_again_by_the_clock(staff, pieces, site, settings):
    one = found(staff, site)
    due = WebPage.objects.get().next_check_at
    assert timedelta(days=6) < due - clock.now() < timedelta(days=8)
    jobs.recheck(now=clock.now())
    assert not Check.objects.exists()
    WebPage.objects.update(next_check_at=clock.now())
    jobs.recheck(now=clock.now())
    assert one.checks.get().outcome == Outcome.THERE
    assert Capture.objects.count() == 2


def test_a_page_judged_anew_follows_the_piece_and_the_ledger(staff, pieces, site):
    fetched(staff, site.put("/a.html", web.article()))
    one = actions.move(finding=Finding.objects.get(), to=CONFIRMED, by=staff.office)
    assert actions.rejudge_all(by=staff.editor) == 1
    one.refresh_from_db()
    assert (one.state, total()) == (CONFIRMED, 1)
    Finding.objects.filter(pk=one.pk).update(kind=Kind.GARBLED)
    ledger.settle(finding=Finding.objects.get(), by=None, reason="换了类型", now=clock.now())
    assert total() == 0
    actions.rejudge(page=one.page, by=staff.editor)
    assert total() == 1
    assert audit_queries.entries(key=one.object_key, verb="tracing.rejudged").count() == 1

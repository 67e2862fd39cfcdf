"""Sending against sample platforms: every way a call can end, and what follows from it."""

from datetime import timedelta

import pytest

from pufa.audit.models import Entry as AuditEntry
from pufa.distribution import actions, sending
from pufa.distribution.actions import DistributionError, NotAllowedError
from pufa.distribution.models import Attempt, Delivery, Hold
from pufa.distribution.tests import factories
from pufa.distribution.tests.factories import MONDAY, Clock
from pufa.matrix import actions as matrix_actions
from pufa.matrix.models import Post
from pufa.reach import queries as reach_queries
from pufa.reach.models.ledger import Entry

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def place():
    return factories.city()


@pytest.fixture
def clock():
    return Clock()


def total():
    return reach_queries.total("posts_published")


def test_a_piece_is_posted_once_and_counted_once(place, server, clock):
    account = factories.account(server)
    factories.planned(place, [account])
    assert factories.sent(clock) == 1
    delivery = factories.only()
    assert (delivery.state, delivery.claim, delivery.tries) == (State.PUBLISHED, "", 1)
    [post] = server.posts("mastodon", account.handle)
    assert delivery.remote_id == post.id
    assert delivery.url == post.url
    assert place.piece.title in post.text
    entry = Entry.objects.get(metric="posts_published")
    assert entry.evidence == {"links": [post.url], "delivery": delivery.pk, "account": account.key}
    assert entry.organisation == account.organisation
    assert total() == 1
    assert Post.objects.get(account=account).remote_id == post.id
    assert factories.sent(clock) == 0
    assert [attempt.outcome for attempt in Attempt.objects.all()] == ["ready"]
    assert AuditEntry.objects.filter(verb="delivery.published", key=delivery.object_key).count() == 1


def test_planned_for_later_it_waits_for_its_time(place, server, clock):
    factories.planned(place, [factories.account(server)], at=MONDAY + timedelta(hours=2))
    assert actions.start_due(now=clock()) == 0
    assert factories.sent(clock) == 0
    assert factories.only().state == State.PLANNED
    clock.on(hours=2)
    assert actions.start_due(now=clock()) == 1
    assert factories.sent(clock) == 1


def test_a_certain_failure_is_tried_again_after_a_pause(place, server, clock):
    factories.planned(place, [factories.account(server)])
    server.fail("mastodon", "status", status=503, is_late=False)
    factories.sent(clock)
    delivery = factories.only()
    assert delivery.state in {State.WAITING, State.UNSURE}
    assert delivery.act_at > clock()
    assert factories.sent(clock) == 0
    clock.on(hours=1)
    factories.sent(clock)
    assert factories.only().state == State.PUBLISHED
    assert len(server.posts("mastodon")) == 1


def test_an_answer_lost_after_the_post_was_made_is_found_not_sent_again(place, server, clock):
    factories.planned(place, [factories.account(server)])
    server.fail("mastodon", "cut")
    factories.sent(clock)
    delivery = factories.only()
    assert delivery.state == State.UNSURE
    assert len(server.posts("mastodon")) == 1
    assert AuditEntry.objects.filter(verb="delivery.unsure").exists()
    assert factories.sent(clock) == 0, "not before the platform had time to show it"
    clock.on(hours=2)
    factories.sent(clock)
    delivery = factories.only()
    assert delivery.state == State.PUBLISHED
    assert len(server.posts("mastodon")) == 1
    assert server.doubles() == {}
    assert total() == 1


def test_too_many_calls_rest_the_account_and_use_up_no_try(place, server, clock):
    account = factories.account(server)
    factories.planned(place, [account])
    server.fail("mastodon", "status", status=429, retry_after="600", is_late=False)
    factories.sent(clock)
    delivery = factories.only()
    assert (delivery.state, delivery.tries, delivery.error_kind) == (State.WAITING, 0, "limit")
    assert delivery.act_at == clock() + timedelta(minutes=10)
    clock.on(minutes=10)
    factories.sent(clock)
    assert factories.only().state == State.PUBLISHED


def test_an_expired_sign_in_holds_the_account_and_warns_its_unit(
    place, server, clock, mailoutbox, django_capture_on_commit_callbacks
):
    unit = factories.unit("市某局")
    contact = factories.contact(unit)
    account = factories.account(server, organisation=unit)
    other = factories.account(server)
    factories.planned(place, [account, other])
    server.platforms["mastodon"].set_account(account.handle, is_expired=True)
    with django_capture_on_commit_callbacks(execute=True):
        factories.sent(clock)
    held = Delivery.objects.get(account=account)
    assert (held.state, held.tries) == (State.WAITING, 0)
    assert Hold.objects.get().account == account
    assert [mail.to for mail in mailoutbox] == [[contact.email]]
    assert account.name in mailoutbox[0].subject
    assert Delivery.objects.get(account=other).state == State.PUBLISHED
    clock.on(days=2)
    assert factories.sent(clock) == 0
    server.platforms["mastodon"].set_account(account.handle, is_expired=False)
    values = server.access("mastodon", account=account.handle).values
    matrix_actions.set_credential(account=account, values=values, by=contact, now=clock())
    assert actions.lift_mended(now=clock()) == 1
    factories.sent(clock)
    held.refresh_from_db()
    assert held.state == State.PUBLISHED


def test_what_the_platform_refuses_ends_with_its_reason_and_can_be_tried_again(place, server, clock):
    factories.planned(place, [factories.account(server)])
    server.fail("mastodon", "status", status=422, is_late=False)
    factories.sent(clock)
    delivery = factories.only()
    assert delivery.state == State.REFUSED
    assert delivery.error
    assert total() == 0
    with pytest.raises(NotAllowedError):
        actions.retry(delivery=delivery, by=place.editor, now=clock())
    actions.retry(delivery=delivery, by=place.office, now=clock())
    factories.sent(clock)
    assert factories.only().state == State.PUBLISHED


def test_it_is_given_up_after_many_tries(place, server, clock, settings):
    settings.SENDING = {**settings.SENDING, "tries": 3}
    factories.planned(place, [factories.account(server)])
    server.fail("mastodon", "status", status=503, times=100, is_late=False)
    for _try in range(12):
        factories.sent(clock)
        clock.on(hours=3)
    delivery = factories.only()
    assert (delivery.state, delivery.tries) == (State.REFUSED, 3)
    assert server.posts("mastodon") == []


def test_a_worker_killed_before_the_answer_leaves_an_unsure_delivery(place, server, clock):
    factories.planned(place, [factories.account(server)])
    claim = actions.claim(now=clock)
    sending._ask(claim)  # the platform has it; the worker dies before it writes that down
    assert actions.recover(now=clock()) == 0
    clock.on(minutes=10)
    assert actions.recover(now=clock()) == 1
    assert factories.only().state == State.UNSURE
    clock.on(minutes=10)
    factories.sent(clock)
    assert factories.only().state == State.PUBLISHED
    assert len(server.posts("mastodon")) == 1


def test_a_worker_killed_before_the_call_loses_nothing(place, server, clock):
    factories.planned(place, [factories.account(server)])
    assert actions.claim(now=clock) is not None
    clock.on(hours=2)
    actions.recover(now=clock())
    clock.on(hours=2)
    factories.sent(clock)
    delivery = factories.only()
    assert delivery.state == State.PUBLISHED
    assert len(server.posts("mastodon")) == 1
    keys = {attempt.purpose for attempt in delivery.attempts.all()}
    assert keys == {"publish", "find"}


def test_a_late_answer_is_taken_while_nothing_else_happened(place, server, clock):
    factories.planned(place, [factories.account(server)])
    claim = actions.claim(now=clock)
    found = sending._ask(claim)
    clock.on(minutes=10)
    actions.recover(now=clock())
    actions.answer(claim=claim, found=found, now=clock())
    assert factories.only().state == State.PUBLISHED
    assert total() == 1


def test_a_late_answer_is_no_longer_taken_once_somebody_else_is_at_it(place, server, clock):
    factories.planned(place, [factories.account(server)])
    claim = actions.claim(now=clock)
    found = sending._ask(claim)
    clock.on(minutes=10)
    actions.recover(now=clock())
    clock.on(minutes=10)
    factories.sent(clock)
    assert actions.answer(claim=claim, found=found, now=clock()) is None
    assert total() == 1


def test_two_workers_never_hold_the_same_delivery(place, server, clock):
    factories.planned(place, [factories.account(server) for _ in range(3)])
    claims = [actions.claim(now=lambda: clock.on(seconds=1)) for _ in range(4)]
    assert claims[-1] is None
    assert len({claim.delivery.pk for claim in claims[:3]}) == 3


def test_only_the_office_plans_and_only_what_is_approved(place, server):
    account = factories.account(server)
    row = factories.short(place)
    for person in (place.editor, place.staff.observer, place.staff.contact, place.staff.final):
        if not person.has_role("office"):
            with pytest.raises(NotAllowedError):
                actions.plan(piece=place.piece, accounts=[account], renditions=[row], by=person, now=MONDAY)
    draft = actions.write(piece=place.piece, shape="short", by=place.editor, text="我们自己的话。", now=MONDAY)
    for renditions, accounts, code in (
        ([draft], [account], "not_approved"),
        ([row], [], "no_account"),
        ([], [account], "no_rendition"),
    ):
        with pytest.raises(DistributionError) as refusal:
            factories.planned(place, accounts, renditions=renditions)
        assert refusal.value.reason == code
    assert not Delivery.objects.exists()


def test_the_same_piece_goes_to_an_account_again_only_with_a_reason(place, server, clock):
    account = factories.account(server)
    factories.planned(place, [account])
    factories.sent(clock)
    row = Delivery.objects.get().rendition
    with pytest.raises(DistributionError, match=account.name) as refusal:
        factories.planned(place, [account], renditions=[row])
    assert refusal.value.reason == "sent_before"
    factories.planned(place, [account], renditions=[row], repeat_reason="宪法日再发一次")
    assert Delivery.objects.filter(repeat=1, repeat_reason="宪法日再发一次").count() == 1


def test_stopping_holds_from_the_next_call_on_and_resuming_goes_on(place, server, clock):
    accounts = [factories.account(server) for _ in range(3)]
    plan = factories.planned(place, accounts)
    sending.call(actions.claim(now=clock), clock)
    clock.on(seconds=5)
    hold = actions.stop(by=place.editor, reason="标题有误", plan=plan, now=clock())
    with pytest.raises(DistributionError):
        actions.stop(by=place.office, reason="再按一次", plan=plan, now=clock())
    assert factories.sent(clock) == 0
    assert len(server.posts("mastodon")) == 1
    with pytest.raises(NotAllowedError):
        actions.resume(hold=hold, by=place.editor, now=clock())
    actions.resume(hold=hold, by=place.office, now=clock())
    while factories.sent(clock):
        clock.on(seconds=5)
    assert len(server.posts("mastodon")) == 3


@pytest.mark.parametrize("scope", ["everything", "platform", "account"])
def test_everything_a_platform_or_an_account_can_be_stopped(place, server, clock, scope):
    account = factories.account(server)
    factories.planned(place, [account])
    given = {"platform": {"connector": "mastodon"}, "account": {"account": account}}.get(scope, {})
    hold = actions.stop(by=place.staff.final, reason="先停下", now=clock(), **given)
    assert factories.sent(clock) == 0
    actions.resume(hold=hold, by=place.office, now=clock())
    assert factories.sent(clock) == 1
    for person, reason, error in (
        (place.staff.observer, "停", NotAllowedError),
        (place.office, " ", DistributionError),
    ):
        with pytest.raises(error):
            actions.stop(by=person, reason=reason, now=clock())


def test_calling_off_gives_up_what_was_not_sent(place, server, clock):
    plan = factories.planned(place, [factories.account(server) for _ in range(2)])
    sending.call(actions.claim(now=clock), clock)
    assert actions.call_off(plan=plan, by=place.office, reason="改期", now=clock()) == 1
    clock.on(days=1)
    assert factories.sent(clock) == 0
    assert sorted(Delivery.objects.values_list("state", flat=True)) == [State.PUBLISHED, State.STOPPED]


def test_quotas_of_a_day_put_the_rest_off_to_the_next_day(place, server, clock, monkeypatch):
    from dataclasses import replace

    from pufa.matrix import registry

    kind = registry.get("mastodon")
    limited = replace(kind, limits=replace(kind.limits, posts_per_day=1, least_gap=timedelta(0)))
    monkeypatch.setattr("pufa.distribution.queries.work.kind_of", lambda delivery: limited)
    account = factories.account(server)
    factories.planned(place, [account])
    row = Delivery.objects.get().rendition
    factories.planned(place, [account], renditions=[row], repeat_reason="再发")
    factories.sent(clock)
    clock.on(minutes=5)
    assert factories.sent(clock) == 0
    assert len(server.posts("mastodon")) == 1
    clock.on(hours=20)
    factories.sent(clock)
    assert len(server.posts("mastodon")) == 2


def test_withdrawing_the_piece_takes_every_post_back(place, server, clock):
    from pufa.editorial import actions as editorial_actions

    accounts = [factories.account(server) for _ in range(2)]
    factories.planned(place, accounts)
    sending.call(actions.claim(now=clock), clock)
    editorial_actions.withdraw(piece=place.piece, by=place.office, reason="事实有误", now=clock.on(minutes=1))
    states = dict(Delivery.objects.values_list("state", "error"))
    assert set(states) == {State.WITHDRAWING, State.STOPPED}
    assert "事实有误" in states[State.STOPPED]
    assert total() == 1
    factories.sent(clock)
    assert Delivery.objects.filter(state=State.WITHDRAWN).count() == 1
    assert [post.state for post in server.posts("mastodon")] == ["gone"]
    assert total() == 0
    assert Entry.objects.get(metric="posts_published", correction_of__isnull=False).reason == "事实有误"
    clock.on(days=1)
    assert factories.sent(clock) == 0


def test_withdrawn_while_unsure_it_is_looked_for_and_then_taken_back(place, server, clock):
    from pufa.editorial import actions as editorial_actions

    factories.planned(place, [factories.account(server)])
    server.fail("mastodon", "cut")
    factories.sent(clock)
    editorial_actions.withdraw(piece=place.piece, by=place.office, reason="事实有误", now=clock.on(minutes=1))
    assert factories.only().state == State.UNSURE
    clock.on(hours=2)
    while factories.sent(clock):
        clock.on(minutes=1)
    assert factories.only().state == State.WITHDRAWN
    assert [post.state for post in server.posts("mastodon")] == ["gone"]


def test_withdrawn_while_unsure_and_never_posted_it_stays_unsent(place, server, clock):
    from pufa.editorial import actions as editorial_actions

    factories.planned(place, [factories.account(server)])
    actions.claim(now=clock)
    editorial_actions.withdraw(piece=place.piece, by=place.office, reason="事实有误", now=clock.on(minutes=1))
    clock.on(minutes=10)
    actions.recover(now=clock())
    clock.on(hours=2)
    while factories.sent(clock):
        clock.on(minutes=1)
    assert factories.only().state == State.STOPPED
    assert server.posts("mastodon") == []


def test_a_newer_text_calls_off_what_was_not_sent(place, server, clock):
    from pufa.editorial.tests import factories as editorial

    factories.planned(place, [factories.account(server)], at=MONDAY + timedelta(days=3))
    row = factories.only().rendition
    editorial.edited(place.piece, place.editor, title="中奖短信千万别信")
    editorial.approve(place.piece, place.staff, now=clock.on(hours=1))
    assert factories.only().state == State.STOPPED
    row.refresh_from_db()
    assert row.state == "stale"
    clock.on(days=4)
    actions.start_due(now=clock())
    assert factories.sent(clock) == 0


def test_a_person_settles_what_no_platform_can_answer(place, server, clock):
    factories.planned(place, [factories.account(server)])
    actions.claim(now=clock)
    clock.on(minutes=10)
    actions.recover(now=clock())
    delivery = factories.only()
    with pytest.raises(NotAllowedError):
        actions.settle_by_hand(delivery=delivery, by=place.editor, now=clock())
    with pytest.raises(DistributionError, match="https"):
        actions.settle_by_hand(delivery=delivery, url="看见了", by=place.office, now=clock())
    actions.settle_by_hand(delivery=delivery, url="https://example.org/1", by=place.office, now=clock())
    assert factories.only().state == State.PUBLISHED
    assert total() == 1
    with pytest.raises(DistributionError):
        actions.settle_by_hand(delivery=factories.only(), by=place.office, now=clock())

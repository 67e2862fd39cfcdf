"""Forwarding: asked, found, late, not found, excused, taken back; who may do what, and what the ledger says."""

from datetime import timedelta

import pytest

from pufa.audit.models import Entry as AuditEntry
from pufa.distribution import forward_finding, forward_mails, jobs
from pufa.distribution.actions import DistributionError, NotAllowedError, forward_finds, forward_reminders, forwards
from pufa.distribution.models import Delivery, Forward, Rendition
from pufa.distribution.queries import forward_board
from pufa.distribution.queries import forwards as forward_queries
from pufa.distribution.tests import factories
from pufa.distribution.tests.factories import MONDAY, Clock
from pufa.editorial import actions as editorial_actions
from pufa.matrix import actions as matrix_actions
from pufa.reach import queries as reach_queries
from pufa.reach.models.ledger import Entry

pytestmark = pytest.mark.django_db
State = Forward.State
DUE = MONDAY + timedelta(days=2)
LINK = "https://www.xiaohongshu.com/explore/1"


@pytest.fixture
def place():
    return factories.city()


def asked(place, accounts, **given):
    given = {"due_at": DUE, "now": MONDAY, "by": place.office, **given}
    return forwards.ask(piece=place.piece, accounts=accounts, **given)


def one(place, **how):
    """A task for one account of a unit that posts by hand, and the unit's contact."""
    unit = factories.unit()
    account = factories.account(platform="xiaohongshu", organisation=unit, **how)
    return asked(place, [account]).forwards.get(), factories.contact(unit)


def found(forward, url=LINK, posted_at=MONDAY, found_at=MONDAY + timedelta(hours=1), **more):
    return forward_finds.record_found(
        forward=forward, url=url, posted_at=posted_at, found_at=found_at, how="page", score=0.97, **more
    )


def total():
    return reach_queries.total("forwards_found")


def test_asking_makes_the_pack_by_rule_and_one_forward_for_each_account(place):
    accounts = [factories.account(platform="xiaohongshu") for _ in range(3)]
    task = asked(place, [*accounts, accounts[0]], note="请在首页转发")
    assert set(task.forwards.values_list("state", flat=True)) == {State.WAITING}
    assert task.forwards.count() == 3
    assert Rendition.objects.usable().filter(piece=place.piece, shape="article").exists()
    entry = AuditEntry.objects.get(verb="forwarding.asked")
    assert entry.key == task.key


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due_at": MONDAY}, "bad_time"),
        ({"accounts": []}, "no_account"),
        ({"is_closed": True}, "no_account"),
        ({"is_twice": True}, "asked_before"),
        ({"is_withdrawn": True}, "not_public"),
    ],
)
def test_what_cannot_be_asked(place, change, code):
    account = factories.account(platform="xiaohongshu")
    if change.pop("is_twice", False):
        asked(place, [account])
    if change.pop("is_withdrawn", False):
        editorial_actions.withdraw(piece=place.piece, by=place.office, reason="有误", now=MONDAY)
    if change.pop("is_closed", False):
        type(account).objects.filter(pk=account.pk).update(state="closed", closed_on=MONDAY.date())
        account.refresh_from_db()
    with pytest.raises(DistributionError) as refused:
        asked(place, change.pop("accounts", [account]), **change)
    assert refused.value.reason == code


def test_only_the_office_asks_and_decides(place):
    forward, contact = one(place)
    for by in (contact, place.editor, place.staff.observer):
        with pytest.raises(NotAllowedError):
            asked(place, [factories.account(platform="xiaohongshu")], by=by)
        for deed in (forwards.look_again, forwards.not_this, forwards.confirm_link):
            with pytest.raises(NotAllowedError):
                deed(forward=forward, by=by)
        with pytest.raises(NotAllowedError):
            forwards.excuse(forward=forward, by=by, reason="不")
        with pytest.raises(NotAllowedError):
            forwards.move_due(task=forward.task, by=by, due_at=DUE)
        with pytest.raises(NotAllowedError):
            forwards.call_off_task(task=forward.task, by=by, reason="不")
        with pytest.raises(NotAllowedError):
            forward_reminders.remind(task=forward.task, by=by)


def test_found_is_counted_once_however_often_it_is_told(place):
    forward, _contact = one(place)
    found(forward)
    found(forward, url=LINK + "2")
    assert (forward.state, forward.url, forward.score) == (State.FOUND, LINK, 0.97)
    assert total() == 1
    entry = Entry.objects.get(metric="forwards_found")
    assert entry.organisation == forward.account.organisation
    assert entry.evidence["links"] == [LINK]
    assert entry.at == MONDAY


def test_late_is_what_was_posted_late_not_what_was_found_late(place):
    forward, _contact = one(place)
    other, _contact = one_more(place)
    found(forward, posted_at=DUE - timedelta(minutes=1), found_at=DUE + timedelta(days=1))
    found(other, posted_at=DUE + timedelta(minutes=1), found_at=DUE + timedelta(days=1))
    assert (forward.state, other.state) == (State.FOUND, State.LATE)
    forwards.move_due(task=other.task, due_at=DUE + timedelta(days=3), by=place.office, now=DUE)
    other.refresh_from_db()
    assert other.state == State.FOUND


def one_more(place):
    unit = factories.unit()
    account = factories.account(platform="xiaohongshu", organisation=unit)
    return asked(place, [account]).forwards.get(), factories.contact(unit)


def test_after_three_looks_past_due_it_is_not_found_and_blind_looks_count_a_third(place):
    forward, _contact = one(place)
    forward_finds.record_looked(forward=forward, now=MONDAY)
    assert (forward.tries, forward.missed, forward.next_look_at) == (1, 0, MONDAY + timedelta(hours=1))
    pauses = []
    for number in range(3):
        assert forward.state == State.WAITING
        at = DUE + timedelta(days=number, minutes=1)
        forward_finds.record_looked(forward=forward, now=at)
        pauses.append(forward.next_look_at - at)
    assert forward.state == State.NOT_FOUND
    assert pauses == sorted(set(pauses))
    blind, _contact = one_more(place)
    for number in range(8):
        forward_finds.record_looked(forward=blind, now=DUE + timedelta(hours=1 + number), problem="slow")
    assert blind.state == State.WAITING
    assert forward_board.cell(blind).box == "retry"
    forward_finds.record_looked(forward=blind, now=DUE + timedelta(hours=9), problem="slow")
    assert blind.state == State.NOT_FOUND
    found(blind, posted_at=DUE + timedelta(hours=1), found_at=DUE + timedelta(days=1))
    assert blind.state == State.LATE


def test_not_this_one_takes_it_back_from_the_ledger_and_it_is_never_found_again(place):
    forward, _contact = one(place)
    found(forward)
    forwards.not_this(forward=forward, by=place.office, now=MONDAY)
    assert (forward.state, forward.url, forward.refused) == (State.WAITING, "", [LINK])
    assert total() == 0
    with pytest.raises(DistributionError) as refused:
        found(forward)
    assert refused.value.reason == "refused"
    found(forward, url=LINK + "2")
    assert total() == 1
    assert Entry.objects.filter(metric="forwards_found").count() == 3
    with pytest.raises(DistributionError):
        forwards.look_again(forward=forward, by=place.office, now=MONDAY)


def test_a_unit_gives_a_link_for_its_own_account_only_and_the_office_may_confirm_it(place):
    forward, contact = one(place)
    stranger = factories.contact(factories.unit())
    with pytest.raises(NotAllowedError):
        forward_finds.give_link(forward=forward, url=LINK, by=stranger)
    with pytest.raises(DistributionError) as refused:
        forward_finds.give_link(forward=forward, url="https://elsewhere.example/1", by=contact)
    assert refused.value.reason == "bad_address"
    forward_finds.give_link(forward=forward, url=LINK, by=contact, now=MONDAY)
    assert (forward.state, forward.link_given, total()) == (State.WAITING, LINK, 0)
    [task] = forward_queries.open_to_look(MONDAY)
    assert (task.known, task.is_new_link, task.account) == ((LINK,), True, forward.account)
    forwards.confirm_link(forward=forward, by=place.office, now=MONDAY)
    assert (forward.state, forward.how, total()) == (State.FOUND, "office", 1)


def test_excused_is_not_looked_for_and_can_be_asked_again(place):
    forward, _contact = one(place)
    with pytest.raises(DistributionError):
        forwards.excuse(forward=forward, by=place.office, reason=" ")
    forwards.excuse(forward=forward, by=place.office, reason="账号正在注销", now=MONDAY)
    assert list(forward_queries.open_to_look(MONDAY)) == []
    forwards.look_again(forward=forward, by=place.office, now=MONDAY)
    assert (forward.state, forward.excuse) == (State.WAITING, "")


def test_one_button_posts_it_and_the_forward_is_done(place, server):
    unit = factories.unit()
    contact, account = factories.contact(unit), factories.account(server, organisation=unit)
    forward = asked(place, [account]).forwards.get()
    with pytest.raises(NotAllowedError):
        forward_finds.publish(forward=forward, by=factories.contact(factories.unit()), now=MONDAY)
    forward_finds.publish(forward=forward, by=contact, now=MONDAY)
    factories.sent(Clock(MONDAY))
    forward.refresh_from_db()
    assert (forward.state, forward.how) == (State.FOUND, "delivery")
    assert forward.url == server.posts("mastodon")[0].url
    assert (total(), reach_queries.total("posts_published")) == (1, 1)
    with pytest.raises(DistributionError):
        forward_finds.publish(forward=forward, by=contact, now=MONDAY)
    hand, contact = one(place)
    with pytest.raises(DistributionError) as refused:
        forward_finds.publish(forward=hand, by=contact, now=MONDAY)
    assert refused.value.reason == "no_interface"


def test_what_was_sent_before_it_was_asked_needs_no_work(place, server):
    account = factories.account(server)
    factories.planned(place, [account])
    factories.sent(Clock(MONDAY))
    task = asked(place, [account])
    jobs.find_forwards(now=MONDAY)
    assert task.forwards.get().state == State.FOUND


def test_a_unit_posts_by_itself_and_the_system_finds_it(place, server):
    account, other = factories.account(server), factories.account(server)
    task = asked(place, [account, other])
    text = Rendition.objects.get(shape="short").text
    access = matrix_actions_access(account)
    from pufa.matrix import connector, registry

    made = registry.get("mastodon").connect(access)
    made.publish(connector.Rendition(form=connector.Form.SHORT, title="", text=f"转：{text}"), key="by-hand")
    elsewhere = registry.get("mastodon").connect(matrix_actions_access(other))
    elsewhere.publish(
        connector.Rendition(form=connector.Form.SHORT, title="", text="今天天气很好，适合出门。" * 3), key="x"
    )
    now = server.posts("mastodon")[0].at + timedelta(minutes=1)
    task.due_at = now + timedelta(days=1)
    task.save()
    forward_finding.read_accounts(now=now)
    mine, theirs = task.forwards.get(account=account), task.forwards.get(account=other)
    assert (mine.state, mine.how, mine.score) == (State.FOUND, "post", 1.0)
    assert (theirs.state, theirs.tries) == (State.WAITING, 1)
    forwards.not_this(forward=mine, by=place.office, now=now)
    forward_finding.find_known(now=now)
    mine.refresh_from_db()
    assert mine.state == State.WAITING


def matrix_actions_access(account):
    from pufa.matrix.queries import access

    return access.access(account)


def test_a_platform_that_does_not_answer_is_no_proof(place, server):
    account = factories.account(server)
    task = asked(place, [account])
    server.platforms["mastodon"].set_account(account.handle, is_expired=True)
    forward_finding.read_accounts(now=MONDAY)
    forward = task.forwards.get()
    assert (forward.state, forward.problem) == (State.WAITING, "sign_in")


def test_a_post_with_the_title_or_half_the_words_is_it_and_a_quotation_is_not(place):
    forward, _contact = one(place)
    looked_for = forward_finding.pattern(forward.task)
    words = Rendition.objects.usable().get(shape="article").text

    def seen(number, **given):
        post = matrix_actions.SeenPost(f"p{number}", published_at=MONDAY + timedelta(minutes=number), **given)
        matrix_actions.see_posts(account=forward.account, posts=[post], now=MONDAY)
        return forward.account.seen_posts.get(remote_id=f"p{number}")

    assert looked_for.score(seen(1, title="别的", text="今天我局开展活动。" + words[:30])) == 0
    assert looked_for.score(seen(2, title="别的", text=f"看这里 {forward.task.link}")) == 1.0
    assert looked_for.score(seen(3, title="转", text="【转发】" + words)) >= 0.5
    assert forward_finding.find_known(now=MONDAY + timedelta(hours=1)) == 1
    forward.refresh_from_db()
    assert forward.state == State.FOUND


def test_where_nobody_can_look_the_unit_is_asked_for_a_link_after_two_days(place):
    forward, contact = one(place)
    assert forward_finding.give_up_unseen(now=DUE + timedelta(days=1)) == 0
    assert forward_finding.give_up_unseen(now=DUE + timedelta(days=3)) == 1
    forward.refresh_from_db()
    assert (forward.state, forward_board.word(forward)) == (State.NOT_FOUND, "请补一个链接")
    forward_finds.give_link(forward=forward, url=LINK, by=contact, now=DUE + timedelta(days=3))
    assert forward.state == State.WAITING


def test_units_are_reminded_once_before_and_once_after_and_by_the_button(place, mailoutbox):
    forward, contact = one(place)
    forward_mails.send_waiting()
    assert [mail.to for mail in mailoutbox] == [[contact.email]]
    assert forward.desk_url in mailoutbox[0].body
    for hours in (0, 23, 24, 25, 47):
        forward_reminders.remind_due(now=MONDAY + timedelta(hours=hours))
    assert forward_mails.send_waiting() == 1
    for hours in (1, 2, 30):
        forward_reminders.remind_due(now=DUE + timedelta(hours=hours))
        forward_mails.send_waiting()
    assert len(mailoutbox) == 3
    assert forward_reminders.remind(task=forward.task, by=place.office, now=DUE) == 1
    with pytest.raises(DistributionError) as refused:
        forward_reminders.remind(task=forward.task, by=place.office, now=DUE + timedelta(minutes=5))
    assert refused.value.reason == "too_soon"
    jobs.tell_units(now=DUE)
    assert len(mailoutbox) == 4
    found(forward)
    with pytest.raises(DistributionError) as refused:
        forward_reminders.remind(task=forward.task, by=place.office, now=DUE + timedelta(hours=3))
    assert refused.value.reason == "nobody"


def test_a_withdrawn_piece_ends_the_task_and_units_are_told_to_delete(place, mailoutbox):
    forward, _contact = one(place)
    found(forward)
    forward_mails.send_waiting()
    editorial_actions.withdraw(piece=place.piece, by=place.office, reason="数字有误", now=MONDAY)
    forward.task.refresh_from_db()
    assert forward.task.called_off_at
    forward_mails.send_waiting()
    assert LINK in mailoutbox[-1].body
    assert "数字有误" in mailoutbox[-1].body
    assert list(forward_queries.open_to_look(MONDAY)) == []


def test_a_delivery_taken_back_is_no_forward_any_more(place, server):
    account = factories.account(server)
    factories.planned(place, [account])
    task = asked(place, [account])
    clock = Clock(MONDAY)
    factories.sent(clock)
    assert total() == 1
    editorial_actions.withdraw(piece=place.piece, by=place.office, reason="有误", now=clock())
    factories.sent(clock)
    assert Delivery.objects.get().state == "withdrawn"
    assert total() == 0
    assert task.forwards.get().state == State.WAITING


def test_the_board_is_another_as_soon_as_anything_on_it_is(place):
    task = asked(place, [factories.account(platform="xiaohongshu") for _ in range(2)])
    first, second = task.forwards.order_by("pk")
    seen = [forward_board.board(task, place.office).version]
    for forward, moment in ((first, MONDAY), (second, MONDAY - timedelta(seconds=1))):
        Forward.objects.filter(pk=forward.pk).update(link_given_at=moment)
        seen.append(forward_board.board(task, place.office).version)
    assert len(set(seen)) == 3
    assert forward_board.board(task, place.office).version == seen[-1]


def test_thousands_of_accounts_are_asked_in_one_go_and_the_board_stays_small(
    place, django_assert_max_num_queries, django_assert_num_queries
):
    from pufa.matrix.models import Account, Platform

    unit, platform = factories.unit(), Platform.objects.get(code="xiaohongshu")
    Account.objects.bulk_create(
        Account(
            number=f"b{number}", platform=platform, organisation=unit, sector=("law", "society", "other")[number % 3],
            name=f"账号{number}", excuse="测试", state="active", opened_on=MONDAY.date(), filed_on=MONDAY.date(),
        )
        for number in range(3000)
    )  # fmt: skip
    with django_assert_max_num_queries(250):
        task = asked(place, Account.objects.registered())
    assert task.forwards.count() == 3000
    forward_board.board(task, place.office)  # what is read once for a person is read
    with django_assert_num_queries(3):
        shown = forward_board.board(task, place.office)
    assert [(group.total, len(group.cells)) for group in shown.groups] == [(1000, 60)] * 3
    whole = forward_board.board(task, place.office, sector="law", page="2")
    assert (len(whole.groups), len(whole.groups[0].cells)) == (1, 240)
    assert (shown.total, shown.open) == (3000, 3000)

"""Filing and deciding: every exit, every role."""

from datetime import timedelta

import pytest

from pufa.accounts.models import Role
from pufa.accounts.tests import factories as accounts
from pufa.audit import queries as audit_queries
from pufa.lib import clock
from pufa.matrix import actions
from pufa.matrix.errors import MatrixError, NotAllowedError
from pufa.matrix.models import Account, Filing, NoticedChange
from pufa.matrix.tests import factories

pytestmark = pytest.mark.django_db


def refused(code, deed):
    with pytest.raises(MatrixError) as refusal:
        deed()
    assert refusal.value.reason == code


def opening(by=None, days_ago=3, **given):
    day = clock.today() - timedelta(days=days_ago)
    return actions.file_opening(fields=factories.fields(**given), happened_on=day, by=by)


def test_an_account_is_in_the_register_once_the_office_approves():
    unit = accounts.organisation()
    contact = factories.person(Role.UNIT_CONTACT, unit)
    filing = opening(by=contact, organisation=unit)
    assert filing.account.state == "proposed"
    assert filing.due_on == filing.happened_on + timedelta(days=30)
    account = actions.approve(filing=filing, by=factories.office())
    assert (account.state, account.filed_on) == ("active", clock.today())
    assert account.number
    assert filing.state == "approved"
    verbs = [entry.verb for entry in audit_queries.entries(key=account.key)]
    assert {"matrix.filed", "matrix.filing_approved"} <= set(verbs)


def test_a_contact_files_for_the_own_unit_only_and_decides_nothing():
    contact = factories.person(Role.UNIT_CONTACT, accounts.organisation())
    foreign = factories.account()
    with pytest.raises(NotAllowedError):
        opening(by=contact)
    with pytest.raises(NotAllowedError):
        actions.file_check(account=foreign, is_in_use=True, has_interaction=True, by=contact)
    own = opening(by=contact, organisation=contact.organisation)
    for by in (contact, factories.person(Role.OBSERVER), factories.person(Role.EDITOR)):
        with pytest.raises(NotAllowedError):
            actions.approve(filing=own, by=by)
        with pytest.raises(NotAllowedError):
            actions.refuse(filing=own, note="不行", by=by)
    with pytest.raises(NotAllowedError):
        actions.withdraw(filing=own, by=factories.person(Role.UNIT_CONTACT, accounts.organisation()))


def test_one_account_for_a_unit_and_platform_unless_excused():
    unit = accounts.organisation()
    factories.account(organisation=unit)
    refused("second_account", lambda: factories.account(organisation=unit))
    assert factories.account(organisation=unit, excuse="英文版读者另设").excuse
    assert factories.account(organisation=unit, platform=factories.platform("wechat")).state == "active"


def test_an_account_id_stands_once():
    factories.account(handle="same")
    refused("handle_taken", lambda: factories.account(handle="same"))
    factories.account(handle="same", platform=factories.platform("wechat"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "empty"),
        ({"sector": "nonsense"}, "unknown_kind"),
        ({"address": "javascript:alert(1)"}, "bad_address"),
        ({"address": "https://user@evil.example/"}, "bad_address"),
        ({"name": "长" * 61}, "too_long"),
    ],
)
def test_fields_that_cannot_be_kept(given, code):
    refused(code, lambda: opening(**given))
    assert not Account.objects.exists()


def test_days_that_cannot_be():
    refused("bad_day", lambda: opening(days_ago=-1))
    assert opening(days_ago=31).is_late


def test_a_change_shows_before_and_after_and_enters_on_approval():
    account = factories.account(name="旧名")
    refused("nothing_changed", lambda: change(account, {"name": "旧名"}))
    refused("no_reason", lambda: change(account, {"name": "新名"}, reason=" "))
    filing = change(account, {"name": "新名", "contact": "13900005678"})
    assert (filing.before, filing.after) == ({"name": "旧名"}, {"name": "新名"})
    assert "13900005678" not in str(filing.after)
    refused("open_filing", lambda: change(account, {"name": "再改"}))
    account.refresh_from_db()
    assert account.name == "旧名"
    account = actions.approve(filing=filing, by=None)
    assert (account.name, account.contact, account.changed_on) == ("新名", "13900005678", clock.today())
    refused("wrong_state", lambda: actions.approve(filing=filing, by=None))


def test_the_phone_is_sealed_masked_and_looking_at_it_is_written_down():
    account = factories.account(contact="13800001234")
    raw = Account.objects.extra(select={"sealed": "contact"}).values_list("sealed", flat=True).get(pk=account.pk)
    assert "13800001234" not in raw
    assert account.contact_masked == "138****1234"
    with pytest.raises(NotAllowedError):
        actions.show_contact(account=account, by=factories.person(Role.OBSERVER))
    assert actions.show_contact(account=account, by=factories.office()) == "13800001234"
    assert [e.verb for e in audit_queries.entries(key=account.key)][:1] == ["matrix.contact_shown"] or any(
        entry.verb == "matrix.contact_shown" for entry in audit_queries.entries(key=account.key)
    )


def test_a_hand_over_to_another_unit():
    account, other = factories.account(), accounts.organisation()
    refused("no_reason", lambda: hand_over(account, record=" "))
    filing = hand_over(account, organisation=other)
    account = actions.approve(filing=filing, by=None)
    assert (account.organisation, account.operator) == (other, "新人")


def test_a_hand_over_cannot_bring_a_unit_its_second_account():
    taken = factories.account()
    filing = hand_over(factories.account(), organisation=taken.organisation)
    refused("second_account", lambda: actions.approve(filing=filing, by=None))
    filing.refresh_from_db()
    assert filing.state == "submitted"


def test_the_annual_check_moves_the_next_one():
    account = factories.account(days_ago=400)
    filing = actions.file_check(account=account, is_in_use=True, has_interaction=False, by=None)
    account = actions.approve(filing=filing, by=None)
    assert account.checked_on == clock.today()
    assert account.has_interaction is False
    assert account.check_due_on == clock.today() + timedelta(days=365)


def test_closing_ends_an_account_and_frees_its_place():
    account = factories.account()
    refused("no_reason", lambda: actions.file_closing(account=account, closed_on=clock.today(), reason="", by=None))
    filing = actions.file_closing(account=account, closed_on=clock.today(), reason="并入另一账号", by=None)
    account = actions.approve(filing=filing, by=None)
    assert (account.state, account.closed_on) == ("closed", clock.today())
    refused("wrong_state", lambda: change(account, {"name": "新名"}))
    factories.account(organisation=account.organisation, handle=account.handle)


def test_refusing_needs_a_reason_and_lets_the_unit_file_again():
    filing = opening()
    refused("no_reason", lambda: actions.refuse(filing=filing, note=" ", by=None))
    actions.refuse(filing=filing, note="名称与单位不符", by=None)
    assert Account.objects.get(pk=filing.account_id).state == "refused"
    given = {"organisation": filing.account.organisation, "handle": filing.account.handle}
    again = opening(**given)
    actions.withdraw(filing=again, by=None)
    assert again.state == Filing.State.WITHDRAWN
    opening(**given)


def test_a_filing_settles_what_was_noticed():
    account = factories.account(name="旧名")
    assert actions.notice_change(account=account, field="name", seen="旧名", by=None) is None
    actions.notice_change(account=account, field="name", seen="新名", by=None)
    actions.notice_change(account=account, field="name", seen="新名！", by=None)
    assert NoticedChange.objects.count() == 1
    refused("unknown_kind", lambda: actions.notice_change(account=account, field="state", seen="x", by=None))
    with pytest.raises(NotAllowedError):
        actions.notice_change(account=account, field="name", seen="x", by=factories.person(Role.UNIT_CONTACT))
    actions.approve(filing=change(account, {"name": "新名"}), by=None)
    assert NoticedChange.objects.get().settled_at


def test_a_filing_that_waits_too_long_is_reminded_of_once(mailoutbox):
    factories.office()
    opening()
    later = clock.now() + timedelta(days=30)
    assert actions.remind_filings(now=clock.now()) == 0
    assert actions.remind_filings(now=later) == 1
    assert actions.remind_filings(now=later) == 0
    assert len(mailoutbox) == 1


def change(account, given, reason="平台改名"):
    return actions.file_change(account=account, fields=given, happened_on=clock.today(), reason=reason, by=None)


def hand_over(account, **given):
    told = {"operator": "新人", "contact": "", "record": "密码和绑定手机已移交", "happened_on": clock.today(), **given}
    return actions.file_hand_over(account=account, by=None, **told)

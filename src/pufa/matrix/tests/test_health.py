"""Health, quarterly checks, look-alikes, credentials and measuring: every exit, through the actions."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from docx import Document

from pufa.accounts.models import Role
from pufa.accounts.tests import factories as accounts
from pufa.audit import queries as audit_queries
from pufa.lib import clock
from pufa.matrix import actions
from pufa.matrix.actions import inspections, suspects
from pufa.matrix.errors import MatrixError, NotAllowedError
from pufa.matrix.models import Alert, Credential, Inspection, Post, Sampled, Suspect
from pufa.matrix.tests import factories
from pufa.matrix.tests.test_pure import picture

pytestmark = pytest.mark.django_db


def refused(code, deed):
    with pytest.raises(MatrixError) as refusal:
        deed()
    assert refusal.value.reason == code


def quiet(days, **given):
    account = factories.account(**given)
    actions.see_posts(account=account, posts=[actions.SeenPost("a", "旧闻", clock.now() - timedelta(days=days))])
    return account


def test_an_account_is_warned_before_it_fails_and_once_for_each_step(mailoutbox):
    account = quiet(11)
    contact = factories.person(Role.UNIT_CONTACT, account.organisation)
    office, now = factories.office(), clock.now()
    assert actions.raise_alerts(now=now) == 1
    alert = Alert.objects.get()
    assert (alert.state, alert.fails_on) == ("foreseen", clock.today() + timedelta(days=3))
    assert actions.tell_units(now=now) == 1
    assert {mail.to[0] for mail in mailoutbox} == {contact.email, office.email}
    assert account.name in mailoutbox[0].body
    assert actions.raise_alerts(now=now) == 0
    assert actions.tell_units(now=now) == 0
    later = now + timedelta(days=3)
    actions.raise_alerts(now=later)
    assert actions.tell_units(now=later) == 1
    alert.refresh_from_db()
    assert alert.state == "failing"
    actions.see_posts(account=account, posts=[actions.SeenPost("b", "新闻", later)], now=later)
    assert actions.raise_alerts(now=later) == 1
    alert.refresh_from_db()
    assert alert.state == "settled"


def test_rules_are_changed_by_the_office_for_a_platform():
    account = quiet(11, platform=factories.platform("douyin"))
    told = {"kind": "no_update", "days": 10, "warn_days": 3, "weight": "fails", "is_on": True}
    with pytest.raises(NotAllowedError):
        actions.change_rule(platform=None, **told, by=factories.person(Role.EDITOR))
    refused("unknown_kind", lambda: actions.change_rule(platform=None, **{**told, "kind": "x"}, by=None))
    actions.change_rule(platform=account.platform, **told, by=factories.office())
    actions.raise_alerts(now=clock.now())
    assert Alert.objects.get().state == "failing"
    actions.change_rule(platform=account.platform, **{**told, "days": 90}, by=None)
    actions.raise_alerts(now=clock.now())
    assert Alert.objects.get().state == "settled"


def test_a_misprint_in_a_post_is_found_and_gone_when_put_right():
    account = factories.account()
    wrong = actions.SeenPost("a", "通知", clock.now(), text="请大家注意，，网络安全。")
    actions.see_posts(account=account, posts=[wrong])
    assert actions.look_through_posts(now=clock.now()) == 1
    actions.raise_alerts(now=clock.now())
    alert = Alert.objects.get(kind="misprint")
    assert alert.state == "hint"
    assert alert.evidence["found"][0]["title"] == "通知"
    right = actions.SeenPost("a", "通知", clock.now(), text="请大家注意网络安全。")
    actions.see_posts(account=account, posts=[right])
    assert Post.objects.get().looked_through_at is None
    actions.look_through_posts(now=clock.now())
    actions.raise_alerts(now=clock.now())
    alert.refresh_from_db()
    assert alert.state == "settled"


def test_looking_at_many_accounts_costs_few_questions(django_assert_max_num_queries):
    for _ in range(6):
        quiet(1)
    with django_assert_max_num_queries(12):
        actions.raise_alerts(now=clock.now())


def test_a_quarterly_check_from_sample_to_report():
    failing = quiet(20, name="停更账号")
    for _ in range(4):
        factories.account()
    actions.raise_alerts(now=clock.now())
    office, year = factories.office(), clock.today().year
    with pytest.raises(NotAllowedError):
        inspections.draw(year=year, quarter=1, size=5, by=factories.person(Role.OBSERVER))
    refused("bad_day", lambda: inspections.draw(year=year, quarter=5, size=5, by=office))
    check = inspections.draw(year=year, quarter=1, size=5, seed="种子", by=office)
    refused("already_done", lambda: inspections.draw(year=year, quarter=1, size=5, by=office))
    again = inspections.drawn(check.population, check.size, check.seed)
    assert again == sorted(check.sample.values_list("account", flat=True))
    sampled = Sampled.objects.get(account=failing)
    finding = sampled.findings.get()
    assert "20" in finding.evidence
    contact = factories.person(Role.UNIT_CONTACT, failing.organisation)
    stranger = factories.person(Role.UNIT_CONTACT, accounts.organisation())
    with pytest.raises(NotAllowedError):
        inspections.answer(finding=finding, text="不对", by=stranger)
    inspections.answer(finding=finding, text="账号升级，已报停", by=contact)
    refused("wrong_state", lambda: inspections.answer(finding=finding, text="再说一次", by=contact))
    refused("wrong_state", lambda: inspections.judge(sampled=sampled, by=office))
    inspections.rule(finding=finding, is_upheld=True, reason="没有报停记录", by=office)
    refused("wrong_state", lambda: inspections.rule(finding=finding, is_upheld=False, reason="改", by=office))
    refused("no_reason", lambda: inspections.add_finding(sampled=sampled, kind="misprint", evidence=" ", by=office))
    refused("wrong_state", lambda: inspections.close(inspection=check, by=office))
    for one in check.sample.all():
        inspections.judge(sampled=one, by=office)
    sampled.refresh_from_db()
    assert sampled.verdict == "failed"
    assert inspections.close(inspection=check, by=office).state == Inspection.State.CLOSED
    refused("wrong_state", lambda: inspections.judge(sampled=sampled, by=office))
    browser = factories.sign_in(office)
    report = browser.get(f"/desk/matrix/checks/{check.pk}/report.docx")
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(report.content)).paragraphs)
    assert "种子" in text
    assert "没有报停记录" in text
    own = factories.sign_in(contact).get(f"/desk/matrix/checks/{check.pk}/")
    assert [one.account for one in own.context["sample"]] == [failing]


def test_look_alikes_by_name_and_picture():
    ours = factories.account(name="示例发布")
    actions.set_portrait(account=ours, data=picture(), by=None)
    weibo = factories.platform()
    by_name = suspects.add_suspect(platform=weibo, name="示例发市官方", by=None)
    assert by_name.resembles == ours
    assert "around" in by_name.reasons
    by_picture = suspects.add_suspect(platform=weibo, name="完全无关", picture=picture(shift=3, form="JPEG"), by=None)
    assert (by_picture.resembles, by_picture.reasons) == (ours, ["picture"])
    assert suspects.add_suspect(platform=weibo, name="乡村日报", by=None).resembles is None
    refused("already_done", lambda: suspects.add_suspect(platform=weibo, name="示例发市官方", by=None))
    refused("differs", lambda: suspects.add_suspect(platform=weibo, name="x", handle=ours.handle, by=None))
    refused("bad_picture", lambda: suspects.add_suspect(platform=weibo, name="y", picture=b"no", by=None))
    refused("wrong_state", lambda: suspects.move(suspect=by_name, to="gone", note="没了", by=None))
    refused("no_reason", lambda: suspects.move(suspect=by_name, to="confirmed", note=" ", by=None))
    for to in ("confirmed", "reported", "gone"):
        suspects.move(suspect=by_name, to=to, note="办了", by=None)
    csv = "平台,账号名称\n微博,示例法布\n微博,示例发市官方\n".encode("gb18030")
    counts = suspects.import_suspects(csv, by=None)
    assert (counts.created, counts.same) == (1, 1)
    later = factories.account(name="乡村日报社")
    assert suspects.compare_all(now=clock.now()) >= 0
    page = factories.sign_in(factories.office()).get(f"/desk/matrix/lookalikes/{by_picture.pk}/").content.decode()
    assert "data:image/png;base64" in page
    assert later.name
    assert Suspect.objects.count() == 4


def test_secrets_are_sealed_and_never_told():
    account = factories.account(organisation=accounts.organisation())
    Credential.objects.create(
        account=account, kind="weibo", secret='{"token": "top-secret"}', set_at=timezone.now(),
        expires_at=clock.now() + timedelta(days=2),
    )  # fmt: skip
    raw = Credential.objects.extra(select={"kept": "secret"}).values_list("kept", flat=True).get()
    assert "top-secret" not in raw
    actions.raise_alerts(now=clock.now())
    assert Alert.objects.get(kind="credential").state == "foreseen"
    page = factories.sign_in(factories.office()).get(account.desk_url).content.decode()
    assert "top-secret" not in page
    with pytest.raises(NotAllowedError):
        actions.remove_credential(account=account, by=factories.person(Role.OBSERVER))
    actions.remove_credential(account=account, by=None)
    assert not Credential.objects.exists()
    assert not any("top-secret" in str(entry.detail) for entry in audit_queries.entries(key=account.key))

"""Signing, renewing, leaving; the fair procedure; the wall; pages and files."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.pledges import actions, files, queries
from pufa.pledges.actions.signing import Signatory
from pufa.pledges.errors import PledgesError
from pufa.pledges.models import Breach, Promise, Signature
from pufa.pledges.tests.conftest import NOW, approve
from pufa.reach import queries as reach_queries
from pufa.review.tests.factories import sign_in

pytestmark = pytest.mark.django_db


def signed():
    return int(reach_queries.total("pledges_signed"))


def refusal(deed, **words):
    with pytest.raises(PledgesError) as caught:
        deed(**words)
    return caught.value.reason


@pytest.fixture
def who(account):
    return Signatory.of_account(account)


@pytest.fixture
def signature(convention, who, contact):
    return actions.sign(convention=convention, who=who, signed_by="袁静", confirmed="示例司法", by=contact, now=NOW)


def test_a_signature_counts_once_and_a_renewal_not_again(convention, who, contact, office, signature):
    words = {"convention": convention, "who": who, "signed_by": "袁静", "by": contact}
    assert refusal(actions.sign, confirmed="示例司法", **words) == "already_signed"
    assert refusal(actions.renew, **words) == "already_signed"
    actions.edit(convention=convention, clauses="不造谣。\n不侵权。\n不低俗。", by=office)
    approve(convention, office)
    assert queries.edition_of(convention).number == 2
    assert list(queries.to_renew(convention)) == [signature]
    actions.renew(**words)
    assert (signed(), queries.signatories(convention).count(), queries.to_renew(convention).count()) == (1, 1, 0)


def test_leaving_lowers_the_figure_and_one_may_come_back(convention, who, contact, signature):
    actions.withdraw_signature(convention=convention, who=who, reason="账号注销", by=contact)
    assert (signed(), queries.signatories(convention).count()) == (0, 0)
    assert refusal(actions.withdraw_signature, convention=convention, who=who, reason="x", by=contact) == "not_signed"
    actions.sign(convention=convention, who=who, signed_by="袁静", confirmed="示例司法", by=contact)
    assert (signed(), Signature.objects.count()) == (1, 3)


def test_only_the_own_unit_signs_and_only_what_is_approved(convention, who, office, unit):
    stranger = factories.person(Role.UNIT_CONTACT, organisation=factories.organisation())
    words = {"convention": convention, "who": who, "signed_by": "x", "confirmed": "示例司法"}
    assert refusal(actions.sign, by=stranger, **words) == "not_allowed"
    assert refusal(actions.sign, by=office, **words | {"confirmed": "别的"}) == "name_differs"
    assert refusal(actions.sign, by=office, **words | {"signed_by": " "}) == "no_reason"
    draft = actions.write(slug="two", title="另一份", clauses="一。", by=office)
    assert refusal(actions.sign, by=office, **words | {"convention": draft}) == "not_public"


@pytest.mark.parametrize("statement", ["UPDATE pledges_signature SET name = 'x'", "DELETE FROM pledges_signature"])
def test_signatures_stay(signature, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_breach_is_heard_decided_and_appealed_by_different_people(convention, signature, contact, office):
    second, third = (factories.person(Role.OFFICE) for _number in range(2))
    words = {"convention": convention, "signatory": signature, "clause": 1}
    assert refusal(actions.report, text="电话13812345678", **words) == "personal_data"
    assert refusal(actions.report, text="x", **words | {"clause": 9}) == "no_such_thing"
    breach = actions.report(text="转发未经证实的停水消息", contact="me@example.cn", **words)
    actions.hear(breach=breach, by=office)
    assert refusal(actions.decide, breach=breach, verdict="suspended", reason="x", by=office) == "same_person"
    assert refusal(actions.decide, breach=breach, verdict="suspended", reason="x", by=second) == "too_early"
    actions.respond(breach=breach, text="已删除并更正", by=contact)
    actions.decide(breach=breach, verdict="suspended", reason="属实", by=second)
    actions.object_to(breach=breach, text="已及时更正", by=contact)
    assert refusal(actions.close, breach=breach, verdict="reminded", reason="x", by=second) == "same_person"
    actions.close(breach=breach, verdict="suspended", reason="影响较大", by=third)
    assert breach.state == Breach.State.CLOSED
    assert queries.last_deeds(convention).get().deed == "suspended"
    assert signed() == 0
    assert list(queries.founded()) == [breach]
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM pledges_breach")
        assert "example" not in str(cursor.fetchall())


def test_without_an_answer_it_is_decided_after_ten_days(convention, signature, office):
    breach = actions.report(convention=convention, signatory=signature, clause=1, text="低俗标题")
    actions.hear(breach=breach, by=office)
    later = NOW + timedelta(days=11)
    actions.decide(breach=breach, verdict="unfounded", reason="不构成", by=factories.person(Role.OFFICE), now=later)
    actions.close(breach=breach, by=office, now=later)
    assert list(queries.founded()) == []
    assert signed() == 1


def test_the_wall_counts_and_knows_nobody(client, db):
    token = client.get("/conventions/wall/").context["form"]["token"].value()
    answer = client.post("/conventions/wall/", {"token": token, "promises": ["1", "3"]})
    assert "已计入" in answer.content.decode()
    assert not answer.cookies
    client.post("/conventions/wall/", {"token": token, "promises": ["1"]})
    assert queries.wall() == {1: 1, 3: 1}
    assert actions.count_wall(now=NOW) == 0
    for _run in range(2):
        actions.count_wall(now=NOW + timedelta(days=1))
    assert reach_queries.total("citizen_pledges") == 2
    assert refusal(actions.promise, promises=[9]) == "no_such_thing"
    assert len(Promise) == 3


def test_what_the_public_sees(client, convention, signature, account):
    page = client.get("/conventions/media/").content.decode()
    assert "不造谣" in page
    assert "示例司法" in page
    assert "没有符合条件" in client.get("/conventions/media/?q=无人").content.decode()
    assert "media" in client.get("/conventions/").content.decode()
    assert client.get("/conventions/media/editions/1/").status_code == 200
    check = reverse("pledges:check", args=[signature.number, queries.mark(signature)])
    assert "仍在履行" in client.get(check).content.decode()
    assert client.get(reverse("pledges:check", args=[signature.number, "0" * 12])).status_code == 404
    badge = client.get(reverse("pledges:badge", args=[signature.number]))
    assert badge["Content-Type"] == "image/svg+xml"
    assert "sandbox" in badge["Content-Security-Policy"]
    assert reverse("pledges:badge", args=[signature.number]) in client.get(account.public_url).content.decode()
    assert client.get("/conventions/media/signatories.json").json()[0]["name"] == "示例司法"
    assert client.get("/conventions/media/signatories.csv").status_code == 200
    assert files.certificate(signature).startswith(b"%PDF")


def test_anybody_reports_without_an_account(client, convention, signature):
    path = reverse("pledges:report", args=["media", signature.number])
    token = client.get(path).context["form"]["token"].value()
    answer = client.post(path, {"token": token, "clause": "1", "text": "转发谣言", "link": "https://example.cn/1"})
    assert answer.status_code == 302
    assert not answer.cookies
    assert "已收到" in client.get(answer["Location"]).content.decode()
    assert client.get("/conventions/reports/nothing/").status_code == 404


def test_rooms_at_the_desk(client, convention, account, contact, office):
    sign_in(client, contact)
    wrong = {"step": "sign", "sign-account": account.pk, "sign-confirmed": "错", "sign-signed_by": "袁静"}
    assert client.post(convention.desk_url, wrong).status_code == 400
    assert client.post(convention.desk_url, wrong | {"sign-confirmed": "示例司法"}).status_code == 302
    made = Signature.objects.get()
    assert client.get(reverse("pledges_desk:certificate", args=[made.pk])).content.startswith(b"%PDF")
    breach = actions.report(convention=convention, signatory=made, clause=2, text="搬运他人视频")
    assert client.get(breach.desk_url).status_code == 404
    sign_in(client, office)
    assert client.post(reverse("pledges_desk:breach_step", args=[breach.pk, "hear"])).status_code == 302
    for name in ("conventions", "breaches", "new"):
        assert client.get(reverse(f"pledges_desk:{name}")).status_code == 200
    for name in ("signatures", "file"):
        assert client.get(reverse(f"pledges_desk:{name}", args=[convention.pk])).status_code == 200
    unit = {"step": "unit", "unit-organisation": contact.organisation_id, "unit-signed_by": "袁静"}
    assert client.post(convention.desk_url, unit).status_code == 302
    person = {"step": "person", "person-name": "示例甲", "person-title": "示例艺术家"}
    assert client.post(convention.desk_url, person).status_code == 302
    assert signed() == 3
    leave = {"step": "leave", "leave-number": made.number, "leave-reason": "注销"}
    assert client.post(convention.desk_url, leave).status_code == 302
    assert signed() == 2
    sign_in(client, contact)
    answer = {"step": "respond", "respond-text": "已删除"}
    assert client.post(breach.desk_url, answer).status_code == 302
    breach.refresh_from_db()
    assert breach.answer == "已删除"


def test_reports_wait_for_the_unit_then_for_the_office(convention, signature, contact, office):
    def waiting():
        return queries.to_decide().count(), queries.to_answer(contact.organisation_id).count()

    told = actions.report(convention=convention, signatory=signature, clause=1, text="标题党", now=NOW)
    assert waiting() == (1, 0)
    actions.hear(breach=told, by=office, now=NOW)
    assert waiting() == (0, 1)
    told.refresh_from_db()
    actions.respond(breach=told, text="已经改正", by=contact, now=NOW)
    assert waiting() == (1, 0)


def test_a_unit_sees_what_it_has_to_renew(convention, signature, contact, office, client):
    assert queries.renewals_of(contact.organisation_id) == 0
    actions.edit(convention=convention, clauses="先核实\n再发布\n不跟风", by=office, now=NOW)
    approve(convention, office)
    assert queries.renewals_of(contact.organisation_id) == 1
    sign_in(client, contact)
    assert "待按新版续签的公约" in client.get("/desk/").content.decode()

"""Units are asked by mail to sign; signatures on paper come in as a table."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from pufa.accounts.actions.imports.table import ImportFaultError
from pufa.lib import clock
from pufa.matrix.tests import factories as accounts
from pufa.pledges import actions, queries
from pufa.pledges.errors import NotAllowedError, PledgesError
from pufa.pledges.models import Signature
from pufa.pledges.tests.conftest import NOW
from pufa.reach import queries as reach_queries

pytestmark = pytest.mark.django_db
HEAD = "类别,名称,所属单位,职务,负责人,签署日期"
DAY = "2026-11-20"


def table(*lines):
    return "\n".join([HEAD, *lines]).encode()


def test_contacts_of_units_that_have_not_signed_get_one_mail_each(
    client, convention, account, contact, office, django_capture_on_commit_callbacks
):
    accounts.account(organisation=contact.organisation, name="示例普法", excuse="第二个号")
    contact.email = "lianluo@example.org"
    contact.save()
    client.force_login(office)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/desk/conventions/{convention.pk}/invite/").status_code == 302
    (sent,) = mail.outbox
    assert sent.to == ["lianluo@example.org"]
    assert "示例司法" in sent.body
    assert "示例普法" in sent.body
    address = sent.body.split()[-1]
    assert address.endswith(convention.desk_url)
    client.force_login(contact)
    assert client.get(convention.desk_url).status_code == 200
    with pytest.raises(PledgesError) as refused:
        actions.invite(convention=convention, by=office)
    assert refused.value.reason == "too_early"
    with pytest.raises(NotAllowedError):
        actions.invite(convention=convention, by=contact)
    later = NOW + timedelta(days=4)
    contact.email = ""
    contact.save()
    with pytest.raises(PledgesError) as refused:
        actions.invite(convention=convention, by=office, now=later)
    assert refused.value.reason == "all_signed"


def test_signatures_on_paper_count_once_as_of_their_day(client, convention, account, unit, office):
    client.force_login(office)
    data = table(f"账号,示例司法,,,袁静,{DAY}", f"单位,{unit.short_name},,,袁静,{DAY}", f"个人,田某,,主持人,田某,{DAY}")
    address = f"/desk/conventions/{convention.pk}/import/"
    shown = client.post(address, {"file": SimpleUploadedFile("paper.csv", data)})
    assert not Signature.objects.exists()
    assert client.post(address, {"parcel": shown.context["parcel"]}).status_code == 302
    names = {one.name for one in queries.signatories(convention)}
    assert names == {"示例司法", unit.name, "田某（主持人）"}
    assert {clock.shanghai_day(at).isoformat() for at in Signature.objects.values_list("at", flat=True)} == {DAY}
    assert reach_queries.total("pledges_signed") == 3
    again = actions.import_signatures(convention=convention, file=data, by=office)
    assert (again.created, again.same, reach_queries.total("pledges_signed")) == (0, 3, 3)


def test_what_is_wrong_on_paper_is_said_by_row_and_column(convention, account, unit, contact, office):
    accounts.account(name="同名号")
    accounts.account(name="同名号")
    good = f"账号,示例司法,,,袁静,{DAY}"
    data = table(
        good, good, good.replace("账号", "网站"), good.replace("示例司法", "没有这个号"),
        f"账号,同名号,,,李某,{DAY}", f"单位,没有这个局,,,李某,{DAY}", f"个人,田某,,,田某,{DAY}",
        f"账号,示例司法,没有这个局,,袁静,{DAY}", good.replace(DAY, "2999-01-01"), good.replace(DAY, "2020-01-01"),
        good.replace(DAY, "昨天"),
    )  # fmt: skip
    with pytest.raises(ImportFaultError) as fault:
        actions.import_signatures(convention=convention, file=data, by=office)
    found = {(one.row, one.column) for one in fault.value.problems}
    assert found >= {
        (3, "名称"), (4, "类别"), (5, "名称"), (6, "所属单位"), (7, "名称"), (8, "职务"), (9, "所属单位"),
        (10, "签署日期"), (11, "签署日期"), (12, "签署日期"),
    }  # fmt: skip
    assert not Signature.objects.exists()
    with pytest.raises(NotAllowedError):
        actions.import_signatures(convention=convention, file=table(good), by=contact)

"""Credentials tested and figures asked for, against sample platforms that answer over a real socket."""

from datetime import timedelta

import pytest

from pufa.audit import queries as audit_queries
from pufa.lib import clock
from pufa.matrix import actions, fakes
from pufa.matrix.actions import addresses
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import CallCount, Credential, Post
from pufa.matrix.tests import factories

pytestmark = pytest.mark.django_db


def connected(server, name="sample"):
    account = factories.account(platform=factories.platform("mastodon"))
    access = server.access("mastodon", account=name)
    public = {"server": access.values["server"], "base_url": access.base_url, "allow_private": True}
    actions.choose_connector(account=account, connector="mastodon", settings=public, by=None)
    return account, access


def test_a_credential_is_sealed_tested_and_used_for_figures():
    with fakes.serve("mastodon") as server:
        account, access = connected(server)
        credential = actions.set_credential(account=account, values=access.values, by=None)
        assert credential.state == "untested"
        actions.check_credential(credential=credential)
        assert credential.state == "works", credential.message
        assert actions.measure_due(now=clock.now()).done == 1
        assert actions.measure_due(now=clock.now()).done == 0
        assert CallCount.objects.get().calls > 0
    account.refresh_from_db()
    assert account.measured_at
    secret = access.values["access_token"]
    assert not any(secret in str(entry.detail) for entry in audit_queries.entries(key=account.key))


def test_a_wrong_or_unreachable_credential_says_so_and_stops_nothing():
    with fakes.serve("mastodon") as server:
        account, access = connected(server)
        values = {**access.values, "access_token": "wrong"}
        credential = actions.set_credential(account=account, values=values, by=None)
        actions.check_credential(credential=credential)
        assert credential.state == "fails"
        assert "wrong" not in credential.message
    credential = actions.set_credential(account=account, values=access.values, by=None)
    actions.check_credential(credential=credential)
    assert credential.state == "fails"
    assert "连不上平台" in credential.message
    assert actions.measure_due(now=clock.now()).done == 0


def test_what_is_not_a_credential():
    account = factories.account(platform=factories.platform("mastodon"))
    with pytest.raises(MatrixError):
        actions.choose_connector(account=account, connector="nonsense", by=None)
    with pytest.raises(MatrixError):
        actions.choose_connector(account=account, connector="mastodon", settings={"access_token": "x"}, by=None)
    actions.choose_connector(account=account, connector="mastodon", by=None)
    with pytest.raises(MatrixError):
        actions.set_credential(account=account, values={"access_token": " "}, by=None)
    assert not Credential.objects.exists()
    browser = factories.sign_in(factories.office())
    page = browser.get(f"{account.desk_url}credential/")
    assert 'type="password"' in page.content.decode()
    told = {"value_server": "https://example.org", "value_access_token": "hidden-token"}
    assert browser.post(f"{account.desk_url}credential/", told).status_code == 302
    assert "hidden-token" not in browser.get(f"{account.desk_url}credential/").content.decode()
    assert "hidden-token" not in browser.get(account.desk_url).content.decode()


def test_posts_are_seen_once_and_renewed():
    account = factories.account()
    now = clock.now()
    first = actions.SeenPost("1", "标题", now - timedelta(days=2), reads=5)
    assert actions.see_posts(account=account, posts=[first]) == 1
    more = actions.SeenPost("1", "标题", now - timedelta(days=2), reads=9)
    assert actions.see_posts(account=account, posts=[more, actions.SeenPost("2", "新", now)]) == 1
    assert Post.objects.get(remote_id="1").reads == 9
    assert account.last_post_at == now
    assert actions.see_posts(account=account, posts=[]) == 0


def test_an_address_that_is_gone_is_noticed_and_one_that_hides_is_not():
    with fakes.serve("webpage") as server:
        gone = factories.account(address=f"{server.base_url}/nothing/here")
        hidden = factories.account(address="http://127.0.0.1:9/")
        addresses.look_at_addresses(now=clock.now(), allow_private=True)
    gone.refresh_from_db()
    hidden.refresh_from_db()
    assert gone.address_fault
    assert not hidden.address_fault
    actions.raise_alerts(now=clock.now())
    assert gone.alerts.get().kind == "dead_link"

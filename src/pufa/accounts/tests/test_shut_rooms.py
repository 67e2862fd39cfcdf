"""Wagtail's own rooms at the desk: open to those who write, and some to nobody."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.views import LoginView
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from wagtail.models import Page, PageViewRestriction

from pufa.accounts import rooms
from pufa.accounts.models import User
from pufa.accounts.tests import factories

pytestmark = pytest.mark.django_db
READERS = ["first_reviewer", "second_reviewer", "final_reviewer", "unit_contact", "lecturer", "observer"]
FOR_WRITERS = [
    "/desk/choose-page/", "/desk/choose-page/search/?q=a", "/desk/reports/site-history/", "/desk/images/chooser/",
    "/desk/documents/chooser/", "/desk/api/main/pages/", "/desk/api/main/images/", "/desk/pages/1/move/1/confirm/",
]  # fmt: skip
FOR_NOBODY = [
    "/desk/users/", "/desk/users/new/", "/desk/groups/", "/desk/workflows/list/",
    "/desk/workflows/task_chooser/create/", "/desk/pages/1/privacy/",
    "/desk/embeds/chooser/", "/desk/failwhale/", "/desk/reports/workflow/",
]  # fmt: skip


def signed_in(*roles: str, **more: object) -> Client:
    client, user = Client(), factories.person(*roles)
    User.objects.filter(pk=user.pk).update(**more)
    user.refresh_from_db()
    client.force_login(user)
    return client


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{before}{one.name}", one
        else:
            yield from addresses(one, f"{before}{one.namespace}:" if one.namespace else before)


@pytest.mark.parametrize("path", FOR_WRITERS)
def test_who_does_not_write_has_no_business_in_wagtails_rooms(path):
    for role in READERS:
        response = signed_in(role).get(path)
        assert (response.status_code, response.url) == (302, "/desk/"), role
    assert signed_in("editor").get(path).status_code == 200


@pytest.mark.parametrize("path", FOR_NOBODY)
def test_some_rooms_are_shut_to_everybody(path):
    for client in (signed_in("editor"), signed_in("office"), signed_in("office", is_superuser=True)):
        response = client.get(path)
        assert (response.status_code, response.url) == (302, "/desk/")


@pytest.mark.parametrize("action", ["delete", "unpublish", "move", "copy", "create_alias", "revert_to_page_revision"])
def test_no_page_is_acted_on_past_the_hooks(action):
    client = signed_in("office", is_superuser=True)
    home = Page.objects.get(depth=2)
    response = client.post(f"/desk/api/main/pages/{home.pk}/action/{action}/", {}, "application/json")
    assert (response.status_code, response.url) == (302, "/desk/")
    from_script = {"X-Requested-With": "XMLHttpRequest"}
    assert client.post(f"/desk/api/main/pages/{home.pk}/action/{action}/", headers=from_script).status_code == 403
    assert Page.objects.get(depth=2) == home


def test_no_page_is_hidden_instead_of_withdrawn():
    client = signed_in("office", is_superuser=True)
    page = Page.objects.get(depth=2)
    assert client.post(f"/desk/pages/{page.pk}/privacy/", {"restriction_type": "login"}).url == "/desk/"
    assert not PageViewRestriction.objects.exists()


def test_what_is_named_here_exists():
    known = [name for name, _address in addresses(get_resolver())]
    assert set(known) >= rooms.FOR_ALL
    for beginning in rooms.SHUT:
        assert any(name.startswith(beginning) for name in known), beginning


@pytest.mark.parametrize("path", ["/_util/login/", "/_util/authenticate_with_password/1/1/", "/accounts/login/"])
def test_there_is_no_second_front_door(path):
    user = factories.person("editor")
    response = Client().post(path, {"username": user.username, "password": factories.PASSWORD})
    assert response.status_code == 404
    assert not response.cookies
    assert not user.desk_sessions.exists()


def test_every_sign_in_of_wagtail_is_covered_by_ours():
    for name, address in addresses(get_resolver()):
        view = getattr(address.callback, "view_class", None)
        if view is not None and issubclass(view, LoginView):
            assert resolve(reverse(name)).view_name.startswith("accounts:"), name


@pytest.mark.parametrize("path", ["/desk/", "/desk/reviews/", "/desk/audit/", "/desk/figures/figures.xlsx", "/desk/x/"])
def test_no_browser_keeps_what_the_desk_showed(path):
    assert "no-store" in signed_in("office").get(path).headers["Cache-Control"]
    assert "no-store" in Client().get(path).headers["Cache-Control"]
    assert "no-store" not in Client().get("/about/privacy/").headers.get("Cache-Control", "")

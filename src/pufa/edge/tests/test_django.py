"""What Django and Wagtail have to do with the page store: marking, stripping, purging."""

import pytest
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Page, Site

from pufa.edge import purge
from pufa.edge.backend import stored_path
from pufa.edge.coherence import CoherentStore
from pufa.edge.decorators import edge_public
from pufa.edge.middleware import PageStoreMiddleware
from pufa.edge.purgelog import PurgeLog
from pufa.edge.store import PageStore, make_entry


@pytest.fixture
def store(tmp_path, settings):
    settings.EDGE_FOLDER = tmp_path
    settings.EDGE_REDIS_URL = ""
    settings.ROOT_URLCONF = "wagtail.urls"  # the whole site is not needed here
    return CoherentStore(PageStore(1_000_000), PurgeLog(tmp_path))


def keep(store, *paths):
    for path in paths:
        store.put(("h", path), make_entry([], b"old", max_age=60), rendered_at=store.before_render())


def kept(store, *paths):
    return [path for path in paths if store.get(("h", path))]


def answer(path="/", method="get", *, change=lambda response: None, **extra):
    @edge_public(30)
    def view(request):
        response = HttpResponse(f"{request.COOKIES}{request.headers.get('Accept-Language')}")
        change(response)
        return response

    return PageStoreMiddleware(view)(getattr(RequestFactory(), method)(path, **extra))


def test_marked_page_is_the_same_for_every_reader():
    response = answer(HTTP_COOKIE="a=1", HTTP_ACCEPT_LANGUAGE="en")
    assert response["X-Edge-Store"] == "30"
    assert response["Cache-Control"] == "no-cache"
    assert response.content == b"{}None"


def test_desk_keeps_its_cookies_and_is_never_stored():
    response = answer("/desk/pages/", HTTP_COOKIE="a=1", HTTP_ACCEPT_LANGUAGE="en")
    assert not response.has_header("X-Edge-Store")
    assert b"'a': '1'" in response.content


@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.set_cookie("a", "1"),
        lambda response: response.headers.__setitem__("Vary", "Accept-Language, Cookie"),
        lambda response: response.headers.__setitem__("Cache-Control", "private"),
        lambda response: response.headers.__setitem__("Cache-Control", "no-store"),
        lambda response: response.headers.__setitem__("Content-Encoding", "gzip"),
        lambda response: setattr(response, "status_code", 404),
    ],
)
def test_answers_for_one_reader_are_never_stored(change):
    assert not answer(change=change).has_header("X-Edge-Store")


def test_query_post_stream_and_unmarked_answers_are_not_stored():
    assert not answer("/?q=1").has_header("X-Edge-Store")
    assert not answer(method="post").has_header("X-Edge-Store")
    request = RequestFactory().get("/")
    for response in (StreamingHttpResponse([b"a"]), HttpResponse("a", headers={"X-Edge-Store": "60"})):
        middleware = PageStoreMiddleware(lambda request, response=response: response)
        assert not middleware(request).has_header("X-Edge-Store")


def test_address_becomes_the_stored_path():
    assert stored_path("https://a.test/%E6%B3%95/?q=1#x") == "/法/"
    assert stored_path("https://a.test") == "/"


@pytest.mark.django_db(transaction=True)
def test_wagtails_backend_purges_pages_and_the_elders_version(store, settings):
    settings.WAGTAILFRONTENDCACHE = {"edge": {"BACKEND": "pufa.edge.backend.PageStoreBackend"}}
    keep(store, "/a/", "/elders/a/", "/b/")
    get_backends()["edge"].purge_batch(["https://h.test/a/"])
    assert kept(store, "/a/", "/elders/a/", "/b/") == ["/b/"]


@pytest.mark.django_db(transaction=True)
def test_purge_in_a_transaction_holds_the_page_until_the_commit(store):
    keep(store, "/a/")
    with transaction.atomic():
        purge.purge_prefix("/a")
        assert kept(store, "/a/") == []
        keep(store, "/a/")
        assert kept(store, "/a/") == [], "another reader rendered the old state meanwhile"
        rendered_before_commit = store.before_render()
    assert not store.put(("h", "/a/"), make_entry([], b"old", max_age=60), rendered_at=rendered_before_commit)
    keep(store, "/a/")
    assert kept(store, "/a/") == ["/a/"]


@pytest.fixture
def page(db):
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="root")
    home = root.add_child(title="Home", slug="edge-home")
    Site.objects.all().delete()
    Site.objects.create(hostname="h.test", root_page=home, is_default_site=True)
    return home.add_child(title="News", slug="news")


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.save_revision().publish(),
        lambda page: page.unpublish(),
        lambda page: page.move(page.get_parent().add_child(title="Old", slug="old"), pos="last-child"),
        lambda page: page.delete(),
    ],
    ids=["publish", "unpublish", "move", "delete"],
)
def test_changed_page_is_gone_before_the_change_returns(store, page, change):
    keep(store, "/news/", "/elders/news/")
    change(page)
    assert kept(store, "/news/", "/elders/news/") == []

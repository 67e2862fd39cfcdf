"""Every public page stands again in the elders' version, and only public ones."""

import re

import pytest
from django.conf import settings as django_settings
from wagtail.models import PageViewRestriction

from pufa.portal import elders

pytestmark = pytest.mark.django_db


def _page(client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_every_look_is_known_to_the_page_store():
    assert tuple(django_settings.EDGE_VARIANT_PREFIXES) == elders.PREFIXES


def test_home_has_few_choices_and_the_phone(programme, client):
    page = _page(client, "/elders/")
    assert 'data-version="elders"' in page
    assert page.count('class="big-choice') == 4
    assert 'href="tel:000012345678"' in page
    assert f'href="/elders{programme.pieces[-1].url}"' in page
    assert 'href="/elders/search/"' in page


def test_pages_link_both_ways(programme, client):
    piece = programme.pieces[0]
    standard = _page(client, piece.url)
    assert f'<link rel="alternate" type="text/html" title="长辈版" href="/elders{piece.url}">' in standard
    assert f'class="elders-link" href="/elders{piece.url}"' in standard
    large = _page(client, f"/elders{piece.url}")
    assert f'<link rel="alternate" type="text/html" title="普通版" href="{piece.url}">' in large
    assert 'data-version="elders"' in large
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{piece.url}">' in large
    assert f'data-hit="page:{piece.pk}" data-channel="elders"' in large


def test_links_in_the_text_stay_in_the_version(programme, client):
    for path in (programme.series.url, "/series/", "/search/?q=%E6%8A%BC%E9%87%91"):
        main = re.search(r"<main.*?</main>", _page(client, f"/elders-black{path}"), re.DOTALL)
        assert main
        inner = re.findall(r'(?:href|action)="(/[^"]*)"', main[0])
        assert inner
        assert all(link.startswith(("/elders-black/", "/feeds/")) for link in inner), inner


def test_size_and_colours_stand_in_the_path(programme, client):
    page = _page(client, "/elders-large/about/privacy/")
    assert 'data-size="larger"' in page
    assert 'href="/elders/about/privacy/"' in page
    assert 'href="/elders-large-black/about/privacy/"' in page
    assert 'data-theme="black"' in _page(client, "/elders-large-black/about/privacy/")


def test_what_is_no_page_has_no_such_version(programme, client):
    files = ("/feeds/all.atom", "/static/ui/pufa.css", "/sitemap.xml", "/reach/hit.gif")
    for path in ("/desk/", "/elders/", "/design/", "/nowhere/", *files):
        assert client.get(f"/elders{path}", follow=True).status_code == 404, path


def test_withdrawn_and_restricted_pages_are_missing_in_both(programme, client):
    gone, closed = programme.pieces[0], programme.pieces[1]
    gone.unpublish()
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    for piece in (gone, closed):
        for prefix in ("", "/elders"):
            page = _page(client, f"{prefix}{piece.url}", 404)
            assert "这里没有这个页面" in page
            assert piece.title not in page


def test_the_missing_page_names_no_other_version_that_is_missing(programme, client):
    page = _page(client, "/nowhere/", 404)
    assert 'href="/elders/"' in page
    assert "/elders/nowhere/" not in page
    assert 'data-version="elders"' in _page(client, "/elders/nowhere/", 404)


def test_redirections_stay_in_the_version(programme, client):
    response = client.get(f"/elders{programme.series.url.rstrip('/')}")
    assert response.status_code in {301, 302}
    assert response["Location"] == f"/elders{programme.series.url}"


def test_both_may_be_kept_ready_made(programme, client):
    for path in ("/", "/elders/", programme.pieces[0].url, f"/elders-large{programme.pieces[0].url}"):
        assert client.get(path)["X-Edge-Store"], path

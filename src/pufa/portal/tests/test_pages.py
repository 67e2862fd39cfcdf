"""Every public address: no cookie, nothing from elsewhere, light, well-formed, and all its links lead somewhere."""

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from django.contrib.staticfiles import finders
from lxml import etree

from pufa.portal.tests import builder

pytestmark = pytest.mark.django_db
FIRST_VIEW_BYTES = 60 * 1024
START = (
    "/",
    "/elders/",
    "/search/",
    "/search/?q=%E6%8A%BC%E9%87%91",
    "/search/?q=xyzzy",
    "/sitemap.xml",
    "/robots.txt",
    "/manifest.webmanifest",
)


class Seen(HTMLParser):
    """What a page links to and loads, its headings, and what forbids a strict policy."""

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.headings: list[int] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "a" and named.get("href"):
            self.links.append(named["href"])
        if tag == "link":
            (self.links if named["rel"] in {"alternate", "canonical"} else self.loaded).append(named["href"])
        if tag in {"img", "script", "source", "audio"} and named.get("src"):
            self.loaded.append(named["src"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if named.get("id"):
            self.ids.append(named["id"])
        self.inline += [f"{tag} {name}" for name in named if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not named.get("src")):
            self.inline.append(tag)


def _local(url: str) -> str | None:
    parts = urlsplit(urldefrag(url)[0])
    if parts.scheme in {"tel", "mailto"} or (parts.netloc and parts.netloc != "127.0.0.1:8000"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "") if parts.path else None


def _crawl(client):
    """Every public address reachable from the start, with its answer; in the elders' other looks no searches."""
    waiting, answers = list(START), {}
    while waiting:
        path = waiting.pop()
        is_other_look = path.startswith("/elders-") and "?" in path
        if path in answers or is_other_look or path.startswith(("/static/", "/media/")):
            continue
        answer = answers[path] = client.get(path)
        if answer["Content-Type"].startswith("text/html"):
            seen = Seen(answer.content.decode())
            waiting += [local for link in seen.links if (local := _local(link))]
    return answers


def test_every_public_page(programme, client):
    answers = _crawl(client)
    pages = {path: answer for path, answer in answers.items() if answer["Content-Type"].startswith("text/html")}
    assert len(pages) > 50
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    for path, answer in answers.items():
        assert not answer.cookies, path
        assert not answer.has_header("Set-Cookie"), path
        assert "default-src 'none'" in answer["Content-Security-Policy"], path
        assert "Cookie" not in answer.get("Vary", ""), path
    for path, answer in pages.items():
        seen = Seen(answer.content.decode())
        assert [url for url in seen.loaded if not url.startswith("/") or url.startswith("//")] == [], path
        assert seen.inline == [], path
        assert seen.headings.count(1) == 1, path
        assert len(seen.ids) == len(set(seen.ids)), path
        steps = zip(seen.headings, seen.headings[1:], strict=False)
        assert [step for step in steps if step[1] > step[0] + 1] == [], path
        assert _weight(answer.content, seen) <= FIRST_VIEW_BYTES, path


def _weight(content: bytes, seen: Seen) -> int:
    """What a first visit loads before the pictures, compressed."""
    files = (url.removeprefix("/static/") for url in seen.loaded if url.endswith((".css", ".js")))
    return len(gzip.compress(content, 6)) + sum(map(_file_weight, files))


@cache
def _file_weight(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name)).read_bytes(), 6))


def test_sitemap_names_all_public_pages(programme, client):
    programme.pieces[0].unpublish()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = etree.fromstring(client.get("/sitemap.xml").content)
    found = {urlsplit(loc.text).path for loc in root.findall("s:url/s:loc", space)}
    assert {"/", "/about/privacy/", programme.series.url, programme.pieces[1].url} <= found
    assert programme.pieces[0].url not in found


def test_home_shows_what_there_is(programme, client):
    page = client.get("/").content.decode()
    assert programme.pieces[-1].title in re.sub("<[^>]+>", "", page)
    assert '<b class="num">5</b>' in page
    assert "12348" in page
    assert f'href="{programme.brand.url}issues/"' in page


def test_home_of_an_empty_programme_stands(db, client):
    builder.start()
    page = client.get("/").content.decode()
    assert "还没有发布文章" in page
    assert client.get("/elders/").status_code == 200
    assert client.get("/series/").status_code == 200


def test_home_costs_few_queries(programme, client, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(45):
        client.get("/")


def test_editors_choose_what_to_read_first(programme, client):
    programme.home.lead = programme.pieces[1]
    programme.home.save_revision().publish()
    page = client.get("/").content.decode()
    assert page.index(programme.pieces[1].standfirst) > page.index("今天先看这一篇")


def test_withdrawn_and_changed_pieces_are_told(programme, client):
    from datetime import timedelta

    from wagtail.models import Page

    from pufa.reach import actions as reach_actions

    gone, changed = programme.pieces[0], programme.pieces[1]
    entry = reach_actions.record(
        metric="pieces_published", amount=1, at=builder.START, source_key=f"page:{gone.pk}", source_title=gone.title
    )
    gone.unpublish()
    reach_actions.correct(entry=entry, reason="引用的条款已经修改", by=None)
    Page.objects.filter(pk=changed.pk).update(last_published_at=changed.first_published_at + timedelta(days=1))
    page = client.get("/about/corrections/").content.decode()
    assert "引用的条款已经修改" in page
    assert "已撤稿" in page
    assert "已改正" in page
    assert f'href="{changed.url}"' in page
    assert f'href="{gone.url}"' not in page


def test_preview_is_not_kept(programme, client):
    request = programme.home.make_preview_request()
    assert request.status_code == 200
    assert not request.has_header("X-Edge-Store")


def test_a_page_named_like_an_address_of_ours_gets_another_name(programme, client):
    from pufa.portal.models import TextPage

    page = programme.home.add_child(instance=TextPage(title="Search", slug="search"))
    page.save_revision(clean=False).publish(skip_permission_checks=True)
    page.refresh_from_db()
    assert page.url == "/search-page/"
    assert client.get("/search-page/").status_code == 200

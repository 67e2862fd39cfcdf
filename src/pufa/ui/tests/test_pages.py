"""The living page and the examples render, without inline style or script, with and without their context."""

import re

import lucide
import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import Client

from pufa.ui import drawings, samples
from pufa.ui.errors import Refusal

pytestmark = pytest.mark.urls("pufa.ui.tests.urls")
PAGES = ["", *(f"{name}/" for name in samples.EXAMPLES)]


@pytest.fixture
def visitor() -> Client:
    return Client()


def shown(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_renders_clean(visitor: Client, page: str) -> None:
    response = visitor.get(f"/design/{page}")
    html = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="zh-Hans"' in html
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", html)
    assert not response.cookies
    assert html.count("<h1") == 1


@pytest.mark.parametrize("page", PAGES)
def test_ids_are_unique_and_labels_lead_to_fields(visitor: Client, page: str) -> None:
    html = visitor.get(f"/design/{page}").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html)) <= set(ids)
    assert {one for group in re.findall(r'aria-describedby="([^"]+)"', html) for one in group.split()} <= set(ids)


def test_an_unknown_example_is_not_found(visitor: Client) -> None:
    assert visitor.get("/design/nothing/").status_code == 404


def test_a_theme_can_be_forced_but_only_a_known_one(visitor: Client) -> None:
    assert b'data-theme="dark"' in visitor.get("/design/?theme=dark").content
    assert b'<html lang="zh-Hans">' in visitor.get('/design/?theme="x').content


def test_the_elders_version_has_the_phone_and_two_plain_links(visitor: Client) -> None:
    html = visitor.get("/design/elders/?theme=black").content.decode()
    assert 'data-version="elders" data-theme="black"' in html
    assert 'href="tel:000012345678"' in html
    assert "字再大些" in html
    assert "白底黑字" in html


@pytest.mark.parametrize("name", ["404.html", "403.html", "429.html", "500.html"])
def test_error_pages_stand_without_any_context(name: str) -> None:
    html = render_to_string(name)
    assert "<h1>" in html
    assert 'href="/"' in html


def test_a_refusal_says_why() -> None:
    html = render_to_string("ui/refusal.html", {"refusal": Refusal("同一个人不能审两关")})
    assert "同一个人不能审两关" in html


def test_readers_are_counted_only_with_a_key() -> None:
    counted = render_to_string("ui/page.html", {"hit_key": "page:12&x"})
    assert 'data-hit="page:12&amp;x"' in counted
    assert '<noscript><img src="/reach/hit.gif?o=page%3A12%26x&amp;c=web"' in counted
    assert "hit.gif" not in render_to_string("ui/page.html")


def test_icons_are_decoration_unless_they_have_a_label() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "volume-2" 24 %}')
    assert 'role="img" aria-label="a &quot;b&quot;"' in drawings.icon("check", 16, 'a "b"')
    with pytest.raises(lucide.IconDoesNotExist):
        drawings.icon("no-such-icon")


def test_an_unknown_motif_is_refused() -> None:
    assert "thread" in shown('{% motif "net" %}')
    with pytest.raises(TemplateSyntaxError):
        shown('{% motif "dragon" %}')


def test_progress_fills_the_bar_and_leaves_out_what_is_nought() -> None:
    parts = [
        {"state": "done", "label": "a", "count": 3},
        {"state": "retry", "label": "b", "count": 0},
        {"state": "waiting", "label": "c", "count": 1},
    ]
    html = shown('{% include "ui/parts/progress.html" %}', parts=parts)
    widths = [float(width) for width in re.findall(r'width="([\d.]+)" height="12"', html)]
    assert len(widths) == 2
    assert sum(widths) == pytest.approx(997, abs=0.2)
    assert '<b class="num">0</b>' in html


def test_markup_in_a_title_is_escaped() -> None:
    html = shown('{% include "ui/parts/result_piece.html" %}', result={"title": "<script>x</script>", "url": "/"})
    assert "<script>" not in html

"""Feeds, site maps, pages of links and plain lists name pages, whoever wrote them."""

import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.lib import savedpage, weblists
from pufa.lib.weblists import ListError

BASE = "https://news.example.com/list/index.xml"
RSS = """<?xml version="1.0" encoding="{name}"?><rss version="2.0"><channel><title>要闻</title>
<link>https://news.example.com/</link><image><link>https://news.example.com/logo</link></image>
<item><title>一</title><link>https://news.example.com/1.html#top</link></item>
<item><title>二</title><link> ../2.html </link></item>
<item><link>javascript:alert(1)</link></item><item><link>https://news.example.com/1.html</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://news.example.com/feed"/>
<entry><link rel="alternate" href="/3.html"/><link rel="enclosure" href="/3.mp3"/></entry>
<entry><link href="http://other.example.org/4.html"/></entry></feed>"""
MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://news.example.com/5.html</loc>
<lastmod>2026-01-01</lastmod></url><url><loc>/6.html</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://news.example.com/map1.xml.gz</loc></sitemap></sitemapindex>"""
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><item><link>&b;</link></item></rss>'


@pytest.mark.parametrize("name", ["utf-8", "gb2312", "gb18030"])
def test_rss_in_any_encoding(name):
    named = weblists.feed(RSS.format(name=name).encode(name), BASE)
    assert named.pages == ("https://news.example.com/1.html", "https://news.example.com/2.html")


def test_atom():
    assert weblists.feed(ATOM.encode(), BASE).pages == (
        "https://news.example.com/3.html",
        "http://other.example.org/4.html",
    )


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_site_maps_packed_or_not(pack):
    pages = ("https://news.example.com/5.html", "https://news.example.com/6.html")
    assert weblists.sitemap(pack(MAP.encode()), BASE).pages == pages
    assert weblists.sitemap(pack(INDEX.encode()), BASE).maps == ("https://news.example.com/map1.xml.gz",)
    assert weblists.sitemap(pack("\n".join(pages).encode()), BASE).pages == pages


def test_a_page_of_links_gives_those_of_its_own_site():
    page = """<a href="/a.html">一</a><a href="https://news.example.com/b.html#x">二</a><a href="#top">顶</a>
    <a href="https://elsewhere.example.org/">外</a><a href="mailto:x@example.com">信</a><a>空</a>"""
    named = weblists.links(page.encode("gb18030"), BASE, "gb2312")
    assert named.pages == ("https://news.example.com/a.html", "https://news.example.com/b.html")


def test_a_plain_list():
    named = weblists.lines("﻿# 单位网站\nhttps://a.example.com/1 市司法局\n\nhttp://b.example.com/2\n".encode())
    assert named.pages == ("https://a.example.com/1", "http://b.example.com/2")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (LAUGHS.encode(), "forbidden_xml"),
        (b"<rss><item><link>https://x.example.com/</link></item>", "not_xml"),
        (b"<rss></rss>", "empty"),
        (b"<a>" * 300 + b"</a>" * 300, "too_deep"),
        (gzip.compress(bytes(30_000_000)), "too_large"),
        (b"\x1f\x8b broken", "damaged"),
        (b"\xff\xfe\x00\x01" * 9, "not_xml"),
    ],
)
def test_hostile_lists_end_in_a_clear_error(data, code):
    with pytest.raises(ListError) as caught:
        weblists.feed(data, BASE)
    assert caught.value.code in {code, "encoding", "empty"} if code == "not_xml" else caught.value.code == code
    assert caught.value.message_zh


def test_too_many_addresses_are_cut(monkeypatch):
    monkeypatch.setattr(weblists, "MOST_ADDRESSES", 3)
    named = weblists.lines("\n".join(f"https://a.example.com/{number}" for number in range(9)).encode())
    assert (len(named.pages), named.is_cut) == (3, True)


@given(st.binary(max_size=400))
def test_any_bytes_end_well_or_in_a_list_error(data):
    for read in (weblists.feed, weblists.sitemap, weblists.links):
        with contextlib.suppress(ListError):
            assert read(data, BASE).pages


ARCHIVE = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://news.example.com/7.html
Subject: =?utf-8?Q?x?=
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html"; boundary="----x"

------x
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example.com/7.html

<p>=E4=BD=A0=E5=A5=BD</p>
------x
Content-Type: image/png
Content-Transfer-Encoding: base64

AAAA
------x--
"""


def test_saved_pages_name_their_address():
    chrome = savedpage.open_saved(ARCHIVE)
    assert (chrome.data.decode().strip(), chrome.charset) == ("<p>你好</p>", "utf-8")
    assert chrome.address == "https://news.example.com/7.html"
    edge = savedpage.open_saved(b"<!DOCTYPE html>\n<!-- saved from url=(0032)https://news.example.com/8.html -->\n<p>x")
    assert edge.address == "https://news.example.com/8.html"
    plain = savedpage.open_saved(b"<head><link href='https://news.example.com/9.html' rel='canonical'></head><p>x")
    assert plain.address == "https://news.example.com/9.html"
    assert savedpage.open_saved("一段文字".encode()).address == ""


@given(st.binary(max_size=300))
def test_any_saved_bytes_can_be_opened(data):
    savedpage.open_saved(data)
    savedpage.open_saved(ARCHIVE[:200] + data)

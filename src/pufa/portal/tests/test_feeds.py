"""Feeds are valid, whole and stable."""

import json
from datetime import datetime, timedelta

import pytest
from lxml import etree

from pufa.portal import feeds
from pufa.portal.tests import builder

pytestmark = pytest.mark.django_db
ATOM = {"a": feeds.ATOM}


def _atom(client, name: str) -> etree._Element:
    response = client.get(f"/feeds/{name}.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def test_atom_has_what_the_standard_asks_for(programme, client):
    feed = _atom(client, "all")
    assert feed.findtext("a:id", namespaces=ATOM).startswith("tag:127.0.0.1,2026:feed/")
    assert feed.findtext("a:title", namespaces=ATOM) == "示例网络普法"
    assert datetime.fromisoformat(feed.findtext("a:updated", namespaces=ATOM)) == builder.START + timedelta(weeks=5)
    assert {link.get("rel") for link in feed.findall("a:link", ATOM)} == {"self", "alternate"}
    entries = feed.findall("a:entry", ATOM)
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in entries] == [
        piece.title for piece in reversed(programme.pieces)
    ]
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all("林示例" in entry.findtext("a:author/a:name", namespaces=ATOM) for entry in entries)
    assert "合同写明的事" in entries[-1].findtext("a:content", namespaces=ATOM)
    assert entries[-1].find("a:content", ATOM).get("type") == "html"
    for entry in entries:
        assert entry.find("a:link", ATOM).get("href").startswith("http://127.0.0.1:8000/")


def test_ids_stay_when_a_piece_moves_and_changes(programme, client):
    def ids() -> dict[str, str]:
        return {
            entry.findtext("a:title", namespaces=ATOM): entry.findtext("a:id", namespaces=ATOM)
            for entry in _atom(client, "all").findall("a:entry", ATOM)
        }

    before = ids()
    piece = programme.pieces[0]
    piece.move(programme.other, pos="last-child")
    assert ids() == before


def test_json_feed_carries_the_same(programme, client):
    response = client.get("/feeds/all.json")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://127.0.0.1:8000/feeds/all.json"
    entries = _atom(client, "all").findall("a:entry", ATOM)
    assert [item["id"] for item in feed["items"]] == [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert feed["items"][-1]["tags"] == ["合同", "租房"]
    assert "<" not in feed["items"][-1]["content_text"]


def test_feeds_of_brand_series_and_topic_hold_their_own(programme, client):
    def titles(name: str) -> list[str]:
        return [entry.findtext("a:title", namespaces=ATOM) for entry in _atom(client, name).findall("a:entry", ATOM)]

    assert titles(f"brand-{programme.other.pk}") == [programme.pieces[-1].title]
    assert titles(f"series-{programme.series.pk}") == [piece.title for piece in reversed(programme.pieces[:-1])]
    topic = programme.pieces[3].topics.get().pk
    assert titles(f"topic-{topic}") == ["老板拖欠工资，证据怎么留"]


@pytest.mark.parametrize(
    "name", ["nothing", "brand-0", "brand-999999", "series-1x", "topic-99999", "brand-99999999999"]
)
def test_no_such_feed(programme, client, name):
    assert client.get(f"/feeds/{name}.atom").status_code == 404
    assert client.get(f"/feeds/{name}.json").status_code == 404


def test_characters_that_xml_forbids_do_not_break_a_feed(programme, client):
    piece = programme.pieces[0]
    piece.title, piece.standfirst = "坏\x0b字符<&>", "\x00"
    piece.save()
    assert "坏字符<&>" in etree.tostring(_atom(client, "all"), encoding="unicode", method="text")


def test_a_withdrawn_piece_leaves_the_feeds(programme, client):
    programme.pieces[0].unpublish()
    assert programme.pieces[0].title not in client.get("/feeds/all.json").content.decode()


def test_feeds_may_be_kept_and_are_announced(programme, client):
    assert client.get("/feeds/all.atom")["X-Edge-Store"]
    home = client.get("/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in home
    assert '<link rel="alternate" type="application/feed+json"' in home


def test_empty_feed_is_valid(db, client):
    builder.start()
    assert _atom(client, "all").findall("a:entry", ATOM) == []
    assert json.loads(client.get("/feeds/all.json").content)["items"] == []

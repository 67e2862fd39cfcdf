"""What the public sees of brands, series, issues and pieces."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from pufa.editorial import actions
from pufa.editorial.models import PiecePage
from pufa.editorial.tests import factories

WARM_UP = 2


def html(client, page, more=""):
    answer = client.get(page.url + more if isinstance(page, Page) else page + more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_piece_shows_text_credits_record_and_issue(client, staff, brand, series):
    pieces = [
        factories.published(series, staff, f"第{number}篇", issue=factories.issue(brand, number, series))
        for number in (1, 2, 3)
    ]
    text = html(client, PiecePage.objects.get(pk=pieces[1].pk))
    for words in (
        factories.PARAGRAPH,
        "先停一停",
        "林一",
        "陈初",
        "黄复",
        "周终",
        "第1篇",
        "第3篇",
        brand.title,
        series.title,
    ):
        assert words in text
    assert f'data-hit="page:{pieces[1].pk}"' in text
    assert f"/feeds/series-{series.pk}.atom" in text
    assert f"/feeds/brand-{brand.pk}.json" in text
    assert "<svg" in text
    record = text[text.index('id="record"') :]
    assert re.search(r"2026年3月2日", record)
    for private in ("核实来源", "Kettle", staff.first.username):
        assert private not in text


def test_pages_hold_no_inline_script_or_style_and_set_no_cookie(client, staff, brand, series):
    piece = factories.published(series, staff, issue=factories.issue(brand, 1, series))
    for address in (piece.url, series.url, brand.url, f"{brand.url}issues/", f"{brand.url}issues/1/"):
        answer = client.get(address)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert not answer.cookies
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert "<style" not in text
        assert not re.search(r'\sstyle="', text)
        assert not re.search(r'\son\w+="', text)


def test_drafts_and_withdrawn_pieces_are_not_found(client, staff, brand, series):
    draft = factories.piece(series, staff.editor, "藏着")
    gone = factories.published(series, staff, "撤了", issue=factories.issue(brand, 1, series))
    actions.withdraw(piece=gone, by=staff.office, reason="错")
    for piece in (draft, gone):
        assert client.get(piece.url).status_code == 404
        for shelf in (brand, series):
            assert piece.title not in html(client, shelf)
    assert client.get(f"{brand.url}issues/1/").status_code == 404
    assert client.get(f"{brand.url}issues/77/").status_code == 404


def test_hostile_words_are_shown_as_words(client, staff, series):
    bad = "<script>alert(1)</script>"
    piece = factories.published(
        series, staff, f"标题{bad}", standfirst=bad, credits=[("author", bad, bad)], keywords=[bad],
        body=[("heading", bad), ("paragraph", f"<p>好{bad}</p>"), ("quote", {"text": bad, "who": bad}),
              ("key_sentence", bad), ("note", bad), ("steps", [bad])],
    )  # fmt: skip
    text = html(client, piece)
    assert bad not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_issues_are_listed_by_page_newest_first(client, staff, brand, series, monkeypatch):
    monkeypatch.setattr("pufa.editorial.models.brands.ISSUES_A_PAGE", 2)
    for number in (1, 2, 3):
        factories.published(series, staff, f"第{number}篇", issue=factories.issue(brand, number, series))
    first, second = html(client, brand, "issues/"), html(client, brand, "issues/?page=2")
    assert first.index("第3篇") < first.index("第2篇")
    assert "第1篇" not in first
    assert "第1篇" in second
    assert html(client, brand, "issues/?page=abc")


@pytest.mark.parametrize("place", ["brand", "series", "issues", "piece"])
def test_pages_ask_the_same_number_of_questions_however_long_they_are(client, staff, brand, series, place):
    pieces = [factories.published(series, staff, issue=factories.issue(brand, number, series)) for number in (1, 2)]
    addresses = {"brand": brand.url, "series": series.url, "issues": f"{brand.url}issues/", "piece": pieces[0].url}
    address = addresses[place]
    for _ in range(WARM_UP):
        client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3, 9):
        factories.published(series, staff, issue=factories.issue(brand, number, series))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few) + WARM_UP
    assert len(many) < 60

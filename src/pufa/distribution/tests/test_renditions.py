"""Renditions: by rule and covered, by a person and reviewed, by a machine and marked; stale and dead."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from pufa.distribution import actions
from pufa.distribution.actions import DistributionError, NotAllowedError
from pufa.distribution.making import sentences
from pufa.distribution.models import Rendition
from pufa.distribution.queries import renditions
from pufa.distribution.tests import factories
from pufa.distribution.tests.factories import MONDAY
from pufa.editorial import actions as editorial_actions
from pufa.editorial.tests import factories as editorial
from pufa.review.models import Review

pytestmark = pytest.mark.django_db
State = Rendition.State


@pytest.fixture
def place():
    return factories.city()


def proposed(place, shape):
    return actions.propose(piece=place.piece, shape=shape, by=place.editor, now=MONDAY)


@pytest.mark.parametrize("shape", ["article", "short", "headline", "caption", "card", "sms"])
def test_what_a_rule_takes_word_for_word_is_covered_by_the_approval_of_its_piece(place, shape):
    source = renditions.approved_text(place.piece)
    for row in proposed(place, shape):
        assert row.state == State.APPROVED
        assert row.approval == source.review
        assert str(source.review.pk) in row.approval_note
        assert sentences.foreign(source.draft, (row.title, row.summary, row.text)) == ""


def test_a_script_spelled_for_the_ear_is_not_verbatim_and_is_reviewed(place):
    [row] = proposed(place, "broadcast")
    assert "九六幺幺零" in row.text
    assert row.state == State.DRAFT
    assert row.approval is None


def test_a_card_is_drawn_the_same_every_time(place):
    [first], [second] = proposed(place, "card"), proposed(place, "card")
    assert bytes(first.card.png).startswith(b"\x89PNG")
    assert first.card.sha256 == second.card.sha256
    assert (first.card.width, first.card.height) == (1080, 1440)


def test_a_persons_words_go_through_three_reviews(place):
    row = actions.write(
        piece=place.piece, shape="short", by=place.editor, title="先停一停", text="中奖短信别信。", now=MONDAY
    )
    assert row.state == State.DRAFT
    review = actions.submit(rendition=row, by=place.editor, now=MONDAY)
    assert (review.kind, row.state) == ("rendition", State.REVIEW)
    with pytest.raises(DistributionError):
        actions.change(rendition=row, by=place.editor, text="改", now=MONDAY)
    editorial.proofed(review, place.staff)
    for by in (place.staff.first, place.staff.second, place.staff.final):
        review = editorial.gate(review, by)
    row.refresh_from_db()
    assert (row.state, row.approval) == (State.APPROVED, review)
    assert list(Rendition.objects.usable()) == [row]


def test_sent_back_it_is_a_draft_again(place):
    from pufa.review import actions as review_actions

    row = actions.write(piece=place.piece, shape="sms", by=place.editor, text="别信中奖短信。", now=MONDAY)
    review = actions.submit(rendition=row, by=place.editor, now=MONDAY)
    review_actions.send_back(review=review, by=place.staff.first, reasons="再短些", now=MONDAY)
    row.refresh_from_db()
    assert row.state == State.DRAFT


def test_changing_a_covered_rendition_takes_its_cover_away(place):
    [row] = proposed(place, "short")
    actions.change(rendition=row, by=place.editor, text=row.text + "再加一句。", now=MONDAY)
    assert (row.state, row.origin, row.approval) == (State.DRAFT, "person", None)
    assert row.version == 2


def test_who_may_not_write_may_not_and_empty_or_endless_words_are_refused(place):
    for person in (place.staff.observer, place.staff.contact, place.staff.first):
        with pytest.raises(NotAllowedError):
            actions.propose(piece=place.piece, shape="short", by=person, now=MONDAY)
    for given, code in (({"text": " "}, "empty"), ({"text": "好", "title": "长" * 121}, "too_long")):
        with pytest.raises(DistributionError) as refusal:
            actions.write(piece=place.piece, shape="short", by=place.editor, now=MONDAY, **given)
        assert refusal.value.reason == code
    draft = editorial.piece(editorial.brand("另一个"), place.editor)
    with pytest.raises(DistributionError) as refusal:
        actions.propose(piece=draft, shape="short", by=place.editor, now=MONDAY)
    assert refusal.value.reason == "not_public"


def test_what_no_platform_takes_is_refused_before_review_with_its_limit(place, server):
    factories.account(server)
    row = actions.write(
        piece=place.piece, shape="short", by=place.editor, text="很长。" * 300, kinds=["mastodon"], now=MONDAY
    )
    with pytest.raises(DistributionError) as refusal:
        actions.submit(rendition=row, by=place.editor, now=MONDAY)
    assert refusal.value.reason == "does_not_fit"
    assert "500" in str(refusal.value)
    assert not Review.objects.filter(kind="rendition").exists()


def test_a_newer_text_makes_renditions_stale_and_ends_their_reviews(place):
    [covered] = proposed(place, "short")
    own = actions.write(piece=place.piece, shape="sms", by=place.editor, text="别信。真的别信。", now=MONDAY)
    review = actions.submit(rendition=own, by=place.editor, now=MONDAY)
    editorial.edited(place.piece, place.editor, title="中奖短信千万别信")
    editorial.approve(place.piece, place.staff, now=MONDAY)
    for row in (covered, own):
        row.refresh_from_db()
        assert row.state == State.STALE
    review.refresh_from_db()
    assert review.state == "cancelled"
    with pytest.raises(DistributionError):
        actions.change(rendition=own, by=place.editor, text="新", now=MONDAY)
    assert [row.title for row in proposed(place, "short")] == ["中奖短信千万别信"]


def test_a_withdrawn_piece_ends_its_renditions(place):
    [row] = proposed(place, "short")
    editorial_actions.withdraw(piece=place.piece, by=place.office, reason="有误", now=MONDAY)
    row.refresh_from_db()
    assert row.state == State.DEAD
    assert not Rendition.objects.usable().exists()


def test_only_what_nobody_reviewed_or_sent_is_discarded(place):
    row = actions.write(piece=place.piece, shape="sms", by=place.editor, text="别信。", now=MONDAY)
    actions.discard(rendition=row, by=place.editor, now=MONDAY)
    other = actions.write(piece=place.piece, shape="sms", by=place.editor, text="别信。", now=MONDAY)
    actions.submit(rendition=other, by=place.editor, now=MONDAY)
    with pytest.raises(DistributionError):
        actions.discard(rendition=other, by=place.editor, now=MONDAY)


@contextmanager
def machine(body, status=200):
    asked = []

    class Talk(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Talk)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    finally:
        server.shutdown()
        server.server_close()


def test_a_machines_suggestion_is_marked_and_never_usable_without_review(place, settings):
    with pytest.raises(DistributionError) as refusal:
        actions.suggest(piece=place.piece, shape="sms", by=place.editor, now=MONDAY)
    assert refusal.value.reason == "no_endpoint"
    with machine({"choices": [{"message": {"content": "先停一停，再打官方电话问清楚。"}}]}) as (address, asked):
        settings.SUGGESTIONS = {"url": address, "model": "sample-model", "key": ""}
        row = actions.suggest(piece=place.piece, shape="sms", by=place.editor, now=MONDAY)
    assert (row.origin, row.model, row.state) == ("machine", "sample-model", State.DRAFT)
    assert str(row.get_origin_display()) == "机器建议"
    assert place.piece.title in asked[0]["messages"][1]["content"]
    actions.change(rendition=row, by=place.editor, text="先停一停。", now=MONDAY)
    assert row.origin == "machine"


@pytest.mark.parametrize(("body", "status"), [(b"<html>", 200), ({"choices": []}, 200), ({}, 500)])
def test_an_unreadable_suggestion_is_a_clear_refusal(place, settings, body, status):
    with machine(body, status) as (address, _asked):
        settings.SUGGESTIONS = {"url": address, "model": "sample-model", "key": "k"}
        with pytest.raises(DistributionError) as refusal:
            actions.suggest(piece=place.piece, shape="sms", by=place.editor, now=MONDAY)
    assert refusal.value.reason == "bad_answer"

"""Every way the actions of editorial can end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Page, Revision

from pufa.audit import queries as audit_queries
from pufa.editorial import actions, jobs, queries
from pufa.editorial.models import Audience, Issue, PiecePage, RelatedPiece, Topic
from pufa.editorial.tests import factories
from pufa.editorial.tests.factories import MONDAY
from pufa.lib import clock
from pufa.reach import queries as reach_queries
from pufa.review.models import State


def code_of(call):
    with pytest.raises(actions.EditorialError) as caught:
        call()
    assert str(caught.value)
    return caught.value.reason


def verbs(key):
    return [entry.verb for entry in reversed(list(audit_queries.entries(key=key)))]


def test_brands_and_series_are_public_pages_at_once(staff):
    brand = actions.create_brand(
        parent=factories.home(), kind="enforcement", title="净网说案", by=staff.office, now=MONDAY
    )
    series = actions.create_series(parent=brand, title="谣言", by=staff.editor, now=MONDAY)
    assert (brand.live, brand.first_published_at, series.live) == (True, MONDAY, True)
    assert series.topic == "谣言"
    assert verbs(f"page:{brand.pk}") == ["brand.created"]
    wrong = {"parent": factories.home(), "title": "新"}
    assert code_of(lambda: actions.create_brand(kind="circus", by=staff.office, **wrong)) == "unknown_kind"
    assert code_of(lambda: actions.create_brand(kind="topical", by=staff.editor, **wrong)) == "not_allowed"
    assert code_of(lambda: actions.create_series(parent=brand, title="新", by=staff.first)) == "not_allowed"


def test_issues_are_numbered_once_from_one_within_their_brand(staff, brand, series):
    first = factories.issue(brand, 1, series)
    assert "网上说法" in str(first)
    made = {"brand": brand, "series": None, "published_on": date(2026, 3, 2), "by": staff.office}
    assert code_of(lambda: actions.create_issue(number=1, **made)) == "number_taken"
    assert code_of(lambda: actions.create_issue(number=0, **made)) == "bad_number"
    other = factories.brand("另一个")
    wrong = {**made, "brand": other, "series": series}
    assert code_of(lambda: actions.create_issue(number=2, **wrong)) == "other_brand"
    assert code_of(lambda: actions.create_issue(number=2, **{**made, "by": staff.observer})) == "not_allowed"
    for number in (0, 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Issue.objects.create(brand=brand, number=number, published_on=date(2026, 3, 2))
    changed = {"series": None, "title": "改", "published_on": date(2026, 3, 9), "by": staff.office}
    actions.change_issue(issue=first, number=7, **changed)
    assert list(Issue.objects.values_list("number", "title")) == [(7, "改")]
    assert verbs(f"issue:{first.pk}") == ["issue.created", "issue.changed"]


def test_a_piece_begins_as_a_draft_with_all_that_belongs_to_it(staff, series):
    piece = factories.piece(series, staff.editor, "先核实", issue=factories.issue(queries.brand_above(series.path)))
    kept = PiecePage.objects.get(pk=piece.pk)
    assert (kept.live, kept.owner, kept.first_published_at) == (False, staff.editor, None)
    assert [credit.name for credit in kept.credits.all()] == ["林一"]
    assert set(Topic.objects.filter(pieces=kept).values_list("name", flat=True)) == {"反诈"}
    assert set(Audience.objects.filter(pieces=kept).values_list("name", flat=True)) == {"老年人"}
    assert kept.keyword_list() == ("短信", "链接")
    assert [block.block_type for block in kept.body] == ["heading", "paragraph", "steps"]
    assert verbs(kept.object_key) == ["piece.created"]
    assert code_of(lambda: factories.piece(series, staff.first)) == "not_allowed"
    assert code_of(lambda: factories.piece(series, staff.office)) == "not_allowed"


def test_rich_text_keeps_only_what_is_allowed(staff, series):
    hostile = (
        '<p>好<script>alert(1)</script><b onclick="x()">人</b><img src=x onerror=y>'
        '<a href="javascript:alert(2)">点</a><iframe src="//evil"></iframe></p><style>*{}</style>'
    )
    steps = ["<script>alert(3)</script>"]
    body = [("paragraph", hostile), ("steps", steps), ("heading", "<img src=x>"), ("key_sentence", "<b>重</b>")]
    piece = factories.piece(series, staff.editor, body=body)
    html = piece.body.render_as_block()
    for bad in ("<script", "onclick", "onerror", "javascript:", "<iframe", "<style", "<img"):
        assert bad not in html
    assert "<b>人</b>" in html
    assert "&lt;script&gt;alert(3)" in html


def test_submitting_is_for_editors_and_for_pieces_that_are_ready(staff, brand, series):
    piece = factories.piece(series, staff.editor)
    assert code_of(lambda: actions.submit(piece=piece, by=staff.office)) == "not_allowed"
    empty = factories.piece(series, staff.editor, body=[])
    assert code_of(lambda: actions.submit(piece=empty, by=staff.editor)) == "empty"
    foreign = factories.issue(factories.brand("另一个"))
    with pytest.raises(ValidationError):
        factories.edited(piece, staff.editor, issue=foreign)
    latest = piece.get_latest_revision_as_object()
    latest.issue = foreign
    latest.save_revision(clean=False)
    assert code_of(lambda: actions.submit(piece=piece, by=staff.editor)) == "other_brand"
    factories.edited(piece, staff.editor, issue=None)
    review = actions.submit(piece=piece, by=staff.editor, urgent=True, now=MONDAY)
    piece.refresh_from_db()
    assert (review.kind, review.key, review.is_urgent) == ("page", str(piece.pk), True)
    assert piece.locked
    assert piece.get_lock().for_user(staff.editor)
    assert set(review.authors.all()) == {staff.editor}


def test_a_reprint_needs_a_source_somebody_checked(staff, series):
    piece = factories.piece(series, staff.editor)
    factories.edited(piece, staff.editor, is_reprint=True)
    assert code_of(lambda: actions.submit(piece=piece, by=staff.editor)) == "no_source"
    factories.edited(piece, staff.editor, source="某报")
    assert code_of(lambda: actions.submit(piece=piece, by=staff.editor)) == "source_unchecked"
    assert len(piece.get_latest_revision_as_object().warnings()) == 1
    factories.edited(piece, staff.editor, source_checked=True)
    assert actions.submit(piece=piece, by=staff.editor).state == State.FIRST


def test_three_approvals_publish_and_count_once(staff, brand, series):
    issue = factories.issue(brand, 3, series)
    piece = factories.piece(series, staff.editor, issue=issue)
    review = factories.approve(piece, staff)
    assert (piece.live, piece.first_published_at, piece.locked) == (True, MONDAY, False)
    assert piece.live_revision_id == review.revision_id
    entry = reach_queries.entries("pieces_published").get()
    assert (entry.amount, entry.at, entry.source_key) == (1, MONDAY, piece.object_key)
    assert reach_queries.total("issues_published") == 1
    factories.published(series, staff, issue=issue)
    assert reach_queries.total("pieces_published") == 2
    assert reach_queries.total("issues_published") == 1
    factories.edited(piece, staff.editor, title="改过的标题")
    factories.approve(piece, staff, MONDAY + timedelta(days=1))
    assert (piece.title, piece.first_published_at) == ("改过的标题", MONDAY)
    assert piece.last_published_at == MONDAY + timedelta(days=1)
    assert reach_queries.total("pieces_published") == 2
    assert verbs(piece.object_key).count("piece.published") == 2


def test_exactly_the_approved_revision_is_published_though_a_newer_draft_exists(staff, series):
    piece = factories.piece(series, staff.editor, "批准的题目")
    tomorrow = clock.now() + timedelta(days=1)
    review = factories.approve(piece, staff, publish_at=tomorrow)
    assert not piece.live
    factories.edited(piece, staff.editor, title="后来的题目")
    jobs.publish_due(now=tomorrow - timedelta(minutes=1))
    piece.refresh_from_db()
    assert not piece.live
    jobs.publish_due(now=tomorrow)
    piece.refresh_from_db()
    assert (piece.live, piece.title, piece.live_revision_id) == (True, "批准的题目", review.revision_id)
    assert piece.has_unpublished_changes
    assert piece.get_latest_revision_as_object().title == "后来的题目"
    jobs.publish_due(now=tomorrow + timedelta(minutes=1))
    assert verbs(piece.object_key).count("piece.published") == 1


def test_only_approved_revisions_are_published(staff, series, caplog):
    piece = factories.piece(series, staff.editor)
    review = actions.submit(piece=piece, by=staff.editor, now=MONDAY)
    assert code_of(lambda: actions.publish_approved(review=review)) == "not_approved"
    Revision.objects.filter(pk=piece.latest_revision_id).update(approved_go_live_at=MONDAY)
    assert actions.publish_due(now=MONDAY) == []
    assert "not approved" in caplog.text
    piece.refresh_from_db()
    assert not piece.live


def test_a_scheduled_piece_can_be_stopped(staff, series):
    piece = factories.piece(series, staff.editor)
    tomorrow = clock.now() + timedelta(days=1)
    factories.approve(piece, staff, publish_at=tomorrow)
    stop = {"piece": piece, "reason": "事情有变"}
    assert code_of(lambda: actions.cancel_schedule(by=staff.editor, **stop)) == "not_allowed"
    assert code_of(lambda: actions.cancel_schedule(piece=piece, by=staff.office, reason=" ")) == "reason_missing"
    actions.cancel_schedule(by=staff.office, **stop)
    assert code_of(lambda: actions.cancel_schedule(by=staff.office, **stop)) == "not_scheduled"
    jobs.publish_due(now=tomorrow)
    piece.refresh_from_db()
    assert not piece.live


def test_withdrawing_takes_a_reason_and_takes_the_figures_back(staff, brand, series):
    issue = factories.issue(brand, 1, series)
    piece = factories.published(series, staff, issue=issue)
    assert code_of(lambda: actions.withdraw(piece=piece, by=staff.editor, reason="错")) == "not_allowed"
    assert code_of(lambda: actions.withdraw(piece=piece, by=staff.office, reason="  ")) == "reason_missing"
    assert PiecePage.objects.get(pk=piece.pk).live
    later = MONDAY + timedelta(days=2)
    actions.withdraw(piece=piece, by=staff.final, reason="判决已改", now=later)
    piece.refresh_from_db()
    assert not piece.live
    assert reach_queries.total("pieces_published") == 0
    assert reach_queries.total("issues_published") == 0
    counter = reach_queries.entries("pieces_published").get(correction_of__isnull=False)
    assert counter.reason == "判决已改"
    assert audit_queries.entries(key=piece.object_key, verb="piece.withdrawn").first().detail == {"reason": "判决已改"}
    assert code_of(lambda: actions.withdraw(piece=piece, by=staff.office, reason="再")) == "not_public"
    factories.approve(piece, staff, later)
    assert piece.live
    assert reach_queries.total("pieces_published") == 1
    assert reach_queries.total("issues_published") == 1


def test_one_withdrawal_leaves_the_issue_to_its_other_pieces(staff, brand, series):
    issue = factories.issue(brand, 1, series)
    one, _two = (factories.published(series, staff, issue=issue) for _ in range(2))
    actions.withdraw(piece=one, by=staff.office, reason="错", now=MONDAY)
    assert reach_queries.total("issues_published") == 1
    assert reach_queries.total("pieces_published") == 1


def test_a_piece_made_by_any_way_is_never_public(series):
    series.add_child(instance=PiecePage(title="偷偷公开", live=True))
    assert not PiecePage.objects.get(title="偷偷公开").live


def test_related_pieces_never_include_the_piece_itself(staff, brand, series):
    chosen = factories.published(brand, staff, "选定的", topics=["别的"])
    same = factories.published(series, staff, "同专题", topics=["别的"])
    topic = factories.published(factories.series(brand, "另一专题"), staff, "同主题", topics=["反诈"])
    piece = factories.piece(series, staff.editor)
    latest = piece.get_latest_revision_as_object()
    latest.related_pieces = [RelatedPiece(target=chosen)]
    latest.save_revision(user=staff.editor)
    factories.approve(piece, staff)
    assert [one.title for one in queries.related(piece)] == [chosen.title, same.title, topic.title]


def test_published_latest_issue_and_neighbours(staff, brand, series):
    assert queries.latest_issue(brand) is None
    issues = [factories.issue(brand, number, series) for number in (1, 2, 5)]
    pieces = [factories.published(series, staff, f"第{one.number}篇", issue=one) for one in issues]
    factories.issue(brand, 9, series)
    assert queries.latest_issue(brand).number == 5
    assert [one.number for one in queries.issues(brand)] == [5, 2, 1]
    before, after = queries.neighbours(issues[1])
    assert (before, after) == (pieces[0], pieces[2])
    assert set(queries.published()) == set(pieces)


def test_rights_at_the_desk_are_given_once_and_to_the_right_roles(staff, brand):
    actions.grant_desk_permissions(factories.home())
    piece = factories.piece(brand, staff.editor)
    superuser = factories.person("超级")
    superuser.is_superuser = True
    superuser.save()
    for user in (staff.editor, staff.office, superuser):
        may = piece.permissions_for_user(user)
        assert may.can_edit()
        assert not any((may.can_publish(), may.can_unpublish(), may.can_lock(), may.can_unlock(), may.can_copy()))
    for user in (staff.first, staff.second, staff.final, staff.observer, staff.contact):
        assert not piece.permissions_for_user(user).can_edit()
        assert not Page.objects.get(pk=brand.pk).permissions_for_user(user).can_add_subpage()
    assert Page.objects.get(pk=brand.pk).permissions_for_user(staff.office).can_publish()
    assert not Page.objects.get(pk=brand.pk).permissions_for_user(staff.editor).can_publish()


def test_times_are_kept_as_given(staff, series):
    long_ago = datetime(2025, 1, 6, 2, tzinfo=UTC)
    piece = factories.published(series, staff, now=long_ago)
    assert piece.first_published_at == long_ago
    assert reach_queries.entries("pieces_published").get().at == long_ago

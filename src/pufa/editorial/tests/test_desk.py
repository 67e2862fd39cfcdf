"""The desk: who sees what, and that nobody publishes by hand."""

import io
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from pufa.editorial import actions
from pufa.editorial.models import Issue, PageImport, PiecePage
from pufa.editorial.tests import factories
from pufa.editorial.tests.factories import sign_in
from pufa.editorial.tests.test_imports import ARTICLE
from pufa.lib import clock
from pufa.review.models import Review


@pytest.fixture
def chief(db):
    user = factories.person("超级", "office", "editor")
    user.is_superuser = True
    user.save()
    return user


def form_of(client, piece, **changes):
    """The editor's form as the browser would send it."""
    page = client.get(reverse("wagtailadmin_pages:edit", args=[piece.pk]))
    assert page.status_code == 200
    data = querydict_from_html(page.content.decode(), form_id="page-edit-form").dict()
    data["body-count"] = data.get("body-count", "0")
    return {**data, **changes}


def test_nobody_publishes_by_hand_in_the_editor(client, staff, series, chief):
    piece = factories.piece(series, staff.editor)
    for user in (staff.editor, staff.office, chief):
        sign_in(client, user)
        text = client.get(reverse("wagtailadmin_pages:edit", args=[piece.pk])).content.decode()
        assert "action-publish" not in text
        assert "action-unpublish" not in text
        data = form_of(client, piece, **{"action-publish": "action-publish", "title": f"{user} 的题目"})
        client.post(reverse("wagtailadmin_pages:edit", args=[piece.pk]), data)
        piece.refresh_from_db()
        assert not piece.live
        assert piece.get_latest_revision_as_object().title == f"{user} 的题目"


def test_creating_a_piece_at_the_desk_gives_a_draft_and_may_go_on_to_submission(client, staff, series):
    sign_in(client, staff.editor)
    address = reverse("wagtailadmin_pages:add", args=["editorial", "piecepage", series.pk])
    assert "action-submit-review" in client.get(address).content.decode()
    counts = {
        f"{name}-{field}": value
        for name in ("credits", "related_pieces")
        for field, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000))
    }
    data = {"title": "新稿", "slug": "xin-gao", "body-count": 0, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    answer = client.post(address, {**data, **counts, "action-submit-review": "x"})
    piece = PiecePage.objects.get(title="新稿")
    assert (piece.live, piece.owner) == (False, staff.editor)
    assert answer.url == reverse("editorial:submit", args=[piece.pk])
    sign_in(client, staff.office)
    client.post(address, {**data, **counts, "title": "又一", "slug": "you-yi", "action-publish": "x"})
    assert not PiecePage.objects.get(title="又一").live


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_bulk_actions_stop_at_pieces(client, staff, series, brand, chief, action):
    draft, live = factories.piece(series, staff.editor), factories.published(series, staff)
    sign_in(client, chief)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    for target in (draft if action == "publish" else live, series, brand):
        client.post(f"{address}?id={target.pk}&next=/desk/", {"include_descendants": "on"})
        draft.refresh_from_db()
        live.refresh_from_db()
        assert (draft.live, live.live) == (False, True)
    assert Page.objects.filter(pk=brand.pk).exists()


def test_unpublish_delete_and_copy_pages_are_shut_for_public_pieces(client, staff, series, brand, chief):
    live = factories.published(series, staff)
    sign_in(client, chief)
    for name in ("unpublish", "delete", "copy"):
        for target in (live, series, brand):
            data = {"include_descendants": "on", "new_title": "x", "new_slug": "x", "copy_subpages": "on"}
            answer = client.post(
                reverse(f"wagtailadmin_pages:{name}", args=[target.pk]),
                {**data, "publish_copies": "on", "new_parent_page": brand.pk},
            )
            assert answer.status_code in {302, 403, 404}
    live.refresh_from_db()
    assert live.live
    assert PiecePage.objects.count() == 1


def test_a_piece_in_review_is_closed_for_everybody(client, staff, series, chief):
    piece = factories.piece(series, staff.editor, "原题")
    review = actions.submit(piece=piece, by=staff.editor)
    for user in (staff.editor, chief):
        sign_in(client, user)
        page = client.get(reverse("wagtailadmin_pages:edit", args=[piece.pk])).content.decode()
        assert reverse("review:detail", args=[review.pk]) in page
        assert "action-submit-review" not in page
        client.post(reverse("wagtailadmin_pages:edit", args=[piece.pk]), form_of(client, piece, title="偷改"))
        client.post(reverse("wagtailadmin_pages:unlock", args=[piece.pk]))
        piece.refresh_from_db()
        assert piece.locked
        assert piece.latest_revision_id == review.revision_id


def test_reviewers_and_outsiders_do_not_edit(client, staff, series):
    piece = factories.piece(series, staff.editor)
    for user in (staff.first, staff.final, staff.observer, staff.contact):
        sign_in(client, user)
        assert client.get(reverse("wagtailadmin_pages:edit", args=[piece.pk])).status_code in {302, 403}


def test_the_preview_shows_the_draft_and_counts_nobody(client, staff, series):
    piece = factories.piece(series, staff.editor, "预览题")
    sign_in(client, staff.editor)
    address = reverse("wagtailadmin_pages:view_draft", args=[piece.pk])
    page = client.get(address).content.decode()
    assert "预览题" in page
    assert "data-hit" not in page


def test_the_list_shows_states_filters_and_asks_the_same_number_of_questions(
    client, staff, brand, series, django_assert_max_num_queries
):
    draft = factories.piece(series, staff.editor, "草稿一")
    waiting = factories.piece(series, staff.editor, "在审二")
    actions.submit(piece=waiting, by=staff.editor)
    factories.published(brand, staff, "已发三")
    scheduled = factories.piece(series, staff.editor, "定时四")
    factories.approve(scheduled, staff, publish_at=clock.now() + timedelta(days=1))
    gone = factories.published(series, staff, "撤回五")
    actions.withdraw(piece=gone, by=staff.office, reason="错")
    sign_in(client, staff.editor)
    address = reverse("editorial:pieces")
    page = client.get(address).content.decode()
    for title in ("草稿一", "在审二", "已发三", "定时四", "撤回五"):
        assert title in page
    for state, title in (
        ("draft", "草稿一"), ("first", "在审二"), ("published", "已发三"), ("scheduled", "定时四"),
        ("withdrawn", "撤回五"),
    ):  # fmt: skip
        found = client.get(address, {"state": state}).context["rows"]
        assert [row.piece.title for row in found] == [title]
    assert [row.piece.title for row in client.get(address, {"shelf": brand.pk, "q": "已发"}).context["rows"]] == [
        "已发三"
    ]
    assert client.get(address, {"author": staff.editor.pk}).context["page"].paginator.count == 5
    assert client.get(address, {"state": "nonsense", "page": "999"}).status_code == 200
    for number in range(12):
        factories.piece(series, staff.editor, f"更多{number}")
    with django_assert_max_num_queries(40):
        assert len(client.get(address).context["rows"]) == 17
    assert draft.get_latest_revision_as_object().title == "草稿一"


def test_who_may_see_the_list(client, staff):
    for user in (staff.office, staff.editor, staff.first, staff.final, staff.observer):
        sign_in(client, user)
        assert client.get(reverse("editorial:pieces")).status_code == 200
    sign_in(client, staff.contact)
    assert client.get(reverse("editorial:pieces")).status_code in {302, 403}
    client.logout()
    assert client.get(reverse("editorial:pieces")).status_code == 302


def test_excel_holds_the_filtered_rows(client, staff, series):
    factories.piece(series, staff.editor, "=HYPERLINK(1)")
    factories.published(series, staff, "已发")
    sign_in(client, staff.office)
    answer = client.get(reverse("editorial:export"), {"state": "draft"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["=HYPERLINK(1)"]
    assert sheet["A2"].data_type == "s"


def test_submitting_at_the_desk(client, staff, series):
    piece = factories.piece(series, staff.editor)
    address = reverse("editorial:submit", args=[piece.pk])
    sign_in(client, staff.office)
    assert client.post(address, {"track": "normal"}).status_code in {302, 403}
    assert not Review.objects.exists()
    sign_in(client, staff.editor)
    assert client.get(address).status_code == 200
    past = client.post(address, {"track": "normal", "publish_at": "2020-01-01T08:00"})
    assert past.status_code == 409
    assert "2020-01-01T08:00" in past.content.decode()
    day = clock.in_shanghai(clock.now() + timedelta(days=3))
    answer = client.post(address, {"track": "urgent", "publish_at": day.strftime("%Y-%m-%dT%H:%M")})
    assert answer.url == reverse("editorial:pieces")
    review = Review.objects.get()
    assert review.is_urgent
    assert clock.in_shanghai(review.publish_at).strftime("%d %H:%M") == day.strftime("%d %H:%M")
    again = client.post(address, {"track": "normal"})
    assert again.status_code == 409
    assert Review.objects.count() == 1


def test_withdrawing_at_the_desk_takes_a_reason(client, staff, series):
    piece = factories.published(series, staff)
    address = reverse("editorial:withdraw", args=[piece.pk])
    sign_in(client, staff.editor)
    assert client.post(address, {"reason": "错"}).status_code in {302, 403}
    sign_in(client, staff.office)
    assert client.post(address, {"reason": " "}).status_code == 409
    piece.refresh_from_db()
    assert piece.live
    assert client.post(address, {"reason": "判决已改"}).status_code == 302
    piece.refresh_from_db()
    assert not piece.live


def test_importing_a_file_at_the_desk(client, staff, series):
    address = reverse("editorial:import_page")
    sign_in(client, staff.editor)
    assert client.get(address).status_code == 200
    file = SimpleUploadedFile("saved.html", ARTICLE.encode(), "text/html")
    answer = client.post(address, {"file": file, "parent": series.pk}, follow=True)
    piece = PiecePage.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[piece.pk])
    text = answer.content.decode()
    assert piece.warnings()[0] in text
    assert piece.provenance.sha256 in text
    file = SimpleUploadedFile("saved.html", ARTICLE.encode(), "text/html")
    again = client.post(address, {"file": file, "parent": series.pk})
    assert again.status_code == 400
    assert reverse("wagtailadmin_pages:edit", args=[piece.pk]) in again.content.decode()
    assert client.post(address, {"parent": series.pk}).status_code == 400
    sign_in(client, staff.office)
    assert client.get(address).status_code in {302, 403}


def test_importing_an_address_at_the_desk_tells_how_it_went(client, staff, series):
    sign_in(client, staff.editor)
    answer = client.post(
        reverse("editorial:import_page"), {"address": "http://127.0.0.1:9/inside.html", "parent": series.pk}
    )
    asked = PageImport.objects.get()
    assert answer.url == reverse("editorial:import_progress", args=[asked.pk])
    page = client.get(answer.url)
    assert asked.message in page.content.decode()
    assert "Refresh" not in page.headers
    waiting = actions.request_import(address="https://example.org/a", parent=series, by=staff.editor)
    page = client.get(reverse("editorial:import_progress", args=[waiting.pk]))
    assert page.headers["Refresh"] == "2"


def test_the_name_of_who_checked_a_source_is_kept(client, staff, series):
    piece = actions.import_file(data=ARTICLE.encode(), name="x", parent=series, by=staff.editor)
    sign_in(client, staff.editor)
    data = form_of(client, piece, source_checked="on")
    client.post(reverse("wagtailadmin_pages:edit", args=[piece.pk]), data)
    piece.refresh_from_db()
    latest = piece.get_latest_revision_as_object()
    assert (latest.source_checked, latest.source_checked_by) == (True, staff.editor)


def test_issues_at_the_desk(client, staff, brand, series):
    sign_in(client, staff.office)
    data = {"brand": brand.pk, "series": series.pk, "number": 4, "title": "第四讲", "published_on": "2026-03-02"}
    assert client.post(reverse("editorial:new_issue"), data).status_code == 302
    kept = Issue.objects.get()
    assert client.post(reverse("editorial:new_issue"), data).status_code == 400
    assert "第四讲" in client.get(reverse("editorial:issues")).content.decode()
    address = reverse("editorial:issue", args=[kept.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {**data, "number": 5}).status_code == 302
    kept.refresh_from_db()
    assert kept.number == 5
    sign_in(client, staff.observer)
    assert client.get(reverse("editorial:issues")).status_code in {302, 403}


def test_topics_and_audiences_are_words_the_office_keeps(client, staff):
    sign_in(client, staff.office)
    for model in ("topic", "audience"):
        assert client.get(reverse(f"wagtailsnippets_editorial_{model}:list")).status_code == 200
        answer = client.post(reverse(f"wagtailsnippets_editorial_{model}:add"), {"name": "新词"})
        assert answer.status_code == 302
    assert (
        ContentType.objects.get(app_label="editorial", model="topic").model_class().objects.filter(name="新词").exists()
    )

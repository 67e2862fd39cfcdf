"""Ways round the three reviews that were tried, and that stay shut."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from wagtail.images import get_image_model

from pufa.editorial import actions, queries
from pufa.editorial.models import PageImport
from pufa.editorial.tests import factories


def png(colour):
    out = io.BytesIO()
    Picture.new("RGB", (40, 30), colour).save(out, "PNG")
    return SimpleUploadedFile("picture.png", out.getvalue(), content_type="image/png")


@pytest.fixture
def desk(client, staff):
    return factories.sign_in(client, staff.editor)


def test_a_picture_the_public_sees_keeps_its_file(desk, series, staff):
    picture = get_image_model().objects.create(title="一碗粉", file=png("red"), uploaded_by_user=staff.editor)
    piece = factories.edited(factories.piece(series, staff.editor), staff.editor, lead_image=picture, lead_alt="一碗粉")
    factories.approve(piece, staff)
    before = picture.file.name
    answer = desk.post(f"/desk/images/{picture.pk}/", {"title": "一碗粉", "file": png("blue"), "collection": 1})
    picture.refresh_from_db()
    assert picture.file.name == before
    assert "不能换文件" in answer.content.decode()


def test_a_picture_in_the_text_counts_too(series, staff):
    picture = get_image_model().objects.create(title="图", file=png("red"), uploaded_by_user=staff.editor)
    other = get_image_model().objects.create(title="别的图", file=png("green"), uploaded_by_user=staff.editor)
    value = {"image": {"image": picture.pk, "decorative": False, "alt_text": "一碗粉"}, "caption": ""}
    draft = factories.piece(series, staff.editor)
    body = [{"type": "image", "value": value}, {"type": "paragraph", "value": "<p>点一碗粉，用不着手机号。</p>"}]
    factories.approve(factories.edited(draft, staff.editor, body=json.dumps(body)), staff)
    assert queries.is_shown_in_public(picture)
    assert not queries.is_shown_in_public(other)


def test_a_picture_nobody_sees_yet_may_change(desk, series, staff):
    picture = get_image_model().objects.create(title="草图", file=png("red"), uploaded_by_user=staff.editor)
    factories.edited(factories.piece(series, staff.editor), staff.editor, lead_image=picture)
    before = picture.file.name
    desk.post(f"/desk/images/{picture.pk}/", {"title": "草图", "file": png("blue"), "collection": 1, "tags": ""})
    picture.refresh_from_db()
    assert picture.file.name != before


def test_a_series_with_public_pieces_stays_with_its_brand(client, series, staff):
    factories.published(series, staff)
    other = factories.brand("另一个品牌")
    desk = factories.sign_in(client, staff.office)
    desk.post(f"/desk/pages/{series.pk}/move/{other.pk}/confirm/", {})
    series.refresh_from_db()
    assert not series.is_descendant_of(other)


@pytest.mark.parametrize("address", ["http://me:secret@example.cn/a.html", "https://me@example.cn/"])
def test_an_address_with_a_password_is_not_kept(series, staff, address):
    with pytest.raises(actions.EditorialError) as caught:
        actions.request_import(address=address, parent=series, by=staff.editor)
    assert caught.value.reason == "bad_address"
    assert not PageImport.objects.exists()

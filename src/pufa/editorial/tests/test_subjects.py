"""What review reads of a piece."""

import pytest
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.rich_text import RichText

from pufa.editorial import actions
from pufa.editorial.subjects import Piece
from pufa.editorial.tests import factories
from pufa.review.errors import ReviewError

adapter = Piece()


@pytest.fixture
def picture(db, tmp_path):
    from PIL import Image

    path = tmp_path / "line.png"
    Image.new("RGB", (40, 30), "white").save(path)
    with path.open("rb") as file:
        return get_image_model().objects.create(title="图", file=ImageFile(file, name="line.png"))


def test_the_draft_is_the_latest_revision_not_the_public_one(staff, series):
    piece = factories.published(series, staff, "旧题")
    factories.edited(piece, staff.editor, title="新题")
    draft = adapter.draft(adapter.load(str(piece.pk)))
    assert draft.title == "新题"
    assert draft.paragraphs == ("先停一停", factories.PARAGRAPH, "1. 停", "2. 查", "3. 问")
    assert [(credit.role, credit.name) for credit in draft.credits] == [("author", "林一")]
    assert draft.keywords == ("短信", "链接")
    assert adapter.revision_id(piece) == piece.latest_revision_id
    assert adapter.public_url(piece)
    assert str(piece.pk) in adapter.edit_url(piece)


def test_links_to_pages_that_are_gone_or_hidden_are_dead(staff, series, brand):
    draft_page = factories.piece(series, staff.editor, "未发")
    live = factories.published(series, staff, "已发")
    text = (
        f'<p><a linktype="page" id="{live.pk}">好</a><a linktype="page" id="{draft_page.pk}">藏</a>'
        '<a linktype="page" id="99999">无</a><a href="https://example.org/x">外</a><a href="/no/such/page/">错</a></p>'
    )
    piece = factories.piece(series, staff.editor, "带链接")
    latest = piece.get_latest_revision_as_object()
    latest.body = [("paragraph", RichText(text))]
    latest.save_revision(user=staff.editor)
    piece.refresh_from_db()
    links = {link.text: (link.is_internal, link.is_dead) for link in adapter.draft(piece).links}
    assert links == {
        "好": (True, False), "藏": (True, True), "无": (True, True), "外": (False, False), "错": (True, True),
    }  # fmt: skip


def test_pictures_without_words_are_named_decorative_ones_are_not(staff, series, picture):
    piece = factories.piece(series, staff.editor, "带图")
    latest = piece.get_latest_revision_as_object()
    for alt, decorative in (("", False), ("网线", False), ("", True)):
        block = {"image": {"image": picture.pk, "alt_text": alt, "decorative": decorative}, "caption": ""}
        latest.body.append(("image", latest.body.stream_block.child_blocks["image"].to_python(block)))
    latest.lead_image = picture
    latest.save_revision(user=staff.editor)
    piece.refresh_from_db()
    images = adapter.draft(piece).images
    assert [bool(image.alt.strip()) for image in images] == [False, False, True, True]


def test_everybody_who_saved_it_is_an_author(staff, series):
    other = factories.person("周二", "editor", "first_reviewer")
    piece = factories.piece(series, staff.editor)
    factories.edited(piece, other, title="改")
    assert adapter.author_ids(piece) == {staff.editor.pk, other.pk}
    review = actions.submit(piece=piece, by=staff.editor)
    with pytest.raises(ReviewError) as caught:
        factories.gate(review, other)
    assert caught.value.reason == "own_piece"


def test_unknown_keys_are_lookup_errors(db):
    for key in ("12345", "x", ""):
        with pytest.raises(LookupError):
            adapter.load(key)

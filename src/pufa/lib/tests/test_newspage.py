"""Reading saved pages: our own layouts, the seed and the real sample pages where they are at hand."""

from __future__ import annotations

import json
import os
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pufa.lib.newspage import PageError, as_json, read_page
from pufa.lib.tests import layouts
from pufa.lib.tests.layouts import LAYOUTS, Layout

SHARED = Path(os.environ.get("PUFA_SHARED") or Path(__file__).resolve().parents[4].parent / "shared")
SEED = SHARED / "data" / "seed-article.txt"
PAGES = SHARED / "data" / "pages"
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the sample article is not here")


def truths() -> list[dict[str, Any]]:
    listing = PAGES / "truth.jsonl"
    if not listing.exists():
        return []
    return [json.loads(line) for line in listing.read_text(encoding="utf-8").splitlines()]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_layout_gives_the_same_article(layout: Layout) -> None:
    page = read_page(layout.data)
    assert page.title == layout.title
    text = "\n".join(page.body)
    for paragraph in layouts.BODY:
        assert paragraph in text
    for foreign in layouts.FOREIGN:
        assert foreign not in text
    assert layouts.FIRST in page.body[0]
    assert page.body[-1] == layouts.LAST
    assert len(page.body) == len(layouts.BODY)
    assert page.published_at == layout.when
    assert page.source == layout.source
    assert page.credits.authors == layout.authors
    assert page.credits.reporters == layout.reporters


def test_the_dateline_is_read() -> None:
    data = next(layout.data for layout in LAYOUTS if layout.name == "dateline")
    assert read_page(data).dateline == "柳湾"


@pytest.mark.parametrize("truth", truths(), ids=lambda truth: str(truth["file"]))
def test_real_pages(truth: dict[str, Any]) -> None:
    page = read_page((PAGES / truth["file"]).read_bytes())
    text = squeezed("\n".join(page.body))
    assert squeezed(page.title) == squeezed(truth["title"])
    for piece in (truth["body_first"], *truth["body_mid"], truth["body_last"]):
        assert squeezed(piece) in text
    for piece in truth["not_in_body"]:
        assert squeezed(piece) not in text
    assert page.noise.removed == 0
    assert page.published_at is not None
    days = {moment[:10] for moment in (truth["published"], *truth.get("published_alt", []))}
    assert page.published_at.isoformat()[:10] in days
    assert page.source in {truth["source"], *truth.get("source_alt", [])}
    assert set(truth["authors"] or []) <= {*page.credits.authors, *page.credits.reporters}


@needs_seed
def test_the_seed_article() -> None:
    page = as_json(read_page(SEED.read_bytes()))
    assert page["title"] == "湖南网络普法行丨株洲:守正创新 绘就网络普法“新图景”"
    assert page["keywords"] == ["宣传", "活动", "法治"]
    assert page["published_at"] == "2024-07-15T00:25:57+08:00"
    assert page["dateline"] == "长沙"
    assert page["credits"]["reporters"] == ["汪衡", "王杨", "张兴莎"]
    assert page["credits"]["photographers"] == ["朱丽萍"]
    assert page["credits"]["trainees"] == ["李恩惠"]
    assert page["source"] == "红网时刻新闻"
    assert page["place"] == "湖南省"
    assert page["copyright"] == "18172771662813"
    assert page["noise"]["removed"] == 288
    assert page["noise"]["characters"] == 74
    assert page["body"][0].startswith("株洲市委网信办主任钟洁以")
    assert page["body"][-1].startswith("对于未来")
    assert "打造宣传品牌,凝聚网络普法“一条心”" in page["body"]
    assert not any("记者 汪衡" in paragraph or "(" in paragraph for paragraph in page["body"])
    json.dumps(page)


@needs_seed
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_seed_article_as_markup(charset: str) -> None:
    rows = SEED.read_text(encoding="utf-8").strip().split("\n")
    title = rows[1]
    inner = "".join(f"<p>{row}</p>" for row in rows[4:])
    markup = (
        f"<html><head><title>{title}</title></head><body><div>{rows[0]}</div><h1>{title}</h1>"
        f"<span>{rows[2]}</span><div>{inner}</div></body></html>"
    )
    page = read_page(markup.encode(charset))
    assert page.title == "湖南网络普法行丨株洲:守正创新 绘就网络普法“新图景”"
    assert page.noise.removed == 288
    assert page.credits.reporters == ("汪衡", "王杨", "张兴莎")
    assert page.source == "红网时刻新闻"
    assert page.body[-1].startswith("对于未来")
    assert page.place == "湖南省"


@pytest.mark.parametrize(
    ("data", "content_type", "code"),
    [
        (b"", None, "empty"),
        (b" \n\t ", None, "empty"),
        (b"%PDF-1.7 ...", None, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), None, "binary"),
        (bytes(range(256)) * 40, None, "binary"),
        (b"x" * (5 * 1024 * 1024 + 1), None, "too_large"),
        (b"<html><body><p></p></body></html>", None, "no_body"),
        ("<html><body><ul><li><a href='/'>首页</a></li></ul></body></html>".encode(), None, "no_body"),
        (b"<p>x</p>", "image/png", "not_a_page"),
        (b"<div>" * 5000 + b"deep", None, "too_complex"),
        (b"<p>x</p>" * 100_000, None, "too_complex"),
    ],
)
def test_what_is_no_page_gets_a_clear_error(data: bytes, content_type: str | None, code: str) -> None:
    with pytest.raises(PageError) as caught:
        read_page(data, content_type=content_type)
    assert caught.value.code == code
    assert caught.value.message
    assert re.search(r"[\u4e00-\u9fff]", caught.value.message_zh)


def test_a_plain_text_page_without_noise() -> None:
    text = "\n".join(
        ["县域新闻", layouts.TITLE, "2023-11-06 09:24 来源：青禾日报", *layouts.BODY, "责任编辑：张编辑", "版权所有"]
    )
    page = read_page(text.encode("gb18030"))
    assert page.title == layouts.TITLE
    assert page.body == layouts.BODY
    assert page.source == "青禾日报"
    assert page.published_at == layouts.WHEN
    assert page.noise.removed == 0


@pytest.mark.parametrize("markup", ["<h1>{}</h1><p>{}</p><p>{}</p>", "{}\n{}\n{}"])
def test_unseen_signs_stay_in_the_text_as_written(markup: str) -> None:
    planted = "\u200b".join(layouts.BODY[0])
    page = read_page(markup.format(layouts.TITLE, planted, layouts.BODY[1]).encode())
    assert page.as_written[0] == planted
    assert page.as_written[1] == layouts.BODY[1]
    assert "\u200b" not in "".join(page.body)


def test_json_form_of_a_page() -> None:
    page = as_json(read_page(LAYOUTS[-1].data))
    assert page["published_at"] == "2023-11-06"
    assert isinstance(read_page(LAYOUTS[-1].data).published_at, date)
    assert not isinstance(read_page(LAYOUTS[-1].data).published_at, datetime)
    assert page["encoding"] == "utf-8"
    assert page["warnings"] == []

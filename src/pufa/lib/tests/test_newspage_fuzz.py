"""Whatever bytes come, the reader gives a page or its own error, soon."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pufa.lib.newspage import NewsPage, PageError, as_json, read_page
from pufa.lib.tests.layouts import LAYOUTS

FRAGMENTS = st.sampled_from(
    [
        b"<div",
        b">",
        b"</p>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b'<script>{"content":"',
        b"\\u4e2d\\ud800",
        b"<table><tr><td>",
        b"&#x0;&#55296;",
        b"<meta charset=utf-16>",
        "来源：".encode(),
        "2024年13月45日 25:99".encode(),
        "记者 ".encode(),
        b"\x00",
        b"\xff\xfe",
        b"<textarea>",
        "（".encode() * 50,
        "，".encode() * 50,
        b"<a>" * 30,
        b"1" * 60,
        "株(zhu)".encode("gb18030") * 9,
        b"\xed\xa0\x80",
        b"<p style='display:none'>",
    ]
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outcome(data: bytes) -> None:
    begin = time.process_time()
    try:
        page = read_page(data)
    except PageError as error:
        refused = error.message_zh
        assert refused
    else:
        assert isinstance(page, NewsPage)
        assert all(paragraph.strip() == paragraph != "" for paragraph in page.body)
        assert "".join(as_json(page)["body"]).encode("utf-8")
    assert time.process_time() - begin < 10


@QUICK
@given(
    st.one_of(st.binary(max_size=2000), st.text(max_size=500).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_random_bytes(data: bytes) -> None:
    outcome(data)


@QUICK
@given(st.data())
def test_mutated_pages(data: st.DataObject) -> None:
    page = bytearray(data.draw(st.sampled_from([layout.data for layout in LAYOUTS])))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(page)))
        kind = data.draw(st.integers(0, 2))
        if kind == 0:
            page[place:place] = data.draw(FRAGMENTS)
        elif kind == 1:
            del page[place : place + data.draw(st.integers(1, 400))]
        else:
            page[place:place] = page[: data.draw(st.integers(0, 600))]
    outcome(bytes(page))


def test_hostile_sizes_end_soon() -> None:
    for data in (
        "，".encode() * 300_000,
        "张".encode() * 300_000,
        b"1" * 900_000,
        ("记者 张三 " * 60_000).encode(),
        b"<p>" + "株(zhu".encode() * 100_000,
        ("<div>" * 250 + "这是一段文字，很长，很长。" * 2 + "</div>" * 250).encode() * 40,
        b"<script>" + b'{"content":"' * 60_000 + b"</script><p>x</p>",
        b"<a href='x'>" * 50_000,
        ("<title>" + "甲" * 200_000 + "</title><p>" + "乙" * 200_000 + "</p>").encode(),
        ("来 源" + " " * 200_000 + "：").encode(),
    ):
        outcome(data)

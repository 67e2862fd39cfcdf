"""Decoding saved pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pufa.lib.encoding import EncodingError, decode

TEXT = "<html><head><title>普法</title></head><body>遵纪守法，从我做起。㙓𠮷</body></html>"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_undeclared_page_is_read(charset: str) -> None:
    assert decode(TEXT.encode(charset)).text == TEXT


def test_declarations_are_used_and_wrong_ones_survived() -> None:
    big5 = "<meta charset='big5'>守法"
    assert decode(big5.encode("big5")).text == big5
    assert decode("守法".encode("big5"), "Big5") == decode("守法".encode("big5"), "big5")
    assert decode("守法".encode("big5"), "big5").encoding == "big5"
    saved = "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>守法"
    assert decode(saved.encode()).encoding == "utf-8"
    assert decode(saved.encode("gbk"), "iso-8859-1").text == saved
    assert decode("守法".encode(), "no-such-charset").text == "守法"
    assert decode("守法".encode(), "base64").text == "守法"


def test_a_page_cut_off_in_mid_character_is_read() -> None:
    assert decode(("守法" * 50).encode()[:-1]).text == "守法" * 49 + "守"


def test_a_few_broken_bytes_are_counted() -> None:
    data = ("守法" * 500).encode()
    found = decode(data[:300] + b"\xff" + data[300:])
    assert found.encoding == "utf-8"
    assert found.repaired == 1
    assert found.text.replace("\ufffd", "") == "守法" * 500


def test_newlines_are_plain_and_control_characters_gone() -> None:
    assert decode("一\r\n二\r三\x00\x07\u2028四\ufeff".encode()).text == "一\n二\n三\n四"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.4", "binary"),
        (b"PK\x03\x04rest", "binary"),
        (bytes(500), "binary"),
        (b"\x01\x02\x03\x04" * 500, "binary"),
        (b"a" + b"\xff\xfe\xfd" * 400, "broken"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(EncodingError) as caught:
        decode(data)
    assert caught.value.code == code


@settings(deadline=None)
@given(
    st.binary(max_size=400), st.one_of(st.none(), st.sampled_from(["gbk", "utf-16", "zlib", "hex", "utf-7", "\x00"]))
)
def test_any_bytes_give_text_or_a_clear_error(data: bytes, declared: str | None) -> None:
    try:
        found = decode(data, declared)
    except EncodingError as error:
        code = error.code
        assert code in {"binary", "broken"}
    else:
        assert "\x00" not in found.text
        found.text.encode("utf-8")

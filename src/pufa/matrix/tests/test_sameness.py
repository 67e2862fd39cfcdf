from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pufa.matrix import sameness
from pufa.matrix.connector import Post

NOW = datetime(2026, 11, 25, tzinfo=UTC)
LONG = "处理个人信息应当具有明确、合理的目的，并应当与处理目的直接相关，采取对个人权益影响最小的方式。"


def post(id="1", text="", title="", at=NOW):
    return Post(id, "", title, text, at)


def test_words_are_compared_without_what_platforms_change():
    sent = f"{LONG} https://pufa.example/pieces/1/"
    assert sameness.is_same(sent, f"<p>{LONG}</p> http://t.cn/A6abc")
    assert sameness.is_same(sent, LONG.replace("，", ","))
    assert sameness.is_same(sent, LONG[:40] + "...全文")
    assert not sameness.is_same(sent, LONG[:10])
    assert not sameness.is_same(sent, LONG + "还有一句")
    assert not sameness.is_same("https://only.example/", "")


def test_the_first_that_fits_is_picked():
    posts = [
        post("old", LONG, at=NOW - timedelta(days=2)),
        post("known", LONG),
        post("ours", LONG),
        post("later", LONG),
    ]
    assert sameness.pick(posts, text=LONG, since=NOW, known=["known"]).remote_id == "ours"
    assert sameness.pick(posts[:2], text=LONG, since=NOW, known=["known"]) is None
    assert sameness.pick([post(text=LONG, at=None)], text=LONG, since=NOW) is not None


def test_clocks_may_differ_a_little():
    early = post(text=LONG, at=NOW - timedelta(minutes=4))
    assert sameness.pick([early], text=LONG, since=NOW) is not None


def test_a_title_must_agree_too():
    assert sameness.pick([post(title="题一", text=LONG)], title="题二", text=LONG, since=NOW) is None
    assert sameness.pick([post(title="题一")], title="题一", text=LONG, since=NOW) is not None
    assert sameness.pick([post(title="题一", text="不同")], title="题一", text=LONG, since=NOW) is None


def test_a_link_is_known_again():
    assert sameness.leads_to("https://pufa.example/pieces/1/?a=b#c", "见 http://pufa.example/pieces/1 原文")
    assert not sameness.leads_to("https://pufa.example/pieces/1/", "见 http://pufa.example/pieces/2")
    assert not sameness.leads_to("", "")


def test_hostile_texts_take_no_longer_than_they_are_long():
    for part in ("<", "a.", "a.a/", "https://", " ", "…", "<a ", "&", "全文 "):
        assert isinstance(sameness.words(part * 20_000), str)


@given(st.text(min_size=1))
def test_a_mark_says_nothing_of_the_key_and_is_found_again(key):
    link = sameness.marked("https://pufa.example/pieces/1/#old", key)
    assert sameness.mark_in(link) == sameness.mark(key)
    assert sameness.marked("", key) == ""


@given(st.text(), st.text())
def test_same_words_have_the_same_fingerprint(one, other):
    is_alike = sameness.words(one) == sameness.words(other)
    assert is_alike == (sameness.fingerprint(one) == sameness.fingerprint(other))

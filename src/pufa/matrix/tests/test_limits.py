from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pufa.matrix import limits
from pufa.matrix.connector import Form, FormLimits, Limits, Media, Rendition

FORM = FormLimits(
    Form.SHORT,
    title=5,
    is_title_needed=True,
    text=10,
    is_link_needed=True,
    link_counts=2,
    pictures=(1, 2),
    picture_bytes=4,
)
GOOD = Rendition(Form.SHORT, "题", "正文", link="https://x.example", media=(Media("a.png", "image/png", b"1234"),))


def codes(form=FORM, **changed):
    return [problem.code for problem in limits.problems(Limits((form,)), replace(GOOD, **changed))]


def test_what_fits_has_no_problem():
    assert codes() == []


def test_every_problem_is_named():
    assert codes(form=replace(FORM, form=Form.VIDEO)) == ["form"]
    assert codes(title=" ") == ["title_missing"]
    assert codes(title="六个字的标题") == ["title_long"]
    assert codes(text="") == ["text_missing"]
    assert codes(text="字" * 9) == ["text_long"]
    assert codes(form=replace(FORM, text_least=3)) == ["text_short"]
    assert codes(form=replace(FORM, author=1), author="两字") == ["author_long"]
    assert codes(link="") == ["link_missing"]
    assert codes(media=()) == ["pictures_few"]
    assert codes(media=GOOD.media * 3) == ["pictures_many"]
    assert codes(media=(Media("a.png", "image/png", b"12345"),)) == ["file_large"]
    assert codes(media=(Media("a.bmp", "image/bmp", b"1"),)) == ["file_type"]
    assert codes(media=(Media("a.png", "image/png", b""),)) == ["file_empty"]
    assert codes(media=(*GOOD.media, Media("v.mp4", "video/mp4", b"1"))) == ["videos_many"]
    assert codes(form=replace(FORM, videos=(1, 1))) == ["videos_few"]
    assert codes(form=replace(FORM, html_bytes=3), html="<p>") == []
    assert codes(form=replace(FORM, html_bytes=3), html="字字") == ["html_large"]
    assert codes(form=replace(FORM, summary=1), summary="两字") == ["summary_long"]


def test_each_is_said_in_both_languages():
    for code in limits.MESSAGES:
        problem = limits.Problem(code, 3, 4, "a.png", "image/bmp")
        assert "{" not in problem.message + problem.message_zh
        assert problem.message != problem.message_zh


def test_a_file_is_measured_where_it_lies(tmp_path):
    file = tmp_path / "v.mp4"
    file.write_bytes(b"12345")
    media = Media("v.mp4", "video/mp4", file)
    assert (media.size, media.read(), media.open().read()) == (5, b"12345", b"12345")


def test_halves_are_counted_as_weibo_counts():
    assert limits.length("abcd法", counts_halves=True) == 3
    assert limits.length("abc", counts_halves=True) == 2


@given(st.text(max_size=200), st.integers(2, 100), st.booleans())
def test_a_cut_text_fits_and_is_a_beginning(text, most, halves):
    kept = limits.cut(text, most, counts_halves=halves)
    assert limits.length(kept, counts_halves=halves) <= most
    assert kept == text or text.startswith(kept.removesuffix("…").rstrip())


def test_a_text_is_cut_behind_a_sentence():
    assert limits.cut("第一句话在这里。第二句话也在。第三句", 12) == "第一句话在这里…"
    assert limits.cut("没有标点的很长很长的一句话", 6) == "没有标点的…"

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from pufa.matrix import connector, limits, packs
from pufa.matrix.connector import Access, Form, Media, PostState, Rendition
from pufa.matrix.connectors.copyready import KIND, payloads
from pufa.matrix.tests.contract import PNG, TEXT

LINK = "https://pufa.example/pieces/1/"


def piece(**changed) -> Rendition:
    picture = Media("封面.png", "image/png", PNG)
    basis = {
        "form": Form.ARTICLE,
        "title": "样例：个人信息怎么保护",
        "text": TEXT * 3,
        "html": f'<p>{TEXT}</p><img src="media:封面.png"><p>完</p>',
        "link": LINK,
        "tags": ("普法", "个人信息"),
        "media": (picture,),
    }
    return Rendition(**{**basis, **changed})


def made(platform: str, **changed):
    return KIND.connect(Access({"platform": platform})).pack(piece(**changed), key="k")


@pytest.mark.parametrize("platform", [*payloads.PLATFORMS, "unknown", ""])
def test_a_pack_fits_its_platform(platform):
    pack = made(platform)
    lengths = payloads.PLATFORMS.get(platform, payloads.PLATFORMS["other"])
    halves = lengths.counts_halves
    for text, most in ((pack.title, lengths.title), (pack.text, lengths.text), (pack.caption, lengths.caption)):
        assert most is None or limits.length(text, counts_halves=halves) <= most
    assert LINK in pack.caption
    assert "#普法" in pack.caption


def test_what_was_cut_is_told():
    pack = made("xiaohongshu", title="一" * 30)
    assert any("标题" in note and "20" in note for note in pack.notes)
    assert pack.title.endswith("…")


def test_pictures_have_their_place_told_and_no_picture_of_elsewhere():
    pack = made(
        "wechat", html='<p>甲</p><img src="media:封面.png"><img src="https://elsewhere.example/x.png"><p>乙</p>'
    )
    assert "此处插入图片：封面.png" in pack.html
    assert "elsewhere" not in pack.html


def test_the_qr_code_is_there_as_svg_and_png():
    pack = made("weibo")
    assert pack.qr_svg.startswith("<svg")
    png = next(item for item in pack.files if item.name == "二维码.png")
    assert png.read().startswith(b"\x89PNG")
    assert made("weibo", link="").qr_svg == ""


def test_one_file_holds_all_and_no_name_twice():
    pictures = tuple(Media(name, "image/png", PNG) for name in ("a.png", "a.png", "../../b?.png", "正文.txt"))
    with zipfile.ZipFile(io.BytesIO(packs.zipped(made("douyin", media=pictures)))) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names)) == 11
        assert not [name for name in names if "/" in name or "?" in name]
        assert TEXT[:20] in archive.read("正文.txt").decode("utf-8-sig")


def test_a_person_posts_so_it_stays_pending():
    one = KIND.connect(Access({}))
    first = one.publish(piece(), key="key-1")
    assert (first.state, first.remote_id) == (PostState.PENDING, "key-1")
    assert one.publish(piece(), key="key-1") == first
    assert one.status("key-1").state is PostState.PENDING
    assert first.check_after == timedelta(hours=1)
    assert KIND.can(connector.Packs)
    assert not KIND.can(connector.Withdraws)
    assert limits.problems(KIND.limits, piece()) == ()


def test_it_says_what_it_does_not_know():
    readme = (Path(payloads.__file__).parent / "README.md").read_text()
    assert "[U]" in readme

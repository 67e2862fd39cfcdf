"""Pictures of every kind, hostile ones too: a clear error or a safe picture."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageStat, PngImagePlugin

from pufa.lib import pictures
from pufa.lib.pictures import PictureError, safe_picture

SECRET = b"N27.83 E113.13 phone-of-wang"


def photo(size=(320, 200), mode="RGB"):
    """A picture of many colours: red grows to the right, green downwards."""
    image = Image.new("RGB", size)
    image.putdata(
        [(x * 255 // size[0], y * 255 // size[1], (x * y) % 256) for y in range(size[1]) for x in range(size[0])]
    )
    return image.convert(mode)


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def told(image=None):
    """EXIF with a place, a device, and a turn by a quarter."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = 6, "Sample phone", SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def code_of(data, **options):
    with pytest.raises(PictureError) as caught:
        safe_picture(data, **options)
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_but_the_picture_is_kept(kind):
    data = saved(photo(), kind, exif=told(), **({"comment": SECRET} if kind == "JPEG" else {}))
    assert SECRET in data
    safe = safe_picture(data)
    again = Image.open(io.BytesIO(safe.data))
    assert SECRET not in safe.data
    assert not again.getexif()
    assert not set(again.info) & {"exif", "comment", "icc_profile", "xmp", "photoshop"}
    assert (safe.width, safe.height) == again.size


def test_a_picture_stands_upright():
    safe = safe_picture(saved(photo((320, 200)), "JPEG", exif=told()))
    assert (safe.width, safe.height) == (200, 320)


def test_large_pictures_are_made_smaller_and_small_ones_left():
    reduced = safe_picture(saved(photo((900, 300)), "JPEG"), longest=300)
    assert (reduced.width, reduced.height) == (300, 100)
    safe = safe_picture(saved(photo((900, 300)), "PNG"), longest=300)
    assert (safe.width, safe.height) == (300, 100)
    assert safe_picture(saved(photo((90, 30)), "PNG"), longest=300).width == 90


def test_drawings_and_see_through_pictures_stay_png():
    assert safe_picture(saved(Image.new("RGB", (50, 50), "red"), "PNG")).kind == "png"
    assert safe_picture(saved(Image.new("RGBA", (50, 50), (1, 2, 3, 9)), "PNG")).kind == "png"
    assert safe_picture(saved(photo(), "PNG")).kind == "jpeg"
    assert safe_picture(saved(photo(mode="RGBA"), "PNG")).kind == "jpeg"


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA", "I;16"])
def test_other_colours_are_read(mode):
    image = photo(mode="L").convert("I;16") if mode == "I;16" else photo(mode="RGB").convert(mode)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert safe_picture(saved(image, kind)).width == 320


def test_what_is_hidden_cannot_be_told():
    face = photo()
    boxes = [(0.25, 0.25, 0.5, 0.5), (0.9, 0.9, 5, 5), (2, 2, 1, 1), (-1, -1, 0.5, 0.5)]
    safe = Image.open(io.BytesIO(safe_picture(saved(face, "PNG"), hidden=boxes).data))
    place = (82, 52, 90, 57)
    assert ImageStat.Stat(face.crop(place)).stddev[2] > 60
    assert ImageStat.Stat(safe.crop(place)).stddev[2] < 20
    assert safe.getpixel((5, 100))[1] == pytest.approx(face.getpixel((5, 100))[1], abs=12)


def test_the_same_picture_is_known_again():
    scene = photo()
    for left, top in ((10, 20), (150, 40), (240, 120), (60, 140)):
        scene.paste("white", (left, top, left + 50, top + 40))
    one = safe_picture(saved(scene, "JPEG", quality=95))
    other = safe_picture(saved(scene.resize((200, 125)), "PNG"))
    turned = safe_picture(saved(scene.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "PNG"))
    assert pictures.distance(one.fingerprint, other.fingerprint) <= 6
    assert pictures.distance(one.fingerprint, turned.fingerprint) > 6
    blank = safe_picture(saved(Image.new("RGB", (60, 60)), "PNG")).fingerprint
    assert pictures.distance(blank, blank) is None


def outcome(data):
    """The code of the error, or that a picture came out which can be opened."""
    try:
        safe = safe_picture(data, longest=400)
    except PictureError as error:
        return error.code
    with Image.open(io.BytesIO(safe.data)) as image:
        return "a picture" if image.size == (safe.width, safe.height) else "another size"


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width, height, rows):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_bombs_are_refused_before_they_are_opened():
    assert code_of(png_of(60_000, 60_000, b"")) == "too_many_pixels"
    assert code_of(png_of(9_000, 9_000, b"")) == "too_many_pixels"
    told_much = PngImagePlugin.PngInfo()
    told_much.add_text("note", "A" * 3_000_000, zip=True)
    text_bomb = saved(photo(), "PNG", pnginfo=told_much)
    assert outcome(text_bomb) in {"broken", "no_picture"}


def test_half_a_picture_is_said_to_be_broken():
    for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
        data = saved(photo(), kind)
        assert code_of(data[: len(data) // 2]) in {"broken", "no_picture"}
    assert code_of(png_of(10, 10, b"short")) == "broken"


def test_other_files_are_no_pictures():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.txt", "x")
    for data in (
        packed.getvalue(),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"%!PS-Adobe\n",
        b"GIF89a",
    ):
        assert code_of(data) in {"no_picture", "broken"}
    assert code_of(b"") == "empty"
    assert code_of(b"\xff\xd8" + b"0" * pictures.MOST_BYTES) == "too_large"


def test_a_second_file_behind_the_picture_is_gone():
    hidden = b"<script>alert(1)</script><?php system($_GET[0]); ?>"
    for kind in ("JPEG", "GIF", "PNG"):
        assert hidden not in safe_picture(saved(photo(), kind) + hidden).data


def test_errors_speak_chinese():
    error = PictureError("broken")
    assert "损坏" in error.message_zh
    assert str(error) == error.message


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "HEIF", "BMP"]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6),
)
def test_a_garbled_picture_ends_in_an_error_or_a_picture(kind, edits):
    data = bytearray(saved(photo((64, 48)), kind))
    for place, change in edits:
        at = int(place * len(data))
        data[at : at + len(change)] = change
    assert outcome(bytes(data)) in {"a picture", *pictures.MESSAGES}

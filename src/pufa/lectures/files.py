"""A kit as files: large print, one ZIP for a USB stick, an e-book (EPUB 3), and slips for the audience."""

import io
import zipfile
from html import escape
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.lectures.actions.slips import code_of
from pufa.lectures.models import Kit, Visit
from pufa.ui import printing
from pufa.ui.templatetags.ui import pinyin_ruby

KIT_TEMPLATE: Final = Path(__file__).with_name("kit.typ")
SLIPS_TEMPLATE: Final = Path(__file__).with_name("slips.typ")
EPOCH: Final = (2026, 1, 1, 0, 0, 0)  # the same kit gives the same file, byte for byte
EPUB_TYPE: Final = "application/epub+zip"
STYLE: Final = """body { font: 1.4rem/1.9 serif; max-width: 38em; margin: 1.5em auto; padding: 0 1em; color: #1d1f21; }
h1 { line-height: 1.3; } .part { color: #b3261e; font-weight: bold; } .hint { color: #5d6166; font-size: .8em; }
ruby rt { font-size: .5em; color: #5d6166; } details { border-top: 1px solid #ccc; padding: .6em 0; }"""


def large_print(kit: Kit) -> bytes:
    """The approved script as PDF, 22 points, part by part."""
    told = _published(kit)
    words = {
        "props_label": _("Props"), "laws_label": _("Laws cited"),
        "minutes_label": _("about %d minutes") % told["minutes"],
        "quiz_label": _("Quiz cards"), "rests": _("beats"),
    }  # fmt: skip
    return printing.pdf(KIT_TEMPLATE, told | words)


def bundle(kit: Kit) -> bytes:
    """A ZIP that works without a network: a page to read, the large print, the e-book, the data."""
    told = _published(kit)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "index.html", _page(told, with_pinyin=False, sound=_sound(told)))
        _put(archive, "pinyin.html", _page(told, with_pinyin=True, sound=_sound(told)))
        _put(archive, f"{told['slug']}.pdf", large_print(kit))
        _put(archive, f"{told['slug']}.epub", epub(kit))
        _put(archive, "style.css", STYLE)
        if sound := _sound(told):
            with default_storage.open(told["audio_file"], "rb") as recording:
                archive.writestr(zipfile.ZipInfo(sound, EPOCH), recording.read())
    return file.getvalue()


def epub(kit: Kit) -> bytes:
    """The script as an e-book (EPUB 3): the mimetype first and unpacked, as readers want it."""
    told = _published(kit)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("mimetype", EPOCH)
        info.compress_type = zipfile.ZIP_STORED
        archive.writestr(info, EPUB_TYPE)
        _put(archive, "META-INF/container.xml", _CONTAINER)
        _put(archive, "book.opf", _package(told, kit))
        _put(archive, "nav.xhtml", _nav(told))
        _put(archive, "script.xhtml", _page(told, with_pinyin=False))
        _put(archive, "style.css", STYLE)
    return file.getvalue()


def slips(visit: Visit, count: int) -> bytes:
    """Slips of paper to cut, each with a code of its own."""
    base = settings.BASE_URL.rstrip("/")
    codes = [code_of(visit, number) for number in range(1, count + 1)]
    told = {
        "title": str(visit.kit), "place": visit.place, "ask": _("How was it? Scan, or type the address."),
        "rows": [[code, f"{base.partition('://')[2]}{reverse('lectures:rate', args=[code])}"] for code in codes],
    }  # fmt: skip
    pictures = {f"{code}.svg": printing.qr(base + reverse("lectures:rate", args=[code])) for code in codes}
    return printing.pdf(SLIPS_TEMPLATE, told, files=pictures)


def _published(kit: Kit) -> dict[str, Any]:
    return dict(kit.published or {})


def _sound(told: dict[str, Any]) -> str:
    """The name of the approved recording beside the pages; "" without one."""
    name = told.get("audio_file", "")
    return f"example{Path(name).suffix}" if name else ""


def _put(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def _page(told: dict[str, Any], *, with_pinyin: bool, sound: str = "") -> str:
    rows = "\n".join(_line(line, with_pinyin=with_pinyin) for line in told["lines"])
    laws = "".join(f"<li>{escape(law)}</li>" for law in told["laws"])
    cards = "".join(
        f"<details><summary>{escape(card['question'])}</summary><p>{escape('／'.join(card['options']))}</p>"
        f"<p>{escape(card['options'][card['right']])}。{escape(card['why'])}</p></details>"
        for card in told["quiz"]
    )
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-Hans" xml:lang="zh-Hans"><head><meta charset="utf-8"/>'
        f'<title>{escape(told["title"])}</title><link rel="stylesheet" href="style.css"/></head><body>'
    )
    props = f"<p>{escape(_('Props'))}：{escape(told['props'])}</p>" if told["props"] else ""
    body = f"<h1>{escape(told['title'])}</h1><p>{escape(told['form_label'])} · {escape(told['topic'])}</p>{props}"
    body += f'<p><audio controls="controls" src="{sound}"></audio></p>{rows}' if sound else rows
    return f"{head}{body}{f'<ul>{laws}</ul>' if laws else ''}{cards}</body></html>\n"


def _line(line: list[Any], *, with_pinyin: bool) -> str:
    part, text, hint, beats = line
    said = str(pinyin_ruby(text)) if with_pinyin else escape(text)
    name = f'<span class="part">{escape(part)}：</span>' if part else ""
    note = f' <span class="hint">（{escape(hint)}）</span>' if hint else ""
    return f"<p>{name}{said}{note}{'　' + '▏' * beats if beats else ''}</p>"


def _package(told: dict[str, Any], kit: Kit) -> str:
    when = f"{kit.published_at:%Y-%m-%dT%H:%M:%SZ}" if kit.published_at else "2026-01-01T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id" xml:lang="zh-Hans"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">pufa-kit-{told["slug"]}-{told["version"]}</dc:identifier>'
        f"<dc:title>{escape(told['title'])}</dc:title><dc:language>zh-Hans</dc:language>"
        f'<meta property="dcterms:modified">{when}</meta></metadata><manifest>'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="script" href="script.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="style" href="style.css" media-type="text/css"/></manifest>'
        '<spine><itemref idref="script"/></spine></package>\n'
    )


def _nav(told: dict[str, Any]) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops" lang="zh-Hans"><head><title>目录</title></head><body>'
        f'<nav epub:type="toc"><ol><li><a href="script.xhtml">{escape(told["title"])}</a></li></ol></nav>'
        "</body></html>\n"
    )


_CONTAINER: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n<container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)

"""A pack for posting by hand as one ZIP file."""

import io
import re
import zipfile

from pufa.matrix.connector import Pack

READ_ME = "请先读我.txt"
_BAD = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def zipped(pack: Pack) -> bytes:
    """All files of a pack with a short note; names are safe on Windows and never occur twice."""
    whole = io.BytesIO()
    used: set[str] = set()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        notes = "\n".join(f"- {note}" for note in pack.notes) or "- 没有改动"
        archive.writestr(READ_ME, f"{pack.title}\n\n说明：\n{notes}\n\n链接：{pack.link}\n".encode("utf-8-sig"))
        used.add(READ_ME)
        for item in pack.files:
            archive.writestr(_unused(item.name, used), item.read())
    return whole.getvalue()


def _unused(name: str, used: set[str]) -> str:
    """A name no other file has, without path and signs that Windows refuses."""
    clean = _BAD.sub("_", name.strip(". ")) or "file"
    stem, dot, suffix = clean.rpartition(".")
    tried, number = clean, 2
    while tried in used:
        tried = f"{stem}-{number}{dot}{suffix}" if dot else f"{clean}-{number}"
        number += 1
    used.add(tried)
    return tried

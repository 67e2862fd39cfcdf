"""Laws in files: Word as the national law database serves it, Markdown and plain text; one law a file."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

import defusedxml
import defusedxml.ElementTree as DefusedTree

from pufa.lib import encoding
from pufa.statutes.lawtext import LawTextError, read_law
from pufa.statutes.records import LawText, Problem

SUFFIXES: Final = frozenset({".docx", ".md", ".txt"})
LARGEST_FILE: Final = 20 * 1024 * 1024
LARGEST_DOCUMENT: Final = 40 * 1024 * 1024  # bytes of word/document.xml unpacked; 民法典 is below 4 MB
MOST_MEMBERS: Final = 2000
DOCUMENT: Final = "word/document.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class FileError(ValueError):
    """The file is not what its name says, or larger than any law."""


@dataclass(frozen=True, slots=True)
class Files:
    """One file, or all files of a folder and its subfolders; READMEs and hidden files are passed over."""

    path: Path

    @property
    def label(self) -> str:
        """The name of file or folder."""
        return self.path.resolve().name

    def read(self) -> Iterator[LawText | Problem]:
        """File after file, in the order of their names."""
        if self.path.is_file():
            yield read_file(self.path, self.path.name)
            return
        for file in sorted(self.path.rglob("*")):
            name = file.relative_to(self.path)
            is_law = file.suffix.lower() in SUFFIXES and file.stem.lower() != "readme" and file.is_file()
            if is_law and not any(part.startswith((".", "~$")) for part in name.parts):
                yield read_file(file, str(name))


def read_file(file: Path, where: str) -> LawText | Problem:
    """The law in a file, or what is wrong with it and at which line (of a Word file: which paragraph)."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise FileError(f"larger than {LARGEST_FILE // 1024 // 1024} MB")
        lines = word_lines(file) if file.suffix.lower() == ".docx" else _text_lines(file)
        return read_law(lines, where)
    except LawTextError as error:
        return Problem(where, str(error), error.line)
    except (OSError, ValueError) as error:
        return Problem(where, str(error))


def word_lines(file: Path) -> list[str]:
    """The paragraphs of a Word file as lines. Raises FileError for what is none, and for one that unpacks too large."""
    try:
        with zipfile.ZipFile(file) as archive:
            if len(archive.infolist()) > MOST_MEMBERS:
                raise FileError("holds more parts than any Word file")
            with archive.open(DOCUMENT) as part:
                data = part.read(LARGEST_DOCUMENT + 1)
    except KeyError as error:
        raise FileError(f"holds no {DOCUMENT}: is it a Word file?") from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise FileError(f"cannot be unpacked ({error}): save it as .docx again") from error
    if len(data) > LARGEST_DOCUMENT:
        raise FileError(f"unpacks to more than {LARGEST_DOCUMENT // 1024 // 1024} MB")
    try:
        root = DefusedTree.fromstring(data)
    except (ParseError, defusedxml.DefusedXmlException) as error:
        raise FileError(f"its text cannot be read ({error})") from error
    lines: list[str] = []
    for paragraph in root.iter(f"{_W}p"):
        lines.extend(_paragraph(paragraph).split("\n"))
    return lines


def _paragraph(paragraph: Element) -> str:
    signs = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            signs.append(node.text or "")
        elif node.tag == f"{_W}tab":
            signs.append(" ")
        elif node.tag in {f"{_W}br", f"{_W}cr"}:
            signs.append("\n")
    return "".join(signs)


def _text_lines(file: Path) -> list[str]:
    return encoding.decode(file.read_bytes()).text.split("\n")

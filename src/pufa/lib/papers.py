"""Documents people send in to be read by everybody: PDF, Word, PowerPoint, Excel, without programs in them."""

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_MEMBERS: Final = 5000
MOST_UNPACKED: Final = 400 * 1024 * 1024
MIME: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MESSAGES: Final = {
    "empty": ("The file is empty.", "文件是空的。"),
    "too_large": ("The file is too large: 20 MB at most.", "文件太大：最大 20 MB。"),
    "no_paper": (
        "The file is neither PDF nor Word, PowerPoint or Excel (.docx, .pptx, .xlsx).",
        "这不是 PDF，也不是 Word、PowerPoint、Excel 文件（.docx、.pptx、.xlsx）。",
    ),
    "only_pdf": ("Only PDF is taken here.", "这里只收 PDF。"),
    "broken": ("The file is damaged or only half there. Send it again.", "文件已损坏或没有传完，请重新上传。"),
    "locked": ("The file has a password. Save it without one.", "文件有密码，请去掉密码再上传。"),
    "program": (
        "The file holds a program (macro, script or attached file). Save it without, for example as a new PDF.",
        "文件里带有程序（宏、脚本或附件），请去掉后再上传，例如另存为新的 PDF。",
    ),
}
_ROOMS: Final = {"word/": "docx", "ppt/": "pptx", "xl/": "xlsx"}
_PDF_PROGRAM: Final = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia|XFA)(?![A-Za-z])|/JS\s*[(<\d]")
_OFFICE_PROGRAM: Final = re.compile(r"(?:vbaProject\.bin|/activeX/|/embeddings/.+\.bin)$|/activeX/", re.IGNORECASE)
_STREAM: Final = re.compile(rb"/ObjStm.{0,300}?stream\r?\n", re.DOTALL)
_NAME: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_MOST_INFLATED: Final = 4 * 1024 * 1024


class PaperError(ValueError):
    """A file that is not taken. `code` is one of MESSAGES; `message` is English, `message_zh` Chinese."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.message, self.message_zh = MESSAGES[code]
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as sent, its kind told by what is in it. `sha256` names its bytes."""

    data: bytes
    suffix: str
    sha256: str

    @property
    def mime(self) -> str:
        """Its media type."""
        return MIME[self.suffix]


def safe_paper(data: bytes, *, only_pdf: bool = False) -> Paper:
    """A document everybody may open. Raises PaperError."""
    if not data:
        raise PaperError("empty")
    if len(data) > MOST_BYTES:
        raise PaperError("too_large")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        _look_into_pdf(data)
        suffix = "pdf"
    elif only_pdf:
        raise PaperError("only_pdf")
    elif data.startswith(b"PK\x03\x04"):
        suffix = _office(data)
    else:
        raise PaperError("no_paper")
    return Paper(data, suffix, hashlib.sha256(data).hexdigest())


def _look_into_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise PaperError("broken")
    if b"/Encrypt" in data:
        raise PaperError("locked")
    parts = [data, *_inflated(data)]
    if any(_PDF_PROGRAM.search(_NAME.sub(lambda found: bytes([int(found[1], 16)]), part)) for part in parts):
        raise PaperError("program")


def _inflated(data: bytes) -> list[bytes]:
    """What stands packed in object streams, where names are written too."""
    found, left = [], _MOST_INFLATED
    for match in _STREAM.finditer(data):
        try:
            part = zlib.decompressobj().decompress(data[match.end() :], max(1, left))
        except zlib.error:
            continue
        found.append(part)
        left -= len(part)
        if left <= 0:
            raise PaperError("broken")
    return found


def _office(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
                raise PaperError("broken")
            names = [one.filename for one in members]
            if "[Content_Types].xml" not in names:
                raise PaperError("no_paper")
            kinds = archive.read("[Content_Types].xml")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        if isinstance(error, PaperError):
            raise
        raise PaperError("broken") from error
    if b"macroEnabled" in kinds or any(_OFFICE_PROGRAM.search(name) for name in names):
        raise PaperError("program")
    for room, suffix in _ROOMS.items():
        if any(name.startswith(room) for name in names):
            return suffix
    raise PaperError("no_paper")

"""What can go wrong between us and a platform, to be switched on in a sample platform."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    """The kinds of trouble. Those of `LATE` come after the platform did what was asked."""

    EXPIRED = "expired"  # the platform's own answer to an expired token
    LIMITED = "limited"  # the platform's own answer to too many calls
    STATUS = "status"  # a bare HTTP status, with Retry-After if `retry_after` is given
    REDIRECT = "redirect"  # leads to `address`
    CUT = "cut"  # half an answer
    SILENT = "silent"  # no answer at all
    HTML = "html"  # a web page instead of the answer
    GBK = "gbk"  # the answer in GBK, labelled UTF-8
    MISLABELLED = "mislabelled"  # the answer in UTF-8, labelled GBK
    ANSWER = "answer"  # `body` instead of the answer
    HUGE = "huge"  # an answer without end


LATE = frozenset({Wrong.CUT, Wrong.SILENT, Wrong.HTML, Wrong.GBK, Wrong.MISLABELLED, Wrong.HUGE})


@dataclass(slots=True)
class Fault:
    """Trouble for the next `times` requests whose path matches `path` (a regular expression; empty: any)."""

    wrong: Wrong
    path: str = ""
    times: int = 1
    status: int = 500
    retry_after: str = ""
    address: str = ""
    body: str = ""
    is_late: bool | None = None  # None: as the kind of trouble usually comes

    def __post_init__(self) -> None:
        self.wrong = Wrong(self.wrong)
        re.compile(self.path)

    @property
    def comes_late(self) -> bool:
        """Whether the platform acts before the trouble comes."""
        return self.wrong in LATE if self.is_late is None else self.is_late

    def takes(self, path: str) -> bool:
        """Whether this request meets the trouble; counts it."""
        if self.times <= 0 or not re.search(self.path, path):
            return False
        self.times -= 1
        return True

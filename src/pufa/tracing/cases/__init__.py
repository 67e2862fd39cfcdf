"""Case files: the evidence of one copy or of several, as Word and as ZIP, for a complaint."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pufa.lib import clock
from pufa.tracing.cases import archive, facts, word
from pufa.tracing.models import Finding

__all__ = ["CaseFile", "make"]
MAKERS = {"docx": (word.make, word.WORD_TYPE), "zip": (archive.make, archive.ZIP_TYPE)}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A finished file."""

    name: str
    content: bytes
    content_type: str

    @property
    def sha256(self) -> str:
        """Its fingerprint."""
        return hashlib.sha256(self.content).hexdigest()


def make(findings: Sequence[Finding], form: str, *, now: datetime) -> CaseFile:
    """The case file of some findings in a form, docx or zip. Raises TracingError damaged_evidence."""
    maker, kind = MAKERS[form]
    gathered = facts.gather(findings, now=now)
    number = f"{findings[0].pk}" if len(findings) == 1 else f"{findings[0].pk}-{len(findings)}"
    name = f"{facts.heading()}-{clock.in_shanghai(now):%Y%m%d}-{number}.{form}"
    return CaseFile(name, maker(findings, gathered), kind)

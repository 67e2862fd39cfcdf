"""What ranking knows of an article."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Where an article stands, when it holds (ISO days), how often laws point to it.

    `place` is the law's short name and the headings above the article, joined by slashes.
    """

    pk: int
    law: str
    short_name: str
    field: str
    number: int
    sub: int
    promulgated: str
    first: str
    last: str
    place: str
    length: float
    law_pointers: float
    article_pointers: float

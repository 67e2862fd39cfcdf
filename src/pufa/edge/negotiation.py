"""Chooses between the ready-made forms of a page: brotli, gzip or plain, or 304 when the reader already has it."""

from __future__ import annotations

from typing import Final

IDENTITY: Final = 0
GZIP: Final = 1
BROTLI: Final = 2
CODINGS: Final = ("identity", "gzip", "br")
REMEMBERED: Final = 512
LONGEST_HEADER: Final = 512

_remembered: dict[str, int] = {}


def best_coding(accept_encoding: str | None) -> int:
    """The smallest form the reader takes: BROTLI, GZIP or IDENTITY (RFC 9110, 12.5.3).

    Without the header the plain form is sent: old clients that do not name a coding may know none.
    """
    if not accept_encoding:
        return IDENTITY
    known = _remembered.get(accept_encoding)
    if known is not None:
        return known
    choice = _choose(accept_encoding[:LONGEST_HEADER])
    if len(_remembered) < REMEMBERED and len(accept_encoding) <= LONGEST_HEADER:
        _remembered[accept_encoding] = choice
    return choice


def _choose(header: str) -> int:
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        weights[name.strip()] = _weight(parameters)
    anything = weights.get("*", 0.0)
    brotli = weights.get("br", anything)
    gzip = weights.get("gzip", weights.get("x-gzip", anything))
    if brotli > 0 and brotli >= gzip:
        return BROTLI
    return GZIP if gzip > 0 else IDENTITY


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def has_current(if_none_match: str, etag: str) -> bool:
    """Whether the reader's copy is the current one: the weak comparison of RFC 9110, 13.1.2."""
    if if_none_match == etag:
        return True
    if if_none_match.strip() == "*":
        return True
    return any(tag.strip().removeprefix("W/") == etag for tag in if_none_match.split(","))

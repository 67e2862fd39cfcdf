"""Texts to check as they come from files: one long text piece by piece, or one text in each line of JSON."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from pufa.statutes.citations.catalogue import Catalogue
from pufa.statutes.citations.checking import check
from pufa.statutes.citations.results import Citation

# A longer text is checked in pieces of about this many characters, so that memory does not grow with it.
PIECE: Final = 300_000
_ENDS: Final = ("\n\n", "\n", "。", "；", "，")


def check_long(text: str, catalogue: Catalogue, on: date | None = None, piece: int = PIECE) -> Iterator[Citation]:
    """Every citation of a text of any length, in order, as `check` gives them.

    Pieces end where a paragraph ends (or a sentence, if none does); 同法 does not look back beyond its piece.
    """
    start = 0
    while start < len(text):
        end = _end(text, start, piece)
        for one in check(text[start:end], catalogue, on=on):
            yield one._replace(start=one.start + start, end=one.end + start)
        start = end


def _end(text: str, start: int, piece: int) -> int:
    if len(text) - start <= piece:
        return len(text)
    limit = start + piece
    for sign in _ENDS:
        if (place := text.rfind(sign, start + piece // 2, limit)) != -1:
            return place + len(sign)
    return limit


def from_lines(file: Path, *names: str) -> Iterator[str]:
    """What each line of a JSON lines file holds under the first of these names it has; an empty line is an empty text.

    Raises ValueError that names file and line for a line that is no UTF-8, no JSON object, or holds no such text.
    """
    wanted = " or ".join(f'"{name}"' for name in names)
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                plain = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            except UnicodeDecodeError as error:
                raise ValueError(f"{file}:{number}: not UTF-8 (byte {error.start + 1} of the line)") from error
            try:
                data = json.loads(plain) if plain else {names[0]: ""}
            except (json.JSONDecodeError, RecursionError) as error:
                raise ValueError(f"{file}:{number}: not JSON: {error}") from error
            fields = data if isinstance(data, dict) else {}
            texts = [fields[name] for name in names if isinstance(fields.get(name), str)]
            if not texts:
                raise ValueError(f"{file}:{number}: not a JSON object with {wanted}")
            yield texts[0]

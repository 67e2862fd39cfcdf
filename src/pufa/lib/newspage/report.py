"""A read page as plain data for ``--json`` and for storing its provenance."""

from __future__ import annotations

from typing import Any

from pufa.lib.newspage.page import NewsPage


def as_json(page: NewsPage) -> dict[str, Any]:
    """The page as one JSON object; ``published_at`` is ISO 8601 (a day alone if the page names no hour) or null."""
    credit = page.credits
    return {
        "title": page.title,
        "published_at": page.published_at.isoformat() if page.published_at else None,
        "dateline": page.dateline,
        "credits": {
            "reporters": list(credit.reporters),
            "photographers": list(credit.photographers),
            "trainees": list(credit.trainees),
            "correspondents": list(credit.correspondents),
            "authors": list(credit.authors),
            "editors": list(credit.editors),
        },
        "source": page.source,
        "place": page.place,
        "copyright": page.copyright,
        "keywords": list(page.keywords),
        "body": list(page.body),
        "noise": {
            "removed": page.noise.removed,
            "characters": page.noise.characters,
            "readings": [
                {"character": character, "reading": reading, "count": count}
                for character, reading, count in page.noise.readings
            ],
        },
        "encoding": page.encoding,
        "warnings": list(page.warnings),
    }

"""One article's page, with one paragraph or item of it marked."""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.statutes import citing, queries
from pufa.statutes.converters import Place
from pufa.statutes.models import Article, Law, Version
from pufa.statutes.pages.contents import place_url
from pufa.statutes.pages.head import Context, comparison_link, law_crumbs, law_head
from pufa.statutes.pages.matching import matching, numbers_before
from pufa.statutes.parsing import Line
from pufa.ui.chinese_text import chinese_numeral


def article(one: Law, place: Place, point: tuple[int, int, int], today: date) -> Context:
    """One article's page. Raises Http404 for an article, paragraph or item the text in force does not have."""
    version = queries.shown_version(one, today)
    if version is None:
        raise Http404(one.name)
    version.law = one
    try:
        row = queries.article(version, place.number, place.sub)
    except Article.DoesNotExist as error:
        raise Http404(f"{one.name} {place}") from error
    lines = row.lines()
    if point[0] and not any(_is_point(line, point) for line in lines):
        raise Http404(f"{row.label} {point}")
    texts = queries.versions(one)
    previous, following = queries.neighbours(row)
    words = point_words(row, lines, point)
    return (
        law_head(one, texts, version, today)
        | law_crumbs(one, {"label": words})
        | {
            "law": one,
            "row": row,
            "lines": shown_lines(lines, point if point[0] else None),
            "words": words,
            "is_point": bool(point[0]),
            "article_url": article_url(row),
            "law_url": one.get_absolute_url(),
            "place_url": place_url(row, today),
            "citation": f"《{one.short_name}》{words}",
            "quotation": f"《{one.short_name}》{words}：“{quoted_text(lines, point)}”",
            "was": numbers_before(texts, version).get(row.place, ""),
            "previous": _near(version, previous),
            "next": _near(version, following),
            "division": _place_words(row),
            "hit_key": f"law:{one.slug}:{row.place}",
            "share_url": settings.BASE_URL.rstrip("/") + quote(point_url(row, point)),
            "history": _history(one, texts, version, row),
            "cited_by": citing.find(one.name, row.number, row.sub),
            "cited_label": cited_label(row.label),
        }
    )


def _is_point(line: Line, point: tuple[int, int, int]) -> bool:
    return line.role not in {"more", "annex"} and (line.paragraph, line.item, line.subitem) == point


def point_url(row: Article, point: tuple[int, int, int]) -> str:
    """The page of an article, or of one paragraph or item of it."""
    numbers = [str(number) for number in point if number]
    return article_url(row) + "".join(f"{number}/" for number in numbers)


def point_words(row: Article, lines: Sequence[Line], point: tuple[int, int, int]) -> str:
    """第四十四条第二款第（三）项; the paragraph is not named where there is only one."""
    paragraph, item, subitem = point
    has_more = max((line.paragraph for line in lines), default=0) > 1
    words = cited_label(row.label)
    if paragraph and (has_more or not item):
        words += f"第{chinese_numeral(paragraph)}款"
    if item:
        words += f"第（{chinese_numeral(item)}）项"
    return words + (f"第{subitem}目" if subitem else "")


def quoted_text(lines: Sequence[Line], point: tuple[int, int, int], between: str = "") -> str:
    """The words of an article, paragraph or item without its annex, `between` between its lines."""
    return between.join(line.text for line in lines if line.role != "annex" and (not point[0] or _is_on(line, point)))


def cited_label(label: str) -> str:
    """An article's number as people cite it: an amendment prints 十二、 and is cited as 第十二条."""
    return label if label.startswith("第") else f"第{label}条" if label else _("Full text")


def _near(version: Version, row: Article | None) -> Context | None:
    if row is None:
        return None
    row.version = version
    return {"label": row.label, "url": article_url(row)}


def _place_words(row: Article) -> str:
    return str(row.division) if row.division else ""


def _history(one: Law, texts: list[Version], version: Version, row: Article) -> list[Context]:
    """Where the article stood in the other texts, and how it differs."""
    found = []
    for other in texts:
        if other == version:
            continue
        place = matching(other, version).get(row.place) if other.in_force_from < version.in_force_from else None
        if place is None:
            continue
        found.append({"year": other.promulgated_on.year, "label": place, **comparison_link(one, other, version)})
    return found


def shown_lines(lines: Iterable[Line], point: tuple[int, int, int] | None = None) -> list[Context]:
    """Lines as the page shows them, those of a marked point on."""
    return [
        {"role": line.role, "text": line.text, "id": _anchor(line), "is_on": point is not None and _is_on(line, point)}
        for line in lines
    ]


def _anchor(line: Line) -> str:
    if line.role in {"more", "annex"}:
        return ""
    parts = [f"p{line.paragraph}"]
    parts += [f"i{line.item}"] if line.role in {"item", "subitem"} else []
    parts += [f"s{line.subitem}"] if line.role == "subitem" else []
    return "-".join(parts)


def _is_on(line: Line, point: tuple[int, int, int]) -> bool:
    return all(want in (0, have) for want, have in zip(point, (line.paragraph, line.item, line.subitem), strict=True))


def article_url(row: Article) -> str:
    """The article's page, which always shows the text in force."""
    return reverse("statutes:article", args=[row.version.law.slug, row.place])

"""What the index is told of the public pages."""

from collections.abc import Iterable, Iterator

from wagtail.models import Page

from pufa.editorial.models import BrandPage, PiecePage, SeriesPage
from pufa.portal.models import HomePage
from pufa.portal.queries.pieces import text_of
from pufa.portal.search.index import Document


def of_pages(page_ids: Iterable[int] | None = None) -> Iterator[Document]:
    """Each public page but the home page, or those of them with these ids."""
    pages = Page.objects.live().public().not_type(HomePage).filter(depth__gt=2)
    if page_ids is not None:
        pages = pages.filter(pk__in=list(page_ids))
    above = dict(BrandPage.objects.values_list("path", "pk")) | dict(SeriesPage.objects.values_list("path", "pk"))
    brands = set(BrandPage.objects.values_list("path", flat=True))
    for page in pages.specific().iterator():
        yield Document(page.pk, page.title, _words_of(page), tuple(_labels(page, above, brands)))


def _words_of(page: Page) -> str:
    if not isinstance(page, PiecePage):
        return text_of(page)
    topics = " ".join(topic.name for topic in page.topics.all())
    return f"{text_of(page)}\n{page.keywords}\n{topics}"


def _labels(page: Page, above: dict[str, int], brands: set[str]) -> Iterator[str]:
    path = page.path
    while path:
        if path in above:
            yield f"{'brand' if path in brands else 'series'}:{above[path]}"
        path = path[: -Page.steplen]
    if isinstance(page, PiecePage):
        yield from (f"topic:{topic.pk}" for topic in page.topics.all())

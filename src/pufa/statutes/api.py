"""The programmers' interface to the library: read-only, for anybody; mounted below /api/laws by `config.api`."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as noop
from ninja import Body, Query, Router
from ninja.params import functions

from pufa.statutes import api_schemas as schemas
from pufa.statutes import open_data

router = Router(tags=[noop("Statute library")])
Data = dict[str, Any]
FAULTS: dict[Any, Any] = {404: schemas.Fault, 422: schemas.Fault, 429: schemas.Fault}
BUSY: dict[Any, Any] = {503: schemas.Fault}
Slug = Annotated[str, functions.Path(max_length=60, description=noop("The law's part of the address; it stays."))]
Number = Annotated[int, functions.Path(ge=1, le=999, description=noop("Number of the paragraph or item, from 1."))]
Where = Annotated[
    str, functions.Path(max_length=12, description=noop("Its part of the address: 44, or 120-1 for 第一百二十条之一."))
]


@router.get(
    "",
    response={200: schemas.LawPage, **FAULTS},
    summary=noop("List laws"),
    openapi_extra={"x-example": "/api/laws?q=$initials"},
)
def laws(request: HttpRequest, asked: Query[schemas.LawFilter]) -> Data:
    """Laws by name, initials, field, kind and state."""
    found = open_data.laws(q=asked.q, field=asked.field, kind=asked.kind, state=asked.state)
    head, rows = open_data.paged(found, asked.page, asked.per_page)
    return head | {"results": [open_data.law_row(one) for one in rows]}


@router.get(
    "/search",
    response={200: schemas.Hits, **FAULTS, **BUSY},
    summary=noop("Find articles by a question"),
    openapi_extra={"x-example": "/api/laws/search?q=拖欠工资怎么办&limit=3"},
)
def search(request: HttpRequest, asked: Query[schemas.SearchFilter]) -> Data:
    """The articles that answer a question in everyday words, best first."""
    return open_data.found(q=asked.q, law=asked.law, field=asked.field, limit=asked.limit, on=asked.on)


@router.post(
    "/check",
    response={200: schemas.Verdicts, 413: schemas.Fault, **FAULTS},
    summary=noop("Check citations"),
    openapi_extra={"x-example": "/api/laws/check", "x-example-body": '{"text": "《民法典》第一千二百六十一条"}'},
)
def check(request: HttpRequest, given: Body[schemas.TextToCheck]) -> Data:
    """Every citation of laws in a text, and whether it is right. The text is not kept."""
    return open_data.checked(given.text, given.on, schemas.TEXT_BYTES)


@router.get(
    "/changes",
    response={200: schemas.ChangePage, **FAULTS},
    summary=noop("Changes since a day"),
    openapi_extra={"x-example": "/api/laws/changes?since=2026-01-01"},
)
def changes(request: HttpRequest, asked: Query[schemas.ChangeFilter]) -> Data:
    """Texts promulgated or come into force and laws repealed since a day, the earliest first."""
    head, rows = open_data.paged(open_data.changes(asked.since, asked.until), asked.page, asked.per_page)
    return head | {"results": rows}


@router.get(
    "/{slug}",
    response={200: schemas.LawDetail, **FAULTS},
    summary=noop("One law"),
    openapi_extra={"x-example": "/api/laws/$slug"},
)
def law(request: HttpRequest, asked: Query[schemas.OnDay], slug: Slug) -> Data:
    """A law with all its texts and the contents of the one in force."""
    return open_data.law(slug, asked.on)


@router.get(
    "/{slug}/articles",
    response={200: schemas.ArticlePage, **FAULTS},
    summary=noop("Articles of a law"),
    openapi_extra={"x-example": "/api/laws/$slug/articles?per_page=5"},
)
def articles(request: HttpRequest, asked: Query[schemas.ArticleFilter], slug: Slug) -> Data:
    """Articles with their words, in order."""
    head, rows = open_data.paged(open_data.articles(slug, asked.on), asked.page, asked.per_page)
    return head | {"results": [open_data.article_data(row, on=asked.on) for row in rows]}


@router.get(
    "/{slug}/compare",
    response={200: schemas.Comparison, **FAULTS},
    summary=noop("Compare two texts"),
    openapi_extra={"x-example": "/api/laws/$compared/compare?old=$old&new=$new"},
)
def compare(request: HttpRequest, asked: Query[schemas.CompareFilter], slug: Slug) -> Data:
    """Two texts of a law with the articles that differ and the words that went and came."""
    return open_data.compare(slug, asked.old, asked.new)


ONE = {200: schemas.ArticleOut, **FAULTS}


@router.get(
    "/{slug}/articles/{place}",
    response=ONE,
    summary=noop("One article"),
    openapi_extra={"x-example": "/api/laws/$slug/articles/$place"},
)
def article(request: HttpRequest, asked: Query[schemas.OnDay], slug: Slug, place: Where) -> Data:
    """One article as in force today or on a day."""
    return open_data.article(slug, place, open_data.WHOLE, asked.on)


@router.get(
    "/{slug}/articles/{place}/{paragraph}",
    response=ONE,
    summary=noop("One paragraph"),
    openapi_extra={"x-example": "/api/laws/$slug/articles/$place/$paragraph"},
)
def paragraph(
    request: HttpRequest,
    asked: Query[schemas.OnDay],
    slug: Slug,
    place: Where,
    paragraph: Number,
) -> Data:
    """One paragraph of an article, with its items."""
    return open_data.article(slug, place, (paragraph, 0, 0), asked.on)


@router.get(
    "/{slug}/articles/{place}/{paragraph}/{item}",
    response=ONE,
    summary=noop("One item"),
    openapi_extra={"x-example": "/api/laws/$slug/articles/$place/$paragraph/$item"},
)
def item(
    request: HttpRequest,
    asked: Query[schemas.OnDay],
    slug: Slug,
    place: Where,
    paragraph: Number,
    item: Number,
) -> Data:
    """One item of a paragraph."""
    return open_data.article(slug, place, (paragraph, item, 0), asked.on)

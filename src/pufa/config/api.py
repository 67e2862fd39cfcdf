"""The programmers' interface: one for all apps that have something to give; errors, limits, the page that explains it.

An app adds a `Router` in its `api.py` and a line in `ROUTERS`; its operations then stand in `/api/openapi.json` and on
the page `/api/` by themselves. English words of the description marked with `gettext_noop` are translated when shown;
`$words` in an operation's `x-example` are filled from `EXAMPLES` with what the database holds at that moment.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any, Final

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.renderers import JSONRenderer
from ninja.throttling import BaseThrottle

from pufa.matrix import api as matrix_api
from pufa.reach.hits.visitors import Visitors
from pufa.statutes import api as statutes_api
from pufa.statutes import api_examples as statutes_examples
from pufa.statutes.search import IndexBusyError
from pufa.ui.errors import Refusal

ROUTERS: Final[Mapping[str, Router]] = {"laws": statutes_api.router, "accounts": matrix_api.router}
EXAMPLES: Final[tuple[Callable[[], Mapping[str, str]], ...]] = (statutes_examples.examples,)
LIMITS: Final = ("ge", "le", "max_length", "min_length")  # where an error says what is allowed
MINUTE, HOUR, BUSY_SECONDS = 60, 3600, 5
# What costs more than a look into the database counts as so many requests.
WEIGHTS: Final[Mapping[str, int]] = {"/api/laws/search": 4, "/api/laws/check": 4, "/api/laws/changes": 2}


class PlainJson(JSONRenderer):
    """JSON with Chinese as it is written."""

    json_dumps_params: dict[str, Any] = {"ensure_ascii": False}


class PerMinute(BaseThrottle):
    """So many requests a minute from one reader, who is known for a day by a number that cannot be traced back.

    The number is made as for counting readers: a keyed digest whose key is random and dies at midnight in China. No
    address is kept. Weighty questions count more than once.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request; whether the reader has any left in this minute."""
        now = time.time()
        visitors = Visitors(Path(settings.API_FOLDER))
        reader = visitors.number(request.META.get("REMOTE_ADDR", ""), "", hour=int(now) // HOUR)
        key = f"api:{reader}:{int(now) // MINUTE}"
        weight = WEIGHTS.get(request.path, 1)
        cache = caches["limits"]
        if cache.add(key, weight, timeout=2 * MINUTE):
            return weight <= settings.API_PER_MINUTE
        return cache.incr(key, weight) <= settings.API_PER_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return MINUTE - time.time() % MINUTE


api = NinjaAPI(
    title=noop("Open interface of the law-education site"),
    version="1",
    description=noop(
        "Laws by article, found by question, compared by day, and a check of citations. Free, read-only, without a key."
    ),
    docs_url=None,
    urls_namespace="api",
    openapi_url=None,
    renderer=PlainJson(),
    throttle=[PerMinute()],
)
for prefix, router in ROUTERS.items():
    api.add_router(f"/{prefix}", router)


def _fault(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"code": code, "message": message, **more}, status=status)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What the library refuses, in its own words."""
    return _fault(request, error.status, error.reason, str(error))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Any) -> HttpResponse:
    """An address that leads nowhere."""
    return _fault(request, 404, "not_found", _("There is nothing at this address; see /api/ for what there is."))


@api.exception_handler(IndexBusyError)
def busy(request: HttpRequest, error: Any) -> HttpResponse:
    """The search index is being made just now."""
    answer = _fault(request, 503, "busy", _("Search is being set up just now; ask again in some seconds."))
    answer["Retry-After"] = str(BUSY_SECONDS)
    return answer


@api.exception_handler(Throttled)
def too_many(request: HttpRequest, error: Any) -> HttpResponse:
    """The minute's share is used up."""
    words = {"limit": settings.API_PER_MINUTE}
    message = _("More than %(limit)d requests in a minute; go on when Retry-After has passed.") % words
    return _fault(request, 429, "too_many", message)


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: Any) -> HttpResponse:
    """What could not be read at all, such as a body that is no JSON."""
    return _fault(request, error.status_code, "bad_request", _("The request cannot be read: is its body JSON?"))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Parameters that are missing or wrong, each by name with what would be right."""
    fields = {str(one["loc"][-1]): _why(one) for one in error.errors}
    message = _("Some of what was given cannot be used: %(names)s.") % {"names": "、".join(fields)}
    return _fault(request, 422, "invalid", message, fields=fields)


def _why(error: Mapping[str, Any]) -> str:
    """What is wrong with one parameter, in the asker's language."""
    limits = {name: str(value) for name, value in error.get("ctx", {}).items()}
    limit = next((limits[name] for name in LIMITS if name in limits), "")
    words = {"n": limit, "these": limits.get("expected", "")}
    faults = _faults()
    for kind in (error["type"], error["type"].partition("_")[0], "expected" if words["these"] else ""):
        if kind in faults:
            return faults[kind] % words
    return _("is not valid")


def _faults() -> dict[str, str]:
    """Kind of fault, or how the kind begins -> what would be right, in the language of the moment."""
    return {
        "missing": _("is missing"),
        "date": _("must be a day, YYYY-MM-DD"),
        "int": _("must be a whole number"),
        "greater_than_equal": _("must be at least %(n)s"),
        "less_than_equal": _("must be at most %(n)s"),
        "string_too_long": _("may have at most %(n)s characters"),
        "string_too_short": _("must not be empty"),
        "expected": _("must be one of %(these)s"),
    }


def schema() -> dict[str, Any]:
    """The OpenAPI description, in the language of the moment."""
    described = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    translated: dict[str, Any] = _translated(described)
    translated["servers"] = [{"url": settings.BASE_URL.rstrip("/")}]
    _fill_examples(translated)
    return translated


def _fill_examples(described: Mapping[str, Any]) -> None:
    """Puts real values into the example addresses; an example for which there are none is taken out."""
    known = {name: value for give in EXAMPLES for name, value in give().items()}
    for methods in described["paths"].values():
        for one in methods.values():
            try:
                one["x-example"] = Template(one.get("x-example", "")).substitute(known)
            except KeyError:
                one["x-example"] = ""


def _translated(value: Any) -> Any:
    """Every description and title in the language of the moment; what is not marked stays as it is."""
    if isinstance(value, dict):
        return {
            key: _words(one)
            if key in {"description", "summary", "title"} and isinstance(one, str)
            else _translated(one)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_words(one) if isinstance(one, str) else _translated(one) for one in value]
    return value


def _words(text: str) -> str:
    plain = " ".join(text.split())
    return _(plain) if plain else text


def nothing(request: HttpRequest) -> HttpResponse:
    """The answer below /api/ where there is nothing. Raises Http404."""
    raise Http404(request.path)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description as JSON."""
    return HttpResponse(json.dumps(schema(), ensure_ascii=False), content_type="application/json; charset=utf-8")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page that explains the interface to people, made from the same description."""
    described = schema()
    context = {
        "info": described["info"],
        "groups": list(_groups(described)),
        "limit": settings.API_PER_MINUTE,
        "base": settings.BASE_URL.rstrip("/"),
        "crumbs": [{"label": _("Home"), "url": "/"}, {"label": _("Open interface")}],
    }
    return render(request, "ui/api.html", context)


def _groups(described: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The operations by subject, each with its parameters and the fields of its answer."""
    by_tag: dict[str, list[dict[str, Any]]] = {}
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            by_tag.setdefault(one["tags"][0], []).append(_operation(described, path, method, one))
    for tag, operations in by_tag.items():
        yield {"title": tag, "operations": operations}


def _operation(described: Mapping[str, Any], path: str, method: str, one: Mapping[str, Any]) -> dict[str, Any]:
    answers = one["responses"]
    return {
        "id": one["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": one["summary"],
        "words": one.get("description", ""),
        "parameters": [
            *map(_parameter, one.get("parameters", [])),
            *_fields(described, _shape(one.get("requestBody"))),
        ],
        "answer": [field["name"] for field in _fields(described, _shape(answers.get(200, answers.get("200"))))],
        "example": one.get("x-example", ""),
        "example_body": one.get("x-example-body", ""),
    }


def _parameter(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": given["name"],
        "is_required": given.get("required", False),
        "words": given.get("description") or given["schema"].get("description", ""),
        "default": given["schema"].get("default"),
    }


def _shape(body: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The JSON shape of a request's or an answer's body; empty where there is none."""
    shape: Mapping[str, Any] = (body or {}).get("content", {}).get("application/json", {}).get("schema", {})
    return shape


def _fields(described: Mapping[str, Any], shape: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of a shape, which is named elsewhere in the description."""
    name = shape.get("$ref", "").rpartition("/")[2]
    found = described["components"]["schemas"].get(name, {})
    return [
        {
            "name": field,
            "is_required": field in found.get("required", []),
            "words": one.get("description", ""),
            "default": one.get("default"),
        }
        for field, one in found.get("properties", {}).items()
    ]

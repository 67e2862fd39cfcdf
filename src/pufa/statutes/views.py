"""The public pages of the library; the same for every reader, without cookies."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from pufa.edge.decorators import edge_public
from pufa.lib import clock
from pufa.statutes import pages, queries
from pufa.statutes.converters import Place
from pufa.statutes.forms import DayForm, LibraryForm
from pufa.statutes.models import Law

STANDING_SECONDS = 300


@require_safe
@edge_public(STANDING_SECONDS)
def library(request: HttpRequest) -> HttpResponse:
    """All laws by field, or those whose name or initials were asked for."""
    form = LibraryForm.of(request.GET)
    context = pages.library(form.found(), clock.today(), is_asked=bool(request.GET))
    context |= {"form": form, "query": form.data.get("q", "")}
    return render(request, "statutes/library.html", context)


@require_safe
@edge_public(STANDING_SECONDS)
def names(request: HttpRequest) -> JsonResponse:
    """The names of all laws, for boxes that propose them as one types; what is typed stays in the browser."""
    answer = JsonResponse(pages.names(), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    answer["Cache-Control"] = f"public, max-age={STANDING_SECONDS}"
    return answer


@require_safe
@edge_public(STANDING_SECONDS)
def law(
    request: HttpRequest,
    slug: str,
    promulgated: date | None = None,
    chapter: int | None = None,
    is_whole: bool = False,  # noqa: FBT002  (Django passes it by name from the address)
) -> HttpResponse:
    """A law as it is in force today, or one of its texts. Raises Http404 for what is not held."""
    asked = pages.Asked(promulgated=promulgated, chapter=chapter, is_whole=is_whole)
    return _shown(request, slug, asked)


@require_safe
def choose_day(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads from the form to the stable address of a day; without a day back to the law."""
    day = DayForm(request.GET).asked()
    return redirect("statutes:on", slug, day) if day else redirect("statutes:law", slug)


@require_safe
@edge_public(STANDING_SECONDS)
def law_on(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """A law as it was in force on a day."""
    return _shown(request, slug, pages.Asked(day=day))


@require_safe
@edge_public(STANDING_SECONDS)
def compare(request: HttpRequest, slug: str, old: date, new: date) -> HttpResponse:
    """Two texts of a law with what changed marked."""
    return render(request, "statutes/compare.html", pages.compare(_law(slug), old, new, clock.today()))


@require_safe
@edge_public(STANDING_SECONDS)
def article(
    request: HttpRequest, slug: str, place: Place, paragraph: int = 0, item: int = 0, subitem: int = 0
) -> HttpResponse:
    """One article as it is in force today, one paragraph or item of it marked."""
    point = (paragraph, item, subitem)
    return render(request, "statutes/article.html", pages.article(_law(slug), place, point, clock.today()))


def _shown(request: HttpRequest, slug: str, asked: pages.Asked) -> HttpResponse:
    context = pages.law(_law(slug), asked, clock.today())
    return render(request, "statutes/law.html", context | {"day_form": DayForm()})


def _law(slug: str) -> Law:
    try:
        return queries.law(slug)
    except Law.DoesNotExist as error:
        raise Http404(slug) from error

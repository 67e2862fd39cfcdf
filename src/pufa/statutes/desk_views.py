"""The chooser of articles at the desk: pieces of pages that its script fetches."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pufa.accounts.models import User
from pufa.review import queries as review_queries
from pufa.statutes import chooser
from pufa.statutes.converters import Place
from pufa.statutes.models import Article, Law

LONGEST_CITATION, LONGEST_SENTENCE = 200, 2000


def _for_people_who_write(request: HttpRequest) -> None:
    """Raises PermissionDenied unless the person works on texts."""
    if not isinstance(request.user, User) or not review_queries.works_on_texts(request.user):
        raise PermissionDenied


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Articles by a question, by name, by name and number."""
    _for_people_who_write(request)
    return render(request, "statutes/desk/chooser_search.html", chooser.found(request.GET.get("q", "")[:200]))


@require_GET
def browse(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles of one law."""
    _for_people_who_write(request)
    try:
        return render(request, "statutes/desk/chooser_law.html", chooser.browsed(slug))
    except Law.DoesNotExist as error:
        raise Http404(slug) from error


@require_GET
def article(request: HttpRequest, slug: str, place: Place) -> HttpResponse:
    """One article, whole or in part to be taken."""
    _for_people_who_write(request)
    try:
        return render(request, "statutes/desk/chooser_article.html", chooser.article(slug, place))
    except (Law.DoesNotExist, Article.DoesNotExist) as error:
        raise Http404(f"{slug} {place}") from error


@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """How a citation will be shown."""
    _for_people_who_write(request)
    citation, sentence = request.GET.get("citation", ""), request.GET.get("sentence", "")
    context = chooser.preview(citation[:LONGEST_CITATION], sentence[:LONGEST_SENTENCE])
    return render(request, "statutes/desk/chooser_preview.html", context)

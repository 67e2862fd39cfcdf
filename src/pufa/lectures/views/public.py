"""Public pages: kits to read and take along, and rating by slip."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from pufa.edge.decorators import edge_public
from pufa.lectures import actions, files, queries
from pufa.lectures.actions import slips
from pufa.lectures.errors import LecturesError
from pufa.lectures.forms import RateForm
from pufa.lectures.models import Kit, Visit, VisitState
from pufa.ui import printing
from pufa.ui.errors import Refusal

FILES: dict[str, tuple[Callable[[Kit], bytes], str]] = {
    "pdf": (files.large_print, printing.PDF_TYPE),
    "zip": (files.bundle, "application/zip"),
    "epub": (files.epub, files.EPUB_TYPE),
}


@edge_public()
@require_GET
def kits(request: HttpRequest) -> HttpResponse:
    """All kits anybody may perform."""
    done = Visit.objects.filter(state=VisitState.RECORDED).count()
    context = {"kits": [one.published for one in queries.public_kits()], "done": done, "crumbs": _crumbs()}
    context |= {"page_title": _("Bench lectures"), "page_about": _("Bring a bench; two or three people perform it.")}
    return TemplateResponse(request, "lectures/kits.html", context)


@edge_public()
@require_GET
def kit(request: HttpRequest, slug: str) -> HttpResponse:
    """One kit: its script, with pinyin if asked."""
    found = get_object_or_404(queries.public_kits(), slug=slug)
    told = found.published or {}
    context = {"kit": told, "with_pinyin": request.GET.get("pinyin") == "1", "crumbs": _crumbs(told["title"])}
    context |= {"page_title": told["title"], "page_about": told["about"], "url": found.get_absolute_url()}
    return TemplateResponse(request, "lectures/kit.html", context)


@edge_public(seconds=3600)
@require_GET
def kit_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One kit as a file."""
    found = get_object_or_404(queries.public_kits(), slug=slug)
    make, content_type = FILES[kind]
    answer = HttpResponse(make(found), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{slug}.{kind}"'
    return answer


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """What somebody in the audience says."""
    try:
        visit, _slip = slips.visit_of(code)
    except LecturesError as error:
        raise Http404(code) from error
    form = RateForm(request.POST or None, about=code)
    is_done = form.is_valid() and _rated(form, code)
    context = {"visit": visit, "form": form, "is_done": is_done, "crumbs": _crumbs(_("How was it?"))}
    answer = TemplateResponse(request, "lectures/rate.html", context | {"page_title": _("How was it?")})
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _rated(form: RateForm, code: str) -> bool:
    try:
        form.accept()
        actions.rate(code=code, smile=form.cleaned_data["smile"], line=form.cleaned_data["line"])
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _crumbs(*names: str) -> list[dict[str, str]]:
    way = [{"label": _("Home"), "url": "/"}, {"label": _("Bench lectures"), "url": "/lectures/"}]
    return [*way, *({"label": name} for name in names)] if names else [way[0], {"label": way[1]["label"]}]

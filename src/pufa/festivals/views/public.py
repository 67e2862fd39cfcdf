"""Public pages: forums with agenda, registration, live page and minutes; exhibitions to walk through."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from pufa.edge.decorators import edge_public
from pufa.festivals import actions, queries
from pufa.festivals.forms import CancelForm, RegisterForm
from pufa.festivals.models import Exhibition, Forum, Handout, Registration
from pufa.lib import clock, icalendar, papers
from pufa.ui.errors import Refusal

LIVE_SECONDS = 30


@edge_public()
@require_GET
def forums(request: HttpRequest) -> HttpResponse:
    """All forums, and the exhibitions."""
    context = {"rows": list(queries.public()), "exhibitions": list(Exhibition.objects.all()), "crumbs": _crumbs()}
    context |= {
        "page_title": _("Forums and exhibitions"),
        "page_about": _("Where people meet about the law of the net."),
    }
    return TemplateResponse(request, "festivals/forums.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def forum(request: HttpRequest, slug: str) -> HttpResponse:
    """One forum: agenda, registration, minutes."""
    found = get_object_or_404(queries.public(), slug=slug)
    form = RegisterForm(request.POST or None, about=slug) if found.takes_registrations() else None
    if form is not None and form.is_valid() and (made := _registered(found, form)) is not None:
        return redirect(made.get_absolute_url())
    context = {"one": found, "sessions": list(found.sessions.all()), "form": form, "seats": found.seats_left()}
    context |= {"page_title": found.name, "page_about": found.motto, "crumbs": _crumbs(found.name)}
    context["exhibitions"] = list(found.exhibitions.all())
    context["handouts"] = list(found.handouts.select_related("forum", "session"))
    return TemplateResponse(request, "festivals/forum.html", context, status=400 if form and form.errors else 200)


@require_GET
def handout(request: HttpRequest, slug: str, pk: int, suffix: str) -> FileResponse:
    """A file of a forum."""
    found = get_object_or_404(Handout, pk=pk, suffix=suffix, forum__in=queries.public().filter(slug=slug))
    name = f"{found.title}.{found.suffix}"
    return FileResponse(found.file.open("rb"), filename=name, as_attachment=True, content_type=papers.MIME[suffix])


@edge_public(seconds=15)
@require_GET
def live(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on now and next; the page fetches itself anew."""
    found = get_object_or_404(queries.public(), slug=slug)
    current, following = queries.on_now(found, clock.now())
    context = {"one": found, "current": current, "following": following, "seconds": LIVE_SECONDS, "now": clock.now()}
    context |= {"page_title": _("Now: %s") % found.name, "crumbs": _crumbs(found.name)}
    answer = TemplateResponse(request, "festivals/live.html", context)
    answer["Refresh"] = str(LIVE_SECONDS)
    return answer


@edge_public()
@require_GET
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The agenda for a calendar program."""
    found = get_object_or_404(queries.public(), slug=slug)
    url = settings.BASE_URL.rstrip("/") + found.get_absolute_url()
    events = [
        icalendar.Event(f"session:{one.pk}@{slug}", one.title, one.starts_at, one.ends_at, one.room, url=url)
        for one in found.sessions.all()
    ]
    return HttpResponse(icalendar.calendar(found.name, events, now=clock.now()), content_type=icalendar.ICS_TYPE)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, code: str) -> HttpResponse:
    """The page somebody who registered keeps."""
    found = get_object_or_404(Registration.objects.select_related("forum"), code=code)
    form = CancelForm(request.POST or None, about=code)
    if request.method == "POST" and form.is_valid():
        _cancelled(found, form)
    address = settings.BASE_URL.rstrip("/") + found.get_absolute_url()
    context = {"found": found, "form": form, "address": address, "page_title": _("You are registered")}
    answer = TemplateResponse(request, "festivals/registration.html", context | {"crumbs": _crumbs(found.forum.name)})
    answer["X-Robots-Tag"] = "noindex"
    return answer


@edge_public()
@require_GET
def exhibition(request: HttpRequest, slug: str) -> HttpResponse:
    """The way through an exhibition."""
    found = get_object_or_404(Exhibition, slug=slug)
    context = {"one": found, "rows": list(queries.panels(found)), "page_title": found.name, "page_about": found.place}
    return TemplateResponse(request, "festivals/exhibition.html", context | {"crumbs": _crumbs(found.name)})


@edge_public()
@require_GET
def panel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One panel, with the way to the ones before and after it."""
    shown = list(queries.panels(get_object_or_404(Exhibition, slug=slug)))
    found = get_object_or_404(queries.panels(get_object_or_404(Exhibition, slug=slug)), pk=pk)
    place = shown.index(found)
    told: dict[str, Any] = found.published or {}
    context = {
        "one": found, "told": told, "number": place + 1, "total": len(shown), "page_title": told["title"],
        "before": shown[place - 1] if place else None, "after": shown[place + 1] if place + 1 < len(shown) else None,
        "crumbs": _crumbs(found.exhibition.name, told["title"]),
    }  # fmt: skip
    return TemplateResponse(request, "festivals/panel.html", context)


def _registered(found: Forum, form: RegisterForm) -> Registration | None:
    try:
        form.accept()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    try:
        return actions.register(forum=found, **form.words())
    except Refusal as refusal:
        form.release()
        form.add_error(None, str(refusal))
        return None


def _cancelled(found: Registration, form: CancelForm) -> None:
    try:
        form.accept()
        actions.cancel(registration=found)
    except Refusal as refusal:
        form.add_error(None, str(refusal))


def _crumbs(*names: str) -> list[dict[str, str]]:
    way = [{"label": _("Home"), "url": "/"}, {"label": _("Forums and exhibitions"), "url": "/forums/"}]
    return [*way, *({"label": name} for name in names)] if names else [way[0], {"label": way[1]["label"]}]

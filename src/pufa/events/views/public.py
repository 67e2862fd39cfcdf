"""Public pages: what is coming and what took place, the map, programmes, signing up, calendars and open data."""

import json
from typing import Any, Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from pufa.edge.decorators import edge_public
from pufa.events import actions, feeds, pages, queries
from pufa.events.forms import CancelForm, SignUpForm
from pufa.events.models import Activity, Campaign, SignUp, State, ThemeDay
from pufa.lib import clock, icalendar, spreadsheet
from pufa.ui.errors import Refusal

PER_PAGE: Final = 30


@edge_public()
@require_GET
def activities(request: HttpRequest) -> HttpResponse:
    """What is coming, and what took place, with a filter."""
    told = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ("q", "form", "district", "month")}
    found = queries.sifted(queries.public().exclude(state=State.CALLED_OFF), told)
    page = Paginator(found.filter(starts_at__lte=clock.now()), PER_PAGE).get_page(request.GET.get("page"))
    coming = found.filter(starts_at__gt=clock.now()).order_by("starts_at", "pk")[:PER_PAGE]
    context = pages.listing(request.GET, page, [pages.activity_row(one) for one in coming])
    return TemplateResponse(request, "events/activities.html", context)


@edge_public()
@require_GET
def by_district(request: HttpRequest) -> HttpResponse:
    """The map: each district a tile with its number."""
    return TemplateResponse(request, "events/map.html", pages.district_map())


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity, and signing up for it without an account."""
    found = get_object_or_404(queries.public(), pk=pk)
    form = SignUpForm(request.POST or None, about=str(pk)) if found.takes_sign_ups() else None
    if form is not None and form.is_valid():
        made = _signed_up(found, form)
        if made is not None:
            return redirect(made.get_absolute_url())
    context = pages.activity(found) | {"form": form}
    return TemplateResponse(request, "events/activity.html", context, status=400 if form and form.errors else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, code: str) -> HttpResponse:
    """The page somebody who signed up keeps: the code to show, and giving the seats back."""
    found = get_object_or_404(SignUp.objects.select_related("activity__district"), code=code)
    form = CancelForm(request.POST or None, about=code)
    if request.method == "POST" and form.is_valid():
        _cancelled(found, form)
    context = {"found": found, "form": form, "address": settings.BASE_URL.rstrip("/") + found.get_absolute_url()}
    context |= {"page_title": _("You are signed up"), "crumbs": pages.crumbs(found.activity.title)}
    answer = TemplateResponse(request, "events/sign_up.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@edge_public()
@require_GET
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme of a campaign."""
    found = get_object_or_404(Campaign.objects.select_related("lead"), slug=slug)
    return TemplateResponse(request, "events/campaign.html", pages.campaign(found))


@edge_public()
@require_GET
def theme_day(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The programme of a theme day."""
    found = get_object_or_404(ThemeDay.objects.select_related("campaign", "lead"), pk=pk, campaign__slug=slug)
    return TemplateResponse(request, "events/theme_day.html", pages.theme_day(found))


@edge_public()
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """What is announced, for a calendar program."""
    some = queries.public().exclude(state=State.RECORDED).order_by("-starts_at")[:500]
    file = icalendar.calendar(_("Activities"), map(feeds.event, some), now=clock.now())
    return HttpResponse(file, content_type=icalendar.ICS_TYPE)


@edge_public()
@require_GET
def one_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity for a calendar program."""
    found = get_object_or_404(queries.public(), pk=pk)
    file = icalendar.calendar(found.title, [feeds.event(found)], now=clock.now())
    answer = HttpResponse(file, content_type=icalendar.ICS_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="activity-{pk}.ics"'
    return answer


@edge_public()
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """What is announced, the next first, as JSON."""
    text = json.dumps(feeds.coming(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/feed+json; charset=utf-8")


@require_GET
def open_data(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All recorded activities as CSV or JSON, without anything personal."""
    found = queries.whole(Activity.objects.filter(state=State.RECORDED)).order_by("starts_at", "pk")
    rows = feeds.rows(found.iterator(chunk_size=2000))
    if kind == "csv":
        told: Any = spreadsheet.csv_lines(feeds.COLUMNS, (list(row.values()) for row in rows))
        answer = StreamingHttpResponse(told, content_type=spreadsheet.CSV_TYPE)
    else:
        answer = StreamingHttpResponse(feeds.json_lines(rows), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="activities-{clock.today():%Y%m%d}.{kind}"'
    return answer


def _signed_up(found: Activity, form: SignUpForm) -> SignUp | None:
    try:
        form.accept()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    try:
        return actions.sign_up(activity=found, name=form.cleaned_data["name"], seats=form.cleaned_data["seats"])
    except Refusal as refusal:
        form.release()
        form.add_error(None, str(refusal))
        return None


def _cancelled(found: SignUp, form: CancelForm) -> None:
    try:
        form.accept()
        actions.cancel(sign_up=found)
    except Refusal as refusal:
        form.add_error(None, str(refusal))

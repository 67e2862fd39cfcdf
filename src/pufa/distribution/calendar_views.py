"""Pages of the calendar, and the feed for people's own programs."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts import desk
from pufa.accounts.models import Role, User
from pufa.distribution import calendar_desk, calendar_feeds, calendar_forms
from pufa.distribution.actions import calendar as actions
from pufa.distribution.actions import days_import
from pufa.distribution.models import CalendarDay
from pufa.distribution.queries import calendar as queries
from pufa.lib import clock
from pufa.matrix.queries import register

FORM_METHODS = require_http_methods(["GET", "HEAD", "POST"])
BEFORE, AFTER = timedelta(days=31), timedelta(days=180)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar by month, week or as a list."""
    context = calendar_desk.calendar_page(_reader(request), request.GET)
    return render(request, "distribution/calendar/calendar.html", context)


@require_POST
def move(request: HttpRequest) -> HttpResponseBase:
    """Moves an entry; a script asks with `Accept: text/plain` and gets the refusal alone."""
    form = calendar_forms.MoveForm(request.POST, by=_office(request))
    is_done = form.run()
    words = " ".join(str(error) for errors in form.errors.values() for error in errors)
    if request.headers.get("Accept") == "text/plain":
        return HttpResponse(words, status=200 if is_done else 409, content_type="text/plain; charset=utf-8")
    messages.success(request, _("Moved.")) if is_done else messages.error(request, words)
    return redirect(_back(request))


@FORM_METHODS
def feed_of_person(request: HttpRequest) -> HttpResponseBase:
    """A person's calendar address: made, made anew, revoked."""
    person, deed = _reader(request), request.POST.get("deed")
    if deed == "close":
        actions.close_feed(by=person)
        return redirect("calendar:feed")
    token = actions.open_feed(by=person) if deed == "open" else ""
    return render(request, "distribution/calendar/feed.html", calendar_desk.feed_page(person, token))


@never_cache
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar as iCalendar file, by its secret address."""
    person = queries.feed_person(actions.hashed(token))
    if person is None or not register.may_enter(person):
        raise Http404
    now, today = clock.now(), clock.today()
    first, last = today - BEFORE, today + AFTER
    found, days = queries.entries(person, first, last), queries.special_days(first, last)
    data = calendar_feeds.ics(_("Law education calendar"), found, days, base=settings.BASE_URL, now=now)
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers={"X-Robots-Tag": "noindex"})


@FORM_METHODS
def slots(request: HttpRequest) -> HttpResponseBase:
    """The times of day at which accounts post, and giving them to many accounts at once."""
    form = calendar_forms.SlotsForm(request.POST or None, by=_office(request))
    if request.method == "POST" and form.run():
        messages.success(request, _("Kept for %(count)d accounts.") % {"count": len(form.cleaned_data["accounts"])})
        return redirect(request.get_full_path())
    context = calendar_desk.slots_page(form, request.GET.get("platform", ""))
    return render(request, "distribution/calendar/slots.html", context, status=400 if form.is_bound else 200)


@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """All theme days and holidays."""
    return render(request, "distribution/calendar/days.html", calendar_desk.days_page(_reader(request)))


@require_GET
def export_days(request: HttpRequest) -> HttpResponseBase:
    """All days as Excel, in the form the import takes."""
    _reader(request)
    return desk.excel(_("Days of the calendar"), [one.title for one in days_import.COLUMNS], days_import.rows())


@FORM_METHODS
def import_days(request: HttpRequest) -> HttpResponseBase:
    """Days from a table, such as the year's announced holidays."""
    by = _office(request)
    told = desk.Import(
        _("Import days"), "calendar-days", days_import.COLUMNS, days_import.plan_import,
        lambda data: days_import.import_days(data, by=by), reverse("calendar:days"),
        calendar_desk.crumbs((_("Days"), reverse("calendar:days")), (_("Import days"), "")),
    )  # fmt: skip
    return desk.take_over(cast("desk.DeskRequest", request), told)


@FORM_METHODS
def day(request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
    """A day of the calendar, new or changed."""
    by, row = _office(request), get_object_or_404(CalendarDay, pk=pk) if pk else None
    form = calendar_forms.DayForm(request.POST or None, by=by, day=row)
    if request.method == "POST" and form.run():
        return redirect("calendar:days")
    title = row.title if row else _("Add a day")
    context = {"title": title, "form": form, "row": row, "crumbs": calendar_desk.crumbs((title, ""))}
    return render(request, "distribution/calendar/day.html", context, status=400 if form.is_bound else 200)


@require_POST
def remove_day(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes a day out of the calendar."""
    actions.remove_day(day=get_object_or_404(CalendarDay, pk=pk), by=_office(request))
    return redirect("calendar:days")


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else "calendar:calendar"


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not register.may_enter(request.user):
        raise PermissionDenied
    return request.user


def _office(request: HttpRequest) -> User:
    person = _reader(request)
    if not person.has_role(Role.OFFICE):
        raise PermissionDenied
    return person

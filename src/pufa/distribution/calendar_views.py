"""Pages of the calendar, and the feed for people's own programs."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts.models import Role, User
from pufa.distribution import calendar_desk, calendar_feeds, calendar_forms
from pufa.distribution.actions import calendar as actions
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


@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """All theme days and holidays."""
    return render(request, "distribution/calendar/days.html", calendar_desk.days_page(_reader(request)))


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

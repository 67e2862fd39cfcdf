"""The trail at the desk: for the programme office only."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from pufa.audit import actions, exports, queries
from pufa.audit.forms import FilterForm
from pufa.audit.models import Entry
from pufa.lib import clock, spreadsheet

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]
PER_PAGE = 50
OFFICE = "office"


def is_office(user: object) -> bool:
    """Whether somebody may look at the trail."""
    has_role: Callable[[str], bool] = getattr(user, "has_role", lambda _role: False)
    return bool(getattr(user, "is_superuser", False)) or has_role(OFFICE)


def office_only(view: View[Parameters]) -> View[Parameters]:
    """Lets in people of the programme office and superusers; others signed in are refused, the rest sent to sign in."""

    admit: Callable[[View[Parameters]], View[Parameters]] = require_admin_access
    admitted = admit(view)

    def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated and not is_office(request.user):
            raise PermissionDenied
        return admitted(request, *args, **kwargs)

    update_wrapper(guarded, view)
    return guarded


@office_only
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """The list with its filter."""
    form = FilterForm(request.GET)
    page = Paginator(queries.entries(**form.asked()), PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    query = f"{kept.urlencode()}&" if kept else ""
    state = queries.state()
    told = _("Who did what when. Entries %(first)d to %(last)d; each is bound to the one before, none can be changed.")
    subtitle = told % {"first": state.first_seq, "last": state.last_seq}
    context = {"title": _("Audit trail"), "subtitle": subtitle, "form": form, "page": page, "query": query}
    return render(request, "audit/trail.html", context)


@office_only
@require_GET
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One entry with all it holds."""
    found = get_object_or_404(Entry, seq=seq)
    context = {
        "title": found.verb_label,
        "subtitle": f"{clock.in_shanghai(found.at):%Y-%m-%d %H:%M:%S} · {exports.actor_label(found)}",
        "crumbs": _crumbs(str(seq)),
        "entry": found,
        "details": list(exports.details(found)),
        "is_whole": found.computed_hash() == found.hash,
    }
    return render(request, "audit/entry.html", context)


@office_only
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Checks the whole trail and shows what was found."""
    context = {
        "title": _("Check of the audit trail"),
        "subtitle": f"{clock.in_shanghai(clock.now()):%Y-%m-%d %H:%M:%S}",
        "crumbs": _crumbs(_("Check")),
        "faults": queries.verify(limit=100),
        "state": queries.state(),
    }
    return render(request, "audit/verify.html", context)


@office_only
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The filtered trail as a file; that it was taken is itself in the trail."""
    asked = FilterForm(request.GET).asked()
    by = cast("actions.Actor", request.user)
    through = actions.note_export(by=by, form=form, filters=asked).seq
    rows = queries.entries(**asked).filter(seq__lt=through)
    name = f"audit-{clock.today():%Y%m%d}.{form}"
    if form == "xlsx":
        return FileResponse(exports.excel(rows), as_attachment=True, filename=name, content_type=spreadsheet.EXCEL_TYPE)
    lines = exports.json_lines(rows.order_by("seq"))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, headers=headers, content_type="application/x-ndjson")


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"label": _("Audit trail"), "url": reverse("audit:trail")}, {"label": here}]

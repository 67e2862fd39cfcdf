"""Taking tables over: upload, look at what would happen, confirm."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts import parcels
from pufa.accounts.actions import imports
from pufa.accounts.actions.imports import districts, organisations, people
from pufa.accounts.forms import UploadForm
from pufa.accounts.models import User, masked
from pufa.accounts.views.access import DeskRequest, office
from pufa.lib import clock, spreadsheet


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table that can be taken over."""

    code: str
    title: str | Promise
    columns: tuple[imports.Column, ...]
    plan: Callable[[bytes], tuple[list[imports.Line], imports.Counts]]
    take: Callable[[bytes, User], imports.Counts]
    back: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "people",
            gettext_lazy("Import people"),
            people.COLUMNS,
            imports.plan_people,
            lambda data, by: imports.import_people(data, by=by),
            "accounts:people",
        ),
        Kind(
            "organisations",
            gettext_lazy("Import organisations"),
            organisations.COLUMNS,
            imports.plan_organisations,
            lambda data, by: imports.import_organisations(data, by=by),
            "accounts:organisations",
        ),
        Kind(
            "districts",
            gettext_lazy("Import districts"),
            districts.COLUMNS,
            imports.plan_districts,
            lambda data, by: imports.import_districts(data, by=by),
            "accounts:organisations",
        ),
    )
}


@office
@require_http_methods(["GET", "POST"])
def upload(request: DeskRequest, kind: str) -> HttpResponse:
    """The page to upload a table; the answer is a preview or the list of all problems."""
    chosen, problems = KINDS[kind], []
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            lines, counts = chosen.plan(data)
        except imports.ImportFaultError as fault:
            problems = fault.problems
        else:
            parcel = parcels.pack(data, kind=kind, by=request.user, now=clock.now())
            return _preview(request, chosen, lines, counts, parcel)
    context = {"kind": chosen, "form": form, "problems": problems[: imports.MOST_PROBLEMS], "count": len(problems)}
    return render(request, "accounts/import.html", context, status=400 if problems or form.errors else 200)


@office
@require_POST
def confirm(request: DeskRequest, kind: str) -> HttpResponse:
    """Takes the previewed table over, whole or not at all."""
    chosen = KINDS[kind]
    data = parcels.unpack(request.POST.get("parcel", ""), kind=kind, by=request.user, now=clock.now())
    counts = chosen.take(data, request.user)
    said = _("Taken over: %(created)d new, %(changed)d changed, %(same)d unchanged.")
    messages.success(request, said % {"created": counts.created, "changed": counts.changed, "same": counts.same})
    return redirect(chosen.back)


@office
@require_GET
def template(request: DeskRequest, kind: str) -> HttpResponseBase:
    """The empty table to fill in."""
    chosen = KINDS[kind]
    file = imports.template(str(chosen.title), chosen.columns)
    return FileResponse(file, as_attachment=True, filename=f"{kind}.xlsx", content_type=spreadsheet.EXCEL_TYPE)


def _preview(
    request: DeskRequest, kind: Kind, lines: list[imports.Line], counts: imports.Counts, parcel: str
) -> HttpResponse:
    shown = [(line.row, line.fate, [_shown(line, column.key) for column in kind.columns]) for line in lines[:200]]
    context = {"kind": kind, "lines": shown, "counts": counts, "total": len(lines), "parcel": parcel}
    return render(request, "accounts/import_preview.html", context)


def _shown(line: imports.Line, key: str) -> str:
    text = line.typed.get(key, "")
    return masked(text) if key == "phone" else text

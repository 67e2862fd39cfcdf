"""Rooms at the desk without a template of their own: doors, lists, pages of one object, forms, tables to take over.

A room says what stands in its lists and panels in plain data; `ui/desk/*.html` draw it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import update_wrapper
from typing import IO, Any, Concatenate, Final, ParamSpec

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access

from pufa.accounts import parcels
from pufa.accounts.actions import imports
from pufa.accounts.actions.imports.table import Column, Counts, Line
from pufa.accounts.models import User
from pufa.lib import clock, spreadsheet
from pufa.ui.errors import Refusal

PER_PAGE: Final = 50
LINES_SHOWN: Final = 200
Parameters = ParamSpec("Parameters")
Words = str | Promise
SAVE, SAVED = gettext_lazy("Save"), gettext_lazy("Saved.")


class DeskRequest(HttpRequest):
    """A request by somebody signed in."""

    user: User


View = Callable[Concatenate[DeskRequest, Parameters], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]


class NotAdmittedError(Refusal):
    """The room is for other people."""

    code = "not_allowed"
    status = 403


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: text, perhaps a link; `tone` is good, bad, soon, off or num."""

    text: object
    url: str = ""
    tone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A link beside a title, or with `posts` a form of one button; `icon` is a lucide name."""

    label: Words
    url: str
    icon: str = ""
    is_primary: bool = False
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titles; a title that begins with `#` stands over figures, at the right."""

    head: Sequence[Words]
    rows: Sequence[Sequence[object]]
    caption: Words = ""
    nothing: Words = ""

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """The titles, and whether figures stand under each."""
        return [(str(title).removeprefix("#"), str(title).startswith("#")) for title in self.head]

    @property
    def lines(self) -> list[list[tuple[Cell, bool]]]:
        """The rows, each entry as a cell and whether it is a figure."""
        figures = [is_figure for _title, is_figure in self.heads]
        return [[(shown(one), is_figure) for one, is_figure in zip(row, figures, strict=True)] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: any of facts (name, value), text, table, pictures (address, words), form with its verb, buttons."""

    title: Words
    facts: Sequence[tuple[Words, object]] = ()
    text: Words = ""
    table: Table | None = None
    pictures: Sequence[tuple[str, str]] = ()
    form: forms.BaseForm | None = None
    verb: Words = ""
    url: str = ""
    buttons: Sequence[Button] = ()
    is_upload: bool = False
    pieces: str = ""  # where a large file is sent in pieces, if the page has a script for it

    @property
    def step(self) -> str:
        """Which of several forms on a page this is: its prefix."""
        return (self.form.prefix or "") if self.form is not None else ""

    @property
    def lines(self) -> list[tuple[Words, Cell]]:
        """The facts as cells; those without a value are left out."""
        return [(name, shown(value)) for name, value in self.facts if value not in ("", None)]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its rows are made of what one page of `found` holds."""

    title: Words
    found: QuerySet[Any] | Sequence[Any]
    head: Sequence[Words]
    row: Callable[[Any], Sequence[object]]
    form: forms.BaseForm | None = None
    export_url: str = ""
    buttons: Sequence[Button] = ()
    tabs: Sequence[dict[str, Any]] = ()
    nothing: Words = ""
    note: Words = ""
    subtitle: Words = ""
    crumbs: Sequence[dict[str, str]] = ()
    panels: Sequence[Panel] = field(default=())


def shown(value: object) -> Cell:
    """A value as it stands in a table: days as 2026-11-20, numbers with their thousands, nothing as a dash."""
    if isinstance(value, Cell):
        inner = shown(value.text)
        return Cell(inner.text, value.url, value.tone or inner.tone, value.note)
    if value is None or value == "":
        return Cell("—", tone="off")
    if isinstance(value, datetime):
        return Cell(f"{clock.in_shanghai(value):%Y-%m-%d %H:%M}", tone="num")
    if isinstance(value, date):
        return Cell(f"{value:%Y-%m-%d}", tone="num")
    if isinstance(value, int) and not isinstance(value, bool):
        return Cell(f"{value:,}", tone="num")
    return Cell(value)


def door(may: Callable[[User], bool], message: Words) -> Callable[[View[Parameters]], Door[Parameters]]:
    """Lets in whom `may` names; others get the message, strangers the way to sign in."""

    def decorate(view: View[Parameters]) -> Door[Parameters]:
        def guarded(request: DeskRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponseBase:
            if not may(request.user):
                raise NotAdmittedError(message)
            return view(request, *args, **kwargs)

        admitted: Door[Parameters] = require_admin_access(update_wrapper(guarded, view))
        return admitted

    return decorate


def attempt(form: forms.BaseForm, deed: Callable[[], object], *, name: str | None = None) -> bool:
    """Runs a deed; refused, the reason stands in the form, at the field of that name, with what was typed."""
    try:
        deed()
    except Refusal as refusal:
        form.add_error(name, str(refusal))
        return False
    return True


def done(request: DeskRequest, told: Words, to: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Says that it is done and goes on; where to, as for `redirect`."""
    messages.success(request, str(told))
    return redirect(to, *args, **kwargs)


def entry(
    request: DeskRequest, title: Words, form: forms.BaseForm, deed: Callable[..., Any], *,
    to: str = "", told: Words = SAVED, verb: Words = SAVE, **page: Any,
) -> HttpResponseBase:  # fmt: skip
    """A page of one form. `deed` gets what was filled in; then `to` is shown, or the page of what the deed gave."""
    made: list[Any] = []
    if form.is_valid() and attempt(form, lambda: made.append(deed(**form.cleaned_data))):
        return done(request, told, to or made[0].desk_url)
    return form_page(request, title, form, verb, **page)


def sent(panels: Iterable[Panel]) -> Any:
    """Which of the forms on a page was sent, if it is filled in rightly."""
    bound = (panel.form for panel in panels if panel.form is not None and panel.form.is_bound)
    return next((form for form in bound if form.is_valid()), None)


def kept_query(data: QueryDict) -> dict[str, str]:
    """The filter as query text: `query` before another parameter, `export_query` alone."""
    asked = data.copy()
    asked.pop("page", None)
    text = asked.urlencode()
    return {"query": f"{text}&" if text else "", "export_query": f"?{text}" if text else ""}


def crumbs(*steps: tuple[Words, str]) -> list[dict[str, str]]:
    """The way here."""
    return [{"label": str(name), "url": url} for name, url in steps]


def listing(request: HttpRequest, told: Listing) -> HttpResponse:
    """The page of a list: filter, table, pages, and the way to Excel with the same filter."""
    page = Paginator(told.found, PER_PAGE).get_page(request.GET.get("page"))
    kept = kept_query(request.GET)
    table = Table(told.head, [told.row(one) for one in page.object_list])
    export = f"{told.export_url}{kept['export_query']}" if told.export_url else ""
    context = {"title": told.title, "told": told, "page": page, "table": table, "export": export, **kept}
    return render(request, "ui/desk/list.html", context | {"crumbs": told.crumbs, "subtitle": told.subtitle})


def page(
    request: HttpRequest,
    title: Words,
    panels: Iterable[Panel],
    *,
    way: Sequence[dict[str, str]] = (),
    subtitle: Words = "",
    buttons: Sequence[Button] = (),
    status: int = 200,
) -> HttpResponse:
    """A page of panels, one below the other."""
    panels = list(panels)
    wrong = any(panel.form is not None and panel.form.is_bound and panel.form.errors for panel in panels)
    context = {"title": title, "subtitle": subtitle, "crumbs": way, "panels": panels, "buttons": buttons}
    return render(request, "ui/desk/page.html", context, status=400 if wrong and status == 200 else status)


def form_page(
    request: HttpRequest,
    title: Words,
    form: forms.BaseForm,
    verb: Words,
    *,
    way: Sequence[dict[str, str]] = (),
    text: Words = "",
    is_upload: bool = False,
) -> HttpResponse:
    """A page with one form."""
    return page(request, title, [Panel("", text=text, form=form, verb=verb, is_upload=is_upload)], way=way)


def excel(name: Words, head: Sequence[Words], rows: Iterable[Sequence[spreadsheet.Value]]) -> FileResponse:
    """A list as an Excel file to download, named by today."""
    file: IO[bytes] = spreadsheet.excel(str(name), [str(title).removeprefix("#") for title in head], rows)
    filename = f"{name}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=filename, content_type=spreadsheet.EXCEL_TYPE)


class TableForm(forms.Form):
    """A table to take over."""

    file = forms.FileField(help_text=".xlsx, .csv")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Table")


@dataclass(frozen=True, slots=True)
class Import:
    """How a table is taken over: `plan` looks and writes nothing, `write` takes all of it or nothing."""

    title: Words
    kind: str
    columns: Sequence[Column]
    plan: Callable[[bytes], tuple[list[Line], Counts]]
    write: Callable[[bytes], Counts]
    back: str
    way: Sequence[dict[str, str]] = ()
    hidden: frozenset[str] = frozenset()


def take_over(request: DeskRequest, told: Import) -> HttpResponseBase:
    """One address for all steps: empty table (?template), upload with its problems, preview, writing."""
    if "template" in request.GET:
        file = imports.template(str(told.title), told.columns)
        name = f"{told.title}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheet.EXCEL_TYPE)
    problems: Sequence[imports.Problem] = ()
    form = TableForm(request.POST or None, request.FILES or None)
    try:
        if request.method == "POST" and "parcel" in request.POST:
            return _write(request, told)
        if form.is_valid():
            return _preview(request, told, form.cleaned_data["file"].read())
    except imports.ImportFaultError as fault:
        problems = fault.problems[: imports.MOST_PROBLEMS]
    context = {"title": told.title, "form": form, "problems": problems, "columns": told.columns, "crumbs": told.way}
    return render(request, "ui/desk/import.html", context, status=400 if problems or form.errors else 200)


def _preview(request: DeskRequest, told: Import, data: bytes) -> HttpResponse:
    lines, counts = told.plan(data)
    parcel = parcels.pack(data, kind=told.kind, by=request.user, now=clock.now())
    columns = [column for column in told.columns if column.key not in told.hidden]
    rows = [(line.row, line.fate, [line.typed.get(one.key, "") for one in columns]) for line in lines[:LINES_SHOWN]]
    context = {"title": told.title, "crumbs": told.way, "lines": rows, "counts": counts, "columns": columns}
    return render(request, "ui/desk/import_preview.html", context | {"parcel": parcel, "left": len(lines) - len(rows)})


def _write(request: DeskRequest, told: Import) -> HttpResponse:
    data = parcels.unpack(request.POST.get("parcel", ""), kind=told.kind, by=request.user, now=clock.now())
    counts = told.write(data)
    said = _("Taken over: %(created)d new, %(changed)d changed, %(same)d unchanged.")
    messages.success(request, said % {"created": counts.created, "changed": counts.changed, "same": counts.same})
    return redirect(told.back)

"""Pages of forwarding tasks at the desk: the office's board, the unit's pack."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts.models import Role, User
from pufa.distribution import forward_desk, forward_forms, forward_packs
from pufa.distribution.actions import forward_finds, forward_reminders, forwards
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import Forward, ForwardTask
from pufa.distribution.queries import forward_board
from pufa.distribution.queries import forwards as forward_queries
from pufa.editorial.models import PiecePage
from pufa.lib import clock, spreadsheet
from pufa.matrix.queries import register

PER_PAGE = 20
WIDTHS = (14, 26, 22, 14, 12, 18, 18, 44, 26, 10, 10, 26)
FORM_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """All tasks, newest first."""
    person = _reader(request)
    page = Paginator(forward_queries.tasks(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "distribution/forwards/tasks.html", forward_desk.task_list(page, person))


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Which piece is to be forwarded."""
    _office(request)
    return render(request, "distribution/forwards/choose.html", forward_desk.choose())


@FORM_METHODS
def ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks units to forward one piece."""
    by, piece = _office(request), get_object_or_404(PiecePage, pk=pk)
    initial = {"due_at": forward_forms.suggested_due(clock.now())}
    form = forward_forms.AskForm(request.POST or None, by=by, piece=piece, initial=initial)
    if request.method == "POST" and form.run():
        messages.success(request, _("The units are asked. Each has its pack."))
        return redirect("forwards:board", form.made.pk)
    context = forward_desk.ask(piece, form)
    return render(request, "distribution/forwards/ask.html", context, status=400 if form.is_bound else 200)


@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """The board of one task; `part` asks for the moving part alone, `forward` opens the evidence of one."""
    person, task = _reader(request), get_object_or_404(ForwardTask.objects.select_related("asked_by"), pk=pk)
    seen = forward_queries.visible(person).filter(task=task)
    number = request.GET.get("forward", "")
    chosen = seen.whole().filter(pk=number).first() if number.isdigit() else None
    if chosen is None and not seen.exists():
        raise PermissionDenied
    name = "board_part" if "part" in request.GET else "board"
    context = forward_desk.board(task, person, request.GET, chosen)
    return render(request, f"distribution/forwards/{name}.html", context)


@require_GET
def excel(request: HttpRequest, pk: int) -> FileResponse:
    """The board as an Excel file."""
    person, task = _reader(request), get_object_or_404(ForwardTask, pk=pk)
    rows, head = forward_board.table(task, person), forward_board.table_head()
    file = spreadsheet.excel(_("Forwarding"), head, rows, widths=WIDTHS)
    name = f"{_('Forwarding')}-{task.pk}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheet.EXCEL_TYPE)


@FORM_METHODS
def remind(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Shows who would be reminded, and reminds."""
    by, task = _office(request), get_object_or_404(ForwardTask, pk=pk)
    if request.method == "POST":
        _do(request, lambda: forward_reminders.remind(task=task, by=by), _("Reminded. The mails go out now."))
        return redirect(task.desk_url)
    return render(request, "distribution/forwards/remind.html", forward_desk.remind(task))


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Gives the units another time."""
    by, task = _office(request), get_object_or_404(ForwardTask, pk=pk)
    form = forward_forms.DueForm(request.POST, by=by)
    form.task = task
    if not form.run():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(task.desk_url)


@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ends a task."""
    by, task = _office(request), get_object_or_404(ForwardTask, pk=pk)
    reason = request.POST.get("reason", "")
    _do(request, lambda: forwards.call_off_task(task=task, by=by, reason=reason), _("Called off."))
    return redirect(task.desk_url)


@FORM_METHODS
def pack(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The pack of one account: texts to copy, pictures, link, QR code; and the place for a link, if need be."""
    person, row = _reader(request), _forward(request, pk)
    form = forward_forms.LinkForm(request.POST or None, by=person, forward=row)
    if request.method == "POST" and form.run():
        messages.success(request, _("Thank you. The system opens the link by itself."))
        return redirect(row.desk_url)
    context = forward_desk.pack(row, person, form)
    return render(request, "distribution/forwards/pack.html", context, status=400 if form.is_bound else 200)


@require_GET
def zipped(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole pack as one file."""
    row = _forward(request, pk)
    try:
        data = forward_packs.zipped(row)
    except LookupError as error:
        raise Http404 from error
    headers = {"Content-Disposition": f'attachment; filename="pack-{row.pk}.zip"'}
    return HttpResponse(data, content_type="application/zip", headers=headers)


@require_GET
def picture(request: HttpRequest, pk: int, rendition: int, number: int) -> HttpResponseBase:
    """One picture of the pack, to save on the phone."""
    try:
        media = forward_packs.picture(_forward(request, pk), rendition, number)
    except LookupError as error:
        raise Http404 from error
    is_saved = "save" in request.GET
    return FileResponse(media.open(), as_attachment=is_saved, filename=media.name, content_type=media.content_type)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Posts the piece on the unit's account with one button."""
    by, row = _reader(request), _forward(request, pk)
    _do(request, lambda: forward_finds.publish(forward=row, by=by), _("On its way. Nothing else is to be done."))
    return redirect(row.desk_url)


@require_POST
def settle(request: HttpRequest, pk: int, deed: str) -> HttpResponseBase:
    """What the office decides about one forward: look again, not this, excuse, confirm the link."""
    by, row = _office(request), _forward(request, pk)
    reason = request.POST.get("reason", "")
    deeds: dict[str, Callable[[], object]] = {
        "look": lambda: forwards.look_again(forward=row, by=by),
        "not-this": lambda: forwards.not_this(forward=row, by=by, reason=reason),
        "excuse": lambda: forwards.excuse(forward=row, by=by, reason=reason),
        "confirm": lambda: forwards.confirm_link(forward=row, by=by),
    }
    _do(request, deeds[deed], _("Noted."))
    return redirect(f"{row.task.desk_url}?forward={row.pk}")


def _do(request: HttpRequest, deed: Callable[[], object], done: str) -> None:
    try:
        deed()
    except DistributionError as refusal:
        messages.error(request, str(refusal))
        return
    messages.success(request, done)


def _forward(request: HttpRequest, pk: int) -> Forward:
    return get_object_or_404(forward_queries.visible(_reader(request)).whole(), pk=pk)


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not register.may_enter(request.user):
        raise PermissionDenied
    return request.user


def _office(request: HttpRequest) -> User:
    person = _reader(request)
    if not person.has_role(Role.OFFICE):
        raise PermissionDenied
    return person

"""Pages of renditions and sendings at the desk."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts.models import Role, User
from pufa.distribution import actions, desk, forms
from pufa.distribution.models import Delivery, Hold, Plan, Rendition, Shape
from pufa.distribution.queries import board, work
from pufa.editorial.models import PiecePage
from pufa.matrix.queries import register
from pufa.review.errors import ReviewError

PER_PAGE = 30
FORM_METHODS = require_http_methods(["GET", "HEAD", "POST"])
Refused = (actions.DistributionError, ReviewError)


@require_GET
def sendings(request: HttpRequest) -> HttpResponse:
    """All sendings, newest first, and what is stopped."""
    person = _reader(request)
    page = Paginator(board.plans(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "distribution/desk/sendings.html", desk.sendings(page, person))


@require_GET
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """The live board of one sending; `part` asks for the moving part alone."""
    person, plan = _reader(request), get_object_or_404(Plan, pk=pk)
    number = request.GET.get("delivery", "")
    seen = board.visible(plan, person)
    if not seen.exists():
        raise PermissionDenied
    chosen = seen.whole().filter(pk=number).first() if number.isdigit() else None
    name = "distribution/desk/board.html" if "part" in request.GET else "distribution/desk/sending.html"
    return render(request, name, desk.sending(plan, person, chosen))


@require_GET
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """All renditions of a piece."""
    person = _with_role(request, Role.EDITOR, Role.OFFICE, Role.OBSERVER, Role.FINAL_REVIEWER)
    return render(request, "distribution/desk/compose.html", desk.compose(get_object_or_404(PiecePage, pk=pk), person))


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Lets the rule make one shape, or all of them."""
    by, piece = _with_role(request, Role.EDITOR, Role.OFFICE), get_object_or_404(PiecePage, pk=pk)
    asked = request.POST.get("shape", "")
    for shape in [asked] if asked else Shape.values:
        _do(request, lambda shape=shape: actions.propose(piece=piece, shape=shape, by=by))
    return redirect("distribution:compose", piece.pk)


@require_POST
def suggest(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks the machine for a suggestion, where an address for it is set."""
    by, piece = _with_role(request, Role.EDITOR, Role.OFFICE), get_object_or_404(PiecePage, pk=pk)
    shape = _shape(request.POST.get("shape", ""))
    _do(
        request,
        lambda: actions.suggest(piece=piece, shape=shape, by=by),
        _("A suggestion is there: read it word by word."),
    )
    return redirect("distribution:compose", piece.pk)


@FORM_METHODS
def write(request: HttpRequest, pk: int, shape: str) -> HttpResponseBase:
    """A rendition in somebody's own words."""
    by, piece = _with_role(request, Role.EDITOR, Role.OFFICE), get_object_or_404(PiecePage, pk=pk)
    form = forms.RenditionForm(request.POST or None, by=by, piece=piece, shape=_shape(shape))
    if request.method == "POST" and form.run():
        return redirect("distribution:rendition", form.made.pk)
    context = {"title": Shape(shape).label, "subtitle": piece.title, "form": form}
    return render(request, "distribution/desk/write.html", context, status=400 if form.is_bound else 200)


@FORM_METHODS
def rendition(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One rendition: its words, its limits, its review."""
    person = _with_role(request, Role.EDITOR, Role.OFFICE, Role.OBSERVER, Role.FINAL_REVIEWER)
    row = get_object_or_404(Rendition.objects.select_related("piece", "card", "approval", "made_by"), pk=pk)
    form = forms.RenditionForm(request.POST or None, by=person, piece=row.piece, shape=row.shape, row=row)
    if request.method == "POST" and form.run():
        messages.success(request, _("Kept. It fits where the list says so."))
        return redirect("distribution:rendition", row.pk)
    context = desk.rendition(row, person, form)
    return render(request, "distribution/desk/rendition.html", context, status=400 if form.is_bound else 200)


@require_GET
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The drawn picture of a card."""
    _with_role(request, Role.EDITOR, Role.OFFICE, Role.OBSERVER, Role.FINAL_REVIEWER, Role.FIRST_REVIEWER)
    row = get_object_or_404(Rendition.objects.select_related("card"), pk=pk, card__isnull=False)
    return HttpResponse(bytes(row.card.png), content_type="image/png")


@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hands a rendition in for three reviews."""
    by, row = _with_role(request, Role.EDITOR, Role.OFFICE), get_object_or_404(Rendition, pk=pk)
    _do(request, lambda: actions.submit(rendition=row, by=by), _("Submitted."))
    return redirect("distribution:rendition", row.pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Removes a rendition nobody sent or reviewed."""
    by, row = _with_role(request, Role.EDITOR, Role.OFFICE), get_object_or_404(Rendition, pk=pk)
    _do(request, lambda: actions.discard(rendition=row, by=by))
    return redirect("distribution:compose", row.piece_id)


@FORM_METHODS
def new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Plans a sending of one piece."""
    by, piece = _with_role(request, Role.OFFICE), get_object_or_404(PiecePage, pk=pk)
    form = forms.PlanForm(request.POST or None, by=by, piece=piece)
    if request.method == "POST" and form.run():
        return redirect("distribution:sending", form.made.pk)
    context = desk.new(piece, form)
    return render(request, "distribution/desk/new.html", context, status=400 if form.is_bound else 200)


@require_GET
def pack(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The pack of one delivery, to post by hand; `file` asks for one of its files."""
    person, number = _reader(request), request.GET.get("file", "")
    seen = Delivery.objects.filter(account__in=register.visible_to(person)).whole()
    delivery = get_object_or_404(seen, pk=pk)
    made = work.pack(delivery)
    if number.isdigit() and int(number) < len(made.files):
        file = made.files[int(number)]
        return FileResponse(file.open(), as_attachment=True, filename=file.name, content_type=file.content_type)
    return render(request, "distribution/desk/pack.html", desk.pack(delivery, made, person))


@require_POST
def stop(request: HttpRequest) -> HttpResponseBase:
    """The stop button: for a sending if one is named, a kind of platform, or everything."""
    by, given = _reader(request), request.POST
    plan = get_object_or_404(Plan, pk=given["plan"]) if given.get("plan", "").isdigit() else None
    reason, kind = given.get("reason", ""), given.get("connector", "")
    _do(request, lambda: actions.stop(by=by, reason=reason, plan=plan, connector=kind), _("Stopped."))
    return redirect(plan.desk_url if plan else "distribution:sendings")


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Lets sending go on."""
    by, hold = _reader(request), get_object_or_404(Hold, pk=pk)
    _do(request, lambda: actions.resume(hold=hold, by=by), _("It goes on."))
    return redirect(hold.plan.desk_url if hold.plan else "distribution:sendings")


@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Gives up what was not sent yet."""
    by, plan = _reader(request), get_object_or_404(Plan, pk=pk)
    reason = request.POST.get("reason", "")
    _do(request, lambda: actions.call_off(plan=plan, by=by, reason=reason), _("Called off."))
    return redirect(plan.desk_url)


@require_POST
def settle(request: HttpRequest, pk: int, deed: str) -> HttpResponseBase:
    """What a person decides about one delivery: retry, posted, deleted, or settled after looking."""
    by, delivery = _reader(request), get_object_or_404(Delivery.objects.select_related("plan"), pk=pk)
    url = request.POST.get("url", "")
    told: dict[str, Any] = {"delivery": delivery, "by": by}
    deeds: dict[str, Any] = {
        "retry": lambda: actions.retry(**told),
        "posted": lambda: actions.mark_posted(url=url, **told),
        "deleted": lambda: actions.mark_deleted(**told),
        "settled": lambda: actions.settle_by_hand(url=url, **told),
    }
    _do(request, deeds[deed], _("Noted."))
    return redirect(f"{delivery.plan.desk_url}?delivery={delivery.pk}")


def _do(request: HttpRequest, deed: Any, done: str = "") -> None:
    try:
        deed()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    if done:
        messages.success(request, done)


def _shape(name: str) -> str:
    if name not in Shape.values:
        raise PermissionDenied
    return name


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not register.may_enter(request.user):
        raise PermissionDenied
    return request.user


def _with_role(request: HttpRequest, *roles: Role) -> User:
    if not isinstance(request.user, User) or not any(request.user.has_role(role) for role in roles):
        raise PermissionDenied
    return request.user

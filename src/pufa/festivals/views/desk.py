"""Forums and exhibitions at the desk."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts import desk
from pufa.accounts.desk import Button, Cell, DeskRequest, Listing, Panel
from pufa.festivals import actions, files, queries, shown
from pufa.festivals.actions import groups
from pufa.festivals.forms import ForumForm
from pufa.festivals.models import Exhibition, Forum, Handout
from pufa.festivals.models import Panel as ShownPanel
from pufa.ui import printing

room = desk.door(queries.may_enter, gettext_lazy("These rooms are for editors and the programme office."))
office = desk.door(queries.is_office, gettext_lazy("Only the programme office may do this."))


@room
@require_GET
def forums(request: DeskRequest) -> HttpResponseBase:
    """All forums."""
    new = [Button(_("New forum"), reverse("festivals_desk:new"), "plus", is_primary=True)]
    head = [_("Forum"), _("Host"), _("Begins"), f"#{_('Registered')}", f"#{_('People reached')}", _("State")]
    told = Listing(
        _("Forums"), Forum.objects.select_related("host"), head, shown.forum_row, tabs=shown.tabs("forums"),
        buttons=new if queries.is_office(request.user) else (),
    )  # fmt: skip
    return desk.listing(request, told)


@office
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Plans a forum."""
    form = ForumForm(request.POST or None)
    return desk.entry(request, _("New forum"), form, partial(actions.plan, by=request.user), way=_way())


@room
@require_http_methods(["GET", "POST"])
def forum(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One forum."""
    found = get_object_or_404(Forum.objects.select_related("host"), pk=pk)
    panels = shown.forum_panels(found, request.user, request.POST, request.FILES)
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, _forum_deed(request, found, form)):
        return desk.done(request, _("Saved."), found.desk_url)
    buttons = shown.forum_buttons(found, request.user)
    return desk.page(request, found.name, panels, way=_way((found.name, "")), buttons=buttons)


@office
@require_POST
def announce(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Makes a forum public."""
    found = get_object_or_404(Forum, pk=pk)
    actions.announce(forum=found, by=request.user)
    return desk.done(request, _("Announced."), found.desk_url)


@office
@require_http_methods(["GET", "POST"])
def group(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Many people at once, from a table."""
    found = get_object_or_404(Forum, pk=pk)
    told = desk.Import(
        _("Register a group"), f"forum-{pk}", groups.COLUMNS, lambda data: actions.plan_import(found, data),
        lambda data: actions.register_group(forum=found, file=data, by=request.user), found.desk_url,
        _way((found.name, found.desk_url)),
    )  # fmt: skip
    return desk.take_over(request, told)


@room
@require_GET
def handout(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One file of a forum, to be looked at and taken away."""
    found = get_object_or_404(Handout.objects.select_related("forum", "session"), pk=pk)
    facts = [
        (_("Forum"), Cell(found.forum.name, found.forum.desk_url)), (_("Session"), str(found.session or "")),
        (_("Forum file"), Cell(f"{found.title}.{found.suffix}", found.get_absolute_url())), ("SHA-256", found.sha256),
    ]  # fmt: skip
    remove = Button(_("Remove"), reverse("festivals_desk:remove_handout", args=[pk]), "trash-2", posts=True)
    way = _way((found.forum.name, found.forum.desk_url), (found.title, ""))
    buttons = [remove] if queries.is_office(request.user) else []
    return desk.page(request, found.title, [Panel("", facts)], way=way, buttons=buttons)


@office
@require_POST
def remove_handout(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Takes a file away."""
    found = get_object_or_404(Handout.objects.select_related("forum"), pk=pk)
    actions.remove_handout(handout=found, by=request.user)
    return desk.done(request, _("Removed."), found.forum.desk_url)


@office
@require_GET
def badges(request: DeskRequest, pk: int) -> HttpResponse:
    """The badges of a forum."""
    return HttpResponse(files.badges(get_object_or_404(Forum, pk=pk)), content_type=printing.PDF_TYPE)


@room
@require_GET
def minutes(request: DeskRequest, pk: int) -> HttpResponse:
    """The minutes in Word."""
    found = get_object_or_404(Forum, pk=pk, state=Forum.State.CLOSED)
    answer = HttpResponse(files.minutes(found), content_type=printing.WORD_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="minutes-{found.slug}.docx"'
    return answer


@room
@require_GET
def exhibitions(request: DeskRequest) -> HttpResponseBase:
    """All exhibitions."""
    told = Listing(
        _("Exhibitions"), Exhibition.objects.all(), [_("Exhibition"), _("Place"), f"#{_('Panels')}"], _exhibition_row,
        tabs=shown.tabs("exhibitions"),
    )  # fmt: skip
    return desk.listing(request, told)


@room
@require_http_methods(["GET", "POST"])
def exhibition(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One exhibition with its panels."""
    found = get_object_or_404(Exhibition, pk=pk)
    panels = shown.exhibition_panels(found, request.user, request.POST)
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, _exhibition_deed(request, found, form)):
        return desk.done(request, _("Saved."), found.desk_url)
    prints = [
        Button(f"{paper.upper()} (ZIP)", reverse("festivals_desk:prints", args=[pk, paper]), "download")
        for paper in files.PAPERS
    ]
    return desk.page(request, found.name, panels, way=_way((found.name, "")), buttons=prints)


@room
@require_GET
def prints(request: DeskRequest, pk: int, paper: str) -> HttpResponse:
    """All panels to print."""
    if paper not in files.PAPERS:
        raise Http404(paper)
    found = get_object_or_404(Exhibition, pk=pk)
    answer = HttpResponse(files.panels(found, paper), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}-{paper}.zip"'
    return answer


@room
@require_http_methods(["GET", "POST"])
def panel(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One panel."""
    found = get_object_or_404(ShownPanel.objects.select_related("exhibition"), pk=pk)
    panels = shown.panel_panels(found, request.user, request.POST, request.FILES)
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, _panel_deed(request, ShownPanel.objects.get(pk=pk), form)):
        return desk.done(request, _("Saved."), found.desk_url)
    hand_in = Button(
        _("Hand in for review"), reverse("festivals_desk:submit", args=[pk]), "list-checks", is_primary=True, posts=True
    )
    way = _way((found.exhibition.name, found.exhibition.desk_url), (found.title, ""))
    return desk.page(request, found.title, panels, way=way, buttons=[hand_in])


@office
@require_POST
def submit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hands a panel in."""
    found = get_object_or_404(ShownPanel, pk=pk)
    actions.submit_panel(panel=found, by=request.user)
    return desk.done(request, _("Handed in for three reviews."), found.desk_url)


def _forum_deed(request: DeskRequest, one: Forum, form: Any) -> Callable[[], object]:
    deeds: dict[str, Callable[..., object]] = {
        "session": actions.add_session, "check_in": actions.check_in, "close": actions.close, "reopen": actions.reopen,
        "call_off": actions.call_off, "handout": actions.add_handout,
    }  # fmt: skip
    told = dict(form.cleaned_data)
    if file := told.pop("file", None):
        told["data"] = file.read()
    return lambda: deeds[form.prefix](forum=one, by=request.user, **told)


def _exhibition_deed(request: DeskRequest, one: Exhibition, form: Any) -> Callable[[], object]:
    if form.prefix == "add":
        return lambda: actions.add_panel(exhibition=one, by=request.user, **form.cleaned_data)
    numbers = [int(word) for word in form.cleaned_data["order"].split() if word.isascii() and word.isdigit()]
    return lambda: actions.order_panels(exhibition=one, numbers=numbers, by=request.user)


def _panel_deed(request: DeskRequest, one: ShownPanel, form: Any) -> Callable[[], object]:
    told, by = form.cleaned_data, request.user
    if form.prefix == "edit":
        return lambda: actions.edit_panel(panel=one, by=by, **told)
    if form.prefix == "picture":
        return lambda: actions.set_picture(panel=one, data=told["picture"].read(), alt=told["alt"], by=by)
    return lambda: actions.set_audio(panel=one, data=told["audio"].read(), by=by)


def _exhibition_row(one: Exhibition) -> list[object]:
    return [Cell(one.name, one.desk_url), one.place, one.panels.count()]


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Forums and exhibitions"), reverse("festivals_desk:forums")), *steps)

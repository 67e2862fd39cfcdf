"""What the desk's pages of forums and exhibitions show, as plain data for `accounts.desk`."""

from typing import Any, Final

from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.desk import Button, Cell, Panel, Table
from pufa.accounts.models import User
from pufa.festivals import queries
from pufa.festivals.forms import (
    AudioForm,
    CloseForm,
    CodeForm,
    HandoutForm,
    OrderForm,
    PanelForm,
    PictureForm,
    ReasonForm,
    SessionForm,
)
from pufa.festivals.models import Exhibition, Forum
from pufa.festivals.models import Panel as ShownPanel

TONES: Final = {"draft": "off", "announced": "soon", "closed": "good", "called_off": "off"}
STAGES: Final = {"draft": "off", "review": "soon", "public": "good", "withdrawn": "bad"}


def tabs(current: str) -> list[dict[str, Any]]:
    """The rooms."""
    names = {"forums": _("Forums"), "exhibitions": _("Exhibitions")}
    return [
        {"label": label, "url": reverse(f"festivals_desk:{name}"), "current": name == current}
        for name, label in names.items()
    ]


def forum_row(one: Forum) -> list[object]:
    """One forum in the list."""
    return [
        Cell(one.name, one.desk_url, note=one.venue), one.host, one.starts_at, one.taken, one.people,
        Cell(one.get_state_display(), tone=TONES[one.state]),
    ]  # fmt: skip


def forum_panels(one: Forum, person: User, data: QueryDict, files: Any) -> list[Panel]:
    """A forum: plan, agenda, who registered, what may be done."""
    facts = [
        (_("State"), Cell(one.get_state_display(), tone=TONES[one.state])), (_("Motto"), one.motto),
        (_("Host"), one.host),
        (_("Together with"), one.partners), (_("Venue"), one.venue), (_("Begins"), one.starts_at),
        (_("Ends"), one.ends_at),
        (_("Seats taken"), f"{one.taken} / {one.capacity}" if one.capacity else one.taken),
        (_("People reached"), one.people),
    ]  # fmt: skip
    rows = [
        [each.starts_at, each.title, each.room, Cell(each.speaker, note=each.speaker_title)]
        for each in one.sessions.all()
    ]
    agenda = Table([_("Begins"), _("Session"), _("Room"), _("Speaker")], rows, nothing=_("No session yet."))
    found = [Panel("", facts, text=one.about), Panel(_("Agenda"), table=agenda)]
    if queries.is_office(person):
        found += [_step(name, data) for name in _open(one)]
    found.append(_handouts(one, person))
    if queries.is_office(person):
        is_sent = data.get("step") == "handout"
        form = HandoutForm(data if is_sent else None, files if is_sent else None, prefix="handout", forum=one)
        found.append(Panel(_("New file"), form=form, verb=_("Add"), is_upload=True))
    people = [
        [each.code, each.name, each.unit, each.came_at] for each in one.registrations.filter(is_cancelled=False)[:500]
    ]
    head = [_("Code for the forum"), _("Name"), _("Unit"), _("Came at")]
    found.append(Panel(_("Registered"), table=Table(head, people, nothing=_("Nobody yet."))))
    return found


def _handouts(one: Forum, person: User) -> Panel:
    rows = [
        [Cell(each.title, reverse("festivals_desk:handout", args=[each.pk])), str(each.session or ""),
         each.suffix.upper(), filesizeformat(each.size), each.added_at]
        for each in one.handouts.select_related("session")
    ]  # fmt: skip
    head = [_("Forum file"), _("Session"), _("Kind of file"), _("Size of the file"), _("Added at")]
    return Panel(_("Forum files"), table=Table(head, rows, nothing=_("No file yet.")))


def forum_buttons(one: Forum, person: User) -> list[Button]:
    """What stands beside the title."""
    found = [Button(_("Badges (PDF)"), reverse("festivals_desk:badges", args=[one.pk]), "download")]
    if one.state == Forum.State.CLOSED:
        found.append(Button(_("Minutes (Word)"), reverse("festivals_desk:minutes", args=[one.pk]), "download"))
    if one.takes_registrations() and queries.is_office(person):
        found.append(Button(_("Register a group"), reverse("festivals_desk:group", args=[one.pk]), "upload"))
    if one.state == Forum.State.DRAFT and queries.is_office(person):
        url = reverse("festivals_desk:announce", args=[one.pk])
        found.append(Button(_("Announce"), url, "megaphone", is_primary=True, posts=True))
    if one.state != Forum.State.DRAFT:
        found.append(Button(_("Public page"), one.get_absolute_url(), "eye"))
    return found


def exhibition_panels(one: Exhibition, person: User, data: QueryDict) -> list[Panel]:
    """An exhibition: its panels in order, a new one, another order."""
    rows = [
        [
            each.pk,
            Cell(each.title, each.desk_url),
            each.position,
            Cell(each.get_stage_display(), tone=STAGES[each.stage]),
        ]
        for each in one.panels.all()
    ]
    table = Table(
        [_("Number"), _("Panel"), f"#{_('Place in the order')}", _("State")], rows, nothing=_("No panel yet.")
    )
    found = [Panel(_("Panels"), [(_("Place"), one.place)], table=table)]
    if queries.is_office(person):
        form = PanelForm(data if data.get("step") == "add" else None, prefix="add")
        found.append(Panel(_("New panel"), form=form, verb=_("Add")))
        order = OrderForm(data if data.get("step") == "order" else None, prefix="order")
        found.append(Panel(_("Another order"), form=order, verb=_("Put in order")))
    return found


def panel_panels(one: ShownPanel, person: User, data: QueryDict, files: Any) -> list[Panel]:
    """One panel."""
    facts = [(_("State"), Cell(one.get_stage_display(), tone=STAGES[one.stage])), (_("Law"), one.law)]
    pictures = [(one.picture.url, one.alt)] if one.picture else []
    found = [Panel("", facts, text=one.text, pictures=pictures)]
    if queries.is_office(person) and one.stage in {ShownPanel.Stage.DRAFT, ShownPanel.Stage.PUBLIC}:
        step = data.get("step")
        words = PanelForm(data if step == "edit" else None, prefix="edit", instance=one)
        found.append(Panel(_("Text"), form=words, verb=_("Save")))
        for name, kind, title in (("picture", PictureForm, _("Picture")), ("audio", AudioForm, _("Audio"))):
            form = kind(data if step == name else None, files if step == name else None, prefix=name)
            found.append(Panel(title, form=form, verb=_("Add"), is_upload=True))
    return found


def _open(one: Forum) -> tuple[str, ...]:
    return {
        Forum.State.DRAFT: ("session",), Forum.State.ANNOUNCED: ("check_in", "session", "close", "call_off"),
        Forum.State.CLOSED: ("reopen",), Forum.State.CALLED_OFF: (),
    }[Forum.State(one.state)]  # fmt: skip


def _step(name: str, data: QueryDict) -> Panel:
    kinds: dict[str, Any] = {
        "session": SessionForm, "check_in": CodeForm, "close": CloseForm, "call_off": ReasonForm, "reopen": ReasonForm,
    }  # fmt: skip
    words = {
        "session": (_("New session"), _("Add")), "check_in": (_("At the door"), _("Let in")),
        "close": (_("Minutes and people"), _("Close the forum")),
        "call_off": (_("Call the forum off"), _("Call the forum off")),
        "reopen": (_("Take the closing back"), _("Take it off the wall")),
    }[name]  # fmt: skip
    return Panel(words[0], form=kinds[name](data if data.get("step") == name else None, prefix=name), verb=words[1])

"""What the desk's pages of kits and visits show, as plain data for `accounts.desk`."""

from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.desk import Button, Cell, Panel, Table
from pufa.accounts.models import User
from pufa.lectures import queries
from pufa.lectures.forms import AudioForm, KitEditForm, PictureForm, ReasonForm, ReportForm, cards_as_text
from pufa.lectures.models import Kit, Rating, Visit, VisitState
from pufa.lectures.queries import access

TONES: Final = {"planned": "soon", "recorded": "good", "called_off": "off", "withdrawn": "bad"}
STAGES: Final = {"draft": "off", "review": "soon", "public": "good", "withdrawn": "bad"}


def tabs(current: str, person: User) -> list[dict[str, Any]]:
    """The rooms of the lectures somebody may enter."""
    names = {"visits": _("Visits"), "kits": _("Kits"), "roster": _("Lecturers")}
    if access.is_lecturer(person):
        names["devices"] = _("My devices")
    return [
        {"label": label, "url": reverse(f"lectures_desk:{name}"), "current": name == current}
        for name, label in names.items()
    ]


def visit_row(one: Visit) -> list[object]:
    """One visit in the list."""
    return [
        Cell(one.place, one.desk_url), str(one.kit), one.district, one.day, one.lecturer.name, one.people,
        Cell(one.get_state_display(), tone=TONES[one.state]),
    ]  # fmt: skip


def kit_row(one: Kit) -> list[object]:
    """One kit in the list."""
    return [
        Cell(one.title, one.desk_url, note=one.about), one.get_form_display(), one.topic, one.visits.count(),
        Cell(one.get_stage_display(), tone=STAGES[one.stage]), one.published_at,
    ]  # fmt: skip


def kit_panels(one: Kit, person: User, data: QueryDict, files: Any) -> list[Panel]:
    """A kit: its state, what is written, what may be done."""
    facts = [
        (_("State"), Cell(one.get_stage_display(), tone=STAGES[one.stage], note=one.withdrawn_for)),
        (_("Form"), one.get_form_display()), (_("Topic"), one.topic), (_("Published at"), one.published_at),
        (_("Visits"), one.visits.filter(state=VisitState.RECORDED).count()),
        (_("Audio example"), Cell(_("Listen to it"), one.audio.url) if one.audio else ""),
    ]  # fmt: skip
    found = [Panel("", facts, text=one.about)]
    if access.writes_kits(person) and one.stage in {Kit.Stage.DRAFT, Kit.Stage.PUBLIC}:
        names = ("title", "form", "topic", "about", "script", "props", "laws", "length")
        first = {name: getattr(one, name) for name in names} | {"quiz": cards_as_text(one.quiz)}
        told = data if data.get("step") == "edit" else None
        found.append(Panel(_("Text"), form=KitEditForm(told, prefix="edit", initial=first), verb=_("Save")))
        sound = AudioForm(data, files, prefix="audio") if data.get("step") == "audio" else AudioForm(prefix="audio")
        found.append(Panel(_("Audio example"), form=sound, verb=_("Add"), is_upload=True))
    else:
        found.append(Panel(_("Text"), text=one.script))
    if access.is_office(person) and one.stage == Kit.Stage.PUBLIC:
        told = data if data.get("step") == "withdraw" else None
        found.append(Panel(_("Withdraw the kit"), form=ReasonForm(told, prefix="withdraw"), verb=_("Withdraw the kit")))
    return found


def kit_buttons(one: Kit, person: User) -> list[Button]:
    """What stands beside the title of a kit."""
    found = []
    if one.is_public:
        found.append(Button(_("Public page"), one.get_absolute_url(), "eye"))
    if access.writes_kits(person) and one.stage in {Kit.Stage.DRAFT, Kit.Stage.PUBLIC}:
        url = reverse("lectures_desk:submit_kit", args=[one.pk])
        found.append(Button(_("Hand in for review"), url, "list-checks", is_primary=True, posts=True))
    return found


def visit_panels(one: Visit, person: User, data: QueryDict, files: Any) -> list[Panel]:
    """A visit: plan, report, ratings, pictures, what may be done."""
    facts = [
        (_("State"), Cell(one.get_state_display(), tone=TONES[one.state], note=one.reason)), (_("Kit"), str(one.kit)),
        (_("Lecturer"), one.lecturer.name), (_("District"), one.district), (_("Place"), one.place), (_("Day"), one.day),
        (_("Listeners"), one.people), (_("How counted"), one.get_counting_display() if one.counting else ""),
        (_("Notes"), one.notes), (_("Recorded at"), one.recorded_at),
        (_("Reported"), _("from a device, without network") if one.is_offline else ""),
    ]  # fmt: skip
    found = [Panel("", facts)]
    if one.state == VisitState.RECORDED:
        found.append(_ratings(one))
    if one.pictures.exists():
        some = [(each.file.url, _("Signed sheet") if each.is_sheet else one.place) for each in one.pictures.all()]
        found.append(Panel(_("Pictures"), pictures=some))
    if access.may_report(person, one):
        found += [_step(name, data, files) for name in _open_steps(one)]
    return found


def _open_steps(one: Visit) -> tuple[str, ...]:
    return {
        VisitState.PLANNED: ("record", "call_off"), VisitState.RECORDED: ("picture", "withdraw"),
    }.get(VisitState(one.state), ())  # fmt: skip


def _step(name: str, data: QueryDict, files: Any) -> Panel:
    words = {
        "record": (_("What came of it"), _("Record")), "call_off": (_("Call the visit off"), _("Call the visit off")),
        "withdraw": (_("Take it out of the figures"), _("Take out")), "picture": (_("Add a picture"), _("Add")),
    }[name]  # fmt: skip
    told = data if data.get("step") == name else None
    if name == "picture":
        form: Any = PictureForm(told, files if told is not None else None, prefix=name)
    else:
        form = (ReportForm if name == "record" else ReasonForm)(told, prefix=name)
    return Panel(words[0], form=form, verb=words[1], is_upload=name == "picture")


def _ratings(one: Visit) -> Panel:
    counted = queries.ratings(one)
    said = [[each.line, each.day] for each in one.ratings.exclude(line="")[:50]]
    button = Button(_("Slips to print (PDF)"), reverse("lectures_desk:slips", args=[one.pk]), "download")
    table = Table([_("One line"), _("Day")], said)
    facts = [(Rating.Smile(smile).label, count) for smile, count in counted.items()]
    return Panel(_("What the audience says"), facts, table=table if said else None, buttons=[button])

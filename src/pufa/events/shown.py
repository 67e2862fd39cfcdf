"""What the desk's pages of activities show, as plain data for `accounts.desk`."""

from typing import Any, Final

from django.db.models import Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.desk import Button, Cell, Panel, Table
from pufa.accounts.models import User
from pufa.events import handouts, queries
from pufa.events.forms import CodeForm, PictureForm, ReasonForm, SheetForm, ThemeDayForm
from pufa.events.models import Activity, Campaign, SignUp, State, ThemeDay
from pufa.events.queries import access

TONES: Final = {"draft": "off", "planned": "soon", "recorded": "good", "called_off": "off", "withdrawn": "bad"}
STEPS: Final = ("record", "correct", "withdraw", "call_off", "picture", "check_in")


def tabs(current: str, waiting: int = 0) -> list[dict[str, Any]]:
    """The rooms of the activities."""
    names = {
        "activities": (_("Activities"), None), "to_record": (_("Wait for their result sheet"), waiting or None),
        "campaigns": (_("Campaigns and theme days"), None), "map": (_("By district"), None),
    }  # fmt: skip
    return [
        {"label": label, "count": count, "url": reverse(f"events_desk:{name}"), "current": name == current}
        for name, (label, count) in names.items()
    ]


def head() -> list[str]:
    """The titles of the list."""
    return [_("Activity"), _("Form"), _("Unit"), _("District"), _("Begins"), f"#{_('People reached')}", _("State")]


def row(one: Activity) -> list[object]:
    """One activity in the list."""
    return [
        Cell(one.title, one.desk_url, note=one.place), one.get_form_display(), one.organisation.short_name,
        one.district,
        one.starts_at, one.people, Cell(one.get_state_display(), tone=TONES[one.state]),
    ]  # fmt: skip


def panels(one: Activity, person: User, data: QueryDict, files: Any) -> list[Panel]:
    """An activity's page: what is known, what may be done now, pictures, doubles, who signed up."""
    mine = access.may_write(person, one.organisation_id)
    found = [_facts(one), *_doubles(one, person)]
    if one.state == State.RECORDED:
        found.append(_results(one))
    if mine:
        found += [_step(name, one, data, files) for name in STEPS if _may(name, one)]
    if one.pictures.exists():
        found.append(_pictures(one, mine))
    if one.has_sign_up:
        found.append(_sign_ups(one))
    return found


def buttons(one: Activity, person: User) -> list[Button]:
    """What stands beside the title."""
    found = []
    if one.state in queries.activities.PUBLIC:
        found.append(Button(_("Public page"), one.get_absolute_url(), "eye"))
    if access.may_write(person, one.organisation_id):
        if one.state in {State.DRAFT, State.PLANNED}:
            found.append(Button(_("Change"), reverse("events_desk:change", args=[one.pk]), "pencil"))
        if one.state == State.DRAFT:
            url = reverse("events_desk:announce", args=[one.pk])
            found.append(Button(_("Announce"), url, "megaphone", is_primary=True, posts=True))
    return found


def campaign_panels(one: Campaign, person: User, data: QueryDict | None) -> list[Panel]:
    """A campaign: what it is, its days with their activities, a new day."""
    facts = [(_("Motto"), one.motto), (_("Days"), f"{one.first_day} — {one.last_day}"), (_("Leading unit"), one.lead)]
    rows = [_day_row(day) for day in one.days.select_related("campaign", "lead")]
    titles = [_("Theme day"), _("Day"), f"#{_('Activities')}", f"#{_('People reached')}", _("Report"), _("Poster")]
    found = [Panel("", facts, text=one.about), Panel(_("Theme days"), table=Table(titles, rows))]
    if access.is_office(person):
        found.append(Panel(_("New theme day"), form=ThemeDayForm(data), verb=_("Save")))
    return found


def _day_row(day: ThemeDay) -> list[object]:
    done = day.activities.filter(state=State.RECORDED)
    return [
        Cell(day.name, day.get_absolute_url(), note=day.motto), day.day, done.count(),
        done.aggregate(all=Sum("people"))["all"] or 0,
        Cell("Word", reverse("events_desk:report", args=[day.pk])),
        Cell("PDF", reverse("events_desk:poster", args=[day.pk])),
    ]  # fmt: skip


def _facts(one: Activity) -> Panel:
    seats = f"{one.taken} / {one.capacity}" if one.capacity else (one.taken if one.has_sign_up else "")
    facts = [
        (_("State"), Cell(one.get_state_display(), tone=TONES[one.state], note=one.reason)),
        (_("Theme day"), one.theme_day), (_("Form"), one.get_form_display()), (_("Unit"), one.organisation),
        (_("Partners"), one.partners), (_("District"), one.district), (_("Place"), one.place),
        (_("Begins"), one.starts_at), (_("Ends"), one.ends_at), (_("For whom"), one.audience),
        (_("Seats taken"), seats), (_("From the day"), _("an imported table") if one.origin == "import" else ""),
    ]  # fmt: skip
    return Panel(_("Plan"), facts, text=one.about)


def _results(one: Activity) -> Panel:
    handed = [[str(move.edition), Cell(str(move.from_place or "")), move.count] for move in handouts.standing(one)]
    entries = f"{reverse('insights_desk:rows', args=['activities_held'])}?key={one.key}"
    facts = [
        (_("People reached"), one.people), (_("How counted"), one.get_counting_display()),
        (_("What people asked"), one.asked), (_("Recorded at"), one.recorded_at),
        (_("Recorded by"), one.recorded_by.name if one.recorded_by else ""),
        (_("In the ledger"), Cell(_("See the entries"), entries)),
    ]  # fmt: skip
    table = Table([_("Materials"), _("Store"), f"#{_('Number of copies')}"], handed) if handed else None
    return Panel(_("What took place"), facts, table=table)


def _doubles(one: Activity, person: User) -> list[Panel]:
    found = queries.doubles(one)
    if not found:
        return []
    table = Table(head(), [row(other) for other in found])
    url = reverse("events_desk:say_another", args=[one.pk])
    deed = [Button(_("It is another one"), url, posts=True)] if access.is_office(person) else []
    return [
        Panel(
            _("Is this the same activity?"),
            text=_("Same unit, day and place, or the same picture."),
            table=table,
            buttons=deed,
        )
    ]


def _may(name: str, one: Activity) -> bool:
    is_open = one.state in {State.DRAFT, State.PLANNED}
    return {
        "record": is_open and one.is_over(),
        "correct": one.state == State.RECORDED,
        "withdraw": one.state == State.RECORDED,
        "call_off": is_open,
        "picture": ((one.is_over() and is_open) or one.state == State.RECORDED) and one.pictures.count() < 3,
        "check_in": one.state == State.PLANNED and one.has_sign_up,
    }[name]


def _step(name: str, one: Activity, data: QueryDict, files: Any) -> Panel:
    is_sent = data.get("step") == name
    told = data if is_sent else None
    words = {
        "record": (_("Result sheet"), _("Record")), "correct": (_("Correct the result sheet"), _("Correct")),
        "withdraw": (_("Take it out of the figures"), _("Take out")),
        "call_off": (_("Call the activity off"), _("Call the activity off")),
        "picture": (_("Add a picture"), _("Add")), "check_in": (_("At the door"), _("Let in")),
    }[name]  # fmt: skip
    if name in {"record", "correct"}:
        first = {"people": one.people, "counting": one.counting or "counted", "asked": one.asked}
        form: Any = SheetForm(told, prefix=name, activity=one, with_reason=name == "correct", initial=first)
    elif name == "picture":
        form = PictureForm(told, files if is_sent else None, prefix=name)
    else:
        form = (CodeForm if name == "check_in" else ReasonForm)(told, prefix=name)
    return Panel(words[0], form=form, verb=words[1], is_upload=name == "picture")


def _pictures(one: Activity, mine: bool) -> Panel:
    some = [(picture.file.url, picture.words or one.title) for picture in one.pictures.all()]
    deeds = [
        Button(_("Remove picture %d") % number, reverse("events_desk:remove_picture", args=[picture.pk]), posts=True)
        for number, picture in enumerate(one.pictures.all(), start=1)
    ]
    return Panel(_("Pictures"), pictures=some, buttons=deeds if mine else ())


def _sign_ups(one: Activity) -> Panel:
    rows = [
        [person.code, person.name, person.seats, person.get_state_display(), person.at]
        for person in one.sign_ups.exclude(state=SignUp.State.CANCELLED)[:500]
    ]
    titles = [_("Booking code"), _("Called"), f"#{_('Seats')}", _("State"), _("Signed up at")]
    return Panel(_("Signed up"), table=Table(titles, rows, nothing=_("Nobody yet.")))

"""What the desk's pages of works show, as plain data for `accounts.desk`."""

from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.desk import Button, Cell, Panel, Table
from pufa.accounts.models import User
from pufa.lib import clock
from pufa.works import queries
from pufa.works.forms import (
    AnswerForm,
    AskForm,
    AwardForm,
    CaptionsForm,
    DropForm,
    HeritageForm,
    MediumForm,
    PosterForm,
    ReasonForm,
    RenditionForm,
    WorkForm,
)
from pufa.works.models import Heritage, Request, Work
from pufa.works.queries import seen

STAGES: Final = {"draft": "off", "review": "soon", "public": "good", "withdrawn": "bad"}
STATES: Final = {"asked": "soon", "granted": "good", "refused": "off"}
OPEN: Final = (Work.Stage.DRAFT, Work.Stage.PUBLIC)


def tabs(current: str) -> list[dict[str, Any]]:
    """The rooms of the works."""
    names = {"works": _("Works"), "heritage": _("Heritage"), "requests": _("Requests to reuse")}
    return [
        {"label": label, "url": reverse(f"works_desk:{name}"), "current": name == current}
        for name, label in names.items()
    ]


def work_row(one: Work) -> list[object]:
    """One work in the list."""
    return [
        Cell(one.title, one.desk_url), one.get_kind_display(), one.organisation.short_name, one.first_on,
        one.awards.filter(withdrawn_for="").count(), Cell(one.get_stage_display(), tone=STAGES[one.stage]),
    ]  # fmt: skip


def work_panels(one: Work, person: User, data: QueryDict, files: Any) -> list[Panel]:
    """A work: facts, awards, text, files, what may be done."""
    found = [_facts(one), _seen(one), _awards(one)]
    if queries.may_write(person, one.organisation_id) and one.stage in OPEN:
        told = _of(data, "edit")
        found.append(
            Panel(_("Written text"), form=WorkForm(told, prefix="edit", instance=one, person=person), verb=_("Save"))
        )
        found += [_file(one, name, data, files) for name in ("medium", "rendition", "poster", "captions", "award")]
        found += _drop(one, data)
    elif one.is_public and (queries.is_contact(person) or queries.is_office(person)):
        found.append(Panel(_("Ask to reuse"), form=AskForm(_of(data, "ask"), prefix="ask"), verb=_("Ask for it")))
    if queries.is_office(person) and one.stage == Work.Stage.PUBLIC:
        form = ReasonForm(_of(data, "withdraw"), prefix="withdraw")
        found.append(Panel(_("Withdraw the work"), form=form, verb=_("Withdraw the work")))
    return found


def work_buttons(one: Work, person: User) -> list[Button]:
    """What stands beside the title."""
    found = []
    if one.medium is not None and queries.may_download(person, one, clock.today()):
        found.append(Button(_("Original"), one.medium.file.url, "download"))
    if one.is_public:
        found.append(Button(_("Public page"), one.get_absolute_url(), "eye"))
    if queries.may_write(person, one.organisation_id) and one.stage in OPEN:
        url = reverse("works_desk:submit", args=[one.pk])
        found.append(Button(_("Hand in for review"), url, "list-checks", is_primary=True, posts=True))
    return found


def heritage_panels(one: Heritage, person: User, data: QueryDict) -> list[Panel]:
    """A heritage: its text and its uses."""
    rows = [[Cell(use.title, use.url), use.day] for use in one.uses.all()]
    table = Table([_("What used it"), _("Day")], rows, nothing=_("Not used yet."))
    found = [Panel("", [(_("State"), Cell(one.get_stage_display(), tone=STAGES[one.stage]))], table=table)]
    if queries.is_office(person) and one.stage in OPEN:
        form = HeritageForm(_of(data, "edit"), prefix="edit", instance=one)
        found.append(Panel(_("Written text"), form=form, verb=_("Save")))
    return found


def request_panels(one: Request, person: User, data: QueryDict) -> list[Panel]:
    """A request and its answer."""
    facts = [
        (_("State"), Cell(one.get_state_display(), tone=STATES[one.state], note=one.answer)),
        (_("Work"), str(one.work)),
        (_("Unit"), one.organisation), (_("What for"), one.purpose), (_("Until"), one.until),
        (_("Asked by"), one.asked_by.name), (_("Asked at"), one.asked_at),
    ]  # fmt: skip
    found = [Panel("", facts)]
    if one.state == Request.State.ASKED and queries.may_write(person, one.work.organisation_id):
        found.append(Panel(_("Answer"), form=AnswerForm(_of(data, "answer"), prefix="answer"), verb=_("Answer")))
    return found


def request_row(one: Request) -> list[object]:
    """One request in the list."""
    return [
        Cell(str(one.work), one.desk_url), one.organisation, one.purpose, one.until,
        Cell(one.get_state_display(), tone=STATES[one.state]),
    ]  # fmt: skip


def _facts(one: Work) -> Panel:
    facts = [
        (_("State"), Cell(one.get_stage_display(), tone=STAGES[one.stage], note=one.withdrawn_for)),
        (_("Kind"), one.get_kind_display()), (_("Unit"), one.organisation), (_("Licence"), one.get_licence_display()),
        (_("First published"), one.first_on), (_("Where first"), one.first_where), (_("File"), one.medium),
        (_("Versions"), "、".join(version.name for version in one.renditions.all())),
        (_("Captions"), _("yes") if one.captions else _("no")),
    ]  # fmt: skip
    pictures = [(one.poster.file.url, one.title)] if one.poster else []
    return Panel("", facts, pictures=pictures)


def _seen(one: Work) -> Panel:
    links = [link.strip() for link in one.links.splitlines() if link.strip()]
    told = [
        [Cell(row.name, row.link), row.reads, row.likes, row.comments, row.shares, row.at]
        for row in seen.places(links)
    ]  # fmt: skip
    if one.is_public:
        told.insert(
            0, [Cell(_("Page of the work here"), one.get_absolute_url()), seen.reads(one), None, None, None, None]
        )
    head = [_("Where"), f"#{_('Reads')}", f"#{_('Likes')}", f"#{_('Comments')}", f"#{_('Shares')}", _("As seen at")]
    return Panel(_("How often it was seen"), table=Table(head, told, nothing=_("No link is noted yet.")))


def _awards(one: Work) -> Panel:
    rows = []
    for each in one.awards.select_related("proof"):
        proof = Cell(_("See"), each.proof.file.url)
        rows.append([each.contest, each.get_level_display(), each.rank, each.year, proof, each.withdrawn_for])
    head = [_("Contest"), _("Level"), _("Award"), _("Year"), _("Proof"), _("Award taken back")]
    return Panel(_("Awards"), table=Table(head, rows, nothing=_("None yet.")))


def _file(one: Work, name: str, data: QueryDict, files: Any) -> Panel:
    kinds = {
        "medium": MediumForm,
        "rendition": RenditionForm,
        "poster": PosterForm,
        "captions": CaptionsForm,
        "award": AwardForm,
    }
    words = {
        "medium": _("Video, sound or picture"), "rendition": _("Another version"), "poster": _("Poster"),
        "captions": _("Captions"),
        "award": _("New award"),
    }  # fmt: skip
    told = _of(data, name)
    form = kinds[name](told, files if told is not None else None, prefix=name)
    pieces = reverse("works_desk:begin_upload", args=[one.pk]) if name in {"medium", "rendition"} else ""
    return Panel(words[name], form=form, verb=_("Add"), is_upload=True, pieces=pieces)


def _drop(one: Work, data: QueryDict) -> list[Panel]:
    names = list(one.renditions.values_list("name", flat=True))
    form = DropForm(_of(data, "drop"), prefix="drop", names=names)
    return [Panel(_("Take a version away"), form=form, verb=_("Take away"))] if names else []


def _of(data: QueryDict, name: str) -> QueryDict | None:
    return data if data.get("step") == name else None

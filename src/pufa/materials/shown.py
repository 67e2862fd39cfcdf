"""What the desk's pages of these rooms show, as plain data for `accounts.desk`."""

from typing import Final

from django import forms
from django.db.models import Sum
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.desk import Button, Cell, Panel, Table
from pufa.accounts.models import User
from pufa.materials import queries
from pufa.materials.forms import CountForm, ReasonForm, SendForm
from pufa.materials.models import Edition, Order
from pufa.materials.queries import access

TONES: Final = {
    "asked": "soon",
    "approved": "soon",
    "sent": "soon",
    "received": "good",
    "refused": "bad",
    "cancelled": "off",
}


def edition_panel(edition: Edition, person: User) -> Panel:
    """An edition: its state, where it lies, and what the office may do with it."""
    tone = {"withdrawn": "bad", "check": "soon"}.get(edition.state, "good")
    facts = [
        (_("State"), Cell(edition.get_state_display(), tone=tone, note=edition.reason)), (_("Year"), str(edition.year)),
        (_("Laws it names"), edition.laws), (_("Printed"), edition.runs.aggregate(all=Sum("printed"))["all"] or 0),
        (_("Handed out"), queries.handed_out(edition)),
        (_("PDF to read at home"), _paper(edition)),
    ]  # fmt: skip
    rows = [
        [
            Cell(one.place.name, reverse("materials_desk:store", args=[one.place_id])),
            one.place.organisation.name,
            one.count,
        ]
        for one in queries.stock(edition=edition).filter(place__in=access.stores_of(person))
    ]
    table = Table([_("Store"), _("Unit"), f"#{_('Number of copies')}"], rows, nothing=_("No copy lies anywhere."))
    buttons: list[Button] = []
    if access.is_office(person) and not edition.is_withdrawn:
        deeds = {"check": _("Ask to check"), "fit": _("Still right"), "withdraw": _("Withdraw")}
        deeds.pop("check" if edition.state == Edition.State.CHECK else "fit")
        buttons = [Button(_("PDF to read at home"), reverse("materials_desk:paper", args=[edition.pk]), "upload")]
        buttons += [Button(_("Record a print run"), reverse("materials_desk:new_run", args=[edition.pk]), "plus")]
        buttons += [
            Button(words, reverse("materials_desk:change", args=[edition.pk, name])) for name, words in deeds.items()
        ]
    return Panel(_("Edition %d") % edition.number, facts, table=table, buttons=buttons)


def _paper(edition: Edition) -> object:
    return Cell(filesizeformat(edition.paper_size), edition.paper_url) if edition.paper_url else ""


def order_facts(one: Order) -> Panel:
    """What is known of an order."""
    facts = [
        (_("State"), Cell(one.get_state_display(), tone=TONES[one.state], note=one.reason)),
        (_("Store"), f"{one.place.name}（{one.place.organisation.name}）"), (_("What for"), one.purpose),
        (_("Copies asked"), one.count), (_("Copies granted"), one.approved), (_("Received"), one.received),
        (_("Ordered by"), one.asked_by.name if one.asked_by else ""), (_("Ordered at"), one.asked_at),
        (_("Sent from"), one.origin), (_("Sent at"), one.sent_at), (_("Receipt"), one.number),
        (_("Received by"), one.received_by.name if one.received_by else ""), (_("Received at"), one.received_at),
    ]  # fmt: skip
    return Panel(_("Order"), facts)


def order_steps(data: QueryDict, person: User, one: Order) -> list[Panel]:
    """The forms of what may come next."""
    office = access.is_office(person)
    mine = access.may_write(person, one.place.organisation_id)
    may = {
        "approve": office and one.state == Order.State.ASKED,
        "refuse": office and one.state == Order.State.ASKED,
        "send": office and one.state == Order.State.APPROVED,
        "receive": mine and one.state == Order.State.SENT,
        "cancel": mine and one.state in {Order.State.ASKED, Order.State.APPROVED},
    }
    words = {
        "approve": _("Grant copies"), "refuse": _("Refuse the order"), "send": _("Hand over"), "receive": _("Received"),
        "cancel": _("Cancel the order"),
    }  # fmt: skip
    return [
        Panel(words[name], form=_form(data, one, name), verb=words[name]) for name, is_open in may.items() if is_open
    ]


def _form(data: QueryDict, one: Order, name: str) -> forms.Form:
    kinds = {"approve": CountForm, "receive": CountForm, "send": SendForm, "refuse": ReasonForm, "cancel": ReasonForm}
    first = {"count": one.count if name == "approve" else one.approved} if kinds[name] is CountForm else None
    return kinds[name](data if data.get("step") == name else None, prefix=name, initial=first)


def receipt_button(one: Order) -> list[Button]:
    """The way to the receipt, once there is one."""
    url = reverse("materials_desk:receipt", args=[one.pk])
    return [Button(_("Receipt (PDF)"), url, "download")] if one.number else []

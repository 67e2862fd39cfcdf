"""What the desk's pages of conventions show, as plain data for `accounts.desk`."""

from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.desk import Button, Cell, Panel, Table
from pufa.accounts.models import User
from pufa.pledges import queries
from pufa.pledges.forms import LeaveForm, PersonForm, SignForm, TextForm, TextStepForm, UnitForm, VerdictForm
from pufa.pledges.models import Breach, Convention, Signature
from pufa.pledges.queries import access

STAGES: Final = {"draft": "off", "review": "soon", "public": "good", "withdrawn": "bad"}
STATES: Final = {
    "received": "soon", "hearing": "soon", "decided": "soon", "appealed": "soon", "closed": "good", "dismissed": "off",
}  # fmt: skip


def tabs(current: str) -> list[dict[str, Any]]:
    """The rooms of the conventions."""
    names = {"conventions": _("Conventions"), "breaches": _("Reports of breach")}
    return [
        {"label": label, "url": reverse(f"pledges_desk:{name}"), "current": name == current}
        for name, label in names.items()
    ]


def signature_row(one: Signature) -> list[object]:
    """One signatory in the list."""
    file = reverse("pledges_desk:certificate", args=[one.pk])
    return [
        one.name, one.organisation, one.edition.number, one.signed_by, one.at,
        Cell(one.get_deed_display(), tone="good" if one.deed in queries.STANDING else "bad", note=one.reason),
        Cell(one.number, file),
    ]  # fmt: skip


def convention_panels(one: Convention, person: User, data: QueryDict) -> list[Panel]:
    """A convention: its text, who may sign now, who has to renew."""
    newest = queries.edition_of(one)
    facts = [
        (_("State"), Cell(one.get_stage_display(), tone=STAGES[one.stage])),
        (_("Edition"), newest.number if newest else ""), (_("In force from"), newest.from_day if newest else ""),
        (_("Signatories"), queries.signatories(one).count()), (_("Have to renew"), queries.to_renew(one).count()),
        (_("Accounts that have not signed"), queries.not_yet(one).count()),
        (_("Units were asked to sign"), one.invited_at),
    ]  # fmt: skip
    found = [Panel("", facts)]
    if access.is_office(person) and one.stage in {Convention.Stage.DRAFT, Convention.Stage.PUBLIC}:
        first = {"title": one.title, "preamble": one.preamble, "clauses": one.clauses}
        found.append(Panel(_("Text"), form=TextForm(_of(data, "edit"), prefix="edit", initial=first), verb=_("Save")))
    else:
        found.append(Panel(_("Text"), text=one.clauses))
    return found + (_signing(one, person, data) if newest else [])


def _signing(one: Convention, person: User, data: QueryDict) -> list[Panel]:
    found = []
    if access.is_office(person) or access.is_contact(person):
        form = SignForm(_of(data, "sign"), prefix="sign", convention=one, person=person)
        found.append(Panel(_("Sign for an account"), form=form, verb=_("Sign")))
        leave = LeaveForm(_of(data, "leave"), prefix="leave")
        found.append(Panel(_("Withdraw a signature"), form=leave, verb=_("Leave the convention")))
    if access.is_office(person):
        found.append(Panel(_("Sign for a unit"), form=UnitForm(_of(data, "unit"), prefix="unit"), verb=_("Sign")))
        person_form = PersonForm(_of(data, "person"), prefix="person")
        found.append(Panel(_("Sign for somebody of public life"), form=person_form, verb=_("Sign")))
    return found


def convention_buttons(one: Convention, person: User) -> list[Button]:
    """What stands beside the title."""
    found = [Button(_("Signatories"), reverse("pledges_desk:signatures", args=[one.pk]), "users")]
    if one.is_public:
        found.append(Button(_("Public page"), one.get_absolute_url(), "eye"))
    if access.is_office(person) and one.is_public and not one.is_closed:
        found.append(Button(_("Take paper signatures over"), reverse("pledges_desk:import", args=[one.pk]), "upload"))
        found.append(Button(_("Ask units to sign"), reverse("pledges_desk:invite", args=[one.pk]), "mail", posts=True))
    if access.is_office(person) and one.stage in {Convention.Stage.DRAFT, Convention.Stage.PUBLIC}:
        url = reverse("pledges_desk:submit", args=[one.pk])
        found.append(Button(_("Hand in for review"), url, "list-checks", is_primary=True, posts=True))
    return found


def breach_panels(one: Breach, person: User, data: QueryDict) -> list[Panel]:
    """A report and its next step."""
    facts = [
        (_("State"), Cell(one.get_state_display(), tone=STATES[one.state])), (_("Convention"), one.convention),
        (_("Clause"), one.clause), (_("Where it is"), one.link), (_("Received at"), one.received_at),
        (_("Answer by"), one.due_on), (_("Answer"), one.answer), (_("Verdict"), one.get_verdict_display()),
        (_("Reason"), one.reason), (_("Appeal"), one.appeal),
    ]  # fmt: skip
    mine = access.may_sign_for(person, one.organisation_id)
    steps = {
        "respond": mine and one.state == Breach.State.HEARING, "object_to": mine and one.state == Breach.State.DECIDED,
        "hear": access.is_office(person) and one.state == Breach.State.RECEIVED,
        "dismiss": access.is_office(person) and one.state == Breach.State.RECEIVED,
        "decide": access.is_office(person) and one.state == Breach.State.HEARING,
        "close": access.is_office(person) and one.state in {Breach.State.DECIDED, Breach.State.APPEALED},
    }  # fmt: skip
    return [Panel("", facts, text=one.text), *(_breach_step(name, one, data) for name, may in steps.items() if may)]


def _breach_step(name: str, one: Breach, data: QueryDict) -> Panel:
    words = {
        "respond": _("Answer"), "object_to": _("Appeal"), "hear": _("Hear the signatory"),
        "dismiss": _("Do not follow up"),
        "decide": _("Decide on it"), "close": _("Close the report"),
    }  # fmt: skip
    if name == "hear" or (name == "close" and one.state == Breach.State.DECIDED):
        url = reverse("pledges_desk:breach_step", args=[one.pk, name])
        return Panel(words[name], buttons=[Button(words[name], url, is_primary=True, posts=True)])
    kind = VerdictForm if name in {"decide", "close"} else TextStepForm
    return Panel(words[name], form=kind(_of(data, name), prefix=name), verb=words[name])


def breach_row(one: Breach) -> list[object]:
    """One report in the list."""
    return [
        Cell(one.name, one.desk_url), str(one.convention), one.clause, one.received_at, one.due_on,
        Cell(one.get_state_display(), tone=STATES[one.state]),
    ]  # fmt: skip


def _of(data: QueryDict, name: str) -> QueryDict | None:
    return data if data.get("step") == name else None


def not_signed_table(one: Convention) -> Table:
    """Accounts that have not signed."""
    rows = [[each.name, each.organisation.short_name, each.platform.name] for each in queries.not_yet(one)[:300]]
    return Table([_("Account"), _("Unit"), _("Platform")], rows, nothing=_("All have signed."))

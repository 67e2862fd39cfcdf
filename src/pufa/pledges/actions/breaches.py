"""Reports of breach: received from anybody, the signatory is heard, somebody else decides, another one on appeal."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock, privacy
from pufa.pledges import queries
from pufa.pledges.actions import signing
from pufa.pledges.errors import NotAllowedError, PledgesError
from pufa.pledges.models import Breach, Convention, Signature
from pufa.pledges.queries import access

DAYS_TO_ANSWER: Final = timedelta(days=10)


def report(
    *, convention: Convention, signatory: Signature, clause: int, text: str, link: str = "", contact: str = "",
    now: datetime | None = None,
) -> Breach:  # fmt: skip
    """Takes a report from anybody; its code is the reporter's way to see what came of it.

    Raises PledgesError: no_reason, no_such_thing (clause), not_signed, personal_data.
    """
    if not text.strip():
        raise PledgesError(_("Say what happened."), code="no_reason")
    if privacy.find_personal_data(text):
        raise PledgesError(_("Leave personal data out of the description."), code="personal_data")
    if not 1 <= clause <= len((convention.published or {}).get("clauses", [])):
        raise PledgesError(_("There is no such clause."), code="no_such_thing")
    if not queries.signatories(convention).filter(pk=signatory.pk).exists():
        raise PledgesError(_("%s has not signed.") % signatory.name, code="not_signed")
    moment = now or clock.now()
    with transaction.atomic():
        made = Breach.objects.create(
            convention=convention, signatory=signatory.signatory, name=signatory.name,
            organisation=signatory.organisation,
            clause=clause, link=link, text=text.strip(), contact=contact.strip(), received_at=moment,
            code=secrets.token_urlsafe(12),
        )  # fmt: skip
        audit_actions.record(by=None, verb="pledges.breach_received", key=made.key, title=made.name, now=moment)
    return made


def dismiss(*, breach: Breach, reason: str, by: User, now: datetime | None = None) -> Breach:
    """Does not follow a report up, with a reason. Raises NotAllowedError, PledgesError."""
    return _step(breach, Breach.State.DISMISSED, by, now, reason=_words(reason))


def hear(*, breach: Breach, by: User, now: datetime | None = None) -> Breach:
    """Tells the signatory, who has ten days to answer. Raises NotAllowedError, PledgesError: wrong_state."""
    due = clock.shanghai_day(now or clock.now()) + DAYS_TO_ANSWER
    return _step(breach, Breach.State.HEARING, by, now, heard_by=by, due_on=due)


def respond(*, breach: Breach, text: str, by: User, now: datetime | None = None) -> Breach:
    """The signatory's word. Raises NotAllowedError, PledgesError: wrong_state, no_reason."""
    _require_signatory(breach, by)
    words = _words(text)
    with transaction.atomic():
        if not Breach.objects.filter(pk=breach.pk, state=Breach.State.HEARING).update(answer=words):
            raise PledgesError(_("It is not the time for an answer."), code="wrong_state")
        _tell(breach, "pledges.breach_answered", by, now)
    breach.refresh_from_db()
    return breach


def decide(*, breach: Breach, verdict: str, reason: str, by: User, now: datetime | None = None) -> Breach:
    """Decides once the signatory answered or the ten days are over; not whoever opened the hearing.

    Raises NotAllowedError, PledgesError: same_person, too_early, wrong_state, no_reason.
    """
    moment = now or clock.now()
    if breach.heard_by_id == by.pk:
        raise PledgesError(_("Whoever heard the signatory does not decide."), code="same_person")
    if not breach.answer and breach.due_on is not None and clock.shanghai_day(moment) <= breach.due_on:
        raise PledgesError(_("The signatory may answer until %s.") % breach.due_on, code="too_early")
    if verdict not in Breach.Verdict.values:
        raise PledgesError(_("Choose a verdict."), code="no_such_thing")
    return _step(breach, Breach.State.DECIDED, by, moment, verdict=verdict, reason=_words(reason), decided_by=by,
                 decided_at=moment)  # fmt: skip


def object_to(*, breach: Breach, text: str, by: User, now: datetime | None = None) -> Breach:
    """The signatory appeals, once. Raises NotAllowedError, PledgesError."""
    _require_signatory(breach, by)
    return _step(breach, Breach.State.APPEALED, by, now, is_office=False, appeal=_words(text))


def close(*, breach: Breach, by: User, verdict: str = "", reason: str = "", now: datetime | None = None) -> Breach:
    """Ends it; after an appeal with a verdict by somebody who has not decided. A suspended mark is taken off now.

    Raises NotAllowedError, PledgesError: same_person, wrong_state, no_such_thing.
    """
    moment = now or clock.now()
    values: dict[str, Any] = {"closed_by": by}
    if breach.state == Breach.State.APPEALED:
        if breach.decided_by_id == by.pk:
            raise PledgesError(_("Whoever decided does not decide on the appeal."), code="same_person")
        if verdict not in Breach.Verdict.values:
            raise PledgesError(_("Choose a verdict."), code="no_such_thing")
        values |= {"verdict": verdict, "reason": _words(reason)}
    with transaction.atomic():
        closed = _step(breach, Breach.State.CLOSED, by, moment, **values)
        if closed.verdict == Breach.Verdict.SUSPENDED:
            last = queries.last_deeds(closed.convention).filter(signatory=closed.signatory).first()
            if last is not None and last.deed in queries.STANDING:
                who = signing.Signatory(last.signatory, last.name, last.organisation, last.account)
                signing.suspend(convention=closed.convention, who=who, reason=closed.reason, by=by, now=moment)
    return closed


def _step(
    breach: Breach, state: str, by: User, now: datetime | None, *, is_office: bool = True, **values: Any
) -> Breach:
    if is_office and not access.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))
    with transaction.atomic():
        kept = Breach.objects.select_for_update().get(pk=breach.pk)
        if state not in Breach.MOVES.get(kept.state, ()):
            raise PledgesError(_("The report is not in a state that allows this."), code="wrong_state")
        kept.state = state
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save(update_fields=["state", *values])
        _tell(kept, f"pledges.breach_{state}", by, now)
    breach.refresh_from_db()
    return breach


def _require_signatory(breach: Breach, by: User) -> None:
    if not access.may_sign_for(by, breach.organisation_id):
        raise NotAllowedError(_("This signatory belongs to another unit."))


def _words(text: str) -> str:
    if not text.strip():
        raise PledgesError(_("Say why."), code="no_reason")
    return text.strip()


def _tell(breach: Breach, verb: str, by: User | None, now: datetime | None) -> None:
    audit_actions.record(by=by, verb=verb, key=breach.key, title=breach.name, now=now)

"""Units ask each other for the use of works."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.works import queries
from pufa.works.actions.permissions import require_text, require_unit
from pufa.works.errors import NotAllowedError, WorksError
from pufa.works.models import Request, Work


def ask(*, work: Work, purpose: str, until: date, by: User, now: datetime | None = None) -> Request:
    """A unit asks for the use of another's work. Raises NotAllowedError, WorksError: own_work, not_public, bad_day."""
    if by.organisation is None or not (queries.is_contact(by) or queries.is_office(by)):
        raise NotAllowedError(_("Only contacts of units and the programme office ask."))
    if by.organisation_id == work.organisation_id:
        raise WorksError(_("This is your unit's own work."), code="own_work")
    if not work.is_public:
        raise WorksError(_("This work is not public."), code="not_public")
    moment = now or clock.now()
    if until < clock.shanghai_day(moment):
        raise WorksError(_("This day is over."), code="bad_day")
    with transaction.atomic():
        made = Request.objects.create(
            work=work, organisation=by.organisation, purpose=require_text(purpose, _("Say what for."))[:200],
            until=until,
            asked_by=by, asked_at=moment,
        )  # fmt: skip
        audit_actions.record(by=by, verb="works.reuse_asked", key=work.key, title=work.title, now=now)
    return made


def answer(*, request: Request, is_granted: bool, text: str, by: User, now: datetime | None = None) -> Request:
    """The work's unit grants or refuses, with conditions or a reason. Raises NotAllowedError, WorksError."""
    require_unit(by, request.work.organisation_id)
    words = require_text(text, _("Say on which conditions, or why not."))
    state = Request.State.GRANTED if is_granted else Request.State.REFUSED
    with transaction.atomic():
        waiting = Request.objects.filter(pk=request.pk, state=Request.State.ASKED)
        if not waiting.update(state=state, answer=words[:300], answered_by=by):
            raise WorksError(_("This was answered already."), code="wrong_state")
        audit_actions.record(
            by=by, verb=f"works.reuse_{state}", key=request.work.key, title=request.work.title, now=now
        )
    request.refresh_from_db()
    return request

"""Awards: entered with their proof, taken back by a counter-entry."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.reach import actions as reach_actions
from pufa.reach.models import Entry
from pufa.works.actions import media
from pufa.works.actions.permissions import require_office, require_text, require_unit
from pufa.works.errors import WorksError
from pufa.works.metrics import AWARDS
from pufa.works.models import Award, Level, Work


def add_award(
    *,
    work: Work,
    contest: str,
    rank: str,
    level: str,
    year: int,
    proof: bytes,
    by: User,
    organiser: str = "",
    given_on: date | None = None,
    now: datetime | None = None,
) -> Award:
    """Enters an award with a picture of its certificate.

    Raises NotAllowedError, WorksError: no_proof, bad_day, taken, no_reason, no_such_thing (level).
    """
    require_unit(by, work.organisation_id)
    moment = now or clock.now()
    if level not in Level.values:
        raise WorksError(_("There is no such level."), code="no_such_thing")
    if not 1980 <= year <= clock.shanghai_day(moment).year or (given_on and given_on > clock.shanghai_day(moment)):
        raise WorksError(_("The day has not come yet."), code="bad_day")
    if not proof:
        raise WorksError(_("An award needs a picture of its certificate."), code="no_proof")
    try:
        with transaction.atomic():
            award = Award.objects.create(
                work=work, contest=require_text(contest, _("Which contest?")),
                rank=require_text(rank, _("Which award?")),
                organiser=organiser, level=level, year=year, given_on=given_on, added_at=moment,
                proof=media.keep(data=proof, now=moment),
            )  # fmt: skip
            at = datetime.combine(given_on or date(year, 1, 1), time(12), tzinfo=clock.SHANGHAI)
            reach_actions.record(
                metric=AWARDS, amount=1, at=min(at, moment), source_key=award.key, source_title=f"{work} {award.rank}",
                source_url=work.get_absolute_url(), organisation=work.organisation, by=by, now=moment,
                evidence={"note": f"{contest} {rank}"}, idempotency_key=f"{award.key}:won",
            )  # fmt: skip
            audit_actions.record(by=by, verb="works.award_added", key=award.key, title=str(award), now=moment)
    except IntegrityError as error:
        raise WorksError(_("This award is entered already."), code="taken") from error
    return award


def withdraw_award(*, award: Award, reason: str, by: User, now: datetime | None = None) -> Award:
    """Takes an award back. Raises NotAllowedError, WorksError: no_reason, wrong_state."""
    require_office(by)
    words = require_text(reason, _("Say why."))
    with transaction.atomic():
        if not Award.objects.filter(pk=award.pk, withdrawn_for="").update(withdrawn_for=words):
            raise WorksError(_("This award was taken back already."), code="wrong_state")
        for entry in Entry.objects.filter(source_key=award.key, correction_of=None, correction=None):
            reach_actions.correct(entry=entry, reason=words, by=by, now=now)
        audit_actions.record(by=by, verb="works.award_withdrawn", key=award.key, title=str(award), now=now)
    award.refresh_from_db()
    return award

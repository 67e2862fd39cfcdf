"""Entering works, handing them in; a work that becomes public counts once."""

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.reach import actions as reach_actions
from pufa.reach.models import Entry
from pufa.review import reviewed
from pufa.review.models import Review
from pufa.works.actions.permissions import require_office, require_text, require_unit
from pufa.works.errors import WorksError
from pufa.works.metrics import LISTED
from pufa.works.models import Work, WorkKind

WORK: Final = "work"


def write(*, slug: str, by: User, now: datetime | None = None, **fields: Any) -> Work:
    """Enters a work. Raises NotAllowedError, WorksError: no_reason (no title), taken, no_such_thing (kind)."""
    require_unit(by, fields["organisation"].pk)
    require_text(fields.get("title", ""), _("A work needs a title."))
    if fields.get("kind") not in WorkKind.values:
        raise WorksError(_("There is no such kind."), code="no_such_thing")
    try:
        with transaction.atomic():
            work = Work.objects.create(slug=slug, written_by=by, **fields)
            audit_actions.record(by=by, verb="works.written", key=work.key, title=work.title, now=now)
    except IntegrityError as error:
        raise WorksError(_("There is a work of this address already."), code="taken") from error
    return work


def edit(*, work: Work, by: User, now: datetime | None = None, **fields: Any) -> Work:
    """Changes what is written; the approved words stay. Raises NotAllowedError, ReviewError."""
    require_unit(by, work.organisation_id)
    require_unit(by, fields.get("organisation", work.organisation).pk)
    reviewed.edit(work, fields | {"written_by": by}, by=by, verb="works.edited", now=now)
    return work


def submit(*, work: Work, by: User, now: datetime | None = None) -> Review:
    """Hands a work in for three reviews. Raises NotAllowedError, ReviewError."""
    require_unit(by, work.organisation_id)
    return reviewed.submit(kind=WORK, thing=work, by=by, now=now)


def list_it(thing: Work, *, review: Review, now: datetime) -> None:
    """An approved work counts as listed, once however often it is approved anew."""
    if not Entry.objects.filter(source_key=thing.key, metric=LISTED).exists():
        reach_actions.record(
            metric=LISTED, amount=1, at=now, source_key=thing.key, source_title=thing.title,
            source_url=thing.get_absolute_url(), organisation=thing.organisation, idempotency_key=f"{thing.key}:listed",
            now=now,
        )  # fmt: skip


def withdraw(*, work: Work, reason: str, by: User, now: datetime | None = None) -> Work:
    """Takes a work and its awards out: figures go down by counter-entries. Raises NotAllowedError, ReviewError."""
    require_office(by)

    def lower() -> None:
        keys = [work.key, *(f"award:{pk}" for pk in work.awards.values_list("pk", flat=True))]
        for entry in Entry.objects.filter(source_key__in=keys, correction_of=None, correction=None).order_by("pk"):
            reach_actions.correct(entry=entry, reason=reason, by=by, now=now)

    reviewed.withdraw(thing=work, reason=reason, by=by, verb="works.withdrawn", now=now, then=lower)
    return work

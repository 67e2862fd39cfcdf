"""Writing conventions; an approved text becomes an edition that can be signed."""

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.pledges.errors import NotAllowedError, PledgesError
from pufa.pledges.models import Convention, Edition
from pufa.pledges.queries import access
from pufa.review import reviewed
from pufa.review.models import Review

KIND: Final = "convention"


def write(
    *, slug: str, title: str, clauses: str, by: User, preamble: str = "", now: datetime | None = None
) -> Convention:
    """Begins a convention. Raises NotAllowedError, PledgesError: taken, no_reason (no clauses)."""
    _require_office(by)
    if not title.strip() or not clauses.strip():
        raise PledgesError(_("A convention needs a title and clauses."), code="no_reason")
    try:
        with transaction.atomic():
            made = Convention.objects.create(slug=slug, title=title, preamble=preamble, clauses=clauses, written_by=by)
            audit_actions.record(by=by, verb="pledges.written", key=made.key, title=made.title, now=now)
    except IntegrityError as error:
        raise PledgesError(_("There is a convention of this address already."), code="taken") from error
    return made


def edit(*, convention: Convention, by: User, now: datetime | None = None, **values: Any) -> Convention:
    """Changes what is written; the approved text stays. Raises NotAllowedError, ReviewError."""
    _require_office(by)
    reviewed.edit(convention, values | {"written_by": by}, by=by, verb="pledges.edited", now=now)
    return convention


def submit(*, convention: Convention, by: User, now: datetime | None = None) -> Review:
    """Hands the text in for three reviews. Raises NotAllowedError, ReviewError."""
    _require_office(by)
    return reviewed.submit(kind=KIND, thing=convention, by=by, now=now)


def new_edition(thing: Convention, *, review: Review, now: datetime) -> None:
    """An approved text becomes the next edition."""
    last = Edition.objects.filter(convention=thing).order_by("-number").first()
    Edition(
        convention=thing, number=last.number + 1 if last else 1, content=thing.published or {},
        from_day=clock.shanghai_day(now),
    ).save()  # fmt: skip


def _require_office(by: User) -> None:
    if not access.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))

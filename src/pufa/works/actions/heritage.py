"""Heritage: its story through three reviews, and where it was used."""

from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.review import reviewed
from pufa.review.models import Review
from pufa.works.actions.permissions import require_office, require_text
from pufa.works.errors import WorksError
from pufa.works.models import Heritage, HeritageUse

HERITAGE: Final = "heritage"


def write_heritage(
    *, slug: str, name: str, story: str, by: User, now: datetime | None = None, **fields: Any
) -> Heritage:
    """Enters a heritage. Raises NotAllowedError, WorksError: no_reason (no name or story), taken."""
    require_office(by)
    told = {"name": require_text(name, _("Heritage needs a name.")), "story": require_text(story, _("Tell its story."))}
    try:
        with transaction.atomic():
            made = Heritage.objects.create(slug=slug, written_by=by, **told, **fields)
            audit_actions.record(by=by, verb="works.heritage_written", key=made.key, title=made.name, now=now)
    except IntegrityError as error:
        raise WorksError(_("There is a heritage of this address already."), code="taken") from error
    return made


def edit_heritage(*, heritage: Heritage, by: User, now: datetime | None = None, **fields: Any) -> Heritage:
    """Changes what is written. Raises NotAllowedError, ReviewError."""
    require_office(by)
    reviewed.edit(heritage, fields | {"written_by": by}, by=by, verb="works.heritage_edited", now=now)
    return heritage


def submit_heritage(*, heritage: Heritage, by: User, now: datetime | None = None) -> Review:
    """Hands a heritage in. Raises NotAllowedError, ReviewError."""
    require_office(by)
    return reviewed.submit(kind=HERITAGE, thing=heritage, by=by, now=now)


def record_use(
    *, heritage: Heritage, key: str, title: str, day: date, by: User, url: str = "", now: datetime | None = None
) -> HeritageUse:
    """Notes that a work or an activity used it; twice gives the first. Raises NotAllowedError."""
    require_office(by)
    with transaction.atomic():
        use, is_new = HeritageUse.objects.get_or_create(
            heritage=heritage, key=key, defaults={"title": title[:120], "day": day, "url": url}
        )
        if is_new:
            audit_actions.record(by=by, verb="works.heritage_used", key=heritage.key, title=title, now=now)
    return use

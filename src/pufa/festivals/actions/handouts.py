"""Files of a forum: slides and texts that everybody may read."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.festivals.actions.forums import require_office, tell
from pufa.festivals.errors import FestivalsError
from pufa.festivals.models import Forum, Handout, Session
from pufa.lib import clock, papers
from pufa.ui import storing
from pufa.ui.errors import in_words

MOST = 60


def add_handout(
    *, forum: Forum, title: str, data: bytes, by: User, session: Session | None = None, now: datetime | None = None
) -> Handout:
    """Adds a file; the same one again gives the first.

    Raises NotAllowedError, FestivalsError: bad_paper (with what is wrong in it), no_reason (no title), too_many.
    """
    require_office(by)
    try:
        paper = papers.safe_paper(data)
    except papers.PaperError as error:
        raise FestivalsError(in_words(error), code="bad_paper") from error
    if not title.strip():
        raise FestivalsError(_("Give the file a title."), code="no_reason")
    with transaction.atomic():
        kept = Forum.objects.select_for_update().get(pk=forum.pk)
        known = kept.handouts.filter(sha256=paper.sha256).first()
        if known is not None:
            return known
        if kept.handouts.count() >= MOST:
            raise FestivalsError(_("A forum has at most %(count)d files.") % {"count": MOST}, code="too_many")
        made = Handout(
            forum=kept, session=session, title=title.strip()[:100], suffix=paper.suffix, size=len(data),
            sha256=paper.sha256, added_at=now or clock.now(),
        )  # fmt: skip
        with storing.kept(made.file, f"{kept.slug}-{paper.sha256[:16]}.{paper.suffix}", data):
            made.save()
            tell(kept, "festivals.handout_added", by, now)
    return made


def remove_handout(*, handout: Handout, by: User, now: datetime | None = None) -> None:
    """Takes a file away. Raises NotAllowedError."""
    require_office(by)
    with transaction.atomic():
        name, storage = str(handout.file.name), handout.file.storage
        tell(handout.forum, "festivals.handout_removed", by, now)
        handout.delete()
        transaction.on_commit(lambda: storage.delete(name))

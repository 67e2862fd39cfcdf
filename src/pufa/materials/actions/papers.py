"""An edition as PDF, to be read at home."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.edge import purge
from pufa.lib import papers
from pufa.materials.actions.permissions import require_office
from pufa.materials.errors import MaterialsError
from pufa.materials.models import Edition
from pufa.ui import storing
from pufa.ui.errors import in_words


def set_paper(*, edition: Edition, data: bytes, by: User | None, now: datetime | None = None) -> Edition:
    """Gives an edition its PDF, instead of the one before. It is read by all until the edition is withdrawn.

    Raises NotAllowedError, MaterialsError: bad_paper (with what is wrong in it), withdrawn.
    """
    require_office(by)
    try:
        paper = papers.safe_paper(data, only_pdf=True)
    except papers.PaperError as error:
        raise MaterialsError(in_words(error), code="bad_paper") from error
    with transaction.atomic():
        kept = Edition.objects.select_for_update().select_related("title").get(pk=edition.pk)
        if kept.is_withdrawn:
            raise MaterialsError(_("This edition is withdrawn: nobody is to read it any more."), code="withdrawn")
        before, storage = str(kept.paper.name or ""), kept.paper.storage
        with storing.kept(kept.paper, f"{kept.title.slug}-{kept.number}-{paper.sha256[:12]}.pdf", data):
            kept.paper_size = len(data)
            kept.save(update_fields=["paper", "paper_size"])
            detail = {"sha256": paper.sha256, "bytes": len(data)}
            audit_actions.record(
                by=by, verb="materials.paper_set", key=kept.key, title=str(kept), detail=detail, now=now
            )
            purge.purge_prefix("/materials/")
        if before:
            transaction.on_commit(lambda: storage.delete(before))
    edition.refresh_from_db()
    return edition

"""Changing the check lists; gates already decided keep their own copy."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.review.errors import ReviewError
from pufa.review.models import ChecklistItem, Stage


def change_checklist(
    *, stage: Stage, texts: Sequence[str], by: User, now: datetime | None = None
) -> list[ChecklistItem]:
    """Makes these the questions of a gate, in this order. At least one; doubles and empty lines are left out.

    Raises ReviewError: wrong_role, checklist_incomplete when nothing is left.
    """
    if not by.has_role(Role.OFFICE):
        raise ReviewError(_("Only the office changes the check lists."), code="wrong_role")
    wanted = list(dict.fromkeys(" ".join(text.split())[:200] for text in texts if text.strip()))
    if not wanted:
        raise ReviewError(_("A gate needs at least one item on its check list."), code="checklist_incomplete")
    with transaction.atomic():
        ChecklistItem.objects.filter(stage=stage).exclude(text__in=wanted).update(active=False)
        items = [
            ChecklistItem.objects.update_or_create(stage=stage, text=text, defaults={"order": place, "active": True})[0]
            for place, text in enumerate(wanted, start=1)
        ]
        audit_actions.record(
            by=by, verb="review.checklist_changed", key=f"checklist:{stage.value}", detail={"items": wanted}, now=now
        )
    return items

"""Taking a piece back from every channel."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.distribution.actions import holding
from pufa.distribution.models import OVER, UNSENT, Delivery, DeliveryState
from pufa.editorial.models import PiecePage

State = DeliveryState


@transaction.atomic
def recall(*, piece: PiecePage, reason: str, by: User | None, now: datetime) -> int:
    """Takes a piece back everywhere: gives how many deliveries this concerns.

    What was not sent yet is called off; what is posted is taken back by its platform or by a person; what is on its
    way or unsure is settled first and then taken back, because until then nobody knows what there is to delete.
    """
    words = reason.strip()[:300] or _("The piece was withdrawn.")
    standing = Delivery.objects.filter(piece=piece, recalled_at__isnull=True).exclude(state__in=OVER)
    count = standing.update(recalled_at=now, recall_reason=words)
    recalled = Delivery.objects.filter(piece=piece, recalled_at=now)
    recalled.filter(state__in=UNSENT).update(state=State.STOPPED, state_at=now, error=words, error_code="called_off")
    for delivery in recalled.filter(state=State.PUBLISHED).whole().select_for_update(of=("self",)):
        holding.take_back(delivery, now)
    if count:
        detail = {"reason": words, "deliveries": count}
        audit_actions.record(
            by=by, verb="sending.recalled", key=piece.object_key, title=piece.title, detail=detail, now=now
        )
    return count

"""The states of a rendition and of a delivery, and the only moves there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RenditionState(models.TextChoices):
    """Where a rendition is."""

    DRAFT = "draft", _("Being written")
    REVIEW = "review", _("In review")
    APPROVED = "approved", _("Approved")
    STALE = "stale", _("Of an older text")
    DEAD = "dead", _("Piece withdrawn")


class DeliveryState(models.TextChoices):
    """Where one delivery is on its way to its account."""

    PLANNED = "planned", pgettext_lazy("delivery", "Planned")
    DUE = "due", pgettext_lazy("delivery", "Due")
    SENDING = "sending", pgettext_lazy("delivery", "Being sent")
    PENDING = "pending", pgettext_lazy("delivery", "Platform at work")
    BY_HAND = "by_hand", pgettext_lazy("delivery", "To be posted by hand")
    WAITING = "waiting", pgettext_lazy("delivery", "Tried again later")
    UNSURE = "unsure", pgettext_lazy("delivery", "Being looked for")
    PUBLISHED = "published", pgettext_lazy("delivery", "Posted")
    REFUSED = "refused", pgettext_lazy("delivery", "Not posted")
    STOPPED = "stopped", pgettext_lazy("delivery", "Called off")
    WITHDRAWING = "withdrawing", pgettext_lazy("delivery", "Being taken back")
    TO_DELETE = "to_delete", pgettext_lazy("delivery", "To be deleted by hand")
    WITHDRAWN = "withdrawn", pgettext_lazy("delivery", "Taken back")


S = DeliveryState
MOVES: dict[DeliveryState, frozenset[DeliveryState]] = {
    S.PLANNED: frozenset({S.DUE, S.BY_HAND, S.STOPPED}),
    S.DUE: frozenset({S.SENDING, S.BY_HAND, S.STOPPED, S.REFUSED}),
    S.SENDING: frozenset({S.PENDING, S.PUBLISHED, S.REFUSED, S.WAITING, S.UNSURE}),
    S.PENDING: frozenset({S.PUBLISHED, S.REFUSED, S.WITHDRAWING}),
    S.BY_HAND: frozenset({S.PUBLISHED, S.STOPPED}),
    S.WAITING: frozenset({S.SENDING, S.STOPPED, S.REFUSED}),
    S.UNSURE: frozenset({S.PENDING, S.PUBLISHED, S.WAITING, S.REFUSED, S.STOPPED}),
    S.PUBLISHED: frozenset({S.WITHDRAWING, S.TO_DELETE}),
    S.REFUSED: frozenset({S.DUE}),
    S.STOPPED: frozenset(),
    S.WITHDRAWING: frozenset({S.WITHDRAWN, S.TO_DELETE}),
    S.TO_DELETE: frozenset({S.WITHDRAWN}),
    S.WITHDRAWN: frozenset(),
}
# Nothing of the piece stands or may come to stand on the account: it may be planned there again without a reason.
OVER = (S.REFUSED, S.STOPPED, S.WITHDRAWN)
# Nothing was ever handed to the platform: these are called off without asking anybody.
UNSENT = (S.PLANNED, S.DUE, S.BY_HAND, S.WAITING)
# What the worker has something to do with, once `act_at` has come.
AT_WORK = (S.DUE, S.WAITING, S.UNSURE, S.PENDING, S.WITHDRAWING)

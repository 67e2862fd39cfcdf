"""What units ask for, and the hand-over with its receipt."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.materials.models.stock import Movement, Place
from pufa.materials.models.titles import Edition


class Order(models.Model):
    """Copies of an edition a unit asks for, to one of its stores.

    The copies change stores when they are sent; what then is short on arrival is a movement of its own.
    """

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("Copies asked")
        APPROVED = "approved", _("Order approved")
        SENT = "sent", _("On its way")
        RECEIVED = "received", _("Received")
        REFUSED = "refused", _("Order refused")
        CANCELLED = "cancelled", _("Order cancelled")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.ASKED: (State.APPROVED, State.REFUSED, State.CANCELLED),
        State.APPROVED: (State.SENT, State.CANCELLED),
        State.SENT: (State.RECEIVED,),
    }

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="orders", verbose_name=_("edition"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="orders", verbose_name=_("store"))
    count = models.PositiveIntegerField(_("copies asked for"))
    purpose = models.CharField(_("what for"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED, db_index=True)
    approved = models.PositiveIntegerField(_("copies approved"), null=True, blank=True)
    received = models.PositiveIntegerField(_("copies received"), null=True, blank=True)
    origin = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent from")
    )
    number = models.CharField(_("receipt number"), max_length=20, null=True, blank=True, unique=True)
    reason = models.TextField(_("reason"), blank=True)
    movement = models.OneToOneField(Movement, models.PROTECT, null=True, blank=True, related_name="order")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("ordered by"))
    asked_at = models.DateTimeField(_("ordered at"))
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("handed over by"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("received by"))
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)

    class Meta:
        verbose_name = _("material order")
        verbose_name_plural = _("orders")
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.place} {self.edition} {self.count}"

    @property
    def key(self) -> str:
        """The order's object key."""
        return f"material-order:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("materials_desk:order", args=[self.pk])

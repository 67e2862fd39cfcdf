"""Accounts of others that look like ours."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.matrix.models.register import Account, Platform, Portrait


class Suspect(models.Model):
    """A foreign account whose name or picture is close to one of ours: how close, why, and what was done."""

    class State(models.TextChoices):
        """What was done about it."""

        NEW = "new", _("to be looked at")
        CONFIRMED = "confirmed", _("imitates ours")
        REPORTED = "reported", _("reported to the platform")
        GONE = "gone", _("taken down")
        DISMISSED = "dismissed", _("no imitation")

    MOVES = {
        State.NEW: (State.CONFIRMED, State.DISMISSED),
        State.CONFIRMED: (State.REPORTED, State.DISMISSED, State.GONE),
        State.REPORTED: (State.GONE, State.DISMISSED),
        State.GONE: (State.NEW,),
        State.DISMISSED: (State.NEW,),
    }

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="suspects", verbose_name=_("platform"))
    name = models.CharField(_("account name"), max_length=60)
    handle = models.CharField(_("account ID"), max_length=80, blank=True)
    address = models.URLField(_("public address"), max_length=500, blank=True)
    portrait = models.ForeignKey(Portrait, models.SET_NULL, null=True, blank=True, related_name="+")
    resembles = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="lookalikes")
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW, db_index=True)
    note = models.TextField(blank=True)
    found_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    found_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("look-alike")
        verbose_name_plural = _("look-alikes")
        ordering = ("-score", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "handle"], condition=~Q(handle=""), name="matrix_suspect_handle_once"
            ),
            models.UniqueConstraint(
                fields=["platform", "name"], condition=Q(handle=""), name="matrix_suspect_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Its name for audit."""
        return f"suspect:{self.pk}"

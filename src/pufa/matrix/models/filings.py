"""Filings (备案): each says what happened to an account, and what the office decided."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pufa.accounts.fields import SealedTextField
from pufa.accounts.models import User
from pufa.lib import clock
from pufa.matrix.models.register import Account


class FilingQuerySet(models.QuerySet["Filing"]):
    """Filings in bulk."""

    def waiting(self) -> "FilingQuerySet":
        """Those the office has not decided, the oldest first."""
        return self.filter(state=Filing.State.SUBMITTED).order_by("submitted_at", "pk")


class Filing(models.Model):
    """One filing: `before` and `after` hold only what differs; a phone number stands sealed beside them."""

    class Kind(models.TextChoices):
        """What is filed."""

        OPENING = "opening", _("Opening")
        CHANGE = "change", _("Change")
        HAND_OVER = "hand_over", _("Hand-over")
        CHECK = "check", _("Annual check")
        CLOSING = "closing", _("Closing")

    class State(models.TextChoices):
        """Where a filing stands."""

        SUBMITTED = "submitted", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    MOVES = {
        State.SUBMITTED: (State.APPROVED, State.REFUSED, State.WITHDRAWN),
        State.APPROVED: (),
        State.REFUSED: (),
        State.WITHDRAWN: (),
    }

    account = models.ForeignKey(Account, models.PROTECT, related_name="filings")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SUBMITTED, db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    contact = SealedTextField(_("contact phone"), blank=True, default="")
    reason = models.TextField(_("reason"), blank=True)
    happened_on = models.DateField(_("happened on"))
    due_on = models.DateField(_("to be filed by"))
    submitted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(db_index=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(_("decision"), blank=True)
    decide_by = models.DateTimeField(_("to be decided by"))
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ("-submitted_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="submitted"), name="matrix_one_open_filing_per_account"
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", decided_at__isnull=True)
                | ~Q(state="submitted") & Q(decided_at__isnull=False),
                name="matrix_filing_decided_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.account.name}"

    @property
    def key(self) -> str:
        """Its name for audit."""
        return f"filing:{self.pk}"

    @property
    def filed_on(self) -> date:
        """The day it was handed in."""
        return clock.shanghai_day(self.submitted_at)

    @property
    def is_late(self) -> bool:
        """Whether it was handed in after its time."""
        return self.filed_on > self.due_on

    def is_overdue(self, now: datetime) -> bool:
        """Whether the office should have decided by now."""
        return self.state == self.State.SUBMITTED and now > self.decide_by

"""Keys to an account's platform: sealed, tested, never shown again."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from pufa.accounts.fields import SealedTextField
from pufa.accounts.models import User
from pufa.lib import clock
from pufa.matrix.models.register import Account


class Credential(models.Model):
    """What a connector signs in with, as sealed JSON. Its expiry is the platform's word or a person's."""

    class State(models.TextChoices):
        """What the last test said."""

        UNTESTED = "untested", _("not tested yet")
        TESTING = "testing", _("being tested")
        WORKS = "works", _("is working")
        FAILS = "fails", _("does not work")

    account = models.OneToOneField(Account, models.CASCADE, related_name="credential")
    kind = models.CharField(max_length=30)
    secret = SealedTextField()
    names = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNTESTED)
    message = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")

    def __str__(self) -> str:
        return f"{self.account_id} · {self.kind}"

    @property
    def expires_on(self) -> date | None:
        """The day it ends, in China."""
        return clock.shanghai_day(self.expires_at) if self.expires_at else None

    def is_expired(self, now: datetime) -> bool:
        """Whether it has ended."""
        return self.expires_at is not None and self.expires_at <= now

    def expires_within(self, days: int, now: datetime) -> bool:
        """Whether it ends within so many days."""
        return self.expires_at is not None and self.expires_at <= now + timedelta(days=days)

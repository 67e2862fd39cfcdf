"""Sendings, their deliveries, and every attempt at a platform."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.distribution.models.renditions import Rendition
from pufa.distribution.models.states import AT_WORK, OVER, DeliveryState
from pufa.editorial.models import PiecePage
from pufa.matrix.models import Account


class Plan(models.Model):
    """A sending: one approved text of a piece to many accounts at a time."""

    piece = models.ForeignKey(PiecePage, models.PROTECT, related_name="sendings", verbose_name=_("piece"))
    revision_id = models.BigIntegerField(_("revision"))
    title = models.CharField(_("title"), max_length=255)
    link = models.URLField(_("link"), max_length=500)
    at = models.DateTimeField(_("to be sent at"))
    in_slots = models.BooleanField(_("each account in its own next slot"), default=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("planned by"))
    created_at = models.DateTimeField(_("planned at"))
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    call_off_reason = models.CharField(_("why it was called off"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["-at"], name="distribution_plan_at")]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """Its name for audit."""
        return f"sending:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its board at the desk."""
        return reverse("distribution:sending", args=[self.pk])


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by what one asks of them."""

    def ready(self, now: datetime) -> "DeliveryQuerySet":
        """Those the worker has something to do with now and nobody is at."""
        return self.filter(state__in=AT_WORK, act_at__lte=now, claim="")

    def whole(self) -> "DeliveryQuerySet":
        """With everything a call needs, in one question."""
        return self.select_related(
            "plan", "account__organisation", "account__platform", "account__credential", "rendition", "headline"
        )


class Delivery(models.Model):
    """One piece to one account. `key` is the idempotency key given to the platform at every try.

    `act_at`: when there is next something to do; `slot_at`: the account's slot it was planned for, if any.
    `claim` names the worker's grip, until `claimed_until`.
    `repeat` is 0, or counts deliberate further times, each with its reason.
    """

    State = DeliveryState

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="deliveries")
    piece = models.ForeignKey(PiecePage, models.PROTECT, related_name="deliveries")
    revision_id = models.BigIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="deliveries", verbose_name=_("account"))
    connector = models.CharField(max_length=30)
    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="deliveries", verbose_name=_("rendition"))
    headline = models.ForeignKey(Rendition, models.PROTECT, null=True, blank=True, related_name="+")
    repeat = models.PositiveSmallIntegerField(default=0)
    repeat_reason = models.CharField(_("why once more"), max_length=200, blank=True)
    key = models.CharField(max_length=32, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=DeliveryState.choices, default=DeliveryState.PLANNED)
    state_at = models.DateTimeField()
    act_at = models.DateTimeField()
    slot_at = models.DateTimeField(null=True, blank=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    limits_met = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    first_attempt_at = models.DateTimeField(null=True, blank=True)
    remote_id = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField(_("posted at"), null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    recall_reason = models.CharField(max_length=300, blank=True)
    error_kind = models.CharField(max_length=12, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["state", "act_at"], name="distribution_work"),
            models.Index(fields=["plan", "state"], name="distribution_board"),
            models.Index(fields=["account", "remote_id"], name="distribution_of_account"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["piece", "account", "repeat"],
                condition=~Q(state__in=[state.value for state in OVER]),
                name="distribution_once_per_account",
            ),
            models.CheckConstraint(condition=Q(repeat=0) | ~Q(repeat_reason=""), name="distribution_repeat_has_reason"),
            models.CheckConstraint(
                condition=~Q(state="sending") | ~Q(claim="") & Q(claimed_until__isnull=False),
                name="distribution_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="distribution_published_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} → {self.account_id}"

    @property
    def object_key(self) -> str:
        """Its name for audit."""
        return f"delivery:{self.pk}"


class Purpose(models.TextChoices):
    """What a platform was asked."""

    PUBLISH = "publish", _("post")
    STATUS = "status", _("ask how far it is")
    FIND = "find", _("look for the post")
    WITHDRAW = "withdraw", _("take back")


class Attempt(models.Model):
    """One call to a platform, written before it is made; without `ended_at` nobody knows how it went."""

    Purpose = Purpose

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    claim = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    is_uncertain = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ("delivery", "number")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="distribution_attempt_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.number}"


class Hold(models.Model):
    """Keeps calls from being made: for a sending, a kind of platform, an account; for everything if all are empty."""

    scope = models.CharField(max_length=60)
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="holds")
    connector = models.CharField(max_length=30, blank=True)
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    is_automatic = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["scope"], condition=Q(lifted_at__isnull=True), name="distribution_held_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="distribution_hold_has_reason"),
        ]

    def __str__(self) -> str:
        return self.scope


class Pace(models.Model):
    """When a platform may be called next, shared by all workers. `key`: `kind:wechat` or `account:12`.

    `calls` and `posts` are of `day`, a day in China.
    """

    key = models.CharField(max_length=60, unique=True)
    free_at = models.DateTimeField()
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    posts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("pace")
        verbose_name_plural = _("paces")

    def __str__(self) -> str:
        return self.key

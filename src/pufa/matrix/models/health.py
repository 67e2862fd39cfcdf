"""Health: the rules an account is checked by, what is wrong or soon will be, and changes nobody filed yet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.matrix.models.filings import Filing
from pufa.matrix.models.register import Account, Platform


class RuleKind(models.TextChoices):
    """What is looked at."""

    NO_UPDATE = "no_update", _("No update")
    NO_INTERACTION = "no_interaction", _("Readers cannot answer")
    UNFILED_CHANGE = "unfiled_change", _("Change not filed")
    ANNUAL_CHECK = "annual_check", _("Annual check not filed")
    CREDENTIAL = "credential", _("Credential expired")
    DEAD_LINK = "dead_link", _("Address does not open")
    CITATION = "citation", _("Wrong citation of a law")
    MISPRINT = "misprint", _("Misprint")


class HealthRule(models.Model):
    """One rule, for one platform or for all; `days` is its limit, `warn_days` how long before it the unit is warned."""

    class Weight(models.TextChoices):
        """What a hit means."""

        FAILS = "fails", _("fails the check")
        HINT = "hint", _("hint only")

    kind = models.CharField(max_length=16, choices=RuleKind.choices)
    platform = models.ForeignKey(Platform, models.CASCADE, null=True, blank=True, related_name="rules")
    days = models.PositiveSmallIntegerField(default=0)
    warn_days = models.PositiveSmallIntegerField(default=3)
    weight = models.CharField(max_length=6, choices=Weight.choices, default=Weight.FAILS)
    is_on = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("health rule")
        verbose_name_plural = _("health rules")
        ordering = ("kind", "platform__position")
        constraints = [
            models.UniqueConstraint(fields=["kind", "platform"], name="matrix_rule_once_per_platform"),
            models.UniqueConstraint(fields=["kind"], condition=Q(platform=None), name="matrix_rule_once_for_all"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.platform or '*'}"


class Alert(models.Model):
    """A rule an account breaks or soon will: one open row per account and rule, settled when the reason is gone."""

    class State(models.TextChoices):
        """How bad."""

        FORESEEN = "foreseen", _("will fail")
        FAILING = "failing", _("fails")
        HINT = "hint", _("to look at")
        SETTLED = "settled", _("settled")

    account = models.ForeignKey(Account, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=16, choices=RuleKind.choices)
    state = models.CharField(max_length=10, choices=State.choices, db_index=True)
    fails_on = models.DateField(null=True, blank=True)
    evidence = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    told_state = models.CharField(max_length=10, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    mailed_to = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ("fails_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind"], condition=~Q(state="settled"), name="matrix_one_open_alert"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} · {self.get_kind_display()}"


class NoticedChange(models.Model):
    """What somebody or a connector saw on the platform that the register says otherwise; a filing settles it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="noticed")
    field = models.CharField(max_length=20)
    registered = models.CharField(max_length=500, blank=True)
    seen = models.CharField(max_length=500)
    seen_at = models.DateTimeField()
    seen_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    filing = models.ForeignKey(Filing, models.SET_NULL, null=True, blank=True, related_name="settles")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change noticed")
        verbose_name_plural = _("changes noticed")
        ordering = ("-seen_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["account", "field"], condition=Q(settled_at=None), name="matrix_one_open_noticed_change"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} · {self.field}"

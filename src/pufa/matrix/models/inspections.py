"""Quarterly checks: a random sample that can be drawn again, findings with evidence, the unit's answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.matrix.models.health import RuleKind
from pufa.matrix.models.register import Account


class Inspection(models.Model):
    """One check of a quarter. From `population` (numbers by platform) anybody draws the same sample with `seed`."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("under way")
        CLOSED = "closed", _("finished")

    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    seed = models.CharField(_("seed"), max_length=64)
    size = models.PositiveSmallIntegerField(_("sample"))
    population = models.JSONField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    drawn_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    drawn_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("quarterly check")
        verbose_name_plural = _("quarterly checks")
        ordering = ("-year", "-quarter")
        constraints = [
            models.UniqueConstraint(fields=["year", "quarter"], name="matrix_one_check_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="matrix_quarter_1_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.year} Q{self.quarter}"

    @property
    def key(self) -> str:
        """Its name for audit."""
        return f"inspection:{self.pk}"


class Sampled(models.Model):
    """An account in the sample, and what came out."""

    class Verdict(models.TextChoices):
        """What came out."""

        OPEN = "open", _("not looked at yet")
        PASSED = "passed", _("passed")
        FAILED = "failed", _("failed")

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="sample")
    account = models.ForeignKey(Account, models.PROTECT, related_name="inspections")
    verdict = models.CharField(max_length=6, choices=Verdict.choices, default=Verdict.OPEN)
    looked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sampled account")
        verbose_name_plural = _("sampled accounts")
        ordering = ("account__platform__position", "pk")
        constraints = [models.UniqueConstraint(fields=["inspection", "account"], name="matrix_sampled_once")]

    def __str__(self) -> str:
        return f"{self.inspection_id} · {self.account_id}"


class InspectionFinding(models.Model):
    """One thing found: by which rule, with which evidence; the unit may answer, the office rules on the answer."""

    class State(models.TextChoices):
        """Where it stands."""

        FOUND = "found", _("found")
        ANSWERED = "answered", _("answered by the unit")
        UPHELD = "upheld", _("upheld")
        LIFTED = "lifted", _("lifted")

    MOVES = {
        State.FOUND: (State.ANSWERED, State.UPHELD, State.LIFTED),
        State.ANSWERED: (State.UPHELD, State.LIFTED),
        State.UPHELD: (),
        State.LIFTED: (),
    }

    sampled = models.ForeignKey(Sampled, models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=16, choices=RuleKind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.FOUND)
    evidence = models.TextField()
    link = models.URLField(max_length=500, blank=True)
    found_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    found_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    ruling = models.TextField(blank=True)
    ruled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("finding of a check")
        verbose_name_plural = _("findings of checks")
        ordering = ("sampled", "pk")

    def __str__(self) -> str:
        return f"{self.sampled_id} · {self.get_kind_display()}"

"""The ledger: one row for each outcome of the programme, never changed, only set off by a counter-entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import District, Organisation
from pufa.audit.models import AppendOnly

AMOUNT_DIGITS, AMOUNT_PLACES = 18, 2


class Entry(AppendOnly):
    """What was achieved, how much of it, when, by whom and where, and the object it came from."""

    metric = models.CharField(_("metric"), max_length=60)
    amount = models.DecimalField(_("amount"), max_digits=AMOUNT_DIGITS, decimal_places=AMOUNT_PLACES)
    at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    source_key = models.CharField(_("source"), max_length=120)
    source_title = models.CharField(_("source title"), max_length=300, blank=True)
    source_url = models.CharField(_("source address"), max_length=500, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    idempotency_key = models.CharField(_("idempotency key"), max_length=160, null=True, blank=True, unique=True)
    correction_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name=_("correction of")
    )
    reason = models.TextField(_("reason"), blank=True)
    actor_id = models.CharField(_("recorder's id"), max_length=40)
    actor_name = models.CharField(_("recorder"), max_length=80)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["metric", "-at", "-id"], name="reach_entry_by_time"),
            models.Index(fields=["metric", "organisation", "-at"], name="reach_entry_by_unit"),
            models.Index(fields=["metric", "district", "-at"], name="reach_entry_by_district"),
            models.Index(fields=["source_key"], name="reach_entry_by_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(correction_of=None, amount__gt=0, reason="")
                | (models.Q(correction_of__isnull=False, amount__lt=0) & ~models.Q(reason="")),
                name="reach_entry_negative_only_to_correct",
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.amount} {self.source_key}"

    @property
    def is_correction(self) -> bool:
        """Whether this entry sets off another."""
        return self.correction_of_id is not None

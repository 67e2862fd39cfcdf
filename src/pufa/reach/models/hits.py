"""Tables of the hit counter: sums by hour, and how far each log segment is in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class HourlyHits(models.Model):
    """How often one object was read through one channel in one hour, and by whom, as a sketch nobody is in."""

    object_key = models.CharField(_("object"), max_length=64)
    hour = models.DateTimeField(_("hour"))
    channel = models.CharField(_("channel"), max_length=32)
    count = models.PositiveBigIntegerField(_("hits"))
    sketch = models.BinaryField(_("readers (HyperLogLog)"))

    class Meta:
        verbose_name = _("hourly hits")
        verbose_name_plural = _("hourly hits")
        constraints = [
            models.UniqueConstraint(fields=["object_key", "hour", "channel"], name="reach_hits_slot"),
        ]
        indexes = [models.Index(fields=["hour"], name="reach_hits_hour")]

    def __str__(self) -> str:
        return f"{self.object_key} {self.hour:%Y-%m-%d %H}h {self.channel}: {self.count}"


class HitLogMark(models.Model):
    """How many bytes of a log segment are in the sums; written in the same transaction as these."""

    segment = models.CharField(_("segment"), max_length=128, primary_key=True)
    offset = models.PositiveBigIntegerField(_("bytes"))
    updated_at = models.DateTimeField(_("written"), auto_now=True)

    class Meta:
        verbose_name = _("hit log mark")
        verbose_name_plural = _("hit log marks")

    def __str__(self) -> str:
        return f"{self.segment}: {self.offset}"

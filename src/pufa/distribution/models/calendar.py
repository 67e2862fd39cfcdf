"""The calendar's own rows: theme days and holidays, and each person's feed."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.accounts.models import User
from pufa.matrix.models import Account


class DayKind(models.TextChoices):
    """What kind of day it is."""

    THEME = "theme", pgettext_lazy("day", "Theme day")
    HOLIDAY = "holiday", pgettext_lazy("day", "Holiday")
    WORKDAY = "workday", pgettext_lazy("day", "Worked in exchange")


class CalendarDay(models.Model):
    """A theme day or holiday, kept by the office. `is_yearly`: the same month and day every year.

    `is_verified` stays false until somebody has compared it with the announcement of the year.
    """

    Kind = DayKind

    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    title = models.CharField(_("what it is called"), max_length=60)
    kind = models.CharField(_("kind of day"), max_length=10, choices=DayKind.choices, default=DayKind.THEME)
    is_yearly = models.BooleanField(_("every year"), default=False)
    is_verified = models.BooleanField(_("compared with the announcement"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ("first", "title")
        indexes = [models.Index(fields=["first", "last"], name="distribution_day_span")]
        constraints = [
            models.UniqueConstraint(fields=["title", "first"], name="distribution_day_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="distribution_day_ends_after"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """Its name for audit."""
        return f"day:{self.pk}"

    def span_in(self, year: int) -> tuple[date, date] | None:
        """Its first and last day in a year; None where it has none."""
        if not self.is_yearly:
            return (self.first, self.last) if year in {self.first.year, self.last.year} else None
        try:
            begin = self.first.replace(year=year)
        except ValueError:  # 29 February
            return None
        return begin, begin + (self.last - self.first)


class AccountSlots(models.Model):
    """The times of day an account keeps for posting (推送时段), such as `["07:30", "18:00"]`, in Chinese time."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="slots", verbose_name=_("account"))
    times = models.JSONField(_("times of day"))
    only_workdays = models.BooleanField(_("only on working days"), default=False)

    class Meta:
        verbose_name = _("slots of an account")
        verbose_name_plural = _("slots of accounts")

    def __str__(self) -> str:
        return " ".join(self.times)


class CalendarFeed(models.Model):
    """A person's calendar address; only the hash of its secret is kept. Revoked when the person says so."""

    person = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="distribution_one_feed_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"

"""Gatherings, and their errands: one row for each page to fetch. The row is the unit of retry."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.accounts.models import User
from pufa.matrix.models import Account
from pufa.tracing.models.sites import Watched, WebSite

ADDRESS_LENGTH = 2000


class GatheringKind(models.TextChoices):
    """What a gathering begins with."""

    PAGE = "page", _("One page")
    LIST = "list", _("List of addresses")
    FEED = "feed", _("Feed (RSS, Atom)")
    SITEMAP = "sitemap", _("Site map")
    LINKS = "links", _("Page of links, such as an account's page")
    FILES = "files", _("Saved pages (files, ZIP or folder)")
    RECHECK = "recheck", _("Look again")
    FORWARDS = "forwards", _("Look for forwards that were asked for")


class GatheringState(models.TextChoices):
    """How far a gathering has come."""

    OPEN = "open", pgettext_lazy("gathering", "Under way")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", pgettext_lazy("gathering", "Finished")


class Gathering(models.Model):
    """One run over one page or many, asked for by a person or by the clock (采集)."""

    kind = models.CharField(_("kind"), max_length=8, choices=GatheringKind.choices)
    source = models.CharField(_("address or file"), max_length=ADDRESS_LENGTH)
    state = models.CharField(_("state"), max_length=8, choices=GatheringState.choices, default=GatheringState.OPEN)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    # When somebody last worked on it: a gathering long untouched has lost its worker.
    worked_at = models.DateTimeField(_("last worked on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    is_cut = models.BooleanField(_("the list named more than is gathered"), default=False)
    watched = models.ForeignKey(
        Watched, models.SET_NULL, null=True, blank=True, related_name="gatherings", verbose_name=_("watched source")
    )
    # Whose pages are looked at for forwards, and when the forwards were told what was seen.
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account looked at")
    )
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ("-pk",)
        indexes = [models.Index(fields=["state", "worked_at"], name="tracing_gathering_open")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=GatheringKind.values), name="tracing_gathering_kind"),
            models.CheckConstraint(condition=models.Q(state__in=GatheringState.values), name="tracing_gathering_state"),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(told_at__isnull=True), name="tracing_one_look_an_account"
            ),
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state != GatheringState.OPEN


class Task(models.TextChoices):
    """What an errand is to do with its address."""

    FEED = "feed", _("Open a feed")
    SITEMAP = "sitemap", _("Open a site map")
    LINKS = "links", _("Open a page of links")
    PAGE = "page", _("Fetch a page")
    FILE = "file", _("Read a saved page")


class ErrandState(models.TextChoices):
    """How far an errand has come."""

    WAITING = "waiting", pgettext_lazy("errand", "Waiting")
    RUNNING = "running", pgettext_lazy("errand", "Under way")
    DONE = "done", pgettext_lazy("errand", "Done")
    FAILED = "failed", pgettext_lazy("errand", "Failed")
    LEFT = "left", pgettext_lazy("errand", "Left out")


class Errand(models.Model):
    """One page of a gathering: claimed by one worker at a time, done once, tried again when it may help."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="errands", verbose_name=_("gathering"))
    task = models.CharField(pgettext_lazy("errand", "task"), max_length=8, choices=Task.choices)
    address = models.CharField(_("address or file"), max_length=ADDRESS_LENGTH)
    key = models.CharField(max_length=64, editable=False)
    # Where the bytes of a saved page wait, by their hash.
    blob = models.CharField(max_length=64, blank=True, editable=False)
    site = models.ForeignKey(
        WebSite, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("traced site")
    )
    depth = models.PositiveSmallIntegerField(_("steps from the beginning"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=ErrandState.choices, default=ErrandState.WAITING)
    due_at = models.DateTimeField(_("not before"))
    claimed_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    code = models.CharField(_("what went wrong, for programs"), max_length=30, blank=True)
    message = models.CharField(_("what went wrong"), max_length=300, blank=True)
    status = models.PositiveSmallIntegerField(_("answer of the site"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("errand")
        verbose_name_plural = _("errands")
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["gathering", "state", "due_at"], name="tracing_errand_next"),
            models.Index(fields=["state", "claimed_at"], name="tracing_errand_lost"),
            models.Index(fields=["key"], name="tracing_errand_key"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "key"], name="tracing_errand_once"),
            models.CheckConstraint(condition=models.Q(state__in=ErrandState.values), name="tracing_errand_state"),
            models.CheckConstraint(condition=models.Q(task__in=Task.values), name="tracing_errand_task"),
        ]

    def __str__(self) -> str:
        return self.address

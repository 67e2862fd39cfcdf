"""The register: platforms, accounts, and the pictures accounts show."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.fields import SealedTextField
from pufa.accounts.models import Organisation, masked


class Platform(models.Model):
    """Where accounts live, such as a short-video site. `hosts` are the beginnings of its public addresses."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    hosts = models.JSONField(_("addresses"), default=list)
    connector = models.CharField(_("connector"), max_length=30, default="copyready")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name


class Sector(models.TextChoices):
    """Which kind of unit an account speaks for: accounts are grouped so, and never ranked."""

    LEAD = "lead", _("Leading accounts")
    LAW = "law", _("Political and legal")
    LIVELIHOOD = "livelihood", _("Livelihood and city")
    ECONOMY = "economy", _("Economy and data")
    SOCIETY = "society", _("Mass organisations")
    DISTRICT = "district", _("Districts and counties")
    OTHER = "other", _("Other accounts")


class Portrait(models.Model):
    """A small picture of an account: re-drawn as PNG on taking it in; `fingerprint` is its dHash in 16 hex digits."""

    png = models.BinaryField()
    fingerprint = models.CharField(max_length=16, db_index=True)
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("account picture")
        verbose_name_plural = _("account pictures")

    def __str__(self) -> str:
        return self.fingerprint


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts in bulk."""

    def registered(self) -> "AccountQuerySet":
        """Those that are in the register now."""
        return self.filter(state=Account.State.ACTIVE)

    def registered_on(self, day: date) -> "AccountQuerySet":
        """Those that were in the register at the end of a day."""
        kept = self.filter(state__in=(Account.State.ACTIVE, Account.State.CLOSED), filed_on__lte=day)
        return kept.filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def whole(self) -> "AccountQuerySet":
        """With platform, units and credential loaded: one question for a list of any length."""
        return self.select_related("platform", "organisation", "supervisor", "credential")


class Account(models.Model):
    """One account of one unit on one platform, as it is filed (备案)."""

    class State(models.TextChoices):
        """Where an account stands."""

        PROPOSED = "proposed", _("opening filed")
        ACTIVE = "active", _("in the register")
        REFUSED = "refused", _("opening refused")
        CLOSED = "closed", _("closed")

    MOVES = {
        State.PROPOSED: (State.ACTIVE, State.REFUSED),
        State.ACTIVE: (State.CLOSED,),
        State.REFUSED: (),
        State.CLOSED: (),
    }
    LIVING = (State.PROPOSED, State.ACTIVE)

    number = models.CharField(_("filing number"), max_length=24, unique=True, null=True, blank=True)
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="accounts", verbose_name=_("platform"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="accounts", verbose_name=_("unit that runs it")
    )
    supervisor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit in charge")
    )
    sector = models.CharField(_("kind of unit"), max_length=12, choices=Sector.choices, db_index=True)
    name = models.CharField(_("account name"), max_length=60, db_index=True)
    handle = models.CharField(_("account ID"), max_length=80, blank=True)
    address = models.URLField(_("public address"), max_length=500, blank=True)
    certification = models.CharField(_("certified as"), max_length=100, blank=True)
    operator = models.CharField(_("person who runs it"), max_length=40, blank=True)
    contact = SealedTextField(_("contact phone"), blank=True, default="")
    purpose = models.CharField(_("what it is for"), max_length=200, blank=True)
    excuse = models.CharField(_("why a second account"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED, db_index=True)
    opened_on = models.DateField(_("opened on"))
    filed_on = models.DateField(_("in the register since"), null=True, blank=True)
    changed_on = models.DateField(_("last change on"), null=True, blank=True)
    checked_on = models.DateField(_("last annual check"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    has_interaction = models.BooleanField(_("readers can answer"), null=True, blank=True)
    connector = models.CharField(_("connector"), max_length=30, default="copyready")
    connector_settings = models.JSONField(default=dict, blank=True)
    portrait = models.ForeignKey(Portrait, models.SET_NULL, null=True, blank=True, related_name="accounts")
    last_post_at = models.DateTimeField(_("last post"), null=True, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    address_looked_at = models.DateTimeField(null=True, blank=True)
    address_fault = models.CharField(max_length=200, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("sector", "organisation__code", "platform__position", "pk")
        indexes = [models.Index(fields=["state", "sector", "name"], name="matrix_account_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "platform"],
                condition=Q(excuse="", state__in=("proposed", "active")),
                name="matrix_one_account_per_platform",
            ),
            models.UniqueConstraint(
                fields=["platform", "handle"],
                condition=~Q(handle="") & Q(state__in=("proposed", "active")),
                name="matrix_handle_once",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | ~Q(state="closed") & Q(closed_on__isnull=True),
                name="matrix_closed_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("active", "closed")) | Q(filed_on__isnull=False, number__isnull=False),
                name="matrix_registered_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.platform}" if "platform" in self._state.fields_cache else self.name

    @property
    def key(self) -> str:
        """Its name for audit and ledger."""
        return f"account:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("matrix_desk:account", args=[self.pk])

    @property
    def public_url(self) -> str:
        """Its page in the public directory."""
        return reverse("matrix:account", args=[self.pk])

    @property
    def contact_masked(self) -> str:
        """The phone number with its middle hidden."""
        return masked(self.contact)

    @property
    def check_due_on(self) -> date:
        """The day by which the next annual check is to be filed."""
        last = self.checked_on or self.filed_on or self.opened_on
        return last + timedelta(days=settings.MATRIX["check_days"])

    def told(self) -> dict[str, Any]:
        """What a filing keeps of it as JSON, without the phone number."""
        return {name: _plain(getattr(self, name)) for name in FILED_FIELDS}


FILED_FIELDS = (
    "platform organisation supervisor sector name handle address certification operator purpose excuse opened_on"
).split()


def _plain(value: object) -> object:
    if isinstance(value, models.Model):
        return {"id": value.pk, "name": str(value)}
    return value.isoformat() if isinstance(value, date) else value

"""Districts, organisations, people, their roles, and how they sign in."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from pufa.accounts.fields import SealedTextField
from pufa.lib import clock


class Role(models.TextChoices):
    """What a person may do; one person may hold several."""

    OFFICE = "office", _("Programme office")
    EDITOR = "editor", _("Editor")
    FIRST_REVIEWER = "first_reviewer", _("First reviewer")
    SECOND_REVIEWER = "second_reviewer", _("Second reviewer")
    FINAL_REVIEWER = "final_reviewer", _("Final reviewer")
    UNIT_CONTACT = "unit_contact", _("Unit contact")
    LECTURER = "lecturer", _("Lecturer")
    OBSERVER = "observer", _("Observer")


def masked(phone: str) -> str:
    """A phone number with its middle hidden, such as 138****1234; empty stays empty."""
    kept = 4 if len(phone) >= 11 else 2
    head = phone[: kept - 1] if len(phone) > 2 * kept else ""
    return f"{head}****{phone[-kept:]}" if len(phone) > kept else "*" * len(phone)


class District(models.Model):
    """A node in the region tree: the city, its districts and counties, towns below them."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent district")
    )

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="accounts_district_not_own_parent")
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    OFFICE = "office", _("Programme office")
    DEPARTMENT = "department", _("Department")
    MEDIA = "media", _("Media")
    DISTRICT = "district", _("District or county")
    TOWN = "town", _("Town or street office")
    UNIVERSITY = "university", _("University or school")
    COMPANY = "company", _("Company")
    SOCIETY = "society", _("Association or public body")
    OTHER = "other", _("Other")


class Organisation(models.Model):
    """A body that takes part: it has people, accounts and duties."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("full name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=30)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent organisation")
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("district")
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="accounts_organisation_not_own_parent"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values), name="accounts_organisation_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in at the desk."""

    name = models.CharField(_("name"), max_length=40)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("organisation")
    )
    phone = SealedTextField(_("phone"), blank=True, default="")
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    second_factor_secret = SealedTextField(_("second factor"), blank=True, default="", editable=False)
    second_factor_since = models.DateTimeField(_("second factor since"), null=True, blank=True, editable=False)
    # The 30-second step of the last code used: a code that was seen once opens nothing a second time.
    second_factor_step = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("username",)
        indexes = [models.Index(fields=["name"], name="accounts_user_name")]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name a colleague knows."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: Chinese names have no short form."""
        return str(self)

    def roles(self) -> set[str]:
        """The codes of all roles this person holds; asked once per object."""
        kept: set[str] | None = self.__dict__.get("_roles")
        if kept is None:
            kept = self.__dict__["_roles"] = {grant.role for grant in self.grants.all()} if self.pk else set()
        return set(kept)

    def has_role(self, role: str) -> bool:
        """Whether an active person holds a role; a superuser acts as the office, not as a reviewer."""
        if not self.is_active:
            return False
        return role in self.roles() or (self.is_superuser and role == Role.OFFICE)

    def forget_roles(self) -> None:
        """Makes `roles` ask the database again."""
        self.__dict__.pop("_roles", None)
        for kept in ("_perm_cache", "_user_perm_cache", "_group_perm_cache"):
            self.__dict__.pop(kept, None)
        getattr(self, "_prefetched_objects_cache", {}).pop("grants", None)

    @property
    def phone_masked(self) -> str:
        """The phone number with its middle hidden; empty when there is none."""
        return masked(self.phone)

    @property
    def has_second_factor(self) -> bool:
        """Whether a one-time code was set up and proved."""
        return bool(self.second_factor_secret and self.second_factor_since)


class RoleGrant(models.Model):
    """A role somebody holds: who gave it and when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, db_index=True)
    granted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"), default=clock.now)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("user", "role")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="accounts_role_once_per_person"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Lock(models.Model):
    """How often a sign-in failed under one name; the name itself is not kept, only its keyed hash."""

    name_hash = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField(default=0)
    last_try_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("failed sign-ins")
        verbose_name_plural = _("failed sign-ins")

    def __str__(self) -> str:
        return f"{self.name_hash[:8]} · {self.tries}"


class RecoveryCode(models.Model):
    """A one-time way in for somebody who lost the device that makes the codes; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes", verbose_name=_("person"))
    code_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="accounts_recovery_code_once")]

    def __str__(self) -> str:
        return str(self.user)


class DeskSession(models.Model):
    """One device on which somebody is signed in. Gone when signed out: without it the cookie opens nothing."""

    user = models.ForeignKey(User, models.CASCADE, related_name="desk_sessions", verbose_name=_("person"))
    started_at = models.DateTimeField(_("signed in"))
    last_seen_at = models.DateTimeField(_("last used"))
    agent = models.CharField(_("device"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("desk session")
        verbose_name_plural = _("desk sessions")
        ordering = ("-last_seen_at",)

    def __str__(self) -> str:
        return f"{self.user} · {self.agent}"


class Invitation(models.Model):
    """A one-time link with which a person sets a password; only the hash of its token is kept."""

    LIFETIME_DAYS: ClassVar[int] = 7

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations", verbose_name=_("person"))
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by"))
    created_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d}"

    def is_open(self, now: datetime) -> bool:
        """Whether the link still works."""
        return self.used_at is None and self.revoked_at is None and now < self.expires_at

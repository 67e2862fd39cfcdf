"""Visits (走访宣讲), planned and reported; the devices that report them; ratings by the audience."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import District, User
from pufa.lectures.models.kits import Kit
from pufa.lib import clock


class VisitState(models.TextChoices):
    """How far it is."""

    PLANNED = "planned", _("Planned")
    RECORDED = "recorded", _("Recorded")
    CALLED_OFF = "called_off", _("Called off")
    WITHDRAWN = "withdrawn", _("Taken out")


class Counting(models.TextChoices):
    """How the listeners were counted."""

    SIGNED = "signed", _("Counted by sign-in")
    COUNTED = "counted", _("Counted by head")
    ESTIMATED = "estimated", _("Estimated")


class Visit(models.Model):
    """A kit performed at a place. `uuid` names the report, wherever it was written: it counts once."""

    kit = models.ForeignKey(Kit, models.PROTECT, related_name="visits", verbose_name=_("kit"))
    lecturer = models.ForeignKey(User, models.PROTECT, related_name="visits", verbose_name=_("lecturer"))
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    place = models.CharField(_("place"), max_length=60)
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=VisitState.choices, default=VisitState.PLANNED)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    changed = models.PositiveIntegerField(default=1, editable=False)
    people = models.PositiveIntegerField(_("listeners"), null=True, blank=True)
    counting = models.CharField(_("how counted"), max_length=10, choices=Counting.choices, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    is_offline = models.BooleanField(_("reported from a device"), default=False)
    created_at = models.DateTimeField(_("planned at"))

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        VisitState.PLANNED: (VisitState.RECORDED, VisitState.CALLED_OFF),
        VisitState.RECORDED: (VisitState.WITHDRAWN,),
    }

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering: ClassVar = ["-day", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state=VisitState.RECORDED) | models.Q(people__isnull=False), name="lectures_people"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kit} {self.place}"

    @property
    def key(self) -> str:
        """The visit's object key."""
        return f"visit:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("lectures_desk:visit", args=[self.pk])

    def told(self) -> dict[str, Any]:
        """The visit as a device reads it."""
        return {
            "id": self.pk, "uuid": str(self.uuid), "kit": self.kit.slug, "title": self.kit.title,
            "district": self.district.code, "district_name": self.district.name, "place": self.place,
            "day": self.day.isoformat(), "state": self.state, "changed": self.changed, "people": self.people,
            "counting": self.counting, "notes": self.notes, "reason": self.reason,
        }  # fmt: skip


class VisitPicture(models.Model):
    """A picture of a visit or of its signed sheet, drawn anew. The sheet is seen at the desk only."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="pictures", verbose_name=_("visit"))
    file = models.FileField(_("picture"), upload_to="visits/%Y/%m")
    is_sheet = models.BooleanField(_("signed sheet"), default=False)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "sha256"], name="lectures_picture_once")]

    def __str__(self) -> str:
        return f"{self.visit}"


class Device(models.Model):
    """A phone that may report for a lecturer; of its key only a digest is kept."""

    person = models.ForeignKey(User, models.CASCADE, related_name="field_devices", verbose_name=_("lecturer"))
    name = models.CharField(_("device"), max_length=40)
    code = models.CharField(max_length=64, null=True, blank=True, unique=True)
    code_until = models.DateTimeField(null=True, blank=True)
    key_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    linked_at = models.DateTimeField(_("linked at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    seen_on = models.DateField(_("last seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def desk_url(self) -> str:
        """The page of one's devices."""
        return reverse("lectures_desk:devices")

    def is_good(self, now: datetime | None = None) -> bool:
        """Whether it may still report."""
        moment = now or clock.now()
        return self.revoked_at is None and self.expires_at is not None and self.expires_at > moment


class Rating(models.Model):
    """What one slip of paper said of a visit; each slip counts once, nobody is known."""

    class Smile(models.IntegerChoices):
        """How it was."""

        GOOD = 3, _("Good")
        SO_SO = 2, _("So so")
        NOT_GOOD = 1, _("Not good")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="ratings", verbose_name=_("visit"))
    slip = models.PositiveIntegerField(_("slip"))
    smile = models.PositiveSmallIntegerField(_("how it was"), choices=Smile.choices)
    line = models.CharField(_("one line"), max_length=60, blank=True)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "slip"], name="lectures_slip_once")]

    def __str__(self) -> str:
        return f"{self.visit} {self.smile}"

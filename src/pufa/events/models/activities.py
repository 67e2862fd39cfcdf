"""An activity (场次) from its plan to what came of it, its pictures, and who signed up."""

import re
import unicodedata
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.fields import SealedTextField
from pufa.accounts.models import District, Organisation, User
from pufa.events.models.campaigns import ThemeDay
from pufa.lib import clock


class State(models.TextChoices):
    """How far it is. What took place counts once it is recorded."""

    DRAFT = "draft", _("Draft")
    PLANNED = "planned", _("Announced")
    RECORDED = "recorded", _("Recorded")
    CALLED_OFF = "called_off", _("Called off")
    WITHDRAWN = "withdrawn", _("Taken out")


class ActivityForm(models.TextChoices):
    """What people come to."""

    TALK = "talk", _("Talk")
    STALL = "stall", _("Stall in the square")
    VISIT = "visit", _("From door to door")
    SHOW = "show", _("Stage show")
    QUIZ = "quiz", _("Quiz")
    TRAINING = "training", _("Training")
    OPEN_DAY = "open_day", _("Open day")
    OTHER = "other", _("Other")


class Counting(models.TextChoices):
    """How the people reached were counted."""

    SIGNED = "signed", _("Counted by sign-in")
    COUNTED = "counted", _("Counted by head")
    ESTIMATED = "estimated", _("Estimated")


class Activity(models.Model):
    """One activity at one place on one day."""

    title = models.CharField(_("title"), max_length=80)
    form = models.CharField(_("form"), max_length=10, choices=ActivityForm.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    theme_day = models.ForeignKey(
        ThemeDay, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("theme day")
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("unit"))
    partners = models.CharField(_("partners"), max_length=200, blank=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    place = models.CharField(_("place"), max_length=80)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    audience = models.CharField(_("for whom"), max_length=60, blank=True)
    about = models.TextField(_("what it is about"), blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    has_sign_up = models.BooleanField(_("people sign up"), default=False)
    taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    people = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    counting = models.CharField(_("how counted"), max_length=10, choices=Counting.choices, blank=True)
    asked = models.TextField(_("what people asked"), blank=True)
    sheet = models.PositiveIntegerField(_("number of the result sheet"), default=0, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    reason = models.TextField(_("reason"), blank=True)
    origin = models.CharField(max_length=10, default="desk", editable=False)
    sameness = models.CharField(max_length=200, editable=False, db_index=True)
    is_another = models.BooleanField(_("looked at: not the same as others"), default=False)
    created_at = models.DateTimeField(_("planned at"))

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.DRAFT: (State.PLANNED, State.RECORDED, State.CALLED_OFF),
        State.PLANNED: (State.RECORDED, State.CALLED_OFF),
        State.RECORDED: (State.WITHDRAWN,),
    }

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-starts_at", "-id")
        indexes = [
            models.Index(fields=["state", "-starts_at", "-id"], name="events_by_state"),
            models.Index(fields=["district", "-starts_at"], name="events_by_district"),
            models.Index(fields=["organisation", "-starts_at"], name="events_by_unit"),
            models.Index(fields=["-starts_at", "-id"], name="events_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(taken__lte=models.F("capacity")),
                name="events_not_overfull",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.RECORDED) | models.Q(people__isnull=False),
                name="events_recorded_people",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("events:activity", args=[self.pk])

    @property
    def key(self) -> str:
        """The activity's object key."""
        return f"activity:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("events_desk:activity", args=[self.pk])

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether it has begun."""
        return self.starts_at <= (now or clock.now())

    def seats_left(self) -> int | None:
        """How many seats are free; None without a bound."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    def takes_sign_ups(self, now: datetime | None = None) -> bool:
        """Whether people may sign up just now, seats or not."""
        return self.state == State.PLANNED and self.has_sign_up and not self.is_over(now)


def sameness(organisation_id: int, at: datetime, place: str) -> str:
    """What two records of one activity share: unit, day, and place without blanks, signs and the like."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", place)).casefold()
    return f"{organisation_id}|{clock.shanghai_day(at):%Y%m%d}|{plain}"


class Picture(models.Model):
    """A picture of an activity, drawn anew on arrival: no place, device or time is left in it."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="pictures", verbose_name=_("activity"))
    file = models.FileField(_("picture"), upload_to="activities/%Y/%m")
    words = models.CharField(_("what it shows"), max_length=120, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    added_at = models.DateTimeField(_("added at"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.words or f"{self.activity}"


class SignUp(models.Model):
    """Somebody who wants to come: how to be called, how many, the code that is all they need. Deleted afterwards."""

    class State(models.TextChoices):
        """What came of it."""

        WAITING = "waiting", _("Signed up")
        CAME = "came", _("Came")
        CANCELLED = "cancelled", _("Cancelled")

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sign_ups", verbose_name=_("activity"))
    code = models.CharField(_("code"), max_length=12, unique=True)
    name = SealedTextField(_("how to be called"))
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField(_("signed up at"))
    came_at = models.DateTimeField(_("came at"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The page only its owner knows."""
        return reverse("events:sign_up", args=[self.code])

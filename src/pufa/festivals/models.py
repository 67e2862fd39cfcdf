"""Forums with their agenda, registrations and minutes; the exhibition with its panels."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.fields import SealedTextField
from pufa.accounts.models import District, Organisation
from pufa.lib import clock
from pufa.review.drafts import Credit, Draft, ImageRef
from pufa.review.reviewed import Reviewed


class Forum(models.Model):
    """A forum or conference (节会活动)."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("Draft")
        ANNOUNCED = "announced", _("Announced")
        CLOSED = "closed", _("Over, minutes public")
        CALLED_OFF = "called_off", _("Called off")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("forum"), max_length=100)
    motto = models.CharField(_("motto"), max_length=100, blank=True)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("hosting unit"))
    partners = models.CharField(_("together with"), max_length=200, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    venue = models.CharField(_("venue"), max_length=100)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    about = models.TextField(_("what it is about"), blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    people = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        ordering: ClassVar = ["-starts_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(taken__lte=models.F("capacity")),
                name="festivals_not_overfull",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("festivals:forum", args=[self.slug])

    @property
    def key(self) -> str:
        """The forum's object key."""
        return f"forum:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("festivals_desk:forum", args=[self.pk])

    def takes_registrations(self, now: datetime | None = None) -> bool:
        """Whether people may register just now."""
        return self.state == self.State.ANNOUNCED and self.starts_at > (now or clock.now())

    def seats_left(self) -> int | None:
        """Free seats; None without a bound."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


class Session(models.Model):
    """One item of an agenda."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="sessions", verbose_name=_("forum"))
    title = models.CharField(_("title"), max_length=100)
    room = models.CharField(_("room"), max_length=40, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    speaker = models.CharField(_("speaker"), max_length=40, blank=True)
    speaker_title = models.CharField(_("who the speaker is"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar = ["starts_at", "room", "pk"]

    def __str__(self) -> str:
        return self.title


class Handout(models.Model):
    """A file of a forum (会议资料): slides of a session or a text for all. Read by everybody once it is announced."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="handouts", verbose_name=_("forum"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="handouts", verbose_name=_("session")
    )
    title = models.CharField(_("title"), max_length=100)
    file = models.FileField(_("file"), upload_to="papers/forums/%Y")
    suffix = models.CharField(max_length=4)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("forum file")
        verbose_name_plural = _("forum files")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["forum", "sha256"], name="festivals_handout_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where everybody reads it."""
        return reverse("festivals:handout", args=[self.forum.slug, self.pk, self.suffix])


class Registration(models.Model):
    """Somebody who comes: name and unit, sealed and deleted afterwards; the code is all they need."""

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="registrations", verbose_name=_("forum"))
    code = models.CharField(max_length=12, unique=True)
    name = SealedTextField(_("name"))
    unit = SealedTextField(_("unit"), blank=True)
    at = models.DateTimeField(_("registered at"))
    came_at = models.DateTimeField(_("came at"), null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The page only its owner knows."""
        return reverse("festivals:registration", args=[self.code])


class Exhibition(models.Model):
    """An exhibition (网络普法长廊)."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("exhibition"), max_length=80)
    forum = models.ForeignKey(
        Forum, models.SET_NULL, null=True, blank=True, related_name="exhibitions", verbose_name=_("forum")
    )
    place = models.CharField(_("place"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("festivals:exhibition", args=[self.slug])

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("festivals_desk:exhibition", args=[self.pk])


class Panel(Reviewed):
    """One panel; shown once three people approved its words."""

    exhibition = models.ForeignKey(Exhibition, models.PROTECT, related_name="panels", verbose_name=_("exhibition"))
    position = models.PositiveSmallIntegerField(_("place in the order"))
    title = models.CharField(_("title"), max_length=40)
    text = models.TextField(_("text"), max_length=400)
    law = models.CharField(_("law it names"), max_length=120, blank=True)
    picture = models.FileField(_("picture"), upload_to="panels/%Y", blank=True)
    alt = models.CharField(_("what the picture shows"), max_length=120, blank=True)
    audio = models.FileField(_("audio"), upload_to="panels/%Y", blank=True)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering: ClassVar = ["exhibition", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.position} {self.title}"

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("festivals:panel", args=[self.exhibition.slug, self.pk])

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("festivals_desk:panel", args=[self.pk])

    def draft(self) -> Draft:
        """Its words and picture."""
        writer = self.written_by.name if self.written_by else ""
        images = (ImageRef(self.picture.url, self.alt),) if self.picture else ()
        words = (*self.text.splitlines(), self.law)
        return Draft(
            self.title, paragraphs=tuple(one for one in words if one.strip()), images=images,
            credits=(Credit("author", writer),) if writer else (),
        )  # fmt: skip

    def content(self) -> dict[str, Any]:
        """The words as approved."""
        return {"title": self.title, "text": self.text, "law": self.law, "alt": self.alt}

"""A work (作品) with its makers, rights, media, awards, and requests of other units to use it."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import Organisation, User
from pufa.review.drafts import Credit, Draft, ImageRef
from pufa.review.reviewed import Reviewed


class WorkKind(models.TextChoices):
    """What it is."""

    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    PICTURE = "picture", _("Picture")
    SONG = "song", _("Song")
    GAME = "game", _("Game")
    COMIC = "comic", _("Comic")
    TEXT = "text", _("Written text")


class Licence(models.TextChoices):
    """Who may use it."""

    OWN = "own", _("Ask first")
    CITY = "city", _("All units of the programme")
    CC_BY = "cc_by", _("Everybody who names the makers (CC BY 4.0)")


class Media(models.Model):
    """A file, stored once however often it is sent in; pictures are drawn anew."""

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(_("file"), upload_to="works/%Y")
    kind = models.CharField(_("kind"), max_length=8)
    size = models.PositiveBigIntegerField(_("bytes"))
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.file.name or self.sha256[:12]


class Work(Reviewed):
    """One work; the public sees the approved words with the media and awards it has."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=WorkKind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("unit"))
    makers = models.TextField(_("makers"), blank=True, help_text=_("One a line: part: name."))
    rights = models.CharField(_("rights holder"), max_length=100, blank=True)
    licence = models.CharField(_("licence"), max_length=8, choices=Licence.choices, default=Licence.OWN)
    first_on = models.DateField(_("first published"), null=True, blank=True)
    first_where = models.CharField(_("where first"), max_length=100, blank=True)
    links = models.TextField(_("where it can be seen"), blank=True, help_text=_("One address a line."))
    topics = models.CharField(_("topics"), max_length=100, blank=True)
    laws = models.TextField(_("laws it names"), blank=True)
    about = models.TextField(_("what it tells"), blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    medium = models.ForeignKey(Media, models.PROTECT, null=True, blank=True, related_name="works")
    poster = models.ForeignKey(Media, models.PROTECT, null=True, blank=True, related_name="+")
    captions = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering: ClassVar = ["-first_on", "title", "pk"]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("works:work", args=[self.slug])

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("works_desk:work", args=[self.pk])

    def draft(self) -> Draft:
        """All words, the makers, and the poster."""
        makers = [line.strip() for line in self.makers.splitlines() if line.strip()]
        words = (self.about, *self.transcript.splitlines(), *self.laws.splitlines())
        images = (ImageRef(self.poster.file.url, self.title),) if self.poster else ()
        return Draft(
            self.title, paragraphs=tuple(text for text in words if text.strip()), images=images, source=self.rights,
            credits=tuple(Credit("author", maker) for maker in makers),
        )  # fmt: skip

    def content(self) -> dict[str, Any]:
        """The words as approved."""
        names = ("title", "about", "transcript", "topics", "rights", "first_where")
        told: dict[str, Any] = {name: getattr(self, name) for name in names}
        lists = {
            name: [one for one in getattr(self, name).splitlines() if one.strip()]
            for name in ("makers", "links", "laws")
        }
        return told | lists | {"kind": self.kind, "licence": self.licence}


class Rendition(models.Model):
    """A work in another shape: a smaller film, the sound alone, the picture for a screen in a hall."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="renditions", verbose_name=_("work"))
    name = models.CharField(_("name of the version"), max_length=30)
    medium = models.ForeignKey(Media, models.PROTECT, related_name="+", verbose_name=_("file"))
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("version of a work")
        verbose_name_plural = _("versions of works")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["work", "name"], name="works_version_once")]

    def __str__(self) -> str:
        return f"{self.work} {self.name}"


class Level(models.TextChoices):
    """How far a contest reaches."""

    NATION = "nation", _("National")
    PROVINCE = "province", _("Provincial")
    CITY = "city", _("City")


class Award(models.Model):
    """An award of a work; shown once its proof is there."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="awards", verbose_name=_("work"))
    contest = models.CharField(_("contest"), max_length=120)
    organiser = models.CharField(_("organiser"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    rank = models.CharField(_("award"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    given_on = models.DateField(_("given on"), null=True, blank=True)
    proof = models.ForeignKey(Media, models.PROTECT, related_name="+", verbose_name=_("proof"))
    withdrawn_for = models.TextField(_("withdrawn because"), blank=True)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering: ClassVar = ["-year", "level", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "contest", "rank", "year"], name="works_award_once")
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.rank}"

    @property
    def key(self) -> str:
        """The award's object key."""
        return f"award:{self.pk}"


class Request(models.Model):
    """A unit asks to use another unit's work."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("Asked for")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    work = models.ForeignKey(Work, models.PROTECT, related_name="requests", verbose_name=_("work"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("unit"))
    purpose = models.CharField(_("what for"), max_length=200)
    until = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    answer = models.CharField(_("conditions or reason"), max_length=300, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("request to reuse")
        verbose_name_plural = _("requests to reuse")
        ordering: ClassVar = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.work}"

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("works_desk:request", args=[self.pk])

"""Renditions: an approved piece in one shape."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.distribution.models.states import RenditionState
from pufa.editorial.models import PiecePage
from pufa.matrix.connector import Form
from pufa.review.models import Review


class Shape(models.TextChoices):
    """The shapes a piece is brought into."""

    ARTICLE = "article", _("Long article")
    SHORT = "short", _("Short text")
    HEADLINE = "headline", _("Headline")
    CAPTION = "caption", _("Video caption")
    CARD = "card", _("Card picture")
    SMS = "sms", _("SMS text")
    BROADCAST = "broadcast", _("Broadcast script")


FORM_OF: dict[str, Form] = {
    Shape.ARTICLE: Form.ARTICLE,
    Shape.SHORT: Form.SHORT,
    Shape.CAPTION: Form.VIDEO,
    Shape.CARD: Form.PICTURES,
}


class Origin(models.TextChoices):
    """Who wrote the words."""

    PERSON = "person", _("A person")
    RULE = "rule", _("Made by rule")
    MACHINE = "machine", _("Machine suggestion")


class RenditionQuerySet(models.QuerySet["Rendition"]):
    """Renditions by what one asks of them."""

    def usable(self) -> "RenditionQuerySet":
        """Approved ones of the text the public reads now."""
        return self.filter(
            state=RenditionState.APPROVED, piece__live=True, revision_id=models.F("piece__live_revision_id")
        )

    def standing(self) -> "RenditionQuerySet":
        """Those that are neither of an older text nor of a withdrawn piece."""
        return self.exclude(state__in=(RenditionState.STALE, RenditionState.DEAD))


class Rendition(models.Model):
    """One piece in one shape, made from one revision of it.

    `pictures` lists {"image": id of a picture, "name": file name, "alt": words}; `kinds` the kinds of connector it is
    meant for, empty for all that take its form. `version` counts the edits: it is the revision that review sees.
    """

    Shape = Shape
    State = RenditionState
    Origin = Origin

    piece = models.ForeignKey(PiecePage, models.PROTECT, related_name="renditions", verbose_name=_("piece"))
    revision_id = models.BigIntegerField(_("revision"))
    shape = models.CharField(_("shape"), max_length=10, choices=Shape.choices)
    title = models.CharField(_("title"), max_length=120, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    tags = models.CharField(_("tags"), max_length=200, blank=True)
    pictures = models.JSONField(default=list, blank=True)
    video = models.ForeignKey(
        "wagtaildocs.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("video")
    )
    kinds = models.JSONField(_("meant for"), default=list, blank=True)
    origin = models.CharField(_("written by"), max_length=8, choices=Origin.choices)
    model = models.CharField(_("model"), max_length=80, blank=True)
    author = models.CharField(_("author"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=RenditionState.choices, default=RenditionState.DRAFT)
    approval = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="+")
    approval_note = models.CharField(_("why it may be used"), max_length=200, blank=True)
    authors = models.ManyToManyField(User, related_name="+", blank=True, verbose_name=_("authors"))
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))
    changed_at = models.DateTimeField(_("changed at"))
    version = models.PositiveIntegerField(default=1)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ("piece", "shape", "pk")
        indexes = [models.Index(fields=["piece", "state"], name="distribution_of_piece")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approval__isnull=False),
                name="distribution_approved_by_a_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_shape_display()} · {self.title or self.text[:20]}"

    @property
    def key(self) -> str:
        """Its name for audit and review."""
        return f"rendition:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("distribution:rendition", args=[self.pk])

    @property
    def form(self) -> Form | None:
        """How connectors call its shape; None for what no account takes."""
        return FORM_OF.get(self.shape)

    def tag_list(self) -> tuple[str, ...]:
        """Its tags one by one."""
        return tuple(word for word in self.tags.replace("，", " ").replace("#", " ").split() if word)


class Card(models.Model):
    """The drawn picture of a card, kept as it was approved."""

    rendition = models.OneToOneField(Rendition, models.CASCADE, related_name="card")
    png = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("card picture")
        verbose_name_plural = _("card pictures")

    def __str__(self) -> str:
        return self.sha256[:12]

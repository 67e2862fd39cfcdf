"""Which published pieces cite which articles of laws, and whether these still read as they did."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.accounts.models import User
from pufa.editorial.models.pieces import PiecePage
from pufa.statutes.citations.hints import label
from pufa.statutes.models import Law, Version


class Standing(models.TextChoices):
    """How the cited article stands now."""

    SAME = "same", _("As it was")
    CHANGED = "changed", _("Words changed")
    GONE = "gone", _("No longer in the law")
    REPEALED = "repealed", _("Law repealed")


class CitationQuerySet(models.QuerySet["LawCitation"]):
    """Citations in bulk."""

    def public(self) -> "CitationQuerySet":
        """Only those of pieces the public can read."""
        return self.filter(piece__live=True)

    def open(self) -> "CitationQuerySet":
        """Those whose article changed since publication, and nobody has looked since."""
        return self.public().filter(noticed_at__isnull=False, looked_at__isnull=True)


class LawCitation(models.Model):
    """One article a piece cites, as of its last publication.

    `digest` is the article as it read then, `standing_digest` as it read when last compared; empty where there is no
    such article in force. `noticed_at` is when a difference was first seen; a further change asks to look again.
    """

    piece = models.ForeignKey(PiecePage, models.CASCADE, related_name="law_citations", verbose_name=_("piece"))
    law = models.ForeignKey(Law, models.CASCADE, related_name="+", verbose_name=_("law"))
    article = models.PositiveIntegerField(_("article"))
    sub = models.PositiveSmallIntegerField(_("number behind 之"), default=0)
    is_card = models.BooleanField(_("stands as a card"), default=False)
    version = models.ForeignKey(
        Version, models.SET_NULL, null=True, related_name="+", verbose_name=_("text it was published with")
    )
    digest = models.CharField(_("digest at publication"), max_length=64, blank=True)
    standing = models.CharField(_("the article now"), max_length=8, choices=Standing.choices, default=Standing.SAME)
    standing_digest = models.CharField(_("digest when last compared"), max_length=64, blank=True)
    noticed_at = models.DateTimeField(_("change noticed at"), null=True, blank=True)
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    looked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("looked at by")
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("cited article")
        verbose_name_plural = _("cited articles")
        ordering = ["piece", "law", "article", "sub"]
        constraints = [
            models.UniqueConstraint(fields=["piece", "law", "article", "sub"], name="editorial_article_cited_once"),
            models.CheckConstraint(condition=models.Q(standing__in=Standing.values), name="editorial_standing_known"),
            models.CheckConstraint(
                condition=models.Q(looked_at__isnull=True) | models.Q(noticed_at__isnull=False),
                name="editorial_looked_at_a_change",
            ),
        ]
        indexes = [models.Index(fields=["law", "article", "sub"], name="editorial_cited_article")]

    def __str__(self) -> str:
        return f"{self.law}{self.label}"

    @property
    def label(self) -> str:
        """The article as laws write it."""
        return label(self.article, self.sub)

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to look."""
        return self.noticed_at is not None and self.looked_at is None

    @property
    def article_url(self) -> str:
        """The article's public page; the law's where the article is gone."""
        if self.standing == Standing.GONE:
            return self.law.get_absolute_url()
        place = f"{self.article}-{self.sub}" if self.sub else str(self.article)
        return reverse("statutes:article", args=[self.law.slug, place])


class Looked(models.TextChoices):
    """The tabs of the work list."""

    OPEN = "open", _("To look at")
    DONE = "done", pgettext_lazy("citations", "Looked at")

"""Laws, their texts from day to day, and the articles of each; and what each import did.

An article is kept as printed (`text`, one line a paragraph, item or sub-item) and beside it as data (`outline`): one
`[role, paragraph, item, sub-item]` a line, role one of `parsing.Role`. Both are read together in one row, so that a law
of 1,260 articles is one query; nothing is asked of single paragraphs that a row each would answer better.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.statutes.parsing import Line

NAME_LENGTH, SLUG_LENGTH = 200, 60


class Kind(models.TextChoices):
    """What sort of text it is."""

    CONSTITUTION = "constitution", _("Constitution")
    LAW = "law", _("Law")
    REGULATION = "regulation", _("Regulation")
    AMENDMENT = "amendment", _("Amendment")
    DECISION = "decision", _("Decision")
    INTERPRETATION = "interpretation", _("Legislative interpretation")


class State(models.TextChoices):
    """Whether a text holds on a day."""

    IN_FORCE = "in_force", _("In force")
    FUTURE = "future", _("Not yet in force")
    AMENDED = "amended", _("Replaced by a later text")
    REPEALED = "repealed", _("Repealed")


class LawQuerySet(models.QuerySet["Law"]):
    """Laws in bulk."""

    def with_text(self) -> "LawQuerySet":
        """Only those of which a text is held."""
        return self.filter(versions__isnull=False).distinct()


COLUMNS = (
    "slug name short_name abbreviations initials kind field issuer note is_repealed repealed_on repealed_by_id"
).split()


class Law(models.Model):
    """One law by its name, through all its texts. Without a version it is known only because another repealed it."""

    slug = models.SlugField(_("address"), max_length=SLUG_LENGTH, unique=True)
    name = models.CharField(_("full name"), max_length=NAME_LENGTH, unique=True)
    short_name = models.CharField(_("short name"), max_length=NAME_LENGTH, db_index=True)
    abbreviations = models.JSONField(_("also called"), default=list, blank=True)
    initials = models.CharField(_("initials"), max_length=NAME_LENGTH, db_index=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    field = models.CharField(_("field of law"), max_length=20, blank=True)
    issuer = models.CharField(_("issued by"), max_length=100, blank=True)
    note = models.TextField(_("note to readers"), blank=True)
    is_repealed = models.BooleanField(_("repealed"), default=False)
    repealed_on = models.DateField(_("no longer in force from"), null=True, blank=True)
    repealed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeals", verbose_name=_("repealed by")
    )

    objects = LawQuerySet.as_manager()

    class Meta:
        verbose_name = _("law")
        verbose_name_plural = _("laws")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_repealed=True) | Q(repealed_on__isnull=True, repealed_by__isnull=True),
                name="statutes_repeal_is_said",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="statutes_known_kind"),
        ]
        indexes = [models.Index(fields=["field", "kind", "name"], name="statutes_law_list")]

    def __str__(self) -> str:
        return f"《{self.short_name}》"

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("statutes:law", args=[self.slug])

    def is_repealed_on(self, day: date) -> bool:
        """Whether it no longer held on a day; a repeal of unknown day counts as done."""
        return self.is_repealed and (self.repealed_on is None or self.repealed_on <= day)


class Version(models.Model):
    """One text of a law, by the day it was promulgated. `in_force_to` is the last day it held, None while it holds."""

    law = models.ForeignKey(Law, models.CASCADE, related_name="versions", verbose_name=_("law"))
    promulgated_on = models.DateField(_("promulgated on"))
    in_force_from = models.DateField(_("in force from"))
    in_force_to = models.DateField(_("in force to"), null=True, blank=True)
    is_day_assumed = models.BooleanField(_("the day in force is not yet checked"), default=False)
    first_in_force_on = models.DateField(_("the law first in force on"), null=True, blank=True)
    preamble = models.TextField(_("preamble"), blank=True)
    source = models.CharField(_("source"), max_length=200)
    digest = models.CharField(_("digest of the content"), max_length=64)

    class Meta:
        verbose_name = _("text of a law")
        verbose_name_plural = _("texts of laws")
        ordering = ["law", "promulgated_on"]
        constraints = [
            models.UniqueConstraint(fields=["law", "promulgated_on"], name="statutes_one_text_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.law} {self.promulgated_on}"

    def get_absolute_url(self) -> str:
        """The public page of this text."""
        return reverse("statutes:version", args=[self.law.slug, self.promulgated_on.isoformat()])

    def state_on(self, day: date) -> State:
        """Whether this text holds on a day."""
        if self.in_force_from > day:
            return State.FUTURE
        if self.law.is_repealed_on(day):
            return State.REPEALED
        if self.in_force_to is not None and self.in_force_to < day:
            return State.AMENDED
        return State.IN_FORCE


class Division(models.Model):
    """A part, subpart, chapter or section, in the order of the text; the tree follows from order and level."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="divisions", verbose_name=_("text"))
    order = models.PositiveIntegerField(_("order"))
    level = models.PositiveSmallIntegerField(_("level"))  # index into parsing.ORDER: 0 part … 3 section
    mark = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=100)

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="statutes_division_order"),
            models.CheckConstraint(condition=Q(level__lte=3), name="statutes_division_level"),
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.title}".strip()


class Article(models.Model):
    """One article of one text. `number` 0 is a text that has no articles; `sub` is the N of 之N, else 0."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="articles", verbose_name=_("text"))
    division = models.ForeignKey(
        Division, models.CASCADE, null=True, blank=True, related_name="articles", verbose_name=_("division")
    )
    order = models.PositiveIntegerField(_("order"))
    number = models.PositiveIntegerField(_("number"))
    sub = models.PositiveSmallIntegerField(_("number behind 之"), default=0)
    label = models.CharField(_("number as printed"), max_length=40, blank=True)
    text = models.TextField(_("text"))
    outline = models.JSONField(_("what each line is"), default=list)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number", "sub"], name="statutes_article_once"),
            models.UniqueConstraint(fields=["version", "order"], name="statutes_article_order"),
            models.CheckConstraint(condition=Q(number__gt=0) | Q(sub=0), name="statutes_sub_needs_number"),
            models.CheckConstraint(condition=~Q(text=""), name="statutes_article_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.version.law}{self.label}"

    @property
    def place(self) -> str:
        """Its part of the address: 44, or 120-1 for 第一百二十条之一."""
        return f"{self.number}-{self.sub}" if self.sub else str(self.number)

    def lines(self) -> list[Line]:
        """The text line by line with what each is."""
        return [
            Line(role, text, paragraph, item, subitem)
            for text, (role, paragraph, item, subitem) in zip(self.text.split("\n"), self.outline, strict=True)
        ]


class Import(models.Model):
    """What one import did and what rules decided; the number of the last that changed something is the epoch."""

    at = models.DateTimeField(_("time"))
    source = models.CharField(_("source"), max_length=200)
    created = models.PositiveIntegerField(_("laws added"), default=0)
    changed = models.PositiveIntegerField(_("laws changed"), default=0)
    same = models.PositiveIntegerField(_("laws unchanged"), default=0)
    problems = models.JSONField(_("problems"), default=list)
    notes = models.JSONField(_("decided by rule"), default=list)

    class Meta:
        verbose_name = _("import of laws")
        verbose_name_plural = _("imports of laws")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M}"


def packed(lines: Iterable[Line]) -> list[list[object]]:
    """An outline as it is kept."""
    return [[line.role, line.paragraph, line.item, line.subitem] for line in lines]

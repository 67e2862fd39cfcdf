"""What is printed: titles, their editions, and the runs in which a printer delivers them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.audit.models import AppendOnly


class Form(models.TextChoices):
    """What it looks like."""

    BOOKLET = "booklet", _("Booklet")
    LEAFLET = "leaflet", _("Leaflet")
    POSTER = "poster", _("Wall poster")
    CARD = "card", _("Card")
    COMIC = "comic", _("Comic")
    OTHER = "other", _("Other")


class Title(models.Model):
    """One thing the programme prints, through all its editions; `slug` is its address."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("title"), max_length=120, unique=True)
    form = models.CharField(_("form"), max_length=10, choices=Form.choices, default=Form.BOOKLET)
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    audience = models.CharField(_("for whom"), max_length=60, blank=True)
    about = models.TextField(_("what it tells"), blank=True)

    class Meta:
        verbose_name = _("title")
        verbose_name_plural = _("titles")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("materials:title", args=[self.slug])

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("materials_desk:title", args=[self.pk])


class Edition(models.Model):
    """One text of a title. To be checked when a law it names changed; withdrawn when it must not be handed out."""

    class State(models.TextChoices):
        """Whether it may be handed out."""

        CURRENT = "current", _("In use")
        CHECK = "check", _("To be checked")
        WITHDRAWN = "withdrawn", _("Edition withdrawn")

    title = models.ForeignKey(Title, models.PROTECT, related_name="editions", verbose_name=_("title"))
    number = models.PositiveSmallIntegerField(_("edition"))
    year = models.PositiveSmallIntegerField(_("year"))
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    laws = models.TextField(_("laws it names"), blank=True, help_text=_("One citation a line."))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CURRENT, db_index=True)
    reason = models.TextField(_("reason"), blank=True)
    paper = models.FileField(_("PDF to read at home"), upload_to="papers/materials/%Y", blank=True)
    paper_size = models.PositiveIntegerField(_("bytes"), default=0)
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("title", "-number")
        constraints = [models.UniqueConstraint(fields=["title", "number"], name="materials_edition_number")]

    def __str__(self) -> str:
        return _("%(title)s, edition %(number)d") % {"title": self.title.name, "number": self.number}

    @property
    def desk_url(self) -> str:
        """The page of its title at the desk, where it stands."""
        return reverse("materials_desk:title", args=[self.title_id])

    @property
    def key(self) -> str:
        """The edition's object key."""
        return f"edition:{self.pk}"

    @property
    def paper_url(self) -> str:
        """Where everybody reads it; empty where there is no PDF, or the edition is withdrawn."""
        if not self.paper or self.is_withdrawn:
            return ""
        return reverse("materials:paper", args=[self.title.slug, self.number])

    @property
    def is_withdrawn(self) -> bool:
        """Whether it must not be handed out."""
        return self.state == self.State.WITHDRAWN


class PrintRun(AppendOnly):
    """A run of an edition: how many copies were printed, by whom, what it cost in fen. Written once."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="runs", verbose_name=_("edition"))
    printed = models.PositiveIntegerField(_("copies printed"))
    printer = models.CharField(_("printer"), max_length=80, blank=True)
    delivered_on = models.DateField(_("delivered on"))
    cost_fen = models.PositiveBigIntegerField(_("cost in fen"), default=0)
    invoice = models.CharField(_("invoice number"), max_length=40, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by"))

    class Meta:
        verbose_name = _("print run")
        verbose_name_plural = _("print runs")
        ordering = ("-delivered_on", "-id")
        constraints = [models.CheckConstraint(condition=models.Q(printed__gt=0), name="materials_run_not_empty")]

    def __str__(self) -> str:
        return f"{self.edition} {self.printed}"

    @property
    def cost_yuan(self) -> float:
        """The cost in yuan."""
        return self.cost_fen / 100

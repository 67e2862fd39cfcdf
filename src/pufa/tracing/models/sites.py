"""Web sites whose pages were fetched, and the sources that are looked at again and again."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.accounts.models import Organisation, User

HOST_LENGTH = 255


class WebSite(models.Model):
    """A host: what it is called, whose it is, what its robots.txt said, and when it may be asked again."""

    host = models.CharField(_("host"), max_length=HOST_LENGTH, unique=True)
    name = models.CharField(pgettext_lazy("source", "name"), max_length=80, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("belongs to the unit"),
        help_text=_("Confirmed forwards on this site are entered for this unit."),
    )
    robots_text = models.TextField(_("robots.txt"), blank=True)
    robots_at = models.DateTimeField(_("robots.txt read at"), null=True, blank=True)
    robots_fault = models.BooleanField(_("robots.txt could not be read"), default=False)
    next_at = models.DateTimeField(_("not to be asked before"), null=True, blank=True)

    class Meta:
        verbose_name = _("traced site")
        verbose_name_plural = _("traced sites")
        ordering = ("host",)

    def __str__(self) -> str:
        return self.name or self.host


class WatchedKind(models.TextChoices):
    """What a watched source is."""

    FEED = "feed", _("Feed")
    SITEMAP = "sitemap", _("Site map")
    LINKS = "links", _("Page of links, such as an account's page")


class Watched(models.Model):
    """A source that is looked at again and again for new pages (关注来源)."""

    name = models.CharField(pgettext_lazy("source", "name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=WatchedKind.choices)
    address = models.CharField(_("address"), max_length=2000)
    key = models.CharField(max_length=64, unique=True, editable=False)
    every_hours = models.PositiveSmallIntegerField(
        _("every how many hours"), default=6, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    is_on = models.BooleanField(_("is looked at"), default=True)
    next_at = models.DateTimeField(_("next time"))
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("added by"))

    class Meta:
        verbose_name = _("watched source")
        verbose_name_plural = _("watched sources")
        ordering = ("name", "pk")
        indexes = [models.Index(fields=["is_on", "next_at"], name="tracing_watched_due")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=WatchedKind.values), name="tracing_watched_kind_known"),
            models.CheckConstraint(condition=models.Q(every_hours__gte=1), name="tracing_watched_not_too_often"),
        ]

    def __str__(self) -> str:
        return self.name

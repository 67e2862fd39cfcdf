"""A campaign such as 国家网络安全宣传周, and its theme days."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import Organisation


class Campaign(models.Model):
    """Some days of the year under one motto."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("campaign"), max_length=80)
    motto = models.CharField(_("theme motto"), max_length=80, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("leading unit"))
    about = models.TextField(_("what it is about"), blank=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-first_day",)
        constraints = [
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="events_campaign_span")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its public programme."""
        return reverse("events:campaign", args=[self.slug])

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("events_desk:campaign", args=[self.pk])

    @property
    def key(self) -> str:
        """The campaign's object key."""
        return f"campaign:{self.pk}"


class ThemeDay(models.Model):
    """One day of a campaign with a theme of its own, such as 校园日."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="days", verbose_name=_("campaign"))
    name = models.CharField(_("theme day"), max_length=40)
    day = models.DateField(_("day"))
    motto = models.CharField(_("theme motto"), max_length=80, blank=True)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leading unit")
    )

    class Meta:
        verbose_name = _("theme day")
        verbose_name_plural = _("theme days")
        ordering = ("day", "pk")
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="events_theme_day_name")]

    def __str__(self) -> str:
        return f"{self.campaign}·{self.name}"

    def get_absolute_url(self) -> str:
        """Its public programme."""
        return reverse("events:theme_day", args=[self.campaign.slug, self.pk])

    @property
    def key(self) -> str:
        """The theme day's object key."""
        return f"theme-day:{self.pk}"

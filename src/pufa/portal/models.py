"""The home page, the office's own plain pages, and what the site says of itself on every page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

RICH_TEXT = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]


class Door(models.TextChoices):
    """The three doors of the home page."""

    HEART = "heart", _("One heart")
    NET = "net", _("One net")
    MILE = "mile", _("The last mile")


class HomePage(Page):
    """The root of the public site: what matters today, the three doors, the latest issue, the figures."""

    hero_title = models.CharField(_("question over the search box"), max_length=20, blank=True)
    hero_text = models.CharField(_("line under it"), max_length=60, blank=True)
    heart_text = models.CharField(_("line of the first door"), max_length=24, blank=True)
    net_text = models.CharField(_("line of the second door"), max_length=24, blank=True)
    mile_text = models.CharField(_("line of the third door"), max_length=24, blank=True)
    lead = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("read this first"),
        help_text=_("A published piece; without one, the newest stands here."),
    )

    content_panels: list[Any] = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_text")], _("Search box")),
        PageChooserPanel("lead", "editorial.PiecePage"),
        MultiFieldPanel([FieldPanel("heart_text"), FieldPanel("net_text"), FieldPanel("mile_text")], _("Three doors")),
        InlinePanel("door_links", label=_("link in a door")),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["editorial.BrandPage", "portal.TextPage"]
    max_count: Any = 1
    template = "portal/home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class DoorLink(Orderable):
    """A link in one of the doors: an existing page, so it cannot lead nowhere; shown while that page is published."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="door_links")
    door = models.CharField(_("door"), max_length=8, choices=Door.choices)
    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    label = models.CharField(_("words of the link"), max_length=20, blank=True)

    panels = [FieldPanel("door"), PageChooserPanel("page"), FieldPanel("label")]

    class Meta(Orderable.Meta):
        verbose_name = _("link in a door")
        verbose_name_plural = _("links in doors")


class TextPage(Page):
    """A plain page of the office's own, such as how to reach it."""

    standfirst = models.CharField(_("standfirst"), max_length=200, blank=True)
    body = RichTextField(_("text"), features=RICH_TEXT, blank=True)

    content_panels: list[Any] = [*Page.content_panels, FieldPanel("standfirst"), FieldPanel("body")]
    parent_page_types = ["portal.HomePage", "portal.TextPage"]
    subpage_types = ["portal.TextPage"]
    template = "portal/text_page.html"

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def body_paragraphs(self) -> list[str]:
        """Its text without markup, a line for each paragraph."""
        return lines(strip_tags(self.body.replace("</", "\n</")))


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@register_setting(icon="home")
class SiteSettings(BaseSiteSetting):
    """What the site says of itself on every page."""

    name = models.CharField(_("name of the site"), max_length=30, blank=True)
    office = models.CharField(_("run by"), max_length=60, blank=True)
    phone = models.CharField(_("phone for help"), max_length=30, blank=True)
    motto = models.CharField(_("motto"), max_length=40, blank=True)
    icp = models.CharField(_("ICP filing number"), max_length=60, blank=True)
    police_no = models.CharField(_("police filing number"), max_length=60, blank=True)
    sample_note = models.CharField(
        _("bar on every page"), max_length=120, blank=True, help_text=_("For example, that all data are samples.")
    )
    questions = models.TextField(
        _("questions people often ask"), blank=True, help_text=_("One on each line; at most three are shown.")
    )
    hotlines = models.TextField(
        _("phone numbers that help"), blank=True, help_text=_("One on each line: the number, a space, what it is for.")
    )
    accessibility_contact = models.CharField(_("where to report barriers"), max_length=120, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("motto"), FieldPanel("office"), FieldPanel("phone")], _("Who we are")
        ),
        MultiFieldPanel([FieldPanel("questions"), FieldPanel("hotlines")], _("Search")),
        MultiFieldPanel(
            [
                FieldPanel("icp"),
                FieldPanel("police_no"),
                FieldPanel("accessibility_contact"),
                FieldPanel("sample_note"),
            ],
            _("Foot of the page"),
        ),
    ]

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")

    def clean(self) -> None:
        """Raises ValidationError for a phone line without its purpose."""
        super().clean()
        for line in lines(self.hotlines):
            if len(line.split(maxsplit=1)) < 2:
                message = _("“%(line)s”: write the number, a space, and what it is for.")
                raise ValidationError({"hotlines": message % {"line": line}})

    def hotline_pairs(self) -> list[tuple[str, str]]:
        """Number and purpose of each phone line."""
        pairs = (line.split(maxsplit=1) for line in lines(self.hotlines))
        return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


class SearchChange(models.Model):
    """A page whose entry in the search index is out of date; taken out once the index is right again."""

    page_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change for the search index")
        verbose_name_plural = _("changes for the search index")

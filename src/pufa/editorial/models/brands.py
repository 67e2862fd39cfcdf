"""Brands, the series below them, and the numbered issues of a brand."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from pufa.editorial.models.addresses import PinyinPage

ISSUES_A_PAGE = 24


class BrandKind(models.TextChoices):
    """What sort of work a brand stands for."""

    TRAINING = "training", _("Trainings")
    TOPICAL = "topical", _("Topical series by issue")
    ENFORCEMENT = "enforcement", _("Enforcement cases")


class BrandPage(RoutablePageMixin, PinyinPage):
    """A named line of work (品牌), such as a topical series with numbered issues."""

    kind = models.CharField(_("kind"), max_length=12, choices=BrandKind.choices, default=BrandKind.TOPICAL)
    standfirst = models.CharField(_("standfirst"), max_length=120, blank=True)
    description = models.TextField(pgettext_lazy("brand", "description"), blank=True)

    content_panels: list[Any] = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("standfirst"),
        FieldPanel("description"),
    ]
    subpage_types = ["editorial.SeriesPage", "editorial.PiecePage"]
    template = "editorial/brand_page.html"

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=BrandKind.values), name="editorial_brand_known_kind")
        ]

    @path("issues/")
    def issue_list(self, request: HttpRequest) -> TemplateResponse:
        """All issues, newest first, `?page=` which of them."""
        page = Paginator(self.published_issues(), ISSUES_A_PAGE).get_page(request.GET.get("page"))
        return self.render(request, context_overrides={"issues": page}, template="editorial/issue_list.html")

    @path("issues/<int:number>/")
    def one_issue(self, request: HttpRequest, number: int) -> TemplateResponse:
        """One issue and its pieces."""
        issue = self.published_issues().filter(number=number).first()
        if issue is None:
            raise Http404
        return self.render(request, context_overrides={"issue": issue}, template="editorial/issue.html")

    def published_issues(self) -> "models.QuerySet[Issue]":
        """Issues with at least one published piece, newest first."""
        return self.issues.filter(pieces__live=True).distinct().select_related("brand", "series").order_by("-number")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the key its readers are counted under; the template's tags fetch the rest."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["hit_key"] = "" if getattr(request, "is_preview", False) else f"page:{self.pk}"
        return context


class SeriesPage(PinyinPage):
    """A topic under a brand (专题) with the pieces about it."""

    topic = models.CharField(_("topic"), max_length=30, blank=True)
    standfirst = models.CharField(_("standfirst"), max_length=120, blank=True)

    content_panels: list[Any] = [*Page.content_panels, FieldPanel("topic"), FieldPanel("standfirst")]
    parent_page_types = ["editorial.BrandPage"]
    subpage_types = ["editorial.PiecePage"]
    template = "editorial/series_page.html"

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series (several)")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the key its readers are counted under; the template's tags fetch the rest."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["hit_key"] = "" if getattr(request, "is_preview", False) else f"page:{self.pk}"
        return context


class Issue(models.Model):
    """A numbered issue (期) of a brand; its pieces name it."""

    brand = models.ForeignKey(BrandPage, models.PROTECT, related_name="issues", verbose_name=_("brand"))
    series = models.ForeignKey(
        SeriesPage, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("series")
    )
    number = models.PositiveIntegerField(pgettext_lazy("issue", "number"))
    title = models.CharField(_("title"), max_length=120, blank=True)
    published_on = models.DateField(_("published on"))

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ("brand", "-number")
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="editorial_issue_once"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="editorial_issue_from_one"),
        ]

    def __str__(self) -> str:
        return _("%(brand)s issue %(number)d") % {"brand": self.brand.title, "number": self.number}

    @property
    def url(self) -> str:
        """Its public address."""
        return f"{self.brand.url}issues/{self.number}/"

"""Evidence: pages of the web, and what each of them was at a moment. Captures are never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pufa.audit.models import AppendOnly
from pufa.tracing.models.gatherings import ADDRESS_LENGTH, Errand
from pufa.tracing.models.sites import WebSite


class WebPage(models.Model):
    """A page at an address, under which it was seen once or several times."""

    site = models.ForeignKey(WebSite, models.PROTECT, related_name="pages", verbose_name=_("traced site"))
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH)
    key = models.CharField(max_length=64, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300, blank=True)
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))
    # Can be fetched again; a file somebody saved, without an address, cannot.
    is_online = models.BooleanField(_("has an address"), default=True)
    next_check_at = models.DateTimeField(_("to be looked at again"), null=True, blank=True)

    class Meta:
        verbose_name = _("traced page")
        verbose_name_plural = _("traced pages")
        indexes = [models.Index(fields=["next_check_at"], name="tracing_page_check")]

    def __str__(self) -> str:
        return self.title or self.address


class How(models.TextChoices):
    """How the bytes came to us."""

    FETCHED = "fetched", _("fetched by this system")
    SAVED = "saved", _("saved by a person and handed in as a file")


class Capture(AppendOnly):
    """What a page was at a moment (存证): its bytes by hash, its text, and how they came to us."""

    page = models.ForeignKey(WebPage, models.PROTECT, related_name="captures", verbose_name=_("traced page"))
    errand = models.OneToOneField(Errand, models.PROTECT, related_name="capture", verbose_name=_("errand"))
    how = models.CharField(_("how it was obtained"), max_length=8, choices=How.choices)
    at = models.DateTimeField(_("obtained at"))
    asked_address = models.CharField(_("address asked"), max_length=ADDRESS_LENGTH)
    final_address = models.CharField(_("address that answered"), max_length=ADDRESS_LENGTH)
    status = models.PositiveSmallIntegerField(_("answer of the site"), null=True, blank=True)
    headers = models.JSONField(_("headers of note"), default=dict)
    sha256 = models.CharField(_("SHA-256 of the original"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("bytes of the original"))
    text = models.TextField(_("text of the article"), blank=True)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    title = models.CharField(_("title"), max_length=300, blank=True)
    source = models.CharField(_("source it names"), max_length=200, blank=True)
    published = models.CharField(_("time it names"), max_length=40, blank=True)
    readers = models.PositiveIntegerField(_("readers it names"), null=True, blank=True)
    fault = models.CharField(_("why its text could not be read"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["page", "-at"], name="tracing_capture_latest")]
        constraints = [models.CheckConstraint(condition=models.Q(how__in=How.values), name="tracing_capture_how")]

    @property
    def published_words(self) -> str:
        """The time the page names, as people write it; empty if it names none."""
        return self.published[:16].replace("T", " ")

    def __str__(self) -> str:
        return f"{self.final_address} {self.at:%Y-%m-%d %H:%M}"

"""Where imported pieces came from, and the fetching of pages on the way to becoming pieces."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pufa.accounts.models import User
from pufa.editorial.models.pieces import PiecePage


class Provenance(models.Model):
    """Where an imported piece came from (来历) and what was taken out of it."""

    piece = models.OneToOneField(PiecePage, models.CASCADE, related_name="provenance", verbose_name=_("piece"))
    address = models.CharField(_("address or file"), max_length=500)
    sha256 = models.CharField(_("fingerprint"), max_length=64, unique=True)
    imported_at = models.DateTimeField(_("imported at"))
    imported_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("imported by"))
    page = models.JSONField(_("page as read"))

    class Meta:
        verbose_name = _("provenance")
        verbose_name_plural = _("provenances")

    def __str__(self) -> str:
        return self.address


class ImportState(models.TextChoices):
    """How far the fetching of a page has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Fetching")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class PageImport(models.Model):
    """A page somebody asked to be fetched; the worker does it and leaves the draft or the reason why not."""

    address = models.CharField(_("address"), max_length=2000)
    parent = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("filed under"))
    asked_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=8, choices=ImportState.choices, default=ImportState.WAITING)
    message = models.CharField(_("what went wrong"), max_length=300, blank=True)
    piece = models.ForeignKey(
        PiecePage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("piece")
    )

    class Meta:
        verbose_name = _("page import")
        verbose_name_plural = _("page imports")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="editorial_import_state_known"
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {ImportState.DONE, ImportState.FAILED}

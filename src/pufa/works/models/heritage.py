"""Intangible heritage (非遗): its form, who carries it on, what may be done with it, where it was used."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import District
from pufa.review.drafts import Credit, Draft
from pufa.review.reviewed import Reviewed
from pufa.works.models.works import Level, Media


class Heritage(Reviewed):
    """One heritage, with its story."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("heritage"), max_length=40)
    form = models.CharField(_("form"), max_length=40)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    lineage = models.TextField(_("lineage"), blank=True, help_text=_("One generation a line: generation: names."))
    rights = models.TextField(_("rights granted"), blank=True, help_text=_("One a line: what, to whom, until when."))
    story = models.TextField(_("story"))
    picture = models.ForeignKey(Media, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("heritage")
        verbose_name_plural = _("heritage")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its story."""
        return reverse("works:heritage_one", args=[self.slug])

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("works_desk:heritage_one", args=[self.pk])

    def draft(self) -> Draft:
        """The story, the lineage, the rights."""
        words = (*self.story.splitlines(), *self.lineage.splitlines(), *self.rights.splitlines())
        writer = self.written_by.name if self.written_by else ""
        credits_ = (Credit("author", writer),) if writer else ()
        return Draft(self.name, paragraphs=tuple(text for text in words if text.strip()), credits=credits_)

    def content(self) -> dict[str, Any]:
        """The words as approved."""
        told: dict[str, Any] = {"name": self.name, "form": self.form, "story": self.story}
        return told | {
            name: [one for one in getattr(self, name).splitlines() if one.strip()] for name in ("lineage", "rights")
        }


class HeritageUse(models.Model):
    """A work or an activity that used a heritage, named by its object key."""

    heritage = models.ForeignKey(Heritage, models.PROTECT, related_name="uses", verbose_name=_("heritage"))
    key = models.CharField(_("what used it"), max_length=120)
    title = models.CharField(_("title"), max_length=120)
    url = models.CharField(_("address"), max_length=500, blank=True)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("use of heritage")
        verbose_name_plural = _("uses of heritage")
        ordering: ClassVar = ["-day", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["heritage", "key"], name="works_use_once")]

    def __str__(self) -> str:
        return f"{self.heritage} {self.title}"

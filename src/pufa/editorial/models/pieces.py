"""Pieces: what is written once, reviewed by three people, and published."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    Panel,
    TabbedInterface,
)
from wagtail.fields import StreamField
from wagtail.locks import BaseLock
from wagtail.models import Orderable, Page, PagePermissionTester
from wagtail.search import index

from pufa.accounts.models import User
from pufa.editorial.blocks import Body
from pufa.editorial.models.addresses import PinyinPage
from pufa.editorial.models.brands import BrandPage, Issue, SeriesPage
from pufa.editorial.models.terms import Audience, Topic
from pufa.editorial.panels import ProvenancePanel, WarningsPanel


class PieceLock(BaseLock):
    """Closed for everybody, whoever sent it in, while reviewers read."""

    def for_user(self, user: User) -> bool:
        """Everybody."""
        return True

    def get_message(self, user: User) -> Any:
        """Why it is closed."""
        return _("This piece is in review. Cancel the review to go on writing.")

    def get_locked_by(self, user: User) -> str:
        """What closed it."""
        return str(_("In review"))

    def get_description(self, user: User) -> str:
        """The same, in the side panel."""
        return str(_("Nobody changes a piece while reviewers read it."))


class PiecePermissions(PagePermissionTester):
    """Nobody publishes a piece by hand, superusers included: only three approvals do. Nobody deletes a public one."""

    def can_publish(self) -> bool:
        """Never."""
        return False

    def can_unpublish(self) -> bool:
        """Never: withdrawing takes a reason."""
        return False

    def can_unschedule(self) -> bool:
        """Never: stopping a publication is an action of ours."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """Never: a piece is public or it is not."""
        return False

    def can_lock(self) -> bool:
        """Never: review locks."""
        return False

    def can_unlock(self) -> bool:
        """Never: the end of the review unlocks."""
        return False

    def can_copy(self) -> bool:
        """Never: a copy would carry credits and provenance that are not its own."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT002  (Wagtail's signature)
        """Only what the public never saw."""
        return not self.page.live and not self.page.first_published_at and bool(super().can_delete(ignore_bulk))


class PiecePage(PinyinPage):
    """A piece (稿件): text, credits, source, and the shelves it stands on."""

    standfirst = models.CharField(_("standfirst"), max_length=200, blank=True)
    lead_image = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    lead_alt = models.CharField(_("what the lead picture shows"), max_length=120, blank=True)
    body = StreamField(Body(), verbose_name=pgettext_lazy("piece", "text"), blank=True)
    issue = models.ForeignKey(
        Issue, models.SET_NULL, null=True, blank=True, related_name="pieces", verbose_name=_("issue")
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="pieces", verbose_name=_("topics"))
    audiences = ParentalManyToManyField(Audience, blank=True, related_name="pieces", verbose_name=_("audiences"))
    keywords = models.CharField(
        _("keywords"), max_length=200, blank=True, help_text=_("Separated by spaces or commas.")
    )
    is_reprint = models.BooleanField(_("is a reprint"), default=False)
    source = models.CharField(_("source"), max_length=80, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_published_at = models.DateTimeField(_("published there at"), null=True, blank=True)
    source_checked = models.BooleanField(
        _("the source has been checked"), default=False, help_text=_("A reprint cannot be submitted without this.")
    )
    source_checked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("source checked by")
    )

    content_panels: list[Any] = [
        WarningsPanel(),
        *Page.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("lead_alt")], _("Lead picture")),
    ]
    filing_panels: ClassVar[list[Panel]] = [
        FieldPanel("issue", help_text=_("Only issues of the brand the piece stands under.")),
        FieldPanel("topics"),
        FieldPanel("audiences"),
        FieldPanel("keywords"),
        InlinePanel("related_pieces", label=_("related piece"), max_num=6),
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("search_description")], _("Address")),
    ]
    credit_panels: ClassVar[list[Panel]] = [
        InlinePanel("credits", label=_("credit")),
        MultiFieldPanel(
            [
                FieldPanel("is_reprint"),
                FieldPanel("source"),
                FieldPanel("source_url"),
                FieldPanel("source_published_at"),
                FieldPanel("source_checked"),
            ],
            _("Source"),
        ),
    ]
    origin_panels: ClassVar[list[Panel]] = [ProvenancePanel()]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=pgettext_lazy("tab", "Text")),
            ObjectList(filing_panels, heading=_("Filing")),
            ObjectList(credit_panels, heading=_("Credits and source")),
            ObjectList(origin_panels, heading=_("Provenance")),
        ]
    )
    search_fields = [*Page.search_fields, index.SearchField("standfirst"), index.SearchField("body")]
    parent_page_types = ["editorial.SeriesPage", "editorial.BrandPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "editorial/piece_page.html"

    class Meta:
        verbose_name = _("piece")
        verbose_name_plural = _("pieces")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new piece is never public, however it came to be: written, imported or copied."""
        if self._state.adding:
            self.live = False
        super().save(*args, **kwargs)

    def get_lock(self) -> BaseLock | None:
        """The lock that keeps everybody from editing while it is in review."""
        return PieceLock(self) if self.locked else super().get_lock()

    def permissions_for_user(self, user: User) -> PiecePermissions:
        """What this person may do with it in the desk."""
        return PiecePermissions(user, self)

    def keyword_list(self) -> tuple[str, ...]:
        """The keywords one by one."""
        return tuple(word for word in re.split(r"[\s,，、;；]+", self.keywords) if word)

    def warnings(self) -> list[str]:
        """What an editor must settle before submitting."""
        found = []
        if self.is_reprint and not self.source_checked:
            found.append(str(_("This is a reprint: check its source before you submit it.")))
        if self.is_reprint and not self.source.strip():
            found.append(str(_("The source of this reprint is not known.")))
        return found

    @property
    def object_key(self) -> str:
        """Its name across rooms, such as `page:12`."""
        return f"page:{self.pk}"

    def clean(self) -> None:
        """An issue belongs to the brand above the piece. Raises ValidationError."""
        super().clean()
        if self.issue is not None and self.path and not self.path.startswith(self.issue.brand.path):
            raise ValidationError({"issue": _("This issue belongs to another brand.")})

    @property
    def brand(self) -> BrandPage | None:
        """The brand it stands under."""
        return BrandPage.objects.ancestor_of(self).first()

    @property
    def series(self) -> SeriesPage | None:
        """The series it stands in, if any."""
        return SeriesPage.objects.ancestor_of(self).first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the key its readers are counted under; the template's tags fetch the rest."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["hit_key"] = "" if getattr(request, "is_preview", False) else self.object_key
        return context


class CreditRole(models.TextChoices):
    """As what somebody worked on a piece."""

    AUTHOR = "author", _("Author")
    REPORTER = "reporter", _("Reporter")
    PHOTOGRAPHER = "photographer", _("Photographer")
    TRAINEE = "trainee", _("Trainee")
    EDITOR = "editor", pgettext_lazy("credit", "Editing")
    ADVISER = "adviser", _("Legal adviser")


class Credit(Orderable):
    """Somebody who worked on a piece (署名)."""

    piece = ParentalKey(PiecePage, on_delete=models.CASCADE, related_name="credits")
    role = models.CharField(_("as"), max_length=12, choices=CreditRole.choices, default=CreditRole.AUTHOR)
    name = models.CharField(_("name"), max_length=40)
    organisation = models.CharField(_("unit"), max_length=60, blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("role"), FieldPanel("name"), FieldPanel("organisation")]

    class Meta(Orderable.Meta):
        verbose_name = _("credit")
        verbose_name_plural = _("credits")

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"


class RelatedPiece(Orderable):
    """A piece an editor wants read next."""

    piece = ParentalKey(PiecePage, on_delete=models.CASCADE, related_name="related_pieces")
    target = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("piece"))

    panels: ClassVar[list[Panel]] = [PageChooserPanel("target", "editorial.PiecePage")]

    class Meta(Orderable.Meta):
        verbose_name = _("related piece")
        verbose_name_plural = _("related pieces")

    def __str__(self) -> str:
        return self.target.title

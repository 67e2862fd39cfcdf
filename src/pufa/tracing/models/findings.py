"""Findings: that a page holds a piece of ours, how it was judged, and what became of it."""

import uuid
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.audit.models import AppendOnly
from pufa.editorial.models import PiecePage
from pufa.tracing.models.evidence import Capture, WebPage


class Kind(models.TextChoices):
    """How a page relates to a piece of ours; the values are those of `judging.Kind`."""

    EXACT = "exact", _("Exact reprint")
    SOURCE_NAMED = "source_named", _("Reprint with the source named")
    WITHOUT_SOURCE = "without_source", _("Reprint without the source")
    EXCERPT = "excerpt", pgettext_lazy("reprint", "Excerpt")
    GARBLED = "garbled", _("Garbled copy")
    DISTORTED = "distorted", _("Distorted copy")


FORWARDS: Final = frozenset({Kind.EXACT, Kind.SOURCE_NAMED, Kind.WITHOUT_SOURCE, Kind.EXCERPT})


class FindingState(models.TextChoices):
    """What the office made of a finding."""

    NEW = "new", pgettext_lazy("finding", "New")
    CONFIRMED = "confirmed", pgettext_lazy("finding", "Confirmed")
    TOLERATED = "tolerated", pgettext_lazy("finding", "Tolerated")
    COMPLAINED = "complained", pgettext_lazy("finding", "Complaint sent")
    TAKEN_DOWN = "taken_down", pgettext_lazy("finding", "Taken down")
    DISMISSED = "dismissed", pgettext_lazy("finding", "Not ours")


# From where to where a finding may go; everything else is refused.
MOVES: Final[dict[FindingState, frozenset[FindingState]]] = {
    FindingState.NEW: frozenset(set(FindingState) - {FindingState.NEW}),
    FindingState.CONFIRMED: frozenset(set(FindingState) - {FindingState.CONFIRMED}),
    FindingState.TOLERATED: frozenset(set(FindingState) - {FindingState.TOLERATED}),
    FindingState.COMPLAINED: frozenset(set(FindingState) - {FindingState.COMPLAINED, FindingState.DISMISSED}),
    FindingState.TAKEN_DOWN: frozenset({FindingState.NEW, FindingState.COMPLAINED}),
    FindingState.DISMISSED: frozenset({FindingState.NEW}),
}
# What a person may choose; the words are the buttons'. Taking down is seen by the system, or said with a note.
BY_HAND: Final = {
    FindingState.CONFIRMED: pgettext_lazy("reprint", "Confirm"),
    FindingState.TOLERATED: _("Tolerate"),
    FindingState.COMPLAINED: _("Complaint is sent"),
    FindingState.TAKEN_DOWN: _("Is taken down"),
    FindingState.DISMISSED: _("Is not ours"),
    FindingState.NEW: _("Back to new"),
}


class OriginalChange(models.Model):
    """A piece whose entry in the index of originals is out of date; worked off after the commit."""

    piece_id = models.PositiveBigIntegerField(_("piece"))

    class Meta:
        verbose_name = _("change for the index of originals")
        verbose_name_plural = _("changes for the index of originals")

    def __str__(self) -> str:
        return str(self.piece_id)


class Original(AppendOnly):
    """The very words of a piece that a page was compared with."""

    piece = models.ForeignKey(PiecePage, models.PROTECT, related_name="+", verbose_name=_("piece"))
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        constraints = [models.UniqueConstraint(fields=["piece", "sha256"], name="tracing_original_once")]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """A page holds a piece, or a part of it (一条转载线索)."""

    page = models.ForeignKey(WebPage, models.PROTECT, related_name="findings", verbose_name=_("traced page"))
    piece = models.ForeignKey(PiecePage, models.PROTECT, related_name="+", verbose_name=_("piece"))
    original = models.ForeignKey(Original, models.PROTECT, related_name="+", verbose_name=_("original"))
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="+", verbose_name=_("capture"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    score = models.FloatField(_("agreement"))
    direction = models.CharField(_("direction"), max_length=12)
    covered = models.FloatField(_("share of the piece that the page holds"))
    passages = models.JSONField(_("matching passages"))
    differences = models.JSONField(_("differences"))
    disguises = models.JSONField(_("disguises"))
    source_named = models.CharField(_("source it names for us"), max_length=120, blank=True)
    found_at = models.DateTimeField(_("found at"))
    judged_at = models.DateTimeField(_("judged at"))
    state = models.CharField(_("state"), max_length=12, choices=FindingState.choices, default=FindingState.NEW)
    state_at = models.DateTimeField(_("in this state since"))
    # Set while it counts as confirmed; a copy taken down afterwards stays a forward that happened.
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("reprint", "finding")
        verbose_name_plural = pgettext_lazy("reprint", "findings")
        ordering = ("-found_at", "-pk")
        indexes = [
            models.Index(fields=["state", "-found_at", "-id"], name="tracing_finding_by_state"),
            models.Index(fields=["piece", "-found_at"], name="tracing_finding_by_piece"),
            models.Index(fields=["-found_at", "-id"], name="tracing_finding_latest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["page", "piece"], name="tracing_finding_once"),
            models.CheckConstraint(condition=models.Q(state__in=FindingState.values), name="tracing_finding_state"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="tracing_finding_kind"),
            models.CheckConstraint(
                condition=~models.Q(state=FindingState.CONFIRMED) | models.Q(confirmed_at__isnull=False),
                name="tracing_finding_confirmed_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original.title} ← {self.page}"

    @property
    def object_key(self) -> str:
        """Its name across rooms, such as `reprint:12`."""
        return f"reprint:{self.pk}"

    @property
    def is_forward(self) -> bool:
        """Whether it is the kind of copy the programme is glad of."""
        return self.kind in FORWARDS


class Move(AppendOnly):
    """A finding went from one state to another: who, when, why; `batch` ties together what was done at once."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="moves", verbose_name=pgettext_lazy("reprint", "finding")
    )
    before = models.CharField(_("from state"), max_length=12, choices=FindingState.choices)
    after = models.CharField(_("to state"), max_length=12, choices=FindingState.choices)
    at = models.DateTimeField(_("time"))
    actor_id = models.CharField(_("actor's id"), max_length=40)
    actor_name = models.CharField(_("actor"), max_length=80)
    note = models.CharField(_("note"), max_length=500, blank=True)
    batch = models.UUIDField(_("batch"), default=uuid.uuid4, db_index=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Outcome(models.TextChoices):
    """What a second look at a copy showed."""

    THERE = "there", _("still there")
    GONE = "gone", _("the page is gone")
    OTHER = "other", _("the page no longer holds our text")
    UNKNOWN = "unknown", _("the site did not answer")


class Check(AppendOnly):
    """A second look at a copy; two in a row that miss it mean it is taken down."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="checks", verbose_name=pgettext_lazy("reprint", "finding")
    )
    errand = models.ForeignKey("tracing.Errand", models.PROTECT, null=True, related_name="+", verbose_name=_("errand"))
    at = models.DateTimeField(_("time"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    status = models.PositiveSmallIntegerField(_("answer of the site"), null=True, blank=True)
    message = models.CharField(_("what went wrong"), max_length=300, blank=True)
    address = models.CharField(_("address that answered"), max_length=2000, blank=True)
    headers = models.JSONField(_("headers of note"), default=dict)
    capture = models.ForeignKey(Capture, models.PROTECT, null=True, related_name="+", verbose_name=_("capture"))

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["finding", "errand"], name="tracing_check_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="tracing_check_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d}"

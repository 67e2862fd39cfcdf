"""A review and everything recorded about it. Decided rows are never changed; the database keeps the people rules."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import Organisation, Role, User
from pufa.review.drafts import Draft


class Stage(models.TextChoices):
    """The three gates, in order."""

    FIRST = "first", _("First review")
    SECOND = "second", _("Second review")
    FINAL = "final", _("Final review")


class State(models.TextChoices):
    """Where a review is: waiting at one of the gates, or over."""

    FIRST = "first", _("Waiting for first review")
    SECOND = "second", _("Waiting for second review")
    FINAL = "final", _("Waiting for final review")
    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent_back", _("Sent back")
    CANCELLED = "cancelled", _("Taken back by the author")


# The only moves there are. A text sent back comes again as the next round: a new review that follows this one.
MOVES: dict[State, frozenset[State]] = {
    State.FIRST: frozenset({State.SECOND, State.SENT_BACK, State.CANCELLED}),
    State.SECOND: frozenset({State.FINAL, State.SENT_BACK, State.CANCELLED}),
    State.FINAL: frozenset({State.APPROVED, State.SENT_BACK, State.CANCELLED}),
    State.APPROVED: frozenset(),
    State.SENT_BACK: frozenset(),
    State.CANCELLED: frozenset(),
}
NEXT: dict[Stage, State] = {Stage.FIRST: State.SECOND, Stage.SECOND: State.FINAL, Stage.FINAL: State.APPROVED}
ROLE_OF: dict[Stage, Role] = {
    Stage.FIRST: Role.FIRST_REVIEWER,
    Stage.SECOND: Role.SECOND_REVIEWER,
    Stage.FINAL: Role.FINAL_REVIEWER,
}
OPEN = (State.FIRST, State.SECOND, State.FINAL)


class Track(models.TextChoices):
    """How fast: working days per gate, or hours."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")


class Decision(models.TextChoices):
    """What a person decided at a gate."""

    APPROVE = "approve", _("Passed")
    SEND_BACK = "send_back", _("Sent back")


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews by what one asks of them."""

    def open(self) -> "ReviewQuerySet":
        """Those waiting at a gate."""
        return self.filter(state__in=OPEN)

    def of(self, kind: str, key: str) -> "ReviewQuerySet":
        """All rounds of one object, newest first."""
        return self.filter(kind=kind, key=key).order_by("-pk")

    def waiting_for(self, person: User) -> "ReviewQuerySet":
        """Those at whose present gate this person may decide, soonest due first."""
        gates = [stage for stage, role in ROLE_OF.items() if person.has_role(role)]
        decided = Gate.objects.filter(review=models.OuterRef("pk"), by=person, decision=Decision.APPROVE)
        own = Review.authors.through.objects.filter(review=models.OuterRef("pk"), user=person)
        waiting = self.filter(state__in=gates).exclude(submitted_by=person)
        return waiting.filter(~models.Exists(decided), ~models.Exists(own)).order_by("due_at", "pk")


class Review(models.Model):
    """One round of 三审三校 over one revision of one object, known only by its kind and key."""

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=80)
    title = models.CharField(_("title"), max_length=255)
    revision_id = models.BigIntegerField(_("revision"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="following", verbose_name=_("previous round")
    )
    compared_with = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("last approved before")
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submitted_reviews", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="authored_reviews", verbose_name=_("authors")
    )
    track = models.CharField(_("track"), max_length=10, choices=Track, default=Track.NORMAL)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.FIRST)
    due_at = models.DateTimeField(_("due at"), null=True)
    publish_at = models.DateTimeField(_("publish at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    cancel_reason = models.TextField(_("reason for withdrawing"), blank=True)
    look_back_due_at = models.DateTimeField(_("look-back due at"), null=True)
    content = models.JSONField(_("content"))

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state__in=OPEN), name="review_one_open_per_object"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="review_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, cancelled_by__isnull=False) & ~Q(cancel_reason="")
                | (~Q(state=State.CANCELLED) & Q(cancelled_by__isnull=True, cancel_reason="")),
                name="review_cancelled_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, due_at__isnull=False, closed_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(due_at__isnull=True, closed_at__isnull=False)),
                name="review_due_while_open_closed_after",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="review_state_due"),
            models.Index(fields=["kind", "key", "-id"], name="review_object"),
            models.Index(fields=["-submitted_at"], name="review_submitted"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def object_key(self) -> str:
        """The object's name across rooms, such as ``piece:12``."""
        return f"{self.kind}:{self.key}"

    @property
    def draft(self) -> Draft:
        """The text under review, as it was when submitted."""
        return Draft.from_json(self.content)

    @property
    def stage(self) -> Stage | None:
        """The gate at which the review waits; None when it is over."""
        return Stage(self.state) if self.state in OPEN else None

    @property
    def is_urgent(self) -> bool:
        """Whether it runs on the urgent track."""
        return self.track == Track.URGENT

    def is_overdue(self, now: datetime) -> bool:
        """Whether the present gate is late."""
        return self.due_at is not None and self.due_at < now


class Gate(models.Model):
    """What one person decided at one gate, with the check list as it was ticked: [[text, ticked], …]."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="gates", verbose_name=_("review"))
    stage = models.CharField(_("gate"), max_length=10, choices=Stage)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    checklist = models.JSONField(_("check list"), default=list)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "stage"], condition=Q(decision="approve"), name="review_gate_passed_once"
            ),
            models.UniqueConstraint(
                fields=["review", "by"], condition=Q(decision="approve"), name="review_one_gate_per_person"
            ),
            models.UniqueConstraint(fields=["review"], condition=Q(decision="send_back"), name="review_sent_back_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} · {self.get_decision_display()}"


class ProofPass(models.Model):
    """One complete reading of the text by a proof-reader."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="proofs", verbose_name=_("review"))
    number = models.PositiveSmallIntegerField(_("number"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)
    corrections = models.PositiveIntegerField(_("corrections"), default=0)

    class Meta:
        verbose_name = _("proof pass")
        verbose_name_plural = _("proof passes")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_proof_numbered_once")]

    def __str__(self) -> str:
        return _("proof pass %(number)s") % {"number": self.number}


class Verdict(models.TextChoices):
    """The weightiest thing a check report holds."""

    CLEAN = "clean", _("Nothing found")
    NOTE = "note", _("Hints")
    WARN = "warn", _("Please look")
    BLOCK = "block", _("Must be settled")


class CheckReport(models.Model):
    """What the machine found at one run: rows as `checking.run` gives them."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="reports", verbose_name=_("review"))
    at = models.DateTimeField(_("at"))
    findings = models.JSONField(_("findings"), default=list)
    verdict = models.CharField(_("verdict"), max_length=5, choices=Verdict)

    class Meta:
        verbose_name = _("check report")
        verbose_name_plural = _("check reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_verdict_display()


class Override(models.Model):
    """Somebody answers by name for letting a blocking finding pass, and says why."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="overrides", verbose_name=_("review"))
    fingerprint = models.CharField(_("finding"), max_length=32)
    finding = models.JSONField(_("finding as it was"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "fingerprint"], name="review_overridden_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="review_override_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class LookBack(models.Model):
    """The second look at a text some time after it was published."""

    class Outcome(models.TextChoices):
        """Whether it can stay as it is."""

        OK = "ok", _("May stay as it is")
        NEEDS_CHANGE = "needs_change", _("Needs a change")

    review = models.OneToOneField(Review, models.PROTECT, related_name="look_back", verbose_name=_("review"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    verdict = models.CharField(_("verdict"), max_length=12, choices=Outcome)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("look-back")
        verbose_name_plural = _("look-backs")
        constraints = [
            models.CheckConstraint(condition=Q(verdict="ok") | ~Q(note=""), name="review_change_is_explained")
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


class Reminder(models.Model):
    """A reminder that went out: at most one of each kind per review and gate."""

    class Kind(models.TextChoices):
        """Why somebody is reminded."""

        DUE_SOON = "due_soon", _("Due soon")
        OVERDUE = "overdue", _("Overdue")
        LOOK_BACK = "look_back", _("Look-back due")

    review = models.ForeignKey(Review, models.PROTECT, related_name="reminders", verbose_name=_("review"))
    stage = models.CharField(_("gate"), max_length=10, choices=Stage, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("at"))
    mailed_to = models.PositiveSmallIntegerField(_("mails sent"), default=0)
    mail_error = models.CharField(_("mail error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["review", "stage", "kind"], name="review_reminded_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.review_id}"


class ChecklistItem(models.Model):
    """One question a reviewer answers at a gate; the office may change them, past gates keep their own copy."""

    stage = models.CharField(_("gate"), max_length=10, choices=Stage)
    text = models.CharField(_("text"), max_length=200)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("check list item")
        verbose_name_plural = _("check list items")
        ordering = ["stage", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "text"], name="review_checklist_item_once")]

    def __str__(self) -> str:
        return self.text

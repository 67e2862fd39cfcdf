"""Forwarding tasks: the office asks units to forward a piece, one forward per account."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.accounts.models import User
from pufa.editorial.models import PiecePage
from pufa.matrix.models import Account


class ForwardState(models.TextChoices):
    """Where one forward stands."""

    WAITING = "waiting", pgettext_lazy("forward", "To be forwarded")
    FOUND = "found", pgettext_lazy("forward", "Forwarded")
    LATE = "late", pgettext_lazy("forward", "Forwarded late")
    NOT_FOUND = "not_found", pgettext_lazy("forward", "Not found")
    EXCUSED = "excused", pgettext_lazy("forward", "Excused")


S = ForwardState
FORWARD_MOVES: dict[ForwardState, frozenset[ForwardState]] = {
    S.WAITING: frozenset({S.FOUND, S.LATE, S.NOT_FOUND, S.EXCUSED}),
    S.NOT_FOUND: frozenset({S.WAITING, S.FOUND, S.LATE, S.EXCUSED}),
    S.FOUND: frozenset({S.WAITING, S.LATE}),
    S.LATE: frozenset({S.WAITING, S.FOUND}),
    S.EXCUSED: frozenset({S.WAITING, S.FOUND, S.LATE}),
}
OPEN_FORWARDS = (S.WAITING, S.NOT_FOUND)
DONE_FORWARDS = (S.FOUND, S.LATE)


class How(models.TextChoices):
    """By which way a forward was found."""

    DELIVERY = "delivery", pgettext_lazy("found by", "Sent from here")
    POST = "post", pgettext_lazy("found by", "Posts of the account")
    LINK = "link", pgettext_lazy("found by", "Link given by the unit, opened by the system")
    PAGE = "page", pgettext_lazy("found by", "Public page of the account")
    OFFICE = "office", pgettext_lazy("found by", "Looked at by the office")


class Told(models.TextChoices):
    """What a unit is to be told by mail about one forward."""

    ASKED = "asked", pgettext_lazy("mail", "asked")
    BEFORE = "before", pgettext_lazy("mail", "due soon")
    AFTER = "after", pgettext_lazy("mail", "overdue")
    AGAIN = "again", pgettext_lazy("mail", "reminded by the office")
    WITHDRAWN = "withdrawn", pgettext_lazy("mail", "to be deleted")


class ForwardTask(models.Model):
    """The office asks for a piece to be forwarded by a time."""

    piece = models.ForeignKey(PiecePage, models.PROTECT, related_name="forward_tasks", verbose_name=_("piece"))
    title = models.CharField(_("title"), max_length=255)
    link = models.URLField(_("link"), max_length=500)
    note = models.CharField(_("note to the units"), max_length=300, blank=True)
    due_at = models.DateTimeField(_("forward by"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("set by"))
    asked_at = models.DateTimeField(_("set at"))
    reminded_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    call_off_reason = models.CharField(_("why it was called off"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("forwarding task")
        verbose_name_plural = _("forwarding tasks")
        ordering = ("-asked_at", "-pk")
        indexes = [models.Index(fields=["due_at"], name="distribution_task_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | ~Q(call_off_reason=""),
                name="distribution_task_off_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """Its name for audit."""
        return f"forwarding:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its board at the desk."""
        return reverse("forwards:board", args=[self.pk])


class ForwardQuerySet(models.QuerySet["Forward"]):
    """Forwards by what one asks of them."""

    def open(self) -> "ForwardQuerySet":
        """Those nobody has found yet, of tasks that stand."""
        return self.filter(state__in=OPEN_FORWARDS, task__called_off_at__isnull=True)

    def whole(self) -> "ForwardQuerySet":
        """With everything a row shows, in one question."""
        return self.select_related("task__piece", "task__asked_by", "account__platform", "account__organisation")


class Forward(models.Model):
    """One piece to be forwarded on one account.

    `evidence` is what the finder saw, as JSON; `refused` lists addresses the office said are not this piece. `tries`
    counts all looks, `missed` those after the time was over that could look and saw nothing. `finds` counts how often
    it was found, so that each find has its own ledger entry. `problem` says why the last look could not look: a code of
    `queries.forward_board.PROBLEMS`, or words. `to_tell` waits until the unit's mail is sent.
    """

    State = ForwardState
    How = How

    task = models.ForeignKey(ForwardTask, models.PROTECT, related_name="forwards")
    account = models.ForeignKey(Account, models.PROTECT, related_name="forwards", verbose_name=_("account"))
    state = models.CharField(_("state"), max_length=10, choices=ForwardState.choices, default=ForwardState.WAITING)
    state_at = models.DateTimeField()
    url = models.URLField(max_length=500, blank=True)
    posted_at = models.DateTimeField(_("forwarded at"), null=True, blank=True)
    found_at = models.DateTimeField(_("found at"), null=True, blank=True)
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    score = models.FloatField(null=True, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    link_given = models.URLField(max_length=500, blank=True)
    link_given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    link_given_at = models.DateTimeField(null=True, blank=True)
    refused = models.JSONField(default=list, blank=True)
    excuse = models.CharField(_("why it need not be forwarded"), max_length=300, blank=True)
    excused_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    tries = models.PositiveIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)
    finds = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    next_look_at = models.DateTimeField()
    problem = models.CharField(max_length=200, blank=True)
    to_tell = models.CharField(max_length=10, choices=Told.choices, blank=True)
    reminded_before_at = models.DateTimeField(null=True, blank=True)
    reminded_after_at = models.DateTimeField(null=True, blank=True)

    objects = ForwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("forward")
        verbose_name_plural = _("forwards")
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["state", "next_look_at"], name="distribution_forward_look"),
            models.Index(fields=["task", "state"], name="distribution_forward_board"),
            models.Index(fields=["account", "state"], name="distribution_forward_own"),
            models.Index(fields=["id"], condition=~Q(to_tell=""), name="distribution_forward_tell"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["task", "account"], name="distribution_asked_once"),
            models.CheckConstraint(
                condition=~Q(state__in=("found", "late")) | Q(found_at__isnull=False, posted_at__isnull=False),
                name="distribution_found_has_times",
            ),
            models.CheckConstraint(condition=~Q(state="excused") | ~Q(excuse=""), name="distribution_excused_for_why"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.account_id}"

    @property
    def object_key(self) -> str:
        """Its name for audit."""
        return f"forward:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its pack page at the desk."""
        return reverse("forwards:pack", args=[self.pk])

    @property
    def is_done(self) -> bool:
        """Whether the forward was found."""
        return self.state in DONE_FORWARDS

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time is over and nothing was found."""
        return self.state in OPEN_FORWARDS and self.task.due_at < now

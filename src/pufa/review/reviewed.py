"""A base for content that is no page: what the public sees is what three people approved, kept as a snapshot.

A room's model inherits `Reviewed` and says `draft()` (what reviewers read) and `content()` (what is published, plain
JSON). `register` makes it known to review; `submit`, `withdraw` and the signal of approval do the rest. Editing goes
on after publication: the public keeps the approved snapshot until the next one is approved.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Final, Generic, Protocol, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.review import actions as review_actions
from pufa.review import registry, signals
from pufa.review.drafts import Draft
from pufa.review.errors import ReviewError
from pufa.review.models import Review

OPEN: Final = ("draft", "public")


class Reviewed(models.Model):
    """Content with a state of its own; `version` counts edits, `published` is the approved snapshot."""

    class Stage(models.TextChoices):
        """Whether it may be edited."""

        DRAFT = "draft", gettext_lazy("In writing")
        REVIEW = "review", gettext_lazy("Under review")
        PUBLIC = "public", gettext_lazy("Public")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")

    stage = models.CharField(
        gettext_lazy("state"), max_length=10, choices=Stage.choices, default=Stage.DRAFT, db_index=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    published = models.JSONField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(gettext_lazy("published at"), null=True, blank=True)
    withdrawn_for = models.TextField(gettext_lazy("withdrawn because"), blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        """Whether the public sees any text of it."""
        return self.published is not None and self.stage != self.Stage.WITHDRAWN

    @property
    def key(self) -> str:
        """Its object key."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        raise NotImplementedError

    def draft(self) -> Draft:
        """What reviewers read."""
        raise NotImplementedError

    def content(self) -> dict[str, Any]:
        """What is published."""
        raise NotImplementedError


Thing = TypeVar("Thing", bound=Reviewed)


class Heard(Protocol):
    """Told in the transaction in which something becomes public."""

    def __call__(self, thing: Any, *, review: Review, now: datetime) -> None:
        """What the room does then, such as an entry in the ledger."""
        ...


class Subject(Generic[Thing]):
    """The adapter between review and one such model; see `review.registry.Subject`."""

    def __init__(self, model: type[Thing]) -> None:
        self.model = model

    def load(self, key: str) -> Thing:
        """The object. Raises LookupError."""
        found = self.model.objects.filter(pk=key).first() if key.isdigit() else None
        if found is None:
            raise LookupError(f"there is no {self.model.__name__} {key}")
        return found

    def draft(self, obj: Thing) -> Draft:
        """Its words as they are now."""
        return obj.draft()

    def author_ids(self, obj: Thing) -> set[int]:
        """Who wrote it."""
        return {obj.written_by_id} if obj.written_by_id else set()

    def revision_id(self, obj: Thing) -> int:
        """Its version."""
        return obj.version

    def edit_url(self, obj: Thing) -> str:
        """Its page at the desk."""
        return obj.desk_url

    def public_url(self, obj: Thing) -> str | None:
        """Its public page, once there is one."""
        address = getattr(obj, "get_absolute_url", None)
        return str(address()) if obj.is_public and address else None

    def lock(self, obj: Thing, by: User) -> None:
        """Closes it while reviewers read."""
        self._move(obj, Reviewed.Stage.REVIEW)

    def unlock(self, obj: Thing) -> None:
        """Opens it again."""
        fresh = self.model.objects.get(pk=obj.pk)
        self._move(obj, Reviewed.Stage.PUBLIC if fresh.published is not None else Reviewed.Stage.DRAFT)

    def _move(self, obj: Thing, stage: str) -> None:
        self.model.objects.filter(pk=obj.pk).exclude(stage=Reviewed.Stage.WITHDRAWN).update(stage=stage)
        obj.refresh_from_db()


def register(kind: str, model: type[Reviewed], *, published: Heard | None = None) -> None:
    """Makes a model reviewable as `kind`; `published` hears of each text that becomes public. For `ready()`."""
    registry.register_subject(kind, Subject(model))

    def approve(sender: object, review: Review, **kwargs: object) -> None:
        if review.kind == kind:
            _publish(model, review, published)

    signals.approved.connect(approve, weak=False, dispatch_uid=f"reviewed.{kind}")


def submit(*, kind: str, thing: Reviewed, by: User, now: datetime | None = None) -> Review:
    """Hands the present text in for three reviews. Raises ReviewError: wrong_state, already_open and the like."""
    if thing.stage not in OPEN:
        raise ReviewError(_("It is under review or withdrawn."), code="wrong_state")
    return review_actions.submit(kind=kind, key=str(thing.pk), by=by, now=now)


def edit(thing: Reviewed, values: dict[str, Any], *, by: User | None, verb: str, now: datetime | None = None) -> None:
    """Changes the text that is written at; the published one stays. Raises ReviewError: wrong_state."""
    with transaction.atomic():
        kept = type(thing).objects.select_for_update().get(pk=thing.pk)
        if kept.stage not in OPEN:
            raise ReviewError(_("It is under review or withdrawn."), code="wrong_state")
        for name, value in values.items():
            setattr(kept, name, value)
        kept.version += 1
        kept.save()
        audit_actions.record(by=by, verb=verb, key=kept.key, title=str(kept), now=now)
    thing.refresh_from_db()


def withdraw(
    *, thing: Reviewed, reason: str, by: User | None, verb: str, now: datetime | None = None,
    then: Callable[[], None] | None = None,
) -> None:  # fmt: skip
    """Takes what is public back for good, with a reason. Raises ReviewError: wrong_state, reason_missing."""
    if not reason.strip():
        raise ReviewError(_("Say why it is withdrawn."), code="reason_missing")
    with transaction.atomic():
        kept = type(thing).objects.select_for_update().get(pk=thing.pk)
        if kept.stage != Reviewed.Stage.PUBLIC:
            raise ReviewError(_("Only what is public and not under review can be withdrawn."), code="wrong_state")
        kept.stage, kept.withdrawn_for = Reviewed.Stage.WITHDRAWN, reason.strip()
        kept.save(update_fields=["stage", "withdrawn_for"])
        detail = {"reason": reason.strip()}
        audit_actions.record(by=by, verb=verb, key=kept.key, title=str(kept), detail=detail, now=now)
        if then is not None:
            then()
    thing.refresh_from_db()


def _publish(model: type[Reviewed], review: Review, published: Heard | None) -> None:
    moment = review.closed_at or clock.now()
    with transaction.atomic():
        thing = model.objects.select_for_update().get(pk=review.key)
        if thing.version != review.revision_id:
            raise ReviewError(_("The text changed while it was reviewed."), code="moved_on")
        thing.published, thing.published_at, thing.stage = thing.content(), moment, Reviewed.Stage.PUBLIC
        thing.save(update_fields=["published", "published_at", "stage"])
        if published is not None:
            published(thing, review=review, now=moment)

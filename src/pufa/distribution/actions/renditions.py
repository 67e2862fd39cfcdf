"""Making renditions: by rule, by a person, by a machine that suggests; and what becomes of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.distribution import card, suggestions
from pufa.distribution.actions.holding import need_role
from pufa.distribution.errors import DistributionError
from pufa.distribution.making import proposals, sentences
from pufa.distribution.models import Card, Origin, Rendition, RenditionState, Shape
from pufa.distribution.queries import choosing, renditions
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.review import actions as review_actions
from pufa.review.models import Review

KIND = "rendition"
WRITTEN = ("title", "summary", "text", "tags", "kinds", "pictures", "video")
LONGEST = {"title": 120, "summary": 300, "text": 20_000, "tags": 200}
NAMES = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "text": pgettext_lazy("piece", "text"),
    "tags": gettext_lazy("Tags"),
}
State = RenditionState


@transaction.atomic
def propose(*, piece: PiecePage, shape: str, by: User, now: datetime | None = None) -> list[Rendition]:
    """Makes a shape of a public piece by rule; headlines come in several.

    What stands word for word in the approved text is covered by its approval and can be used at once; what the rule
    changed, such as numbers spelled for the ear, is a draft that goes through review.
    Raises NotAllowedError; DistributionError: not_public, not_approved, nothing_to_say, no_font.
    """
    moment = now or clock.now()
    need_role(by, Role.EDITOR, Role.OFFICE)
    source = renditions.approved_text(piece)
    proposed = proposals.make(shape, source.draft, source.piece)
    if not proposed:
        text = _("The rule finds no sentence for this shape; write it yourself.")
        raise DistributionError(text, code="nothing_to_say")
    made = []
    for one in proposed:
        row = _new(
            piece,
            source.revision_id,
            shape,
            by,
            moment,
            origin=Origin.RULE,
            author=_author(source.draft),
            **one.fields(),
        )
        if shape == Shape.CARD or (shape == Shape.ARTICLE and not row.pictures):
            _draw(row, piece, one.sentences)
        _record(row, "rendition.made", by, moment, origin=row.origin)
        _cover(row, source, moment)
        made.append(row)
    return made


@transaction.atomic
def write(
    *, piece: PiecePage, shape: str, by: User, origin: str = Origin.PERSON, model: str = "",
    now: datetime | None = None, **written: Any,
) -> Rendition:  # fmt: skip
    """A rendition in somebody's own words: title, summary, text, tags, kinds, pictures, video. Always reviewed.

    Raises NotAllowedError; DistributionError: not_public, not_approved, empty, too_long, no_font.
    """
    moment = now or clock.now()
    need_role(by, Role.EDITOR, Role.OFFICE)
    source = renditions.approved_text(piece)
    fields = _checked(written)
    row = _new(
        piece, source.revision_id, shape, by, moment,
        origin=origin, model=model[:80], author=_author(source.draft), **fields,
    )  # fmt: skip
    if shape == Shape.CARD:
        _draw(row, piece, sentences.split(row.text))
    _record(row, "rendition.made", by, moment, origin=row.origin)
    return row


def suggest(*, piece: PiecePage, shape: str, by: User, now: datetime | None = None) -> Rendition:
    """A draft in a machine's words, marked as such; it is reviewed like any other.

    Raises NotAllowedError; DistributionError as `write` does, and no_endpoint, bad_answer.
    """
    need_role(by, Role.EDITOR, Role.OFFICE)
    draft = renditions.approved_text(piece).draft
    words = suggestions.ask(shape, draft)
    title = words.splitlines()[0][:120] if shape == Shape.HEADLINE else draft.title
    text = title if shape == Shape.HEADLINE else words
    model = settings.SUGGESTIONS["model"]
    return write(piece=piece, shape=shape, by=by, origin=Origin.MACHINE, model=model, now=now, title=title, text=text)


@transaction.atomic
def change(*, rendition: Rendition, by: User, now: datetime | None = None, **written: Any) -> Rendition:
    """Writes at a draft. One a rule made becomes a person's, and loses the cover of its piece's approval.

    Raises NotAllowedError; DistributionError: wrong_state, text_changed, empty, too_long, no_font.
    """
    moment = now or clock.now()
    need_role(by, Role.EDITOR, Role.OFFICE)
    row = _held(rendition)
    _of_this_text(row)
    if row.state not in {State.DRAFT, State.APPROVED} or row.deliveries.exists():
        raise DistributionError(_("It is in review or was sent: make a new one."), code="wrong_state")
    fields = _checked({**{name: getattr(row, name) for name in WRITTEN}, **written})
    if all(getattr(row, name) == value for name, value in fields.items()):
        return rendition
    for name, value in fields.items():
        setattr(row, name, value)
    row.html = proposals.markup(row.text) if row.shape == Shape.ARTICLE else ""
    row.origin = Origin.PERSON if row.origin == Origin.RULE else row.origin
    row.state, row.approval, row.approval_note = State.DRAFT, None, ""
    row.version, row.changed_at = row.version + 1, moment
    row.save()
    row.authors.add(by)
    if row.shape == Shape.CARD:
        _draw(row, row.piece, sentences.split(row.text))
    _record(row, "rendition.changed", by, moment, version=row.version)
    rendition.refresh_from_db()
    return rendition


def submit(*, rendition: Rendition, by: User, urgent: bool = False, now: datetime | None = None) -> Review:
    """Hands a draft in for three reviews, if every platform it is meant for takes it as it is.

    Raises NotAllowedError; ReviewError; DistributionError: wrong_state, text_changed, does_not_fit (with each
    platform and what it would not take).
    """
    moment = now or clock.now()
    need_role(by, Role.EDITOR, Role.OFFICE)
    with transaction.atomic():
        row = _held(rendition)
        _of_this_text(row)
        if row.state != State.DRAFT:
            raise DistributionError(_("Only a draft is handed in."), code="wrong_state")
        _fits_somewhere(row)
        review = review_actions.submit(kind=KIND, key=str(row.pk), by=by, urgent=urgent, now=moment)
        _record(row, "rendition.submitted", by, moment, review=review.pk)
    rendition.refresh_from_db()
    return review


@transaction.atomic
def approve_reviewed(*, review: Review) -> Rendition | None:
    """Notes that three people approved a rendition; None when its text was replaced or withdrawn meanwhile."""
    row = Rendition.objects.select_for_update().get(pk=review.key)
    moment = review.closed_at or clock.now()
    if row.state in {State.STALE, State.DEAD}:
        return None
    row.state, row.approval, row.approval_note = State.APPROVED, review, _("reviewed itself")
    row.save(update_fields=["state", "approval", "approval_note"])
    _record(row, "rendition.approved", None, moment, review=review.pk)
    return row


@transaction.atomic
def discard(*, rendition: Rendition, by: User, now: datetime | None = None) -> None:
    """Removes a rendition nobody has sent or reviewed. Raises NotAllowedError; DistributionError wrong_state."""
    moment = now or clock.now()
    need_role(by, Role.EDITOR, Role.OFFICE)
    row = _held(rendition)
    reviewed = Review.objects.filter(kind=KIND, key=str(row.pk)).exists()
    if reviewed or row.deliveries.exists() or row.state == State.REVIEW:
        raise DistributionError(_("It was reviewed or sent, and stays on record."), code="wrong_state")
    _record(row, "rendition.discarded", by, moment)
    row.delete()


def outdate_renditions(*, piece: PiecePage, revision_id: int, now: datetime) -> int:
    """A newer text is public: renditions of older ones are stale; gives how many."""
    older = Rendition.objects.standing().filter(piece=piece).exclude(revision_id=revision_id)
    return _end(older, piece, State.STALE, "rendition.outdated", None, now, _("A newer text was approved."))


def end_renditions(*, piece: PiecePage, by: User | None, now: datetime) -> int:
    """The piece is withdrawn: none of its renditions may be used any more; gives how many."""
    standing = Rendition.objects.exclude(state=State.DEAD).filter(piece=piece)
    return _end(standing, piece, State.DEAD, "rendition.ended", by, now, _("The piece was withdrawn."))


@transaction.atomic
def _end(found: Any, piece: PiecePage, state: State, verb: str, by: User | None, now: datetime, reason: str) -> int:
    keys = [str(pk) for pk in found.values_list("pk", flat=True)]
    if not keys:
        return 0
    found.update(state=state)
    for review in Review.objects.open().filter(kind=KIND, key__in=keys):
        review_actions.cancel(review=review, by=review.submitted_by, reason=reason, now=now)
    Rendition.objects.filter(pk__in=keys).update(state=state)
    audit_actions.record(
        by=by, verb=verb, key=piece.object_key, title=piece.title, detail={"count": len(keys)}, now=now
    )
    return len(keys)


def _new(piece: PiecePage, revision_id: int, shape: str, by: User, now: datetime, **fields: Any) -> Rendition:
    if shape not in Shape.values:
        raise DistributionError(_("There is no such shape."), code="does_not_fit")
    html = fields.pop("html", "") or (proposals.markup(fields["text"]) if shape == Shape.ARTICLE else "")
    row = Rendition.objects.create(
        piece=piece, revision_id=revision_id, shape=shape, made_by=by, made_at=now, changed_at=now, html=html, **fields
    )
    row.authors.add(by)
    return row


def _cover(row: Rendition, source: renditions.Approved, now: datetime) -> None:
    """Lets a rule's rendition be used at once if every sentence of it was approved as it stands."""
    if sentences.foreign(source.draft, (row.title, row.summary, row.text), row.tag_list()):
        return
    text = _("every sentence stands word for word in the text approved in review %(number)d")
    row.state, row.approval, row.approval_note = State.APPROVED, source.review, text % {"number": source.review.pk}
    row.save(update_fields=["state", "approval", "approval_note"])
    _record(row, "rendition.covered", None, now, review=source.review.pk, revision=source.revision_id)


def _draw(row: Rendition, piece: PiecePage, words: Iterable[str]) -> None:
    drawn = card.draw(title=row.title, sentences=list(words), source=_source(piece), link=choosing.link(piece))
    facts = {"png": drawn.png, "sha256": drawn.sha256, "width": drawn.width, "height": drawn.height}
    Card.objects.update_or_create(rendition=row, defaults=facts)


def _source(piece: PiecePage) -> str:
    brand = piece.brand
    return brand.title if brand is not None else ""


def _author(draft: Any) -> str:
    names = [credit.name for credit in draft.credits if credit.role in {"author", "reporter"}]
    return "、".join(names)[:60]


def _checked(written: dict[str, Any]) -> dict[str, Any]:
    fields = {name: written[name] for name in WRITTEN if name in written}
    for name, most in LONGEST.items():
        if name in fields:
            fields[name] = str(fields[name]).replace("\r\n", "\n").strip()
            if len(fields[name]) > most:
                text = _("%(field)s: at most %(most)d characters, there are %(found)d.")
                told = {"field": NAMES[name], "most": most, "found": len(fields[name])}
                raise DistributionError(text % told, code="too_long")
    if not fields.get("text"):
        raise DistributionError(_("Write the text first."), code="empty")
    return fields


def _fits_somewhere(row: Rendition) -> None:
    """Every kind of platform it is meant for takes it; at least one where it names none."""
    kinds = choosing.kinds_for(row)
    if row.form is None or not kinds:
        return
    told = {kind: choosing.problems(row, kind) for kind in kinds}
    bad = {kind: found for kind, found in told.items() if found}
    if bad and (row.kinds or len(bad) == len(kinds)):
        words = "；".join(f"{choosing.label(kind.name)}：{'，'.join(found)}" for kind, found in bad.items())
        raise DistributionError(_("It does not fit: %(what)s") % {"what": words}, code="does_not_fit")


def _held(rendition: Rendition) -> Rendition:
    return Rendition.objects.select_for_update().get(pk=rendition.pk)


def _of_this_text(row: Rendition) -> None:
    if row.state in {State.STALE, State.DEAD} or row.revision_id != row.piece.live_revision_id:
        raise DistributionError(_("The piece has a newer text or was withdrawn: make it anew."), code="text_changed")


def _record(row: Rendition, verb: str, by: User | None, now: datetime, **detail: Any) -> None:
    facts = {"shape": row.shape, "piece": row.piece.object_key, **detail}
    audit_actions.record(by=by, verb=verb, key=row.key, title=str(row), detail=facts, now=now)

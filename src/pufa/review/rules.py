"""The rules of 三审三校, each as a function that refuses with ReviewError or says nothing."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.review import queries, registry
from pufa.review.errors import ReviewError
from pufa.review.models import ROLE_OF, Decision, Gate, Review, Stage, State

REVIEWERS = tuple(ROLE_OF.values())
PROOF_READERS = (Role.EDITOR, Role.OFFICE, *REVIEWERS)


def may_decide(review: Review, by: User) -> Stage:
    """The gate this person may now decide. Raises ReviewError: wrong_state, wrong_role, own_piece, same_person."""
    stage = is_open(review)
    if not by.has_role(ROLE_OF[stage]):
        text = _("This is the %(gate)s: it needs the role “%(role)s”.")
        raise ReviewError(text % {"gate": stage.label, "role": ROLE_OF[stage].label}, code="wrong_role")
    not_own(review, by)
    passed = review.gates.filter(by=by, decision=Decision.APPROVE).first()
    if passed is not None:
        text = _("You already decided the %(gate)s of this text: three gates, three people.")
        raise ReviewError(text % {"gate": passed.get_stage_display()}, code="same_person")
    return stage


def may_proof(review: Review, by: User) -> None:
    """Raises ReviewError unless this person may record a proof pass: wrong_state, wrong_role, own_piece."""
    is_open(review)
    _one_of(by, PROOF_READERS)
    not_own(review, by)


def may_cancel(review: Review, by: User) -> None:
    """Raises ReviewError unless the text is open and this person submitted or wrote it or is the office."""
    is_open(review)
    if not (by.has_role(Role.OFFICE) or is_own(review, by)):
        raise ReviewError(_("Only who submitted or wrote the text, or the office, may withdraw it."), code="not_yours")


def may_override(review: Review, by: User) -> None:
    """Raises ReviewError unless this person may answer for a blocking finding: a final reviewer, not on own texts."""
    is_open(review)
    _one_of(by, (Role.FINAL_REVIEWER,))
    not_own(review, by)


def may_recheck(review: Review, by: User) -> None:
    """Raises ReviewError unless the text is open and this person works on texts."""
    is_open(review)
    if not is_own(review, by):
        _one_of(by, PROOF_READERS)


def may_look_back(review: Review, by: User) -> None:
    """Raises ReviewError unless the text was approved and this person may look at it again."""
    if review.state != State.APPROVED:
        raise ReviewError(_("Only an approved text is looked back at."), code="wrong_state")
    if hasattr(review, "look_back"):
        raise ReviewError(_("The look-back is already recorded."), code="already_done")
    _one_of(by, (Role.OFFICE, *REVIEWERS))
    not_own(review, by)


def is_open(review: Review) -> Stage:
    """The gate at which the review waits. Raises ReviewError wrong_state when it is over."""
    if review.stage is None:
        text = _("This review is over: %(state)s.")
        raise ReviewError(text % {"state": review.get_state_display()}, code="wrong_state")
    return review.stage


def is_own(review: Review, by: User) -> bool:
    """Whether this person submitted or wrote the text."""
    return review.submitted_by_id == by.pk or any(author.pk == by.pk for author in review.authors.all())


def not_own(review: Review, by: User) -> None:
    """Raises ReviewError own_piece when this person submitted or wrote the text."""
    if is_own(review, by):
        raise ReviewError(_("You wrote or submitted this text: others must review it."), code="own_piece")


def unchanged(review: Review) -> object:
    """The object, still with the content that was submitted. Raises ReviewError: gone, changed."""
    try:
        adapter = registry.subject(review.kind)
        obj = adapter.load(review.key)
    except LookupError as error:
        raise ReviewError(_("The text no longer exists; withdraw the review."), code="gone") from error
    if adapter.revision_id(obj) != review.revision_id:
        text = _("The text was changed after it was submitted: send it back so that it is submitted anew.")
        raise ReviewError(text, code="changed")
    return obj


def ticked(stage: Stage, checklist: Mapping[str, bool]) -> list[list[Any]]:
    """The gate's check list as rows [text, ticked]. Raises ReviewError checklist_incomplete unless all are ticked."""
    items = queries.checklist(stage)
    missing = [text for text in items if not checklist.get(text)]
    if missing:
        text = _("Tick every item of the check list first; missing: %(items)s")
        raise ReviewError(text % {"items": "；".join(missing)}, code="checklist_incomplete")
    return [[text, True] for text in items]


def proofed_enough(review: Review) -> None:
    """Raises ReviewError: too_few_proofs, too_few_proof_readers."""
    readers = list(review.proofs.values_list("by", flat=True))
    passes, people = settings.REVIEW["proof_passes"], settings.REVIEW["proof_people"]
    if len(readers) < passes:
        text = _("%(done)s of %(needed)s proof passes are recorded.")
        raise ReviewError(text % {"done": len(readers), "needed": passes}, code="too_few_proofs")
    if len(set(readers)) < people:
        text = _("The proof passes must be made by at least %(people)s different people.")
        raise ReviewError(text % {"people": people}, code="too_few_proof_readers")


def nothing_blocks(review: Review) -> None:
    """Raises ReviewError blocking_finding while the latest report blocks and nobody has answered for it."""
    blocking = queries.blocking(review)
    if blocking:
        text = _("The machine check found something that must be settled first: %(what)s")
        raise ReviewError(text % {"what": "；".join(row["message"] for row in blocking)}, code="blocking_finding")


def ready_to_publish(review: Review) -> None:
    """Raises ReviewError unless proof passes and machine check allow the final approval."""
    proofed_enough(review)
    nothing_blocks(review)


def reason_given(reason: str) -> str:
    """The reason without blanks around it. Raises ReviewError reason_missing."""
    if not reason.strip():
        raise ReviewError(_("Please write the reason."), code="reason_missing")
    return reason.strip()


def approved_gates(review: Review) -> dict[str, Gate]:
    """The gates passed so far, by stage."""
    return {gate.stage: gate for gate in review.gates.all() if gate.decision == Decision.APPROVE}


def _one_of(by: User, roles: tuple[Role, ...]) -> None:
    if not any(by.has_role(role) for role in roles):
        text = _("This needs one of the roles: %(roles)s.")
        raise ReviewError(text % {"roles": "、".join(str(role.label) for role in roles)}, code="wrong_role")

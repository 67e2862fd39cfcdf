"""Writing kits and handing them in."""

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lectures import script
from pufa.lectures.errors import LecturesError, NotAllowedError
from pufa.lectures.models import Kit, KitForm
from pufa.lectures.queries import access
from pufa.lib import playable
from pufa.review import reviewed
from pufa.review.models import Review
from pufa.ui import storing

KIND: Final = "kit"
FIELDS: Final = ("title", "form", "topic", "about", "script", "props", "laws", "quiz", "length")
MOST_CARDS: Final = 20
MOST_AUDIO: Final = 20 * 1024 * 1024


def write_kit(*, slug: str, by: User, now: datetime | None = None, **fields: Any) -> Kit:
    """Begins a kit. Fields: FIELDS. Raises NotAllowedError, LecturesError: bad_script, taken."""
    _require_writer(by)
    told = _checked(fields)
    try:
        with transaction.atomic():
            kit = Kit.objects.create(slug=slug, written_by=by, **told)
            audit_actions.record(by=by, verb="lectures.kit_written", key=kit.key, title=kit.title, now=now)
    except IntegrityError as error:
        raise LecturesError(_("There is a kit of this address already."), code="taken") from error
    return kit


def edit_kit(*, kit: Kit, by: User, now: datetime | None = None, **fields: Any) -> Kit:
    """Changes what is written; the approved text stays public. Raises NotAllowedError, LecturesError, ReviewError."""
    _require_writer(by)
    told = _checked({name: getattr(kit, name) for name in FIELDS} | fields)
    reviewed.edit(kit, told | {"written_by": by}, by=by, verb="lectures.kit_edited", now=now)
    return kit


def set_audio(*, kit: Kit, data: bytes, by: User, now: datetime | None = None) -> Kit:
    """Gives a kit a recording to learn from; listeners have it once the kit was approved with it.

    Raises NotAllowedError, ReviewError, LecturesError: bad_file.
    """
    _require_writer(by)
    suffix = playable.sound_of(data[:64])
    if suffix is None or len(data) > MOST_AUDIO:
        raise LecturesError(_("The sound must be mp3, m4a, ogg or wav, at most 20 MB."), code="bad_file")
    with storing.kept(kit.audio, f"{kit.slug}.{suffix}", data) as name:
        reviewed.edit(kit, {"audio": name, "written_by": by}, by=by, verb="lectures.kit_edited", now=now)
    return kit


def submit_kit(*, kit: Kit, by: User, now: datetime | None = None) -> Review:
    """Hands a kit in for three reviews. Raises NotAllowedError, ReviewError."""
    _require_writer(by)
    return reviewed.submit(kind=KIND, thing=kit, by=by, now=now)


def withdraw_kit(*, kit: Kit, reason: str, by: User, now: datetime | None = None) -> Kit:
    """Takes a kit out of use. Raises NotAllowedError, ReviewError."""
    if not access.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))
    reviewed.withdraw(thing=kit, reason=reason, by=by, verb="lectures.kit_withdrawn", now=now)
    return kit


def _require_writer(by: User) -> None:
    if not access.writes_kits(by):
        raise NotAllowedError(_("Only editors, lecturers and the programme office write kits."))


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: fields[name] for name in FIELDS if name in fields}
    if not str(told.get("title", "")).strip() or told.get("form") not in KitForm.values:
        raise LecturesError(_("A kit needs a title and a form."), code="bad_script")
    try:
        script.read(str(told.get("script", "")))
    except script.ScriptError as error:
        words = {
            "empty": _("line %d: nothing is said there"), "too_long": _("line %d is longer than 200 signs"),
            "too_many": _("more than %d lines"),
        }[error.code]  # fmt: skip
        raise LecturesError(_("The script: %s") % (words % error.line), code="bad_script") from error
    cards = told.get("quiz", [])
    if len(cards) > MOST_CARDS or not all(_is_card(card) for card in cards):
        raise LecturesError(
            _("A quiz card has a question, two to four options, the right one, and why."), code="bad_script"
        )
    return told


def _is_card(card: Any) -> bool:
    try:
        options, right = card["options"], card["right"]
        return bool(card["question"] and card["why"]) and 2 <= len(options) <= 4 and 0 <= right < len(options)
    except (KeyError, TypeError):
        return False

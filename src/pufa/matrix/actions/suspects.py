"""Accounts of others that look like ours: listed by hand or from a table, compared, dealt with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table
from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix import pictures, resemblance
from pufa.matrix.actions.accounts import keep_portrait
from pufa.matrix.actions.fields import web_address
from pufa.matrix.actions.permissions import require_office, require_text
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, Platform, Portrait, Suspect
from pufa.ui.errors import Refusal

COLUMNS: Final = (
    Column("platform", "平台", "Platform", 40, required=True, example="微博"),
    Column("name", "账号名称", "Account name", 60, required=True, example="示例发市"),
    Column("handle", "账号", "Account ID", 80, is_narrow=True),
    Column("address", "公开地址", "Public address", 500, is_narrow=True),
    Column("note", "备注", "Note", 200),
)
PICTURE_WEIGHT: Final = 0.15


@dataclass(frozen=True, slots=True)
class Match:
    """Which of our accounts a foreign one comes closest to: score 0 to 1 and the reasons' codes."""

    account: Account | None = None
    score: float = 0.0
    reasons: tuple[str, ...] = ()


class Ours:
    """Our registered accounts, prepared for many comparisons."""

    def __init__(self) -> None:
        found = (
            Account.objects.registered().select_related("platform", "organisation", "portrait").defer("portrait__png")
        )
        self.accounts = list(found)
        self._names = resemblance.Names((account, account.name) for account in self.accounts)
        self.handles = {(one.platform_id, one.handle) for one in self.accounts if one.handle}

    def closest(self, name: str, *, platform: Platform | None = None, fingerprint: str = "") -> Match:
        """The account a name and a picture come closest to; one of the same platform is preferred among equals."""
        best = Match()
        for account, likeness in self._names.closest(name):
            score, reasons = likeness.score, likeness.reasons
            if fingerprint and _same_picture(account.portrait, fingerprint):
                score, reasons = min(1.0, score + PICTURE_WEIGHT), (*reasons, "picture")
            is_here = platform is not None and account.platform_id == platform.pk
            is_better = score > best.score or (score == best.score and is_here)
            if (score >= resemblance.SIMILAR or "picture" in reasons) and is_better:
                best = Match(account, round(score, 3), reasons)
        return best if best.account or not fingerprint else self._by_picture(fingerprint)

    def _by_picture(self, fingerprint: str) -> Match:
        same = [one for one in self.accounts if one.portrait and _same_picture(one.portrait, fingerprint)]
        return Match(same[0], resemblance.WITH_PICTURE, ("picture",)) if same else Match()


def add_suspect(
    *,
    platform: Platform,
    name: str,
    handle: str = "",
    address: str = "",
    picture: bytes = b"",
    note: str = "",
    by: User | None,
    now: datetime | None = None,
    ours: Ours | None = None,
) -> Suspect:
    """Lists a foreign account with what it resembles.

    Raises NotAllowedError, MatrixError: empty, bad_picture, already_done (it is listed), differs (it is one of ours).
    """
    require_office(by)
    moment, known = now or clock.now(), ours or Ours()
    if not name.strip():
        raise MatrixError(_("Say what the account is called."), code="empty")
    address = web_address(address) if address else ""
    if handle and (platform.pk, handle) in known.handles:
        raise MatrixError(_("This account is in our own register: it is genuine."), code="differs")
    try:
        with transaction.atomic():
            portrait = keep_portrait(picture, moment) if picture else None
            fingerprint = portrait.fingerprint if portrait else ""
            match = known.closest(name, platform=platform, fingerprint=fingerprint)
            suspect = Suspect.objects.create(
                platform=platform, name=name.strip(), handle=handle, address=address, portrait=portrait, note=note,
                resembles=match.account, score=match.score, reasons=list(match.reasons), found_by=by, found_at=moment,
            )  # fmt: skip
            _tell(suspect, "matrix.suspect_added", by, moment, score=match.score)
    except IntegrityError as error:
        raise MatrixError(_("This account is listed already."), code="already_done") from error
    return suspect


def move(*, suspect: Suspect, to: str, note: str, by: User | None, now: datetime | None = None) -> Suspect:
    """Takes a look-alike on to the next state, with a word why. Raises NotAllowedError, MatrixError: wrong_state."""
    require_office(by)
    note = require_text(note, _("Say what was seen or done."))
    moment = now or clock.now()
    with transaction.atomic():
        kept = Suspect.objects.select_for_update().get(pk=suspect.pk)
        if to not in Suspect.MOVES[Suspect.State(kept.state)]:
            raise MatrixError(_("The look-alike cannot go there from where it stands."), code="wrong_state")
        before, kept.state, kept.note, kept.moved_at = kept.state, to, note, moment
        kept.save(update_fields=["state", "note", "moved_at"])
        _tell(kept, "matrix.suspect_moved", by, moment, before=before, after=to, note=note)
    suspect.refresh_from_db()
    return kept


def import_suspects(file: TableFile, *, by: User | None, now: datetime | None = None) -> Counts:
    """Lists foreign accounts from a table, all or none; those listed already stay. Raises ImportFaultError."""
    require_office(by)
    table = read_table(file, COLUMNS)
    platforms = {name.casefold(): one for one in Platform.objects.all() for name in (one.code, one.name)}
    for line in table.lines:
        if line["platform"] and line["platform"].casefold() not in platforms:
            table.blame(line, "platform", _("there is no such platform"))
    table.stop_if_wrong()
    ours = Ours()
    with transaction.atomic():
        for line in table.lines:
            _take(table, line, platforms, ours, by, now)
        table.stop_if_wrong()
    return counts(table.lines)


def compare_all(*, now: datetime) -> int:
    """Compares every look-alike again with the register as it is now; gives how many came out differently."""
    ours, changed = Ours(), 0
    open_ones = Suspect.objects.exclude(state__in=(Suspect.State.DISMISSED, Suspect.State.GONE))
    for suspect in open_ones.select_related("platform", "portrait"):
        fingerprint = suspect.portrait.fingerprint if suspect.portrait else ""
        match = ours.closest(suspect.name, platform=suspect.platform, fingerprint=fingerprint)
        told = (match.account.pk if match.account else None, match.score, list(match.reasons))
        if told != (suspect.resembles_id, suspect.score, suspect.reasons):
            suspect.resembles, suspect.score, suspect.reasons = match.account, match.score, list(match.reasons)
            suspect.save(update_fields=["resembles", "score", "reasons"])
            changed += 1
    return changed


def _take(
    table: Table, line: Line, platforms: dict[str, Platform], ours: Ours, by: User | None, now: datetime | None
) -> None:
    told: dict[str, Any] = {key: line[key] for key in ("name", "handle", "address", "note")}
    try:
        with transaction.atomic():
            add_suspect(platform=platforms[line["platform"].casefold()], **told, by=by, now=now, ours=ours)
    except Refusal as refusal:
        if refusal.reason == "already_done":
            line.fate = "same"
        else:
            table.blame(line, "name", str(refusal))


def _same_picture(portrait: Portrait | None, fingerprint: str) -> bool:
    if portrait is None:
        return False
    distance = pictures.distance(portrait.fingerprint, fingerprint)
    return distance is not None and distance <= pictures.CLOSE


def _tell(suspect: Suspect, verb: str, by: User | None, now: datetime, **detail: object) -> None:
    audit_actions.record(by=by, verb=verb, key=suspect.key, title=suspect.name, detail=detail, now=now)

"""Figures come in: looked at first, recorded at once when nothing is odd, else only when somebody says so by name."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix import plausibility
from pufa.matrix.actions.permissions import require_office, require_text, require_unit
from pufa.matrix.actions.posts import move_last_post
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, AccountFigure, FigureBatch, Platform
from pufa.matrix.models.figures import MEASURES
from pufa.matrix.plausibility import Counted

BEFORE: Final = timedelta(days=35)
MOST_DOUBTS: Final = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery: its batch with counts of rows, and `is_replay` if it came before."""

    batch: FigureBatch
    is_replay: bool = False


def bring_figures(
    *,
    rows: Sequence[Counted],
    source: str,
    file_name: str = "",
    platform: Platform | None = None,
    by: User | None,
    now: datetime | None = None,
) -> Outcome:
    """Takes a delivery of figures: recorded if nothing is odd, else kept aside until `accept` or `refuse`.

    The same figures again are the same delivery. A contact brings those of the own unit only.
    Raises NotAllowedError, MatrixError: empty, bad_day.
    """
    moment = now or clock.now()
    if not rows:
        raise MatrixError(_("There are no figures in it."), code="empty")
    found = Account.objects.select_related("organisation").filter(pk__in={row.account for row in rows})
    accounts = {one.pk: one for one in found}
    for account in accounts.values():
        require_unit(by, account.organisation)
    _require_days(rows, accounts, moment)
    digest = _digest(rows)
    before = FigureBatch.objects.exclude(state=FigureBatch.State.REFUSED).filter(digest=digest).first()
    if before is not None:
        if before.state == FigureBatch.State.DOUBTFUL or _is_recorded(rows):
            return Outcome(before, is_replay=True)
        # They came before, were corrected since, and come again: a delivery of its own.
        digest = _digest(rows, moment.isoformat())
    doubts = plausibility.look(rows, _known(rows), jump_percent=settings.MATRIX["jump_percent"])
    state = FigureBatch.State.DOUBTFUL if doubts else FigureBatch.State.ACCEPTED
    try:
        with transaction.atomic():
            batch = FigureBatch.objects.create(
                source=source, file_name=file_name[:200], digest=digest, platform=platform, state=state,
                rows=[_told(row) for row in rows], doubts=[_doubt(one) for one in doubts[:MOST_DOUBTS]],
                brought_by=by, brought_at=moment, decided_at=None if doubts else moment,
            )  # fmt: skip
            detail = {"rows": len(rows), "doubts": len(doubts), "source": source}
            audit_actions.record(by=by, verb="matrix.figures_brought", key=batch.key, title=file_name or source,
                                 detail=detail, now=moment)  # fmt: skip
            if not doubts:
                _enter(batch)
    except IntegrityError:
        return Outcome(FigureBatch.objects.exclude(state=FigureBatch.State.REFUSED).get(digest=digest), is_replay=True)
    return Outcome(batch)


def accept(*, batch: FigureBatch, reason: str, by: User, now: datetime | None = None) -> FigureBatch:
    """Records doubtful figures because somebody of the office answers for them. Raises MatrixError: wrong_state."""
    require_office(by)
    reason = require_text(reason, _("Say why the figures are right."))
    with transaction.atomic():
        kept = _decide(batch, FigureBatch.State.ACCEPTED, reason, by, now or clock.now())
        replaced = _enter(kept)
        detail = {"doubts": len(kept.doubts), "replaced": replaced[:50]}
        audit_actions.record(by=by, verb="matrix.figures_accepted", key=kept.key, title=str(kept), detail=detail,
                             now=kept.decided_at)  # fmt: skip
    return kept


def refuse(*, batch: FigureBatch, reason: str, by: User, now: datetime | None = None) -> FigureBatch:
    """Lays doubtful figures aside for good; corrected ones can be brought anew. Raises MatrixError: wrong_state."""
    require_office(by)
    reason = require_text(reason, _("Say why the figures are wrong."))
    with transaction.atomic():
        kept = _decide(batch, FigureBatch.State.REFUSED, reason, by, now or clock.now())
        audit_actions.record(by=by, verb="matrix.figures_refused", key=kept.key, title=str(kept), now=kept.decided_at)
    return kept


def _decide(batch: FigureBatch, state: str, reason: str, by: User, now: datetime) -> FigureBatch:
    kept = FigureBatch.objects.select_for_update().get(pk=batch.pk)
    if kept.state != FigureBatch.State.DOUBTFUL:
        raise MatrixError(_("These figures are decided already."), code="wrong_state")
    kept.state, kept.decision, kept.decided_by, kept.decided_at = state, reason, by, now
    kept.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    return kept


def _enter(batch: FigureBatch) -> list[dict[str, Any]]:
    """Writes the batch's rows; a value that differs from a recorded one replaces it and is given back."""
    rows = [_counted(told) for told in batch.rows]
    known = _recorded(rows)
    fresh: list[AccountFigure] = []
    replaced: list[dict[str, Any]] = []
    counts = {"new": 0, "changed": 0, "same": 0}
    for row in rows:
        figure = known.get((row.account, row.day))
        if figure is None:
            known[row.account, row.day] = figure = AccountFigure(account_id=row.account, day=row.day, batch=batch)
            fresh.append(figure)
            counts["new"] += 1
        elif all(getattr(figure, name) == value for name, value in row.values.items()):
            counts["same"] += 1
            continue
        else:
            counts["changed"] += 1
            replaced += _differences(figure, row)
        figure.batch, figure.row = batch, row.row
        for name, value in row.values.items():
            setattr(figure, name, value)
        if figure.pk:
            figure.save()
    AccountFigure.objects.bulk_create(fresh, batch_size=500)
    _move_last_posts(rows)
    batch.counts = counts
    batch.save(update_fields=["counts"])
    return replaced


def _differences(figure: AccountFigure, row: Counted) -> list[dict[str, Any]]:
    return [
        {"account": row.account, "day": row.day.isoformat(), "column": name, "before": old, "after": value}
        for name, value in row.values.items()
        if (old := getattr(figure, name)) is not None and old != value
    ]


def _move_last_posts(rows: Iterable[Counted]) -> None:
    """A day with posts is a day with an update, where no connector says more exactly when."""
    latest: dict[int, date] = {}
    for row in rows:
        if row.values.get("posts"):
            latest[row.account] = max(row.day, latest.get(row.account, row.day))
    for account in Account.objects.filter(pk__in=latest):
        move_last_post(account, clock.start_of_day(latest[account.pk]))


def _recorded(rows: Iterable[Counted]) -> dict[tuple[int, date], AccountFigure]:
    rows = list(rows)
    days = [row.day for row in rows]
    found = AccountFigure.objects.filter(account__in={row.account for row in rows}, day__range=(min(days), max(days)))
    return {(one.account_id, one.day): one for one in found}


def _known(rows: Sequence[Counted]) -> list[Counted]:
    """What is recorded around the days delivered."""
    days = [row.day for row in rows]
    found = AccountFigure.objects.filter(
        account__in={row.account for row in rows}, day__range=(min(days) - BEFORE, max(days) + BEFORE)
    )
    return [
        Counted(one.account_id, one.day, {n: v for n in MEASURES if (v := getattr(one, n)) is not None})
        for one in found
    ]


def _require_days(rows: Iterable[Counted], accounts: dict[int, Account], now: datetime) -> None:
    today = clock.shanghai_day(now)
    for row in rows:
        if row.account not in accounts or not clock.FIRST_DAY <= row.day <= today:
            message = _("Row %(row)d: this day has not come yet.") % {"row": row.row}
            raise MatrixError(message, code="bad_day")


def _is_recorded(rows: Sequence[Counted]) -> bool:
    """Whether the figures stand recorded just so."""
    known = _recorded(rows)
    return all(
        (figure := known.get((row.account, row.day))) is not None
        and all(getattr(figure, name) == value for name, value in row.values.items())
        for row in rows
    )


def _digest(rows: Sequence[Counted], again: str = "") -> str:
    told = sorted((row.account, row.day.isoformat(), sorted(row.values.items())) for row in rows)
    return hashlib.sha256(json.dumps([told, again]).encode()).hexdigest()


def _told(row: Counted) -> list[Any]:
    return [row.account, row.day.isoformat(), dict(row.values), row.row]


def _counted(told: list[Any]) -> Counted:
    return Counted(told[0], date.fromisoformat(told[1]), told[2], told[3])


def _doubt(one: plausibility.Doubt) -> dict[str, Any]:
    return {
        "kind": one.kind, "account": one.account, "day": one.day.isoformat(), "row": one.row, "column": one.column,
        "facts": dict(one.facts),
    }  # fmt: skip

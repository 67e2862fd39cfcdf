"""The stop button, for a sending, a kind of platform, an account or everything; and letting it go on."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.distribution import notices
from pufa.distribution.actions import holding
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import Delivery, Hold, Plan
from pufa.lib import clock
from pufa.matrix.models import Account

EVERYTHING = "everything"


def stop(
    *,
    by: User,
    reason: str,
    plan: Plan | None = None,
    connector: str = "",
    account: Account | None = None,
    now: datetime | None = None,
) -> Hold:
    """Holds from the next call on: one sending, one kind of platform, one account, or everything.

    A call already made is finished and its answer kept. Raises NotAllowedError; DistributionError: no_reason,
    already_held.
    """
    moment = now or clock.now()
    holding.need_role(by, Role.OFFICE, Role.EDITOR, Role.FINAL_REVIEWER)
    if not reason.strip():
        raise DistributionError(_("Say why sending is stopped."), code="no_reason")
    scope = scope_of(plan=plan, connector=connector, account=account)
    row = Hold(
        scope=scope, plan=plan, connector=connector, account=account, reason=reason.strip()[:300], by=by, at=moment
    )
    try:
        with transaction.atomic():
            row.save()
            detail = {"reason": row.reason}
            audit_actions.record(by=by, verb="sending.held", key=f"sending:{scope}", detail=detail, now=moment)
    except IntegrityError as error:
        raise DistributionError(_("This is stopped already."), code="already_held") from error
    return row


@transaction.atomic
def resume(*, hold: Hold, by: User, now: datetime | None = None) -> Hold:
    """Lets sending go on. Raises NotAllowedError; DistributionError wrong_state when it goes on already."""
    moment = now or clock.now()
    holding.need_role(by, Role.OFFICE)
    changed = Hold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(lifted_at=moment, lifted_by=by)
    if not changed:
        raise DistributionError(_("This goes on already."), code="wrong_state")
    if hold.account_id:
        Delivery.objects.filter(account=hold.account_id).ready(moment).update(act_at=moment)
    audit_actions.record(by=by, verb="sending.resumed", key=f"sending:{hold.scope}", now=moment)
    hold.refresh_from_db()
    return hold


def hold_account(*, account: Account, reason: str, now: datetime) -> None:
    """The platform no longer accepts the account's sign-in: nothing more is tried, its unit is told once."""
    scope = scope_of(account=account)
    words = reason.strip()[:300] or _("The platform no longer accepts the sign-in.")
    with transaction.atomic():
        made = Hold.objects.filter(scope=scope, lifted_at__isnull=True).first()
        if made is not None:
            return
        Hold.objects.create(scope=scope, account=account, reason=words, is_automatic=True, at=now)
        audit_actions.record(
            by=None, verb="sending.held", key=f"sending:{scope}", title=account.name, detail={"reason": words}, now=now
        )
        notices.sign_in_broken(account, words)


@transaction.atomic
def lift_mended(*, now: datetime) -> int:
    """Lets accounts go on whose sign-in was entered anew since they were held; gives how many."""
    mended = Hold.objects.filter(is_automatic=True, lifted_at__isnull=True, account__credential__set_at__gt=F("at"))
    rows = list(mended.select_related("account"))
    for row in rows:
        Hold.objects.filter(pk=row.pk).update(lifted_at=now)
        audit_actions.record(by=None, verb="sending.resumed", key=f"sending:{row.scope}", now=now)
    return len(rows)


def scope_of(*, plan: Plan | None = None, connector: str = "", account: Account | None = None) -> str:
    """The name of what is held: only one hold of a name is in force at a time."""
    if plan is not None:
        return f"plan:{plan.pk}"
    if connector:
        return f"kind:{connector}"
    return account.key if account is not None else EVERYTHING

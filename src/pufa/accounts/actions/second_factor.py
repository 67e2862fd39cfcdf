"""One-time codes from an app (TOTP, RFC 6238), each used once, and recovery codes on paper."""

import base64
import hashlib
import secrets
from datetime import datetime

import pyotp
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from pufa.accounts.actions import locks
from pufa.accounts.actions.roles import require_office
from pufa.accounts.errors import AccountsError, SignInError
from pufa.accounts.models import RecoveryCode, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock

STEP_SECONDS = 30
STEPS_EITHER_WAY = 1
RECOVERY_CODES = 8
DIGITS = 6


def start_second_factor(*, user: User) -> str:
    """A secret for the app that makes codes, in base 32; the same one until it is proved.

    Raises AccountsError if one is in use.
    """
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=user.pk)
        if kept.has_second_factor:
            raise AccountsError(_("The second factor is set up already."), code="has_second_factor")
        if not kept.second_factor_secret:
            kept.second_factor_secret = pyotp.random_base32()
            kept.save(update_fields=["second_factor_secret"])
    user.second_factor_secret = kept.second_factor_secret
    return kept.second_factor_secret


def confirm_second_factor(*, user: User, code: str, now: datetime | None = None) -> list[str]:
    """Takes the secret into use once its first code is right; gives the recovery codes, readable only now.

    Raises SignInError for a wrong code, AccountsError when it was not started or is in use.
    """
    moment = now or clock.now()
    number = locks.take_try(purpose="second factor", name=str(user.pk), now=moment)
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=user.pk)
        if kept.has_second_factor or not kept.second_factor_secret:
            raise AccountsError(_("Start setting up the second factor again."), code="not_started")
        step = _matching_step(kept.second_factor_secret, code, moment)
        if step is not None:
            kept.second_factor_since, kept.second_factor_step = moment, step
            kept.save(update_fields=["second_factor_since", "second_factor_step"])
            locks.forget(purpose="second factor", name=str(user.pk))
            codes = _write_recovery_codes(kept)
            _note(kept, "accounts.second_factor_set_up", by=kept, now=moment)
            user.refresh_from_db(fields=["second_factor_since", "second_factor_step", "second_factor_secret"])
            return codes
    raise _wrong(user, number, moment)


def check_second_factor(*, user: User, code: str, now: datetime | None = None) -> None:
    """Accepts a one-time code or a recovery code, each a single time. Raises SignInError: `wrong_code` or `locked`."""
    moment = now or clock.now()
    number = locks.take_try(purpose="second factor", name=str(user.pk), now=moment)
    if not (_use_code(user, code, moment) or _use_recovery_code(user, code, moment)):
        raise _wrong(user, number, moment)
    locks.forget(purpose="second factor", name=str(user.pk))


def renew_recovery_codes(*, user: User, code: str, now: datetime | None = None) -> list[str]:
    """New recovery codes for old ones, against a one-time code. Raises SignInError."""
    check_second_factor(user=user, code=code, now=now)
    with transaction.atomic():
        codes = _write_recovery_codes(user)
        _note(user, "accounts.recovery_codes_renewed", by=user, now=now)
    return codes


def remove_second_factor(*, user: User, by: User, code: str = "", now: datetime | None = None) -> None:
    """Takes the second factor away: one's own against a code, another's by the office when the device is lost.

    Raises SignInError for a wrong code, NotAllowedError without the office role.
    """
    if by.pk == user.pk:
        check_second_factor(user=user, code=code, now=now)
    else:
        require_office(by)
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=user.pk)
        kept.second_factor_secret, kept.second_factor_since = "", None
        kept.save(update_fields=["second_factor_secret", "second_factor_since"])
        RecoveryCode.objects.filter(user=kept).delete()
        _note(kept, "accounts.second_factor_removed", by=by, now=now)
    user.second_factor_secret, user.second_factor_since = "", None


def provisioning_address(*, user: User, issuer: str) -> str:
    """The otpauth address for the app's camera; holds the secret."""
    return pyotp.TOTP(user.second_factor_secret).provisioning_uri(name=user.username, issuer_name=issuer)


def _matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step whose code this is, of the present one and its neighbours."""
    typed = "".join(code.split())
    present = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
    found = None
    for step in range(present - STEPS_EITHER_WAY, present + STEPS_EITHER_WAY + 1):
        if constant_time_compare(totp.generate_otp(step), typed):
            found = step
    return found


def _use_code(user: User, code: str, now: datetime) -> bool:
    kept = User.objects.get(pk=user.pk)
    step = _matching_step(kept.second_factor_secret, code, now) if kept.has_second_factor else None
    if step is None:
        return False
    return User.objects.filter(pk=user.pk, second_factor_step__lt=step).update(second_factor_step=step) == 1


def _use_recovery_code(user: User, code: str, now: datetime) -> bool:
    with transaction.atomic():
        gone, _kinds = RecoveryCode.objects.filter(user=user, code_hash=_hash(code)).delete()
        if gone:
            _note(user, "accounts.recovery_code_used", by=user, now=now)
    return bool(gone)


def _write_recovery_codes(user: User) -> list[str]:
    codes = [_readable(base64.b32encode(secrets.token_bytes(10)).decode("ascii")) for _number in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=_hash(code)) for code in codes)
    return codes


def _readable(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _hash(code: str) -> str:
    """80 random bits need no slow hash."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _wrong(user: User, number: int, now: datetime) -> SignInError:
    audit_actions.record(
        by=None,
        verb="accounts.second_factor_failed",
        key=f"person:{user.pk}",
        title=str(user),
        detail={"try": number},
        now=now,
    )
    return SignInError(_("The code is not right, or was used already. Wait for the next one."), code="wrong_code")


def _note(user: User, verb: str, *, by: User, now: datetime | None) -> None:
    audit_actions.record(by=by, verb=verb, key=f"person:{user.pk}", title=str(user), now=now)

"""Devices: linked by a code that holds for ten minutes, known by a key of which only a digest is kept."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lectures.errors import LecturesError, NotAllowedError
from pufa.lectures.models import Device
from pufa.lectures.queries import access
from pufa.lib import clock

CODE_GOOD_FOR, KEY_GOOD_FOR = timedelta(minutes=10), timedelta(days=180)
LETTERS: Final = "ACDEFGHJKLMNPQRTUVWXY3479"
MOST_DEVICES: Final = 5


def ask_code(*, name: str, by: User, now: datetime | None = None) -> tuple[Device, str]:
    """A new device and the code to type into it. Raises NotAllowedError, LecturesError (taken: too many devices)."""
    if not access.is_lecturer(by):
        raise NotAllowedError(_("Only lecturers link devices."))
    moment = now or clock.now()
    in_use = Device.objects.filter(person=by, revoked_at=None, expires_at__gt=moment).count()
    if in_use >= MOST_DEVICES:
        raise LecturesError(_("Five devices are enough; revoke one first."), code="taken")
    code = "".join(secrets.choice(LETTERS) for _place in range(8))
    device = Device.objects.create(
        person=by, name=name.strip()[:40] or _("Phone in use"), code=_digest(code), code_until=moment + CODE_GOOD_FOR
    )
    return device, code


def link(*, code: str, now: datetime | None = None) -> tuple[Device, str]:
    """Trades a code for the device's key, once. Raises LecturesError: bad_token."""
    moment = now or clock.now()
    with transaction.atomic():
        found = Device.objects.select_for_update().filter(code=_digest(code.strip().upper())).first()
        if found is None or found.code_until is None or found.code_until < moment:
            raise LecturesError(_("The code is wrong or too old; ask for a new one at the desk."), code="bad_token")
        key = secrets.token_urlsafe(32)
        found.code, found.code_until, found.key_digest = None, None, _digest(key)
        found.linked_at, found.expires_at, found.seen_on = moment, moment + KEY_GOOD_FOR, clock.shanghai_day(moment)
        found.save()
        _tell(found, "lectures.device_linked", found.person, moment)
    return found, key


def with_key(*, key: str, now: datetime | None = None) -> Device:
    """The device of a key; its person must still be a lecturer. Raises LecturesError: bad_token."""
    moment = now or clock.now()
    found = Device.objects.select_related("person__organisation").filter(key_digest=_digest(key)).first()
    if found is None or not found.is_good(moment) or not (found.person.is_active and access.is_lecturer(found.person)):
        raise LecturesError(_("This device is not linked any more."), code="bad_token")
    today = clock.shanghai_day(moment)
    if found.seen_on != today:
        Device.objects.filter(pk=found.pk).update(seen_on=today)
    return found


def revoke(*, device: Device, by: User, now: datetime | None = None) -> Device:
    """Ends a device's right to report. Raises NotAllowedError."""
    if not (access.is_office(by) or device.person_id == by.pk):
        raise NotAllowedError(_("This device is somebody else's."))
    with transaction.atomic():
        device.revoked_at, device.key_digest, device.code = now or clock.now(), None, None
        device.save(update_fields=["revoked_at", "key_digest", "code"])
        _tell(device, "lectures.device_revoked", by, now)
    return device


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _tell(device: Device, verb: str, by: User, now: datetime | None) -> None:
    audit_actions.record(by=by, verb=verb, key=f"device:{device.pk}", title=device.name, now=now)

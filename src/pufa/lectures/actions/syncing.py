"""Reports written without a network: each is taken once, however often it is sent, and conflicts are shown."""

import uuid as uuids
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import District, User
from pufa.lectures.actions import visits
from pufa.lectures.errors import LecturesError
from pufa.lectures.models import Visit, VisitState
from pufa.lectures.queries import public_kits
from pufa.lib import clock


@dataclass(frozen=True, slots=True)
class Report:
    """What a device tells: `plan` is the visit it was planned as, or None for one nobody planned."""

    uuid: uuids.UUID
    kit: str
    district: str
    place: str
    day: date
    people: int
    counting: str
    notes: str = ""
    plan: int | None = None
    pictures: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of it: stored, known (it was stored before), or conflict with what the server holds."""

    result: str
    visit: dict[str, Any] | None
    message: str = ""


def take_report(*, report: Report, by: User, now: datetime | None = None) -> Answer:
    """Stores a report, or says that it has it, or what stands against it. Raises LecturesError when it cannot be right.

    All of it in one transaction: a report is there with its pictures and entries, or not at all.
    """
    moment = now or clock.now()
    visits.check_report(report.people, report.counting, report.notes, report.day, moment)
    with transaction.atomic():
        known = (
            Visit.objects.select_related("kit", "district").filter(uuid=report.uuid, recorded_at__isnull=False).first()
        )
        if known is not None:
            return Answer("known", known.told())
        visit = _planned(report, by) if report.plan is not None else _unplanned(report, by, moment)
        if visit.state != VisitState.PLANNED:
            words = {
                VisitState.RECORDED: _("This visit was reported already, by somebody else or from another device."),
                VisitState.CALLED_OFF: _("This visit was called off meanwhile."),
                VisitState.WITHDRAWN: _("This visit was taken out of the figures."),
            }[VisitState(visit.state)]
            return Answer("conflict", visit.told(), words)
        visits.record(
            visit=visit, people=report.people, counting=report.counting, notes=report.notes, by=by,
            report=report.uuid, is_offline=True, now=moment,
        )  # fmt: skip
        for number, data in enumerate(report.pictures):
            visits.add_picture(visit=visit, data=data, by=by, is_sheet=number == 0, now=moment)
        return Answer("stored", visit.told())


def _planned(report: Report, by: User) -> Visit:
    found = Visit.objects.select_related("kit", "district").select_for_update(of=("self",))
    visit = found.filter(pk=report.plan or 0, lecturer=by).first()
    if visit is None:
        raise LecturesError(_("There is no such plan of yours."), code="no_such_thing")
    return visit


def _unplanned(report: Report, by: User, now: datetime) -> Visit:
    kit = public_kits().filter(slug=report.kit).first()
    district = District.objects.filter(code=report.district).first()
    if kit is None or district is None:
        raise LecturesError(_("There is no such kit or district."), code="no_such_thing")
    return visits.plan(kit=kit, lecturer=by, district=district, place=report.place, day=report.day, by=by, now=now)

"""Reading works, awards, requests and heritage; who may do what."""

from datetime import date

from django.db.models import Q, QuerySet

from pufa.accounts.models import Role, User
from pufa.works.models import Award, Heritage, Licence, Request, Work


def is_office(person: User) -> bool:
    """Whether somebody keeps the register."""
    return person.has_role(Role.OFFICE)


def is_contact(person: User) -> bool:
    """Whether somebody acts for a unit."""
    return person.has_role(Role.UNIT_CONTACT) and person.organisation_id is not None


def may_enter(person: User) -> bool:
    """Whether somebody has anything to see in these rooms."""
    return is_office(person) or is_contact(person) or person.has_role(Role.OBSERVER) or person.has_role(Role.EDITOR)


def may_write(person: User, organisation_id: int | None) -> bool:
    """Whether somebody may enter and change a unit's works."""
    return is_office(person) or (is_contact(person) and person.organisation_id == organisation_id)


def public() -> QuerySet[Work]:
    """Works with approved words."""
    found = Work.objects.filter(published__isnull=False).exclude(stage=Work.Stage.WITHDRAWN)
    return found.select_related("organisation", "medium", "poster")


def sifted(found: QuerySet[Work], told: dict[str, str]) -> QuerySet[Work]:
    """Works that fit: q, kind, year."""
    if words := told.get("q"):
        found = found.filter(Q(title__icontains=words) | Q(topics__icontains=words) | Q(about__icontains=words))
    if told.get("kind"):
        found = found.filter(kind=told["kind"])
    year = told.get("year", "")
    return (
        found.filter(first_on__year=int(year))
        if year.isascii() and year.isdigit() and 1900 < int(year) < 3000
        else found
    )


def awards() -> QuerySet[Award]:
    """Awards that stand, of public works."""
    return Award.objects.filter(withdrawn_for="", work__in=public()).select_related("work__organisation", "proof")


def heritage() -> QuerySet[Heritage]:
    """Heritage with an approved story."""
    found = Heritage.objects.filter(published__isnull=False).exclude(stage=Heritage.Stage.WITHDRAWN)
    return found.select_related("picture", "district")


def requests(person: User) -> QuerySet[Request]:
    """All for the office and observers; for a contact those of and to the own unit."""
    found = Request.objects.select_related("work__organisation", "organisation", "asked_by")
    if is_office(person) or person.has_role(Role.OBSERVER):
        return found
    own = person.organisation_id
    return found.filter(Q(organisation=own) | Q(work__organisation=own)) if is_contact(person) else found.none()


def to_answer(person: User) -> QuerySet[Request]:
    """Requests that wait for somebody's answer: all for the office, to the own unit for its contact."""
    return requests(person).filter(state=Request.State.ASKED, work__in=_own_works(person))


def _own_works(person: User) -> QuerySet[Work]:
    if is_office(person):
        return Work.objects.all()
    return Work.objects.filter(organisation=person.organisation_id) if is_contact(person) else Work.objects.none()


def may_download(person: User, work: Work, today: date) -> bool:
    """Whether somebody may have the original: the own unit, everybody for a free licence, whoever was granted it."""
    if work.licence != Licence.OWN or may_write(person, work.organisation_id):
        return True
    granted = work.requests.filter(state=Request.State.GRANTED, until__gte=today)
    return granted.filter(organisation=person.organisation_id).exists()

"""Reading conventions, signatures, reports and the wall."""

from typing import Final

from django.db.models import Max, Q, QuerySet, Sum

from pufa.accounts.models import Organisation
from pufa.lib import clock
from pufa.matrix.models import Account
from pufa.pledges.models import Breach, Convention, Deed, Edition, Signature, WallDay
from pufa.ui import marks

MARK_SIGNS: Final = 12
STANDING = (Deed.SIGNED, Deed.RENEWED)


def public() -> QuerySet[Convention]:
    """Conventions with an approved text."""
    return Convention.objects.filter(published__isnull=False).exclude(stage=Convention.Stage.WITHDRAWN)


def edition_of(convention: Convention) -> Edition | None:
    """The newest approved text."""
    return Edition.objects.filter(convention=convention).order_by("-number").first()


def last_deeds(convention: Convention) -> QuerySet[Signature]:
    """The last deed of each signatory."""
    last = (
        Signature.objects.filter(edition__convention=convention).values("signatory").annotate(pk=Max("pk")).order_by()
    )
    found = Signature.objects.filter(pk__in=last.values("pk")).select_related(
        "edition", "account__platform", "organisation"
    )
    return found.order_by("organisation__code", "name", "pk")


def signatories(convention: Convention, words: str = "") -> QuerySet[Signature]:
    """Who stands by a convention now, in the order of units; nobody is ranked."""
    found = last_deeds(convention).filter(deed__in=STANDING)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(organisation__name__icontains=words))
    return found


def to_renew(convention: Convention) -> QuerySet[Signature]:
    """Who has signed an older edition only."""
    newest = edition_of(convention)
    return signatories(convention).exclude(edition=newest) if newest else Signature.objects.none()


def not_yet(convention: Convention, organisation: Organisation | None = None) -> QuerySet[Account]:
    """Registered accounts that have not signed; one name of a unit on several platforms signs once."""
    signed = signatories(convention).exclude(account=None).values_list("organisation", "name")
    found = Account.objects.registered().select_related("organisation", "platform")
    if organisation is not None:
        found = found.filter(organisation=organisation)
    taken = set(signed)
    numbers, seen = [], set()
    for pk, unit, name in found.order_by("organisation__code", "name", "platform__position").values_list(
        "pk", "organisation", "name"
    ):
        if (unit, name) not in taken and (unit, name) not in seen:
            seen.add((unit, name))
            numbers.append(pk)
    return found.filter(pk__in=numbers).order_by("organisation__code", "name")


def of_account(account: Account) -> list[Signature]:
    """Where an account's name stands, one row for each convention it signed."""
    name = account_key(account)
    last = Signature.objects.filter(signatory=name).values("edition__convention").annotate(pk=Max("pk")).order_by()
    return list(Signature.objects.filter(pk__in=last.values("pk")).select_related("edition__convention"))


def account_key(account: Account) -> str:
    """The signatory of an account: a unit's name for all platforms it uses it on."""
    return f"account:{account.organisation_id}:{account.name}"[:120]


def wall() -> dict[int, int]:
    """How often each promise was made."""
    return dict(WallDay.objects.values_list("promise").annotate(total=Sum("count")).order_by())


def to_decide() -> QuerySet[Breach]:
    """Reports that wait for the office: new, heard, or appealed against."""
    heard = Q(state=Breach.State.HEARING) & (~Q(answer="") | Q(due_on__lt=clock.today()))
    return Breach.objects.filter(Q(state__in=(Breach.State.RECEIVED, Breach.State.APPEALED)) | heard)


def to_answer(organisation_id: int | None) -> QuerySet[Breach]:
    """Reports about a unit's accounts that it has not answered yet."""
    return Breach.objects.filter(state=Breach.State.HEARING, answer="", organisation=organisation_id)


def renewals_of(organisation_id: int | None) -> int:
    """How many of a unit's signatures are under an older edition."""
    found = (to_renew(one).filter(organisation=organisation_id).count() for one in public())
    return sum(found)


def founded() -> QuerySet[Breach]:
    """Reports that are closed and were a breach: all the public sees of them."""
    found = Breach.objects.filter(state=Breach.State.CLOSED).exclude(verdict__in=("", Breach.Verdict.UNFOUNDED))
    return found.select_related("convention", "organisation")


def mark(signature: Signature) -> str:
    """What proves a certificate genuine."""
    return marks.mark(_told(signature), signs=MARK_SIGNS)


def is_genuine(signature: Signature, given: str) -> bool:
    """Whether a mark is that of this certificate, also one printed under a former key of the site."""
    return marks.is_genuine(_told(signature), given, signs=MARK_SIGNS)


def _told(signature: Signature) -> str:
    return f"certificate|{signature.number}|{signature.signatory}"

"""Quarterly checks as somebody may see them."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from pufa.accounts.models import User
from pufa.matrix.models import Inspection, InspectionFinding, Sampled
from pufa.matrix.queries import register


def sample(inspection: Inspection, person: User) -> QuerySet[Sampled]:
    """The sampled accounts this person may see, with findings."""
    findings = InspectionFinding.objects.select_related("found_by", "answered_by", "ruled_by")
    found = inspection.sample.filter(account__in=register.visible_to(person))
    loaded = found.select_related("account__platform", "account__organisation", "looked_by")
    return loaded.prefetch_related(Prefetch("findings", findings))


def summaries(person: User) -> QuerySet[Inspection]:
    """All checks with how many accounts passed, failed, are open; a contact's count only the own unit's."""
    own = Q(sample__account__in=register.visible_to(person))
    counted: dict[str, Any] = {
        verdict.value: Count("sample", filter=own & Q(sample__verdict=verdict.value)) for verdict in Sampled.Verdict
    }
    return Inspection.objects.annotate(**{f"{name}_count": count for name, count in counted.items()})

"""What a site is called, and whose it is."""

from django.db import transaction

from pufa.accounts.models import Organisation, User
from pufa.audit import actions as audit_actions
from pufa.tracing.actions import permission
from pufa.tracing.models import WebSite


def name_site(*, site: WebSite, name: str, organisation: Organisation | None, by: User | None) -> WebSite:
    """Names a site and says which unit it belongs to; entries in the ledger made before stay as they are.

    Raises TracingError not_allowed.
    """
    permission.check(by)
    with transaction.atomic():
        held = WebSite.objects.select_for_update().get(pk=site.pk)
        held.name, held.organisation = name.strip()[:80], organisation
        held.save(update_fields=["name", "organisation"])
        detail = {"name": held.name, "unit": organisation.code if organisation else ""}
        audit_actions.record(by=by, verb="tracing.site_named", key=f"website:{held.pk}", title=held.host, detail=detail)
    site.refresh_from_db()
    return site

"""The public directory: which accounts are genuine, one page for each, and asking about a name or link."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pufa.edge.decorators import edge_public
from pufa.matrix import badges
from pufa.matrix.models import Account
from pufa.matrix.queries import directory, register, verify

HOME = {"url": "/"}


@edge_public()
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The whole directory, by kind of unit."""
    shelves = directory.shelves()
    context = {
        "shelves": shelves,
        "total": sum(len(entry.accounts) for shelf in shelves for entry in shelf.entries),
        "crumbs": [{**HOME, "label": _("Home")}, {"label": _("Genuine accounts")}],
    }
    return TemplateResponse(request, "matrix/directory.html", context)


@edge_public()
@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: whose it is, since when, and the code that leads to it."""
    found = get_object_or_404(Account.objects.registered().whole(), pk=pk)
    rooms = {"label": _("Genuine accounts"), "url": "/accounts/"}
    context = {
        "account": found,
        "others": register.same_unit(found),
        "badges": list(badges.of(found)),
        "crumbs": [{**HOME, "label": _("Home")}, rooms, {"label": found.name}],
        "linked_data": _linked_data(found),
    }
    return TemplateResponse(request, "matrix/public_account.html", context)


@require_GET
def verify_account(request: HttpRequest) -> HttpResponse:
    """Whether a name or link is one of ours; nothing of the question is kept."""
    asked = request.GET.get("q", "").strip()[: verify.LONGEST]
    rooms = {"label": _("Genuine accounts"), "url": "/accounts/"}
    crumbs = [{**HOME, "label": _("Home")}, rooms, {"label": _("Is this account genuine?")}]
    context = {"asked": asked, "verdict": verify.verify(asked) if asked else None, "crumbs": crumbs}
    return TemplateResponse(request, "matrix/verify.html", context)


def _linked_data(account: Account) -> str:
    """The account as search engines read it (schema.org), safe inside a page."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": settings.BASE_URL.rstrip("/") + account.public_url,
        "mainEntity": {
            "@type": "Organization",
            "name": account.organisation.name,
            "alternateName": account.name,
            "identifier": account.handle or account.number,
            "sameAs": [account.address] if account.address else [],
        },
    }
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(text)  # noqa: S308  (every sign that could end the block is escaped just before)

"""The field app: pages and answers for a device that is mostly without a network. No cookie; a key says who it is."""

import base64
import binascii
import json
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from pufa.accounts.models import District
from pufa.lectures import actions, queries
from pufa.lectures.actions import Report
from pufa.lectures.errors import LecturesError
from pufa.lectures.models import Device, VisitState
from pufa.ui.errors import Refusal

MOST_BYTES, MOST_PICTURES = 24 * 1024 * 1024, 4
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The one page of the field app."""
    answer = render(request, "lectures/field.html")
    answer["Content-Security-Policy"] = POLICY
    return answer


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it must lie where it works."""
    shelf = [request.path.removesuffix("sw.js"), static("lectures/field.js"), static("lectures/field.css")]
    text = render(request, "lectures/sw.js", {"shelf": json.dumps(shelf)}).content
    return HttpResponse(text, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes it installable."""
    here = request.path.removesuffix("manifest.webmanifest")
    told = {
        "name": _("Bench lectures: field book"), "short_name": _("Field book"), "start_url": here, "scope": here,
        "display": "standalone", "background_color": "#fbfaf6", "theme_color": "#b3261e", "lang": "zh-CN",
        "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/manifest+json")


@csrf_exempt
@require_POST
def link(request: HttpRequest) -> JsonResponse:
    """Trades a code for a key."""
    try:
        device, key = actions.link(code=str(_body(request).get("code", "")))
    except Refusal as refusal:
        return _refused(refusal)
    return JsonResponse({"key": key, "name": device.person.name, "expires_at": device.expires_at})


def with_device(view: Callable[[HttpRequest, Device], JsonResponse]) -> Callable[[HttpRequest], JsonResponse]:
    """Lets in whoever brings a good key."""

    def guarded(request: HttpRequest) -> JsonResponse:
        scheme, _blank, key = request.headers.get("Authorization", "").partition(" ")
        try:
            device = actions.with_key(key=key if scheme == "Bearer" else "")
            return view(request, device)
        except Refusal as refusal:
            return _refused(refusal)

    return guarded


@require_GET
@with_device
def pack(request: HttpRequest, device: Device) -> JsonResponse:
    """Everything to take along: kits, the own plans, the districts."""
    mine = device.person.visits.select_related("kit", "district").exclude(state=VisitState.RECORDED)[:200]
    told = {
        "kits": [one.published for one in queries.public_kits()], "plans": [visit.told() for visit in mine],
        "districts": list(District.objects.order_by("code").values("code", "name")), "name": device.person.name,
    }  # fmt: skip
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@require_POST
@with_device
def report(request: HttpRequest, device: Device) -> JsonResponse:
    """Takes one report; the same one again gives the same answer."""
    answer = actions.take_report(report=_report(_body(request)), by=device.person)
    told = {"result": answer.result, "visit": answer.visit, "message": answer.message}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _body(request: HttpRequest) -> dict[str, Any]:
    data = request.read(MOST_BYTES + 1)  # not `body`, which Django bounds for forms
    if len(data) > MOST_BYTES:
        raise LecturesError(_("The report is too large."), code="unreadable")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise LecturesError(_("The report cannot be read."), code="unreadable") from error
    return told if isinstance(told, dict) else {}


def _report(told: dict[str, Any]) -> Report:
    try:
        return Report(
            uuid=uuid.UUID(told["uuid"]), kit=str(told["kit"]), district=str(told["district"]),
            place=str(told["place"]),
            day=date.fromisoformat(told["day"]), people=told["people"], counting=str(told["counting"]),
            notes=str(told.get("notes", ""))[:1000], plan=told.get("plan"),
            pictures=_pictures(told.get("pictures", [])),
        )  # fmt: skip
    except (KeyError, ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise LecturesError(_("The report cannot be read."), code="unreadable") from error


def _pictures(some: list[str]) -> list[bytes]:
    if len(some) > MOST_PICTURES:
        raise ValueError("too many pictures")
    return [base64.b64decode(one.partition(",")[2], validate=True) for one in some]


def _refused(refusal: Refusal) -> JsonResponse:
    status = 401 if refusal.reason == "bad_token" else 422
    told = {"result": "refused", "code": refusal.reason, "message": str(refusal)}
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})

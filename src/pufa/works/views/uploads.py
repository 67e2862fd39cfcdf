"""Files in pieces, by the tus protocol 1.0.0 (https://tus.io): creation, core, termination."""

import base64
import binascii
from typing import IO, Final, cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pufa.accounts.desk import DeskRequest
from pufa.ui.errors import Refusal
from pufa.works import actions
from pufa.works.models import Upload, Work
from pufa.works.views.desk import writers

VERSION: Final = "1.0.0"
PIECE: Final = "application/offset+octet-stream"


@writers
@require_POST
def begin(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Creates an upload; `Upload-Metadata` may name the version (base64)."""
    length = request.headers.get("Upload-Length", "")
    if not (length.isascii() and length.isdigit()):
        return _answer(400, _("The length of the file is missing."))
    work = get_object_or_404(Work, pk=pk)
    try:
        upload = actions.begin_upload(work=work, size=int(length), version=_version(request), by=request.user)
    except Refusal as refusal:
        return _refused(refusal)
    return _answer(201, Location=reverse("works_desk:upload", args=[upload.token]))


@writers
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: DeskRequest, token: str) -> HttpResponseBase:
    """How far an upload is, its next piece, or its end."""
    found = get_object_or_404(Upload, token=token, person=request.user)
    if request.method == "HEAD":
        return _answer(200, **{"Upload-Offset": str(found.received), "Upload-Length": str(found.size)})
    if request.method == "DELETE":
        actions.abandon_upload(upload=found, by=request.user)
        return _answer(204)
    return _piece(request, found)


def _piece(request: DeskRequest, found: Upload) -> HttpResponse:
    offset = request.headers.get("Upload-Offset", "")
    if request.content_type != PIECE or not (offset.isascii() and offset.isdigit()):
        return _answer(415, _("A piece has an offset and its own content type."))
    try:
        done = actions.add_piece(upload=found, offset=int(offset), piece=cast("IO[bytes]", request), by=request.user)
    except Refusal as refusal:
        return _refused(refusal, found)
    if done.received == done.size:
        messages.success(request, _("Saved."))
    return _answer(204, **{"Upload-Offset": str(done.received)})


def _version(request: DeskRequest) -> str:
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _blank, value = pair.strip().partition(" ")
        if name == "version":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return ""


def _refused(refusal: Refusal, found: Upload | None = None) -> HttpResponse:
    """409 says where to go on, 422 that it will never do; both in words."""
    if refusal.reason == "wrong_offset" and found is not None:
        return _answer(409, str(refusal), **{"Upload-Offset": str(found.received)})
    return _answer(403 if refusal.reason == "not_allowed" else 422, str(refusal))


def _answer(status: int, words: str = "", **headers: str) -> HttpResponse:
    answer = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    for name, value in {"Tus-Resumable": VERSION, "Cache-Control": "no-store", **headers}.items():
        answer[name] = value
    return answer

"""The case file as a ZIP: the Word file, and for each copy the original page, texts, facts; a manifest over all."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pufa.lib import clock
from pufa.tracing import queries, store
from pufa.tracing.cases import word
from pufa.tracing.cases.facts import Facts, base_address
from pufa.tracing.models import Capture, Check, Finding

ZIP_TYPE: Final = "application/zip"
STAMP: Final = (2000, 1, 1, 0, 0, 0)  # the same facts make the same archive


def make(findings: Sequence[Finding], facts: Facts) -> bytes:
    """All files of the case, `manifest.json` and `SHA256SUMS` (for `sha256sum -c`) last."""
    file = io.BytesIO()
    named: list[tuple[str, bytes]] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(findings, facts):
            _add(archive, name, data)
            named.append((name, data))
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in named}
        manifest = {
            "system": base_address(),
            "made_at": facts["made_at"],
            "files": [{"name": name, "bytes": len(data), "sha256": sums[name]} for name, data in named],
        }
        _add(archive, "manifest.json", _json(manifest))
        _add(archive, "SHA256SUMS", "".join(f"{value}  {name}\n" for name, value in sums.items()).encode())
    return file.getvalue()


def _files(findings: Sequence[Finding], facts: Facts) -> Iterator[tuple[str, bytes]]:
    yield "case.docx", word.make(findings, facts)
    yield "README.txt", "\n\n".join([facts["heading"], *facts["method"]]).encode()
    for number, one in enumerate(findings, start=1):
        folder = f"copy-{number:03}"
        capture = one.capture
        yield f"{folder}/original-page.html", store.read(capture.sha256)
        yield f"{folder}/page.txt", capture.text.encode()
        yield f"{folder}/piece.txt", one.original.text.encode()
        yield f"{folder}/capture.json", _json(_capture(capture))
        yield f"{folder}/judgement.json", _json(_judgement(one))
        yield f"{folder}/looked-again.json", _json([_check(check) for check in one.checks.select_related("capture")])
        yield f"{folder}/audit-trail.json", _json(queries.audit_marks(one))


def _capture(capture: Capture) -> dict[str, Any]:
    names = ("asked_address", "final_address", "status", "headers", "sha256", "size", "text_sha256", "title", "source")
    return {name: getattr(capture, name) for name in names} | {
        "obtained_at": clock.in_shanghai(capture.at).isoformat(),
        "how": capture.how,
        "published": capture.published,
        "readers": capture.readers,
    }


def _judgement(one: Finding) -> dict[str, Any]:
    names = ("kind", "score", "direction", "covered", "passages", "differences", "disguises", "source_named", "state")
    return {name: getattr(one, name) for name in names} | {
        "judged_at": clock.in_shanghai(one.judged_at).isoformat(),
        "piece_sha256": one.original.sha256,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "at": clock.in_shanghai(check.at).isoformat(),
        "outcome": check.outcome,
        "status": check.status,
        "message": check.message,
        "address": check.address,
        "headers": check.headers,
        "sha256": check.capture.sha256 if check.capture else None,
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(entry, data)

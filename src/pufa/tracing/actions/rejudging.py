"""Captures are judged anew, with today's rules and today's pieces."""

from datetime import datetime

from django.db import transaction

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.tracing import recognition
from pufa.tracing.actions import judgements, permission
from pufa.tracing.models import Capture, WebPage


def rejudge(*, page: WebPage, by: User | None, now: datetime | None = None) -> int:
    """Judges the latest capture of a page anew, with today's rules and today's pieces; how many findings it has.

    A piece that the capture no longer holds stays a finding: what a person decided is not taken from them.
    Raises TracingError not_allowed.
    """
    permission.check(by)
    capture = Capture.objects.filter(page=page).order_by("-at", "-pk").first()
    if capture is None:
        return 0
    found = recognition.recognise(capture.text)
    moment = now or clock.now()
    with transaction.atomic():
        known = {one.piece_id: one for one in page.findings.select_for_update()}
        for words, one in found:
            finding = known.get(words.piece_id)
            if finding is None:
                judgements.add(capture=capture, words=words, found=one, now=moment)
            else:
                judgements.update(finding=finding, capture=capture, words=words, found=one, now=moment)
    return len(found)


def rejudge_all(*, by: User | None, now: datetime | None = None) -> int:
    """Judges the latest capture of every page anew, each in its own transaction; how many findings there are."""
    permission.check(by)
    return sum(rejudge(page=page, by=by, now=now) for page in WebPage.objects.order_by("pk").iterator(chunk_size=100))

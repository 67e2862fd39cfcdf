"""Pages come in: one, a list, a feed, a site map, a page of links, saved files."""

import pytest

from pufa.tracing import actions
from pufa.tracing.models import Capture, Errand, Finding, Gathering, GatheringState, Kind


def gathered(gathering, seconds=20):
    actions.work_off(gathering=gathering, seconds=seconds)
    gathering.refresh_from_db()
    return gathering


def test_one_page_becomes_evidence_and_a_finding(staff, pieces, site):
    address = site.put("/a.html", f"{web_article()}")
    gathering = gathered(actions.ask(kind="page", address=address, by=staff.editor))
    assert gathering.state == GatheringState.DONE, list(Errand.objects.values())
    finding = Finding.objects.get()
    print(finding.kind, finding.score, finding.direction, finding.passages, finding.differences, finding.disguises)
    print(Capture.objects.get().text)


def web_article():
    from pufa.tracing.tests import web

    return web.article()

"""Short ways to gather pages and find copies, as people do it."""

import zipfile
from datetime import timedelta
from io import BytesIO

from pufa.lib import clock
from pufa.tracing import actions, uploads
from pufa.tracing.models import Errand, Finding, WebPage
from pufa.tracing.tests import web


def gathered(gathering, seconds=20, **given):
    while actions.work_off(gathering=gathering, seconds=seconds, **given):
        pass
    gathering.refresh_from_db()
    return gathering


def fetched(staff, address, **given):
    return gathered(actions.ask(kind="page", address=address, by=staff.editor), **given)


def found(staff, site, path="/a.html", page=None):
    """A finding of a page put on the site."""
    fetched(staff, site.put(path, page or web.article()))
    return Finding.objects.order_by("-pk")[0]


def saved(staff, *files):
    gathering = actions.ask_files(
        files=[actions.Upload(name, data) for name, data in files], source="保存", by=staff.editor
    )
    return gathered(gathering)


def archive(*files):
    """A ZIP of some files."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files:
            file.writestr(name, data)
    packed.seek(0)
    return packed


def unpacked(*files):
    return list(uploads.of_files([("pages.zip", archive(*files))]))


def errand(gathering):
    return Errand.objects.get(gathering=gathering)


def look(staff, finding, *, after=timedelta(0)):
    """Looks again at a finding, some time later."""
    now = clock.now() + after
    page = WebPage.objects.get(pk=finding.page_id)
    gathering = actions.look_again(page=page, by=staff.editor, now=now)
    gathered(gathering, now=now)
    finding.refresh_from_db()
    return finding

"""Pages read elsewhere become drafts: text kept, code not, the same page once."""

import hashlib
import html
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pufa.audit import queries as audit_queries
from pufa.editorial import actions, jobs
from pufa.editorial.models import ImportState, PageImport, PiecePage, Provenance
from pufa.editorial.tests.factories import MONDAY
from pufa.lib import clock

ARTICLE = """<!doctype html><html><head><meta charset="utf-8"><title>快递单别乱扔_某某网</title></head><body>
<h1>快递单别乱扔</h1><p>2026-03-01 09:30　来源：某某日报</p><div class="article">
<p>本报讯（记者 李明）家住城东的张女士最近总接到推销电话，对方连她买了什么都知道。
&lt;script&gt;alert(1)&lt;/script&gt;
她后来才想起来，扔掉的快递单上写着姓名、电话和住址。</p>
<p>怎样处理快递单</p>
<p>民警提醒，拆完快递先把单子撕碎，或者用笔把电话和姓名涂掉，再扔进垃圾桶，别图省事。</p>
<p>如果发现有人拿着你的信息打电话，先挂断，再拨打官方电话核实，必要时向网信部门举报。</p></div>
<p>责任编辑：赵六</p></body></html>"""


SAVED = ARTICLE.encode()


def imported(staff, parent, data=SAVED):
    return actions.import_file(data=data, name="saved.html", parent=parent, by=staff.editor, now=MONDAY)


def test_an_imported_page_is_a_draft_with_its_provenance_and_a_warning(staff, series):
    piece = imported(staff, series)
    assert (piece.live, piece.is_reprint, piece.source_checked) == (False, True, False)
    assert piece.title == "快递单别乱扔"
    assert piece.source == "某某日报"
    assert clock.in_shanghai(piece.source_published_at).strftime("%Y-%m-%d %H:%M") == "2026-03-01 09:30"
    assert {credit.name for credit in piece.credits.all()} >= {"李明"}
    assert [block.block_type for block in piece.body] == ["paragraph", "heading", "paragraph", "paragraph"]
    assert piece.body[1].value == "怎样处理快递单"
    assert len(piece.warnings()) == 1
    kept = Provenance.objects.get(piece=piece)
    assert kept.sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert (kept.address, kept.imported_by, kept.imported_at) == ("saved.html", staff.editor, MONDAY)
    assert kept.page["title"] == "快递单别乱扔"
    assert kept.page["noise"]["removed"] == 0
    assert audit_queries.entries(key=piece.object_key, verb="piece.imported").count() == 1


def test_code_in_an_imported_page_stays_text(staff, series):
    html = imported(staff, series).body.render_as_block()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_same_page_is_imported_once_and_names_what_it_became(staff, series, brand):
    first = imported(staff, series)
    with pytest.raises(actions.AlreadyImportedError) as caught:
        imported(staff, brand)
    assert caught.value.piece == first
    assert "快递单别乱扔" in str(caught.value)
    assert PiecePage.objects.count() == 1
    first.delete()
    assert imported(staff, brand).pk


def test_files_that_are_no_pages_are_refused_in_words(staff, series):
    for data, code in ((b"", "empty"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "binary")):
        with pytest.raises(actions.EditorialError) as caught:
            imported(staff, series, data)
        assert caught.value.reason == code
        assert str(caught.value)
    with pytest.raises(actions.EditorialError):
        actions.import_file(data=ARTICLE.encode(), name="x", parent=series, by=staff.first)
    assert not PiecePage.objects.exists()


class Site(BaseHTTPRequestHandler):
    """A newspaper with one page."""

    def do_GET(self):
        body = ARTICLE.encode("gb18030").replace(b"utf-8", b"gb18030")
        self.send_response(200 if self.path == "/page.html" else 404)
        self.send_header("Content-Type", "text/html; charset=gb18030")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Keeps the test's output clean."""


@pytest.fixture
def newspaper(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.IMPORT_PRIVATE_HOSTS = [("127.0.0.1", server.server_port)]
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def ask(address, staff, parent):
    return actions.request_import(address=address, parent=parent, by=staff.editor, now=MONDAY)


def test_an_address_is_fetched_once_by_the_worker(staff, series, newspaper):
    asked = actions.run_import(asked=ask(f"{newspaper}/page.html", staff, series), now=MONDAY)
    assert (asked.state, asked.message) == (ImportState.DONE, "")
    assert asked.piece.title == "快递单别乱扔"
    assert asked.piece.source_url == f"{newspaper}/page.html"
    assert asked.piece.owner == staff.editor
    actions.run_import(asked=asked)
    assert PiecePage.objects.count() == 1
    again = actions.run_import(asked=ask(f"{newspaper}/page.html", staff, series))
    assert (again.state, again.piece) == (ImportState.FAILED, asked.piece)
    assert again.message


def test_a_fetch_whose_worker_died_ends_in_words_and_can_be_asked_again(client, staff, series, newspaper):
    stuck, fresh = (ask(f"{newspaper}/page.html?{name}", staff, series) for name in "ab")
    PageImport.objects.update(state=ImportState.RUNNING)
    PageImport.objects.filter(pk=fresh.pk).update(asked_at=MONDAY + timedelta(minutes=2))
    jobs.give_up_stuck_imports(now=MONDAY + timedelta(minutes=11))
    stuck.refresh_from_db()
    fresh.refresh_from_db()
    assert (stuck.state, fresh.state) == (ImportState.FAILED, ImportState.RUNNING)
    assert "再试一次" in stuck.message
    client.force_login(staff.editor)
    shown = client.get(f"/desk/pieces/import/{stuck.pk}/")
    assert "Refresh" not in shown.headers
    again = re.search(r'href="([^"]*[?]address=[^"]*)"', shown.content.decode()).group(1)
    form = client.get(html.unescape(again)).context["form"]
    assert form["address"].value() == stuck.address
    assert form["parent"].value() == str(series.pk)


def test_what_goes_wrong_in_fetching_is_kept_in_words(staff, series, newspaper, settings):
    missing = actions.run_import(asked=ask(f"{newspaper}/missing", staff, series))
    settings.IMPORT_PRIVATE_HOSTS = []
    inside = actions.run_import(asked=ask(f"{newspaper}/page.html", staff, series))
    for asked in (missing, inside):
        assert asked.state == ImportState.FAILED
        assert asked.message
        assert asked.piece is None
    assert "内部网络" in inside.message
    with pytest.raises(actions.EditorialError):
        actions.request_import(address="http://x/", parent=series, by=staff.office)
    assert PageImport.objects.count() == 2

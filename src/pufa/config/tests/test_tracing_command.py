"""`pufa trace` as people run it."""

import json

import pytest

from pufa.config import cli
from pufa.tracing.models import Finding
from pufa.tracing.tests import conftest as rooms
from pufa.tracing.tests import web
from pufa.tracing.tests.working import archive

places, staff, pieces, site = rooms.places, rooms.staff, rooms.pieces, rooms.site


def traced(capsys, *words):
    code = cli.main(["trace", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_folder_an_archive_and_one_page(capsys, staff, pieces, site, tmp_path):
    folder = tmp_path / "saved"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.html").write_text(web.article())
    (folder / "deep/b.htm").write_text(web.other())
    (folder / "c.png").write_bytes(b"\x89PNG")
    code, out, _err = traced(capsys, "folder", folder, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, len(lines)) == (0, 2)
    (found,) = lines[0]["found"]
    assert set(lines[0]) == {"address", "state", "error", "message", "title", "sha256", "found"}
    assert (found["piece"], found["kind"], found["disguises"]) == (pieces[0].pk, "without_source", [])
    (tmp_path / "x.zip").write_bytes(archive(("z.html", web.article(1))).getvalue())
    assert web.PIECES[1][0] in traced(capsys, "folder", tmp_path / "x.zip")[1]
    assert (
        web.PIECES[0][0] in traced(capsys, "page", site.put("/a.html", web.article()), "--as", staff.editor.username)[1]
    )
    assert Finding.objects.count() == 3
    code, out, _err = traced(capsys, "page", f"{site.base}/missing")
    assert (code, "404" in out) == (1, True)


def test_lists_and_the_index(capsys, pieces, site, tmp_path):
    (tmp_path / "list.txt").write_text(
        f"# 单位\n{site.put('/a.html', web.article())}\n{site.put('/b.html', web.other())}\n"
    )
    code, out, _err = traced(capsys, "list", tmp_path / "list.txt")
    assert (code, len(out.splitlines())) == (0, 2)
    assert "没有我们的内容" in out
    assert "2" in traced(capsys, "rebuild")[1]
    assert "1" in traced(capsys, "rejudge")[1]
    assert traced(capsys, "resume")[0] == 0


@pytest.mark.parametrize(
    "words", [("page", "ftp://x/"), ("list", "/no/such/file"), ("page", "x://y"), ("folder", "/no")]
)
def test_what_cannot_be_done_is_said(capsys, db, words):
    code, out, err = traced(capsys, *words)
    assert (code, out) == (1, "")
    assert err.startswith("pufa trace: ")

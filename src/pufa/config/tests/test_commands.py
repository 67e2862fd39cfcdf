"""Each command of `pufa`: its help, its exit codes, and what it says when something is wrong."""

import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from openpyxl import Workbook

from pufa.config import cli
from pufa.config.tests.conftest import ROOT, run

OWN_PAGE = ROOT / "tests/pages/own-page.html"
WORDS = "--name 某某网络普法 --office 某某市委网信办公室 --short 某某网信办 --person 张一 --username zhangyi"
ANSWERS = WORDS.split()


@pytest.fixture
def home(template, tmp_path):
    """A home brought up to date, with nothing in it."""
    return Path(shutil.copytree(template, tmp_path / "ready"))


def table(path, *rows):
    """An Excel file of rows whose cells stand apart by a space; - is an empty cell."""
    book = Workbook()
    for row in rows:
        book.active.append([None if cell == "-" else cell for cell in row.split()])
    book.save(path)
    return str(path)


def count(home, name):
    connection = sqlite3.connect(home / "pufa.sqlite3")
    found = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    connection.close()
    return found


@pytest.mark.parametrize("words", [[], *([name] for name in cli.COMMANDS), ["audit", "verify"], ["search", "rebuild"]])
def test_every_command_has_help_that_ends_well(words, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main([*words, "--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: pufa {' '.join(words)}".strip())
    assert len(said.splitlines()) > 3


@pytest.mark.parametrize("words", [[], ["nonsense"], ["audit"], ["figures", "--from", "yesterday"], ["import-page"]])
def test_wrong_words_end_with_two(words, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2
    assert "usage: pufa" in capsys.readouterr().err


def test_version(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("pufa 0.")


def imported(capsys, *words):
    code = cli.main(["import-page", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_import_page_prints_one_object_with_all_its_keys(capsys):
    code, page = imported(capsys, OWN_PAGE)
    assert code == 0
    keys = {"title", "published_at", "dateline", "credits", "source", "place", "copyright", "keywords", "body", "noise"}
    assert keys <= set(page)
    assert {"reporters", "photographers", "trainees"} <= set(page["credits"])
    assert (page["title"], page["source"]) == ("社区开讲：陌生链接为什么不能点", "示例日报")
    assert page["published_at"].startswith("2026-03-05T09:30")
    assert page["keywords"] == ["网络安全", "社区"]
    assert len(page["body"]) == 4
    assert page["body"][0].startswith("三月五日上午，河边社区")
    assert not any("责任编辑" in paragraph or "版权" in paragraph for paragraph in page["body"])
    assert set(page["noise"]) == {"removed", "characters", "readings"}
    assert sum(one["count"] for one in page["noise"]["readings"]) == page["noise"]["removed"] == 16


def test_import_page_reads_gb18030_as_well(tmp_path, capsys):
    file = tmp_path / "page.html"
    file.write_bytes(OWN_PAGE.read_text("utf-8").replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030"))
    code, page = imported(capsys, file)
    assert (code, page["title"]) == (0, "社区开讲：陌生链接为什么不能点")
    assert page == {**imported(capsys, OWN_PAGE)[1], "encoding": page["encoding"]}


def test_import_page_as_a_sheet_for_people(capsys):
    assert cli.main(["import-page", str(OWN_PAGE)]) == 0
    said = capsys.readouterr().out
    assert "标题\t社区开讲：陌生链接为什么不能点" in said
    assert "去掉的注音\t16 处，15 个字" in said


def test_import_page_from_standard_input(tmp_path):
    done = run(tmp_path, "import-page", "-", "--json", stdin=OWN_PAGE.read_bytes())
    assert (done.returncode, json.loads(done.stdout)["source"]) == (0, "示例日报")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "binary"),
        (b"PK\x03\x04" + bytes(5000), "binary"),
        (b"<p>" + "网".encode() * 700_000, "too_large"),
    ],
)
def test_import_page_says_what_is_wrong_with_a_file(tmp_path, capsys, content, code):
    file = tmp_path / "page.html"
    file.write_bytes(content)
    assert cli.main(["import-page", str(file), "--json", "--max-mb", "2"]) == 1
    said = capsys.readouterr()
    fault = json.loads(said.out)
    assert fault["error"] == code
    assert fault["message"] in said.err
    assert "Traceback" not in said.err


def test_import_page_of_a_missing_file_and_of_a_folder(tmp_path, capsys):
    for page in (tmp_path / "nowhere.html", tmp_path):
        code, fault = imported(capsys, page)
        assert (code, fault["error"]) == (1, "unreadable")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/", "http://[::1]/", "http://10.0.0.5/a.html", "http://169.254.169.254/latest/",
        "http://2130706433/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://localhost/",
    ],
)  # fmt: skip
def test_import_page_refuses_addresses_inside(address, capsys):
    code, fault = imported(capsys, address)
    assert code == 1
    assert fault["error"] == "private_address"


@pytest.mark.parametrize("address", ["ftp://example.cn/", "file:///etc/passwd", "http://", "javascript://x"])
def test_import_page_refuses_what_is_no_web_address(address, capsys):
    code, fault = imported(capsys, address)
    assert (code, fault["error"]) == (1, "bad_address")


def test_draft_without_a_programme_is_refused_in_words(home):
    done = run(home, "import-page", str(OWN_PAGE), "--draft", "--json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["error"]


def test_init_starts_an_empty_programme_once(home):
    done = run(home, "init", "--no-input", *ANSWERS)
    assert done.returncode == 0, done.stderr
    assert "/desk/invitation/" in done.stdout
    assert count(home, "portal_homepage") == 1
    assert count(home, "editorial_piecepage") == 0
    assert "株洲" not in done.stdout
    again = run(home, "init", "--no-input", *ANSWERS)
    assert again.returncode == 1
    assert "PUFA_HOME" in again.stderr
    assert count(home, "portal_homepage") == 1
    assert run(home, "audit", "verify").returncode == 0
    demo = run(home, "demo", "--load-only")
    assert demo.returncode == 1
    assert "PUFA_HOME" in demo.stderr


def test_init_asks_for_what_is_missing(home):
    done = run(home, "init", "--no-input", "--name", "某某网络普法")
    assert done.returncode == 2
    assert all(word in done.stderr for word in ("--office", "--person", "--username"))
    assert "--phone" not in done.stderr
    assert count(home, "portal_homepage") == 0


def test_init_takes_tables_in_and_names_row_and_column_of_each_error(home, tmp_path):
    districts = table(tmp_path / "districts.xlsx", "编码 名称 上级区划", "000000 某某市 -", "000101 东区 某某市")
    head, good = "编码 全称 简称 类型 所在区划 上级单位", "bm01 某某市司法局 市司法局 部门 东区 -"
    wrong = ("bm02 某某市教育局 市教育局 部门 西区 -", "bm03 - 市财政局 部门 东区 -")
    given = ["init", "--no-input", *ANSWERS, "--districts", districts, "--organisations"]
    done = run(home, *given, table(tmp_path / "bad.xlsx", head, good, *wrong))
    assert done.returncode == 1
    assert re.search("第 3 行.*所在区划", done.stderr)
    assert re.search("第 4 行.*全称", done.stderr)
    tables = ("portal_homepage", "accounts_district", "accounts_organisation", "accounts_user", "audit_entry")
    assert [count(home, name) for name in tables] == [0] * len(tables)
    people = table(tmp_path / "people.xlsx", "用户名 姓名 所属单位 角色", "lisi 李四 市司法局 编辑、初审")
    done = run(home, *given, table(tmp_path / "good.xlsx", head, good), "--people", people)
    assert done.returncode == 0, done.stderr
    assert [count(home, name) for name in tables[1:4]] == [2, 2, 2]


def test_doctor_is_content_with_a_sound_home_and_names_what_is_wrong(home):
    sound = run(home, "doctor")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "✗" not in sound.stdout
    (home / "secrets/secret_key").chmod(0o644)
    leaky = run(home, "doctor")
    assert leaky.returncode == 1
    assert "chmod 600" in leaky.stdout
    wrong = run(home, "doctor", PUFA_REVIEW_DAYS="soon")
    assert wrong.returncode == 1
    assert "PUFA_REVIEW_DAYS" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_a_database_without_migrations_is_noticed_by_everybody(tmp_path):
    doctor = run(tmp_path, "doctor")
    assert doctor.returncode == 1
    assert "pufa migrate" in doctor.stdout
    for command in (["serve", "--port", "1"], ["worker"], ["figures"], ["audit", "verify"], ["search", "rebuild"]):
        done = run(tmp_path, *command)
        assert done.returncode == 1, command
        assert "pufa migrate" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_ends_with_a_sentence():
    done = run(Path("/proc/nowhere"), "doctor")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "PUFA_HOME" in done.stderr


def test_figures_of_an_empty_programme_are_zero(home):
    assert run(home, "init", "--no-input", *ANSWERS).returncode == 0
    done = run(home, "figures", "--json", "--from", "2026-01-01", "--to", "2026-01-31")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["from"], told["to"]) == ("2026-01-01", "2026-01-31")
    assert {figure["code"] for figure in told["figures"]} >= {"pieces_published", "page_reads", "readers"}
    assert {figure["value"] for figure in told["figures"]} == {0}
    lines = run(home, "figures").stdout.splitlines()
    assert len(lines) == len(told["figures"])


def test_audit_verify_finds_a_row_that_was_edited_behind_our_back(home):
    assert run(home, "init", "--no-input", *ANSWERS).returncode == 0
    whole = run(home, "audit", "verify")
    assert whole.returncode == 0
    assert str(count(home, "audit_entry")) in whole.stdout
    connection = sqlite3.connect(home / "pufa.sqlite3")
    triggers = "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name='audit_entry'"
    kept = connection.execute(triggers).fetchall()
    assert kept
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("UPDATE audit_entry SET title='x'")
    for name, _sql in kept:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE audit_entry SET title='改过' WHERE seq=(SELECT max(seq) - 1 FROM audit_entry)")
    for _name, sql in kept:
        connection.execute(sql)
    connection.commit()
    connection.close()
    done = run(home, "audit", "verify")
    assert done.returncode == 1
    assert "edited" in done.stderr
    assert run(home, "doctor").returncode == 1


def test_show_logins_without_a_sample_city(home):
    done = run(home, "demo", "--show-logins")
    assert done.returncode == 1
    assert "pufa demo" in done.stderr


def test_search_rebuild_of_nothing(home):
    assert run(home, "init", "--no-input", *ANSWERS).returncode == 0
    done = run(home, "search", "rebuild")
    assert done.returncode == 0, done.stderr
    assert "0" in done.stdout

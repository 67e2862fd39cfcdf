"""`pufa laws search` as people run it."""

import json
import shutil
from pathlib import Path

import pytest

from pufa.config.tests.conftest import run

DOGS = """中华人民共和国饲养动物法
（2012年1月1日通过）
公布日期：2012-01-01
施行日期：2012-02-01

第一条　为了规范饲养动物，制定本法。
第二条　饲养的动物造成他人损害的，动物饲养人应当承担侵权责任。
第二条之一　禁止遗弃饲养的动物。
"""


@pytest.fixture
def home(template, tmp_path):
    """A home with one law."""
    place = Path(shutil.copytree(template, tmp_path / "home"))
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "dogs.md").write_text(DOGS, encoding="utf-8")
    assert run(place, "laws", "import", str(folder)).returncode == 0
    return place


def test_a_line_out_for_each_line(home, tmp_path):
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"question": "被狗咬了"}\n\n{"text": "遗弃"}\n', encoding="utf-8")
    done = run(home, "laws", "search", "--batch", str(batch), "--limit", "2", "--json")
    assert done.returncode == 0
    first, empty, last = [json.loads(line)["results"] for line in done.stdout.splitlines()]
    assert set(first[0]) == {"law", "article", "score"}
    assert (first[0]["law"], first[0]["article"]) == ("中华人民共和国饲养动物法", 2)
    assert empty == []
    assert (last[0]["article"], last[0]["sub"]) == (2, 1)


def test_a_question_and_a_broken_line(home, tmp_path):
    assert "饲养动物法\t第二条\t" in run(home, "laws", "search", "被狗咬了").stdout
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"other": 1}\n', encoding="utf-8")
    done = run(home, "laws", "search", "--batch", str(batch))
    assert done.returncode == 1
    assert f"{batch}:1:" in done.stderr

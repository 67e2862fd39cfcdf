"""`pufa trace match` as people run it."""

import json
from random import Random

from pufa.config import cli
from pufa.tracing.tests import disguises
from pufa.tracing.tests.articles import article


def _file(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_one_line_for_each_pair(tmp_path, capsys):
    originals = [{"id": n, "title": f"题{n}", "text": article(n, 8)} for n in range(4)]
    pages = [
        {"id": "p1", "title": "", "text": disguises.bracketed_few(article(2, 8), Random(1))},
        {"id": "p2", "title": "别的", "text": "今天的集市上没有人谈起课堂。"},
    ]
    ours, theirs = _file(tmp_path / "o.jsonl", originals), _file(tmp_path / "p.jsonl", pages)
    assert cli.main(["trace", "match", "--originals", ours, "--pages", theirs]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["page"], row["original"], row["kind"]) for row in rows] == [("p1", "2", "garbled")]
    assert "bracketed_readings" in rows[0]["disguises"]
    assert set(rows[0]) == {"page", "original", "score", "kind", "disguises"}
    assert 0.5 <= rows[0]["score"] <= 1


def test_a_bad_line_is_named(tmp_path, capsys):
    good = _file(tmp_path / "o.jsonl", [{"id": "1", "text": article(1, 8)}])
    bad_lines = {
        b'{"id": "2"}': "应为含“id”和“text”的 JSON 对象",
        b'{"id": 2,]': "从第 10 个字符起不是 JSON",
        b"[1]": "JSON 对象",
        b'{"id": "2", "text": 3}': "“text”应为文字",
        b'{"id": "\xff"}': "不是 UTF-8 编码（第 9 个字节起）",
        b"3": "JSON 对象",
    }
    for number, (bad, words) in enumerate(bad_lines.items()):
        file = tmp_path / f"{number}.jsonl"
        file.write_bytes(b'{"id": "1", "text": "x"}\n\n' + bad + b"\n")
        assert cli.main(["trace", "match", "--originals", good, "--pages", str(file)]) == 1
        said = capsys.readouterr().err
        assert f"{file}:3: " in said
        assert words in said
    assert cli.main(["trace", "match", "--originals", good, "--pages", str(tmp_path / "none")]) == 1
    assert "none：没有这个文件" in capsys.readouterr().err
    assert cli.main(["trace", "match", "--originals", good, "--pages", str(tmp_path)]) == 1
    assert "读不了" in capsys.readouterr().err
    twice = _file(tmp_path / "t.jsonl", [{"id": "1", "text": "a"}, {"id": "1", "text": "b"}])
    assert cli.main(["trace", "match", "--originals", twice, "--pages", good]) == 1
    assert ":2: 编号“1”前面已经用过" in capsys.readouterr().err

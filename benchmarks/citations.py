"""How fast citations are checked, on every kind of text: `python -m benchmarks.citations [megabytes of each kind]`.

Needs the law data (`var/laws/laws.db`, or PUFA_LAWS_DB). CPU time of one core, the best of three; a megabyte is 10⁶
bytes of UTF-8. Rows of one run are comparable; the machine's other work moves all of them together.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date

from pufa.statutes.citations import Catalogue, check_long
from pufa.statutes.citations.hints import chinese
from pufa.statutes.tests import lawsdb

ON = date(2026, 11, 25)
STATE = "中华人民共和国"
NEWS = (
    "本周，市里组织多场普法活动走进社区、学校和企业，志愿者向居民讲解身边的案例，发放宣传手册。",
    "活动现场，工作人员结合近期办理的案件，用通俗的语言回答大家提出的问题，不少人边听边记。",
    "一位参加活动的居民表示，今后遇到类似的事情，会先想一想，再找社区调解员商量。",
    "下一步，有关部门将继续完善工作机制，把服务送到更多群众身边，努力形成人人参与的良好氛围。",
)


def citations(catalogue: Catalogue, size: int) -> Iterator[str]:
    """Citations one after another: titles and plain names, lists, paragraphs, both kinds of digits."""
    draw = random.Random(3)
    laws = [law for law in catalogue.laws if law.version_on(ON) and law.name.endswith(("法", "法典"))]
    while size > 0:
        law = draw.choice(laws)
        version = law.version_on(ON)
        if version is None:
            continue
        (number, sub), article = draw.choice(list(version.articles.items()))
        name = draw.choice(["《{}》", "《{}》", "{}"]).format(draw.choice([law.name, law.name.removeprefix(STATE)]))
        text = f"{name}第{chinese(number) if draw.random() < 0.7 else number}条" + (f"之{chinese(sub)}" if sub else "")
        if draw.random() < 0.4:
            text += f"第{chinese(draw.randint(1, len(article.paragraphs)))}款"
        if draw.random() < 0.2:
            text += f"、第{chinese(number + 1)}条"
        text += draw.choice("、，；。和")
        size -= len(text.encode())
        yield text


def news(catalogue: Catalogue, size: int) -> Iterator[str]:
    """Sentences of a report with a citation in every fourth."""
    draw = random.Random(4)
    for cited in citations(catalogue, size):
        sentence = "".join(draw.choice(NEWS) for _ in range(3)) + f"根据{cited[:-1]}的规定，应当依法处理。\n"
        size -= len(sentence.encode())
        yield sentence
        if size < 0:
            return


def until(parts: Callable[[], Iterator[str]], size: int) -> str:
    """Parts, again and again, up to a size in bytes."""
    text = "".join(parts())
    return (text * (1 + size // len(text.encode())))[: size // 3]


def speed(text: str, catalogue: Catalogue) -> tuple[float, int]:
    """Megabytes a second of CPU, and how many citations were found."""
    best, count = float("inf"), 0
    for _ in range(3):
        begin = time.process_time()
        count = sum(1 for _ in check_long(text, catalogue, on=ON))
        best = min(best, time.process_time() - begin)
    return len(text.encode()) / 1e6 / best, count


def main() -> None:
    """Prints the table."""
    size = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 1_000_000
    catalogue = lawsdb.catalogue()
    texts = {
        "law text": until(lambda: (f"{label}　{text}\n" for _, _, label, text in lawsdb.rows()[:4000]), size),
        "news, a citation in four sentences": "".join(news(catalogue, size)),
        "nothing but citations": "".join(citations(catalogue, size)),
        "one citation again and again": "《刑法》第二百六十六条、" * (size // 36),
        "the shortest citation again and again": "刑法第1条、" * (size // 16),
    }
    texts |= {f"hostile: {unit}": unit * (size // len(unit.encode())) for unit in "《 第 、 1 “ （".split()}
    texts["hostile: 第一、"] = "第一、" * (size // 9)
    print(f"{size / 1e6:.1f} MB of each, load {os.getloadavg()[0]:.1f}")
    print("| text | citations | MB/s | of law text |\n|---|---:|---:|---:|")
    base = 0.0
    for name, text in texts.items():
        rate, count = speed(text, catalogue)
        base = base or rate
        print(f"| {name} | {count:,} | {rate:.2f} | {rate / base:.2f} |")


if __name__ == "__main__":
    main()

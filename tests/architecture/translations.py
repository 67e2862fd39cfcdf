"""Every English source string has its Chinese; run as a program it lists what is missing."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "_": None, "gettext_noop": None, "noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
IN_TEMPLATE = re.compile(r"""\{%\s*(?:trans|translate)\s+(?:"([^"]+)"|'([^']+)')([^%]*)%\}""")
CONTEXT = re.compile(r"""\bcontext\s+["']([^"']+)["']""")
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


# A source string in its context ("" for none): the same words in another context are another string.
Source = tuple[str, str]


def _context(options: str) -> str:
    found = CONTEXT.search(options)
    return found[1] if found else ""


def _wanted_of(file: Path) -> set[Source]:
    if file.suffix == ".py":
        with file.open("rb") as stream:
            found = extract("python", stream, keywords=KEYWORDS)
            return {(said or "", text[0] if isinstance(text, tuple) else text) for _, text, _, said in found}
    text = file.read_text()
    wanted = {(_context(options), double or single) for double, single, options in IN_TEMPLATE.findall(text)}
    for options, body in BLOCK.findall(text):
        singular = VARIABLE.sub(r"%(\1)s", PLURAL.split(body)[0])
        is_trimmed = "trimmed" in options
        words = re.sub(r"\s*\n\s*", " ", singular.strip()) if is_trimmed else singular
        wanted.add((_context(options), words))
    return wanted


def wanted() -> dict[Source, str]:
    """Every source string, with the first file that uses it."""
    strings: dict[Source, str] = {}
    for file in sorted((ROOT / "src/pufa").rglob("*")):
        if file.suffix in {".py", ".html", ".txt"} and not {"tests", "migrations", "texts"} & set(file.parts):
            for text in _wanted_of(file):
                if text[1]:
                    strings.setdefault(text, str(file.relative_to(ROOT)))
    return strings


def _said() -> Iterator[tuple[Source, str, str]]:
    """Each source string an app has Chinese for, the Chinese, and the app."""
    for file in sorted((ROOT / "src/pufa").rglob("zh_Hans/LC_MESSAGES/django.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="zh_Hans"):
                texts = message.string if isinstance(message.string, tuple | list) else [message.string]
                if message.id and all(texts) and not message.fuzzy:
                    words = message.id[0] if isinstance(message.id, tuple | list) else message.id
                    yield (message.context or "", words), texts[0], file.parents[3].name


def missing() -> dict[Source, str]:
    """Source strings without Chinese, with the file that uses each."""
    done = {source for source, _text, _app in _said()}
    return {text: file for text, file in wanted().items() if text not in done}


def ambiguous() -> dict[Source, dict[str, str]]:
    """Source strings that two apps say differently: all catalogues are one, so only one of them would be seen."""
    said: dict[Source, dict[str, str]] = defaultdict(dict)
    for source, text, app in _said():
        said[source][app] = text
    return {source: texts for source, texts in said.items() if len(set(texts.values())) > 1}


if __name__ == "__main__":
    lacking, doubled = missing(), ambiguous()
    for (context, lacking_text), used_in in sorted(lacking.items(), key=lambda pair: pair[1]):
        where = f" (context {context!r})" if context else ""
        print(f"{used_in}: {lacking_text!r}{where} has no Chinese", file=sys.stderr)
    for (context, text), apps in sorted(doubled.items()):
        print(f"{text!r} (context {context!r}) is said in different ways: {apps}", file=sys.stderr)
    sys.exit(1 if lacking or doubled else 0)

"""Every English source string has its Chinese; run as a program it lists what is missing."""

import re
import sys
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "_": None, "gettext_noop": None, "noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
IN_TEMPLATE = re.compile(r"""\{%\s*(?:trans|translate)\s+(?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def _wanted_of(file: Path) -> set[str]:
    if file.suffix == ".py":
        with file.open("rb") as stream:
            found = extract("python", stream, keywords=KEYWORDS)
            return {message[0] if isinstance(message, tuple) else message for _, message, _, _ in found}
    text = file.read_text()
    wanted = {double or single for double, single in IN_TEMPLATE.findall(text)}
    for options, body in BLOCK.findall(text):
        singular = VARIABLE.sub(r"%(\1)s", PLURAL.split(body)[0])
        is_trimmed = "trimmed" in options
        wanted.add(re.sub(r"\s*\n\s*", " ", singular.strip()) if is_trimmed else singular)
    return wanted


def wanted() -> dict[str, str]:
    """Every source string, with the first file that uses it."""
    strings: dict[str, str] = {}
    for file in sorted((ROOT / "src/pufa").rglob("*")):
        if file.suffix in {".py", ".html", ".txt"} and not {"tests", "migrations", "texts"} & set(file.parts):
            for text in _wanted_of(file):
                if text:
                    strings.setdefault(text, str(file.relative_to(ROOT)))
    return strings


def translated() -> set[str]:
    """Every source string that has its Chinese in one of the apps' catalogues."""
    done: set[str] = set()
    for file in (ROOT / "src/pufa").rglob("zh_Hans/LC_MESSAGES/django.po"):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="zh_Hans"):
                texts = message.string if isinstance(message.string, tuple | list) else [message.string]
                if message.id and all(texts) and not message.fuzzy:
                    done.add(message.id[0] if isinstance(message.id, tuple | list) else message.id)
    return done


def missing() -> dict[str, str]:
    """Source strings without Chinese, with the file that uses each."""
    done = translated()
    return {text: file for text, file in wanted().items() if text not in done}


if __name__ == "__main__":
    lacking = missing()
    for lacking_text, used_in in sorted(lacking.items(), key=lambda pair: pair[1]):
        print(f"{used_in}: {lacking_text!r} has no Chinese", file=sys.stderr)
    sys.exit(1 if lacking else 0)

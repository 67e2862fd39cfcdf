"""Names of laws: the short one, the kind a name tells, initials to type."""

import re
from typing import Final

STATE: Final = "中华人民共和国"
COMMITTEE: Final = "全国人民代表大会常务委员会"
_INNER = re.compile(rf"《{STATE}")
_KINDS: Final = (
    ("修正案", "amendment"),
    ("的解释", "interpretation"),
    ("的决定", "decision"),
    ("的决议", "decision"),
    ("条例", "regulation"),
    ("办法", "regulation"),
    ("规定", "regulation"),
)
_AMENDING = re.compile(r"关于修改《(?P<name>[^《》]+)》的决定$")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")


def short_name(name: str) -> str:
    """How people call a law: without the state's name, a decision without the committee's."""
    plain = name.removeprefix(COMMITTEE) if name.startswith(f"{COMMITTEE}关于") else name
    return _INNER.sub("《", plain.removeprefix(STATE)) or name


def kind_of(name: str) -> str:
    """The kind of text a name tells: amendment, interpretation, decision, regulation, constitution or law."""
    plain = _BRACKETED.sub("", name)
    if plain == f"{STATE}宪法":
        return "constitution"
    return next((kind for ending, kind in _KINDS if plain.endswith(ending)), "law")


def amended_by(name: str) -> str:
    """The law that a decision of this name amends (关于修改《…》的决定); empty for every other name."""
    found = _AMENDING.search(name)
    return tidy(found["name"]) if found else ""


def initials(name: str) -> str:
    """First letters of a name's readings: 个人信息保护法 is grxxbhf. Signs are dropped."""
    from pypinyin import Style, lazy_pinyin  # loaded when first needed: it is large

    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(letters).lower()


def tidy(text: str) -> str:
    """A name as compared: no spaces, full-width brackets."""
    return re.sub(r"\s+", "", text).replace("(", "（").replace(")", "）").strip("《》〈〉")

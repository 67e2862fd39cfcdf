"""Joins the hand-written style sheets in css/ into the few small files that pages link.

There is no build step: the joined files are committed under static/ui/ and a test says when they are stale.
Run `python -m pufa.ui.bundle` after a change in css/.
"""

import re
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = HERE / "css"
TARGETS: Final = HERE / "static" / "ui"
BUNDLES: Final[dict[str, tuple[str, ...]]] = {
    "pufa.css": ("tokens", "type", "layout", "parts", "work", "print"),
    "elders.css": ("elders",),
    "desk.css": ("tokens", "work", "desk"),
    "living.css": ("living",),
    "api.css": ("api",),
    "mile.css": ("mile",),
}

UNCHOSEN: Final = ":root:not([data-theme]):not([data-version])"
DESK_THEMES: Final = {
    "dark": (".w-theme-system", ".w-theme-dark"),
    "contrast": (".w-contrast-system:not(.w-theme-dark)", ".w-contrast-more:not(.w-theme-dark)"),
}

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_THEME = re.compile(r"@theme\s+(?P<name>[a-z]+)\s+(?P<media>\([^)]*\))\s*\{(?P<body>[^{}]*)\}")
_SPACE = re.compile(r"\s+")
_AROUND_MARKS = re.compile(r"\s*([{};,])\s*")
_AFTER_COLON = re.compile(r":\s+(?=[^{}]*[;}])")


def expand_themes(css: str, *, desk: bool = False) -> str:
    """Write each `@theme NAME (MEDIA) {…}` twice: for the reader's choice and for the system's wish.

    On public pages the choice is `data-theme`; at the desk it is a class that Wagtail's admin sets from the account.
    """

    def both(match: re.Match[str]) -> str:
        name, media, body = match["name"], match["media"], match["body"]
        system, chosen = DESK_THEMES[name] if desk else (UNCHOSEN, f'[data-theme="{name}"]')
        return f"@media {media}{{{system}{{{body}}}}}{chosen}{{{body}}}"

    return _THEME.sub(both, css)


def squeeze(css: str) -> str:
    """Take out comments and needless white space; the rules stay as they are."""
    plain = _SPACE.sub(" ", _COMMENT.sub("", css))
    return _AFTER_COLON.sub(":", _AROUND_MARKS.sub(r"\1", plain)).replace(";}", "}").strip()


def build(name: str) -> str:
    """Give the text of one bundle, for example `pufa.css`. Raises KeyError for a name that is not a bundle."""
    parts = [(SOURCES / f"{part}.css").read_text(encoding="utf-8") for part in BUNDLES[name]]
    return squeeze(expand_themes("\n".join(parts), desk=name == "desk.css")) + "\n"


def main() -> None:
    """Write all bundles to static/ui/."""
    for name in BUNDLES:
        (TARGETS / name).write_text(build(name), encoding="utf-8")


if __name__ == "__main__":
    main()

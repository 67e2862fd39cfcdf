"""The committed style sheets match their sources; the colours can be read; no name collides with Wagtail's."""

import gzip
import re
from pathlib import Path

import pytest
import wagtail.admin

from pufa.ui import bundle

PAIRS = [
    *((text, ground) for text in ("ink", "muted", "red", "jade", "amber") for ground in ("paper", "surface", "tint")),
    ("on-red", "red"),
    ("on-jade", "jade"),
    ("on-seal", "seal"),
    ("jade", "jade-bg"),
    ("ink", "jade-bg"),
    ("amber", "amber-bg"),
    ("amber-ink", "amber-bg"),
]
GROUNDS = ("paper", "surface")


def tokens(selector: str) -> dict[str, str]:
    """The colours a selector sets, with those of the light theme below them."""
    css = re.sub(r"/\*.*?\*/", "", (bundle.SOURCES / "tokens.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    found: dict[str, str] = {}
    for head in ('[data-theme="light"]', selector):
        body = css[css.index(head) :]
        body = body[body.index("{") + 1 : body.index("}")]
        found |= dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", body))
    return found


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", sorted(bundle.BUNDLES))
def test_the_committed_sheet_is_up_to_date(name: str) -> None:
    committed = (bundle.TARGETS / name).read_text(encoding="utf-8")
    assert committed == bundle.build(name), "run: python -m pufa.ui.bundle"


def test_a_theme_is_written_for_the_choice_and_for_the_system() -> None:
    css = bundle.squeeze(bundle.expand_themes("@theme dark (prefers-color-scheme: dark) { --ink: #fff; }"))
    assert css == (
        "@media (prefers-color-scheme: dark){:root:not([data-theme]):not([data-version]){--ink:#fff}}"
        '[data-theme="dark"]{--ink:#fff}'
    )


def test_squeezing_keeps_spaces_that_mean_something() -> None:
    css = bundle.squeeze("a :hover { margin: 0 auto;\n  width: calc(1px + 2px); } /* gone */ b > c + d { color: red; }")
    assert css == "a :hover{margin:0 auto;width:calc(1px + 2px)}b > c + d{color:red}"


@pytest.mark.parametrize(
    ("selector", "least"),
    [
        ('[data-theme="light"]', 4.5),
        ("@theme dark", 4.5),
        ("@theme contrast", 7.0),
        ('[data-version="elders"] {', 4.5),
        ('[data-theme="black"]', 7.0),
    ],
)
def test_every_pair_of_colours_can_be_read(selector: str, least: float) -> None:
    colours = tokens(selector)
    for text, ground in PAIRS:
        assert contrast(colours[text], colours[ground]) >= least, (selector, text, ground)


@pytest.mark.parametrize("selector", ['[data-theme="light"]', "@theme dark", "@theme contrast", '[data-theme="black"]'])
def test_the_edge_of_a_field_is_seen(selector: str) -> None:
    colours = tokens(selector)
    assert all(contrast(colours["field"], colours[ground]) >= 3 for ground in GROUNDS)


def test_what_every_page_loads_is_small() -> None:
    loaded = [(bundle.TARGETS / name).read_bytes() for name in ("pufa.css", "pufa.js")]
    assert sum(len(gzip.compress(content)) for content in loaded) < 20_000
    assert len(loaded[1]) < 8_000


def test_no_class_both_faces_use_is_one_of_wagtails() -> None:
    admin = Path(wagtail.admin.__file__).parent / "static/wagtailadmin/css/core.css"
    theirs = set(re.findall(r"\.([a-z][a-z0-9-]+)", admin.read_text(encoding="utf-8")))
    sheet = re.sub(
        r"/\*.*?\*/|\{[^}]*\}", " ", (bundle.SOURCES / "work.css").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    firsts = {match for rule in sheet.split(",") for match in re.findall(r"(?:^|\s)\.([a-z][a-z0-9-]+)", rule)}
    assert firsts
    assert not firsts & theirs


def test_the_desk_follows_the_theme_of_the_account() -> None:
    css = bundle.build("desk.css")
    assert "@media (prefers-color-scheme: dark){.w-theme-system{" in css
    assert ".w-theme-dark{" in css
    assert '[data-theme="dark"]' not in css

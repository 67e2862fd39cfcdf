"""Pictures of every public and own desk page in every look, and contact sheets of them: `make screens`.

Everything goes to build/screens/: `<page>-<device>-<look>.png` and `contact-sheet.png` (several when they are many).
"""

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys import places
from tests.journeys.city import ROOT, City, served
from tests.journeys.people import DESK, DESKTOP, PHONE, AtDesk, at_desk, visiting

TARGET = ROOT / "build/screens"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
DEVICES = {"phone": PHONE, "desktop": DESKTOP}
THEMES = ("light", "dark", "contrast")
TALLEST = {"phone": 2400, "desktop": 2400}
FONTS = ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
THUMB, COLUMNS, ROWS, GAP, LINE = (300, 420), 8, 5, 16, 26


def main() -> int:
    """Serves a sample city and takes all pictures; words on the command line choose pages by name."""
    wanted = sys.argv[1:]
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    with served() as city, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        public_pages(browser, city, wanted)
        elders_pages(browser, city, wanted)
        desk_pages(browser, city, wanted)
        browser.close()
    sheets = contact_sheets(sorted(TARGET.glob("*.png")))
    print(f"{len(list(TARGET.glob('*.png'))) - len(sheets)} pictures, {len(sheets)} contact sheets in {TARGET}")
    return 0


def chosen(names: dict[str, str], wanted: list[str]) -> dict[str, str]:
    """The pages whose names were asked for; all when none were."""
    return {name: path for name, path in names.items() if not wanted or name in wanted}


def public_pages(browser: Browser, city: City, wanted: list[str]) -> None:
    """Each public page on both devices in all three themes."""
    for device, context in DEVICES.items():
        with visiting(browser, **context) as page:
            for name, path in chosen(places.public(city.base), wanted).items():
                page.goto(city.base + path)
                for theme in THEMES:
                    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                    take(page, f"{name}-{device}-{theme}", device)


def elders_pages(browser: Browser, city: City, wanted: list[str]) -> None:
    """The elders' version in its four looks, on a phone; the plain one also on a desktop."""
    for device, context in DEVICES.items():
        with visiting(browser, **context) as page:
            for name, path in places.elders(city.base).items():
                look, _colon, what = name.partition(":")
                if (device == "phone" or look == "elders") and (not wanted or what in wanted):
                    page.goto(city.base + path)
                    take(page, f"{what}-{device}-{look}", device)


def desk_pages(browser: Browser, city: City, wanted: list[str]) -> None:
    """Our rooms at the desk, light and dark, on a desktop and a phone."""
    with signed_in(browser, city) as of:
        for name in [*places.DESK, *places.DESK_BY_LINK]:
            if wanted and name not in wanted:
                continue
            page = places.open_desk(of, name)
            for device, context in {"desktop": DESK, "phone": PHONE}.items():
                page.set_viewport_size(context["viewport"])
                for theme in ("light", "dark"):
                    page.emulate_media(color_scheme=theme)
                    take(page, f"desk-{name}-{device}-{theme}", device)
            page.emulate_media(color_scheme="light")
            page.set_viewport_size(DESK["viewport"])
    with visiting(browser, **DESKTOP) as page:
        for name, path in chosen(places.DOORS, wanted).items():
            page.goto(city.base + path)
            take(page, f"desk-{name}-desktop-light", "desktop")


@contextlib.contextmanager
def signed_in(browser: Browser, city: City) -> Iterator[Callable[[str], AtDesk]]:
    """Signed-in people by user name, each opened when first asked for."""
    with contextlib.ExitStack() as doors:
        people: dict[str, AtDesk] = {}

        def of(name: str) -> AtDesk:
            if name not in people:
                people[name] = doors.enter_context(at_desk(browser, city, name))
            return people[name]

        yield of


def take(page: Page, name: str, device: str) -> None:
    """The page from its top, down to its end or to where a picture would get too long."""
    page.wait_for_timeout(150)
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST[device])
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(
        path=TARGET / f"{name}.png", full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}
    )


def contact_sheets(pictures: list[Path]) -> list[Path]:
    """Small pictures with their names, forty to a sheet; the first sheet is contact-sheet.png."""
    font = next((ImageFont.truetype(file, 15) for file in FONTS if Path(file).exists()), ImageFont.load_default())
    sheets = []
    for start in range(0, len(pictures), COLUMNS * ROWS):
        part = pictures[start : start + COLUMNS * ROWS]
        rows = -(-len(part) // COLUMNS)
        cell = (THUMB[0] + GAP, THUMB[1] + GAP + LINE)
        sheet = Image.new("RGB", (cell[0] * COLUMNS + GAP, cell[1] * rows + GAP), "#888")
        pen = ImageDraw.Draw(sheet)
        for number, file in enumerate(part):
            x, y = GAP + number % COLUMNS * cell[0], GAP + number // COLUMNS * cell[1]
            pen.text((x, y), file.stem, fill="#fff", font=font)
            with Image.open(file) as picture:
                small = picture.convert("RGB")
                small.thumbnail((THUMB[0], THUMB[1] * 6))
                sheet.paste(small.crop((0, 0, small.width, min(small.height, THUMB[1]))), (x, y + LINE))
        sheets.append(TARGET / f"contact-sheet{f'-{len(sheets) + 1}' if sheets else ''}.png")
        sheet.save(sheets[-1], optimize=True)
    return sheets


if __name__ == "__main__":
    sys.exit(main())

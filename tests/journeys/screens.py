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
DESK_MEDIA = {
    "light": {"color_scheme": "light", "contrast": "no-preference"},
    "dark": {"color_scheme": "dark", "contrast": "no-preference"},
    "contrast": {"color_scheme": "light", "contrast": "more"},
}
TALLEST = 2400
FONTS = ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
# Columns and rows of a contact sheet, width and height of a cell.
SHEETS = {"phone": (10, 4, 240, 480), "desktop": (6, 5, 420, 380)}
GAP, LINE = 16, 26


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
    """Our rooms at the desk in all three themes, which follow the reader's system, on a desktop and a phone."""
    with signed_in(browser, city) as of:
        for name in [*places.DESK, *places.DESK_BY_LINK]:
            if wanted and name not in wanted:
                continue
            page = places.open_desk(of, name)
            for device in DEVICES:
                for theme, media in DESK_MEDIA.items():
                    page.emulate_media(**media)
                    take(page, f"desk-{name}-{device}-{theme}", device)
            page.emulate_media(**DESK_MEDIA["light"])
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
    """The page from its top, down to its end or to where a picture would get too long.

    The window is made that tall, so that bars fixed to its foot stand at the foot of the picture.
    """
    width, height = (DEVICES[device]["viewport"][side] for side in ("width", "height"))
    page.set_viewport_size({"width": width, "height": height})
    whole = max(page.evaluate("[...document.querySelectorAll('html, main, .wrapper')].map((one) => one.scrollHeight)"))
    page.set_viewport_size({"width": width, "height": min(max(whole, height), TALLEST)})
    page.wait_for_timeout(150)
    page.screenshot(path=TARGET / f"{name}.png")


def contact_sheets(pictures: list[Path]) -> list[Path]:
    """Small pictures with their names, phones apart from desktops; the first sheet is contact-sheet.png."""
    sheets: list[Path] = []
    for device, (columns, rows, width, height) in SHEETS.items():
        some = [file for file in pictures if f"-{device}-" in file.stem]
        for start in range(0, len(some), columns * rows):
            part = some[start : start + columns * rows]
            target = TARGET / f"contact-sheet{f'-{len(sheets) + 1}' if sheets else ''}.png"
            sheet(part, columns, (width, height)).save(target, optimize=True)
            sheets.append(target)
    return sheets


def sheet(files: list[Path], columns: int, size: tuple[int, int]) -> Image.Image:
    """One sheet: each picture as wide as its cell, cut off below, its name above it."""
    font = next((ImageFont.truetype(file, 15) for file in FONTS if Path(file).exists()), ImageFont.load_default())
    cell = (size[0] + GAP, size[1] + GAP + LINE)
    whole = Image.new("RGB", (cell[0] * columns + GAP, cell[1] * -(-len(files) // columns) + GAP), "#888")
    pen = ImageDraw.Draw(whole)
    for number, file in enumerate(files):
        x, y = GAP + number % columns * cell[0], GAP + number // columns * cell[1]
        pen.text((x, y), file.stem, fill="#fff", font=font)
        with Image.open(file) as picture:
            small = picture.convert("RGB")
            small.thumbnail((size[0], size[1] * 20))
            whole.paste(small.crop((0, 0, small.width, min(small.height, size[1]))), (x, y + LINE))
    return whole


if __name__ == "__main__":
    sys.exit(main())

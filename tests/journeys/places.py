"""Every kind of page there is, by name: the public ones and our own rooms at the desk."""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import httpx
from playwright.sync_api import Page

from tests.journeys.people import AtDesk

# Names of the public pages `public` finds, so that tests can be named before a city is served.
PUBLIC = (
    "home", "brand", "series", "all-series", "issue-list", "issue", "piece", "found", "found-laws", "found-article",
    "nothing-found", "laws", "law", "law-paragraph", "law-comparison", "law-on-day", "interface", "figures",
    "figure-rows", "reads-rows", "privacy", "accessibility", "corrections", "site-map", "feeds", "not-found", "design",
    "activities", "activity", "activity-open", "district-map", "theme-day", "campaign", "booklets", "booklet", "kits",
    "kit", "conventions", "convention", "wall", "works", "work", "awards", "heritage", "forums", "forum", "exhibition",
    "panel",
)  # fmt: skip
LAW = "/law/yusanfa/"  # the sample law every sample city served for tests has
ELDERS = ("elders", "elders-large", "elders-black", "elders-large-black")


def public(base: str) -> dict[str, str]:
    """Name -> path of one public page of each kind."""
    feed = httpx.get(f"{base}/feeds/all.json").json()
    paths = [unquote(urlsplit(item["url"]).path) for item in feed["items"]]
    piece = next(path for path in paths if path.count("/") == 4)
    brand, series, _slug = piece.strip("/").split("/")
    issues = unquote(httpx.get(f"{base}/{brand}/issues/").text)
    issue = re.search(rf'href="(/{re.escape(brand)}/issues/\d+/)"', issues)
    assert issue, "the issue list names no issue"
    standing = ("/series/", "/figures/", "/figures/pieces_published/", "/figures/page_reads/")
    about = ("/about/privacy/", "/about/accessibility/", "/about/corrections/", "/about/site/", "/feeds/")
    found = dict(zip(("all-series", "figures", "figure-rows", "reads-rows"), standing, strict=True))
    found |= dict(zip(("privacy", "accessibility", "corrections", "site-map", "feeds"), about, strict=True))
    found |= {
        "home": "/",
        "brand": f"/{brand}/",
        "series": f"/{brand}/{series}/",
        "issue-list": f"/{brand}/issues/",
        "issue": issue[1],
        "piece": piece,
        "found": "/search/?q=谣言",
        "found-laws": "/search/?q=下雨时借的伞&kind=laws",
        "found-article": "/search/?q=ysf 4",
        "nothing-found": "/search/?q=zzzz",
        "laws": "/law/",
        "law": LAW,
        "law-paragraph": f"{LAW}4/1/2/",
        "law-comparison": f"{LAW}compare/2015-03-01/2025-03-01/",
        "law-on-day": f"{LAW}on/2024-05-01/",
        "interface": "/api/",
        "not-found": "/no/such/page/",
        "design": "/design/",
    }
    found |= last_mile(base)
    return {name: found[name] for name in PUBLIC}


def last_mile(base: str) -> dict[str, str]:
    """Name -> path of the public pages of the last mile."""

    def first(page: str, pattern: str) -> str:
        met = re.search(pattern, httpx.get(base + page).text)
        assert met, f"{page} leads to nothing like {pattern}"
        return met[1]

    campaign = first("/activities/", r'href="(/activities/campaigns/[-a-z0-9]+/)"')
    return {
        "activities": "/activities/", "district-map": "/activities/map/", "campaign": campaign,
        "activity": first("/activities/?q=第9场", r'<h3><a href="(/activities/\d+/)"'),
        "activity-open": first("/activities/", r'href="(/activities/\d+/)#sign-up"'),
        "theme-day": first(campaign, rf'href="({campaign}\d+/)"'), "booklets": "/materials/",
        "booklet": "/materials/rumours/", "kits": "/lectures/", "kit": "/lectures/sanjuban-wangan/?pinyin=1",
        "conventions": "/conventions/", "convention": "/conventions/new-media/", "wall": "/conventions/wall/",
        "works": "/works/", "work": "/works/calm-voice/", "awards": "/works/awards/",
        "heritage": "/works/heritage/shadow-play/", "forums": "/forums/", "forum": "/forums/data/",
        "exhibition": "/forums/exhibitions/corridor/",
        "panel": first("/forums/exhibitions/corridor/", r'href="(/forums/exhibitions/corridor/\d+/)"'),
    }  # fmt: skip


def elders(base: str) -> dict[str, str]:
    """Name -> path of the elders' home page, a piece, searches and a law in all four looks."""
    known = public(base)
    wanted = {"home": "/", "piece": known["piece"], "brand": known["brand"]}
    wanted |= {name: known[name] for name in ("found", "found-article", "law", "law-paragraph")}
    return {f"{look}:{name}": f"/{look}{path}" for look in ELDERS for name, path in wanted.items()}


DESK = {
    "desk-home": ("bangong", "/desk/"),
    "people": ("bangong", "/desk/people/"),
    "new-person": ("bangong", "/desk/people/new/"),
    "organisations": ("bangong", "/desk/organisations/"),
    "new-organisation": ("bangong", "/desk/organisations/new/"),
    "import-people": ("bangong", "/desk/people/import/"),
    "desk-figures": ("bangong", "/desk/figures/"),
    "desk-figure-rows": ("bangong", "/desk/figures/pieces_published/"),
    "audit": ("bangong", "/desk/audit/"),
    "audit-entry": ("bangong", "/desk/audit/1/"),
    "check-lists": ("bangong", "/desk/reviews/check-lists/"),
    "pieces": ("bianji", "/desk/pieces/"),
    "import-page": ("bianji", "/desk/pieces/import/"),
    "issues": ("bianji", "/desk/pieces/issues/"),
    "new-issue": ("bianji", "/desk/pieces/issues/new/"),
    "account": ("bianji", "/desk/account/"),
    "change-password": ("bianji", "/desk/account/password/"),
    "second-factor": ("bianji", "/desk/account/second-factor/"),
    "copies": ("bianji", "/desk/tracing/"),
    "copies-by-piece": ("bianji", "/desk/tracing/pieces/"),
    "copies-by-site": ("bianji", "/desk/tracing/sites/"),
    "gather-pages": ("bianji", "/desk/tracing/gatherings/new/"),
    "gatherings": ("bianji", "/desk/tracing/gatherings/"),
    "watch-list": ("bianji", "/desk/tracing/watch-list/"),
    "new-source": ("bianji", "/desk/tracing/watch-list/new/"),
    "accounts": ("bangong", "/desk/matrix/"),
    "filings": ("bangong", "/desk/matrix/filings/"),
    "health": ("bangong", "/desk/matrix/health/"),
    "quarterly-checks": ("bangong", "/desk/matrix/checks/"),
    "look-alikes": ("bangong", "/desk/matrix/lookalikes/"),
    "figures-brought": ("bangong", "/desk/matrix/figures/"),
    "sendings": ("bangong", "/desk/sendings/"),
    "forwards": ("lianluo", "/desk/forwards/"),
    "calendar": ("bangong", "/desk/calendar/"),
    "activities": ("bangong", "/desk/activities/"),
    "activities-by-district": ("bangong", "/desk/activities/map/"),
    "new-activity": ("lianluo", "/desk/activities/new/"),
    "import-activities": ("bangong", "/desk/activities/import/"),
    "campaigns": ("bangong", "/desk/activities/campaigns/"),
    "stock": ("bangong", "/desk/materials/"),
    "orders": ("lianluo", "/desk/materials/orders/"),
    "reprint-advice": ("bangong", "/desk/materials/reprints/"),
    "visits": ("jiangshi", "/desk/lectures/"),
    "kits": ("jiangshi", "/desk/lectures/kits/"),
    "devices": ("jiangshi", "/desk/lectures/devices/"),
    "forums": ("bangong", "/desk/forums/"),
    "works": ("bangong", "/desk/works/"),
    "heritage": ("bangong", "/desk/works/heritage/"),
    "conventions": ("lianluo", "/desk/conventions/"),
    "breaches": ("bangong", "/desk/conventions/reports/"),
    "reviews": ("chushen", "/desk/reviews/"),
    "all-reviews": ("zhongshen", "/desk/reviews/?view=open"),
}
# Found on other pages: name -> who, where, and which link leads there.
DESK_BY_LINK = {
    "person": ("bangong", "/desk/people/", "main td a[href^='/desk/people/'], main th a[href^='/desk/people/']"),
    "review": ("chushen", "/desk/reviews/", ".rv-row-title"),
    "final-review": ("zhongshen", "/desk/reviews/", ".rv-row-title"),
    "garbled-copy": ("bianji", "/desk/tracing/?kind=garbled", ".tr-list th a"),
    "distorted-copy": ("bianji", "/desk/tracing/?kind=distorted", ".tr-list th a"),
    "piece-copies": ("bianji", "/desk/tracing/pieces/", "tbody a[href^='/desk/tracing/pieces/']"),
    "site-copies": ("bianji", "/desk/tracing/sites/", "tbody a[href^='/desk/tracing/sites/']"),
    "gathering": ("bianji", "/desk/tracing/gatherings/", "tbody a[href^='/desk/tracing/gatherings/']"),
    "activity-record": ("bangong", "/desk/activities/to-record/", "tbody a[href^='/desk/activities/']"),
    "work-record": ("bangong", "/desk/works/", "tbody a[href^='/desk/works/']"),
    "kit-text": ("jiangshi", "/desk/lectures/kits/", "tbody a[href^='/desk/lectures/kits/']"),
    "submit-piece": ("bianji", "/desk/pieces/?state=draft", "tbody a[href^='/desk/pages/']"),
    "withdraw-piece": ("bangong", "/desk/pieces/", "tbody a[href$='/withdraw/']"),
}
DOORS = {"sign-in": "/desk/sign-in/"}


def open_desk(of: Callable[[str], AtDesk], name: str) -> Page:
    """Opens a room of ours with the person it belongs to; `of` gives a signed-in person by user name."""
    if name in DESK:
        who, path = DESK[name]
        return of(who).open(path)
    who, path, link = DESK_BY_LINK[name]
    href = of(who).open(path).locator(link).first.get_attribute("href") or ""
    return of(who).open(href.replace("/edit/", "/submit/").replace("/desk/pages/", "/desk/pieces/"))

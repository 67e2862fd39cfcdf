"""What went wrong with a page, in the reader's language, and whether trying again may help."""

from datetime import timedelta
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pufa.lib import http, weblists
from pufa.lib.newspage import page

MESSAGES: Final = page.MESSAGES_ZH | weblists.MESSAGES_ZH | http.MESSAGES_ZH
IN_ENGLISH: Final = {
    "too_large": "the page is too large",
    "binary": "the file is no page and no text",
    "empty": "the file is empty",
    "broken": "the text of the file is damaged",
    "no_body": "the page holds no article",
    "too_complex": "the page is built too deeply to be read",
    "not_a_page": "the file is no page",
}
AGAIN: Final = (timedelta(seconds=30), timedelta(minutes=3))
PASSING: Final = frozenset({"timeout", "unreachable", "robots_unavailable"})


def of_error(error: http.FetchError | weblists.ListError) -> str:
    """An error of fetching or of reading a list, with the site's answer where it gave one."""
    status = getattr(error, "status", 0)
    text = error.message if _is_english() else error.message_zh
    if error.code == "http_status" and status:
        return _("The site answered with %(status)d (%(meaning)s).") % {"status": status, "meaning": meaning(status)}
    return text


def of_code(code: str) -> str:
    """What a code of a fault means; empty for none."""
    if not code:
        return ""
    return IN_ENGLISH.get(code, code) if _is_english() else MESSAGES.get(code, code)


def meaning(status: int) -> str:
    """An answer of a site in plain words."""
    known = {
        401: _("sign-in needed"),
        403: _("access refused"),
        404: _("there is no such page"),
        410: _("the page was removed"),
        429: _("asked too often"),
        451: _("withheld for legal reasons"),
    }
    return known.get(status) or (_("fault at the site") if status >= 500 else _("no page"))


def try_again(code: str, status: int, tries: int) -> timedelta | None:
    """How long to wait before the next try; None if trying again does not help."""
    may_pass = code in PASSING or (code == "http_status" and (status >= 500 or status in {408, 425, 429}))
    return AGAIN[min(tries, len(AGAIN)) - 1] if may_pass else None


def _is_english() -> bool:
    return (get_language() or "").startswith("en")

"""What stands above every page of a law: the way back, its state, its texts, how they compare."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.statutes import names, queries
from pufa.statutes.models import Law, State, Version
from pufa.ui.chinese_text import written_date

Context = dict[str, Any]


def law_crumbs(one: Law, *more: Context) -> Context:
    """Way back from a law, or from a page below it."""
    home, all_ = {"label": _("Home"), "url": "/"}, {"label": _("Laws"), "url": reverse("statutes:library")}
    own = {"label": one.short_name, "url": one.get_absolute_url()} if more else {"label": one.short_name}
    return {"crumbs": [home, all_, own, *more]}


def law_head(one: Law, texts: list[Version], version: Version, today: date) -> Context:
    """State, texts and links of one text of a law."""
    others = [text for text in texts if text != version]
    current = queries.shown_version(one, today)
    newer = current if current is not None and current != version and version.state_on(today) == State.AMENDED else None
    return {
        "version": version,
        "title": breakable(one),
        "state": version.state_on(today),
        "newer": newer,
        "versions": switch(texts, version, today) if others else [],
        "comparisons": [comparison_link(one, text, version) for text in others],
        "citation": f"《{one.short_name}》",
        "share_url": settings.BASE_URL.rstrip("/") + one.get_absolute_url(),
    }


def breakable(one: Law) -> str:
    """The full name with a place to break behind the state's name."""
    return one.name.replace(names.STATE, f"{names.STATE}\u200b", 1)


def comparison_link(one: Law, text: Version, version: Version) -> Context:
    """Link that compares two texts, the older first."""
    old, new = sorted((text, version), key=lambda each: each.in_force_from)
    url = reverse("statutes:compare", args=[one.slug, old.promulgated_on, new.promulgated_on])
    return {"year": text.promulgated_on.year, "url": url}


def version_label(version: Version, today: date) -> str:
    """How a text is named in a row of texts: 2025, in force now or from when."""
    year = version.promulgated_on.year
    state = version.state_on(today)
    if state == State.IN_FORCE:
        return _("%(year)s, in force") % {"year": year}
    if state == State.FUTURE:
        return _("%(year)s, from %(day)s") % {"year": year, "day": written_date(version.in_force_from)}
    return _("Text of %(year)s") % {"year": year}


def switch(texts: list[Version], shown: Version | None, today: date) -> list[Context]:
    """The texts of a law to choose from, newest first."""
    return [
        {
            "label": version_label(text, today),
            "url": base_url(text, today),
            "current": text == shown,
        }
        for text in reversed(texts)
    ]


def base_url(version: Version, today: date) -> str:
    """The shortest stable address of a text: the law's own for the one shown today."""
    shown = queries.shown_version(version.law, today)
    return version.law.get_absolute_url() if version == shown else version.get_absolute_url()

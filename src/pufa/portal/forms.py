"""Reads a question and its filters from the address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _

from pufa.portal import queries, search
from pufa.portal.search.words import tidy

MOST_TOPICS = 12  # beside the results; all of them stand under topics and series

LARGEST_ID = 2**31 - 1


class SearchForm(forms.Form):
    """What ?q=, ?brand=, ?series=, ?topic= and ?page= say; whatever is no number counts as not said."""

    q = forms.CharField(required=False, strip=True)
    brand = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    series = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    topic = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    page = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)

    def found(self) -> dict[str, Any]:
        """Everything the search page shows."""
        self.is_valid()
        question = tidy(self.data.get("q", ""))
        chosen = {name: self.cleaned_data.get(name) for name in ("brand", "series", "topic")}
        results = search.find(question, self.cleaned_data.get("page") or 1, **chosen)
        shelves, topics = queries.shelves(), queries.topics()
        names = {("brand", shelf.id): shelf.title for shelf in shelves}
        names |= {("series", series.id): series.title for shelf in shelves for series in shelf.series}
        names |= {("topic", topic.id): topic.title for topic in topics}
        kept = {name: number for name, number in chosen.items() if number}
        return {
            "query": results.question,
            "results": results,
            "tabs": _tabs(question, shelves, chosen["brand"]) if question and len(shelves) > 1 else [],
            "topics": [
                {"label": topic.title, "url": _url(question, topic=topic.id), "current": topic.id == chosen["topic"]}
                for topic in topics[:MOST_TOPICS]
            ],
            "narrowed": "、".join(names.get(pair, "") for pair in kept.items() if pair in names),
            "widen_url": _url(question),
            "page_query": urlencode({"q": question, **kept}) + "&",
            "examples": [] if question else queries.examples(),
            "latest": [] if question else queries.latest_results(),
        }


def _tabs(question: str, shelves: tuple[queries.Shelf, ...], brand: int | None) -> list[dict[str, Any]]:
    everywhere = {"label": _("Everywhere"), "count": None, "url": _url(question), "current": brand is None}
    return [everywhere] + [
        {"label": shelf.title, "count": None, "url": _url(question, brand=shelf.id), "current": shelf.id == brand}
        for shelf in shelves
    ]


def _url(question: str, **chosen: int) -> str:
    words = {"q": question, **chosen} if question else dict(chosen)
    return f"/search/?{urlencode(words)}" if words else "/search/"

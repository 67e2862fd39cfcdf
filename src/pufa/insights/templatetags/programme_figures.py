"""The programme's figures for any page: {% load programme_figures %}{% programme_figures as figures %}."""

from typing import Any

from django import template

from pufa.insights import queries

register = template.Library()


@register.simple_tag
def programme_figures(most: int = 6) -> list[dict[str, Any]]:
    """The first figures that are above zero, as `ui/parts/figure.html` wants them; each knows its moment `as_of`."""
    values = [one for one in queries.figures() if one.value]
    return [
        {"amount": one.value, "unit": one.unit, "name": one.label, "url": one.url, "as_of": one.as_of}
        for one in values[:most]
    ]

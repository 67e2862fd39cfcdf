"""What the home page shows, gathered where it is shown, so that preview and elders' version get it too."""

from typing import Any

from django import template

from pufa.portal import queries
from pufa.portal.models import HomePage

register = template.Library()


@register.simple_tag
def home_blocks(page: HomePage) -> dict[str, Any]:
    """Lead, today, doors, newest issue, further pieces and figures of the home page."""
    return queries.home(page)

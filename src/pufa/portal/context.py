"""What every public page shows of the site it belongs to."""

from typing import Any

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Name, office and menus of the site."""
    return {}

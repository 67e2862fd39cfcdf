"""Visits other people's sites politely: robots.txt, one request after the other, an honest name."""

import re
import time
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

import pufa
from pufa.lib import clock, encoding, http, robots
from pufa.lib.http import Fetched, FetchError
from pufa.tracing import addresses
from pufa.tracing.models import WebSite

AGENT: Final = "pufa-tracing"
ANY_TYPE: Final = re.compile("")
ROBOTS_KEPT: Final = timedelta(hours=24)  # RFC 9309, 2.4
FAULT_KEPT: Final = timedelta(minutes=10)
ROBOTS_SECONDS: Final = 10.0
LONGEST_WAIT: Final = 3.0


def user_agent() -> str:
    """Who we are, and where to complain about us."""
    contact = settings.TRACING_CONTACT or settings.BASE_URL
    return f"Mozilla/5.0 (compatible; {AGENT}/{pufa.__version__}; +{contact})"


def visit(address: str, *, types: re.Pattern[str] = http.PAGE_TYPES, max_bytes: int | None = None) -> Fetched:
    """The page at an address, asked for as its site wishes. Raises FetchError: as `http.fetch`, or its robots codes."""
    return http.fetch(
        address,
        max_bytes=max_bytes or settings.IMPORT_MAX_BYTES,
        timeout=settings.TRACING_TIMEOUT,
        allow_private=_private(),
        types=types,
        user_agent=user_agent(),
        before=_wait_at_the_door,
    )


def hold_off(site: WebSite, seconds: float, now: datetime) -> None:
    """Leaves a site alone for a while, because it asked for that."""
    until = now + timedelta(seconds=seconds)
    with transaction.atomic():
        held = WebSite.objects.select_for_update().get(pk=site.pk)
        if held.next_at is None or held.next_at < until:
            WebSite.objects.filter(pk=site.pk).update(next_at=until)


def _wait_at_the_door(address: str) -> None:
    """Asks the site's robots.txt and waits for our turn there. Raises FetchError."""
    host = addresses.host_of(address)
    if not host:
        raise FetchError("bad_address", "the site redirects to an unusable address")
    site, _made = WebSite.objects.get_or_create(host=host)
    known = _robots(site, urlsplit(address).scheme)
    if not known.allows(address, AGENT):
        raise FetchError("robots_forbids", "the site's robots.txt does not let us read this address")
    delay = max(float(settings.TRACING_DELAY), known.delay(AGENT))
    wait = _take_turn(site, delay)
    time.sleep(min(wait, LONGEST_WAIT))


def _take_turn(site: WebSite, delay: float) -> float:
    """Takes the next free moment at a site, for every process together, and gives the seconds until then."""
    with transaction.atomic():
        held = WebSite.objects.select_for_update().get(pk=site.pk)
        now = clock.now()
        turn = max(now, held.next_at or now)
        WebSite.objects.filter(pk=site.pk).update(next_at=turn + timedelta(seconds=delay))
    return (turn - now).total_seconds()


def _robots(site: WebSite, scheme: str) -> robots.Robots:
    now = clock.now()
    kept = FAULT_KEPT if site.robots_fault else ROBOTS_KEPT
    if site.robots_at is None or now - site.robots_at > kept:
        site.robots_text, site.robots_fault = _fetched_robots(f"{scheme}://{site.host}/robots.txt")
        site.robots_at = now
        site.save(update_fields=["robots_text", "robots_fault", "robots_at"])
    if site.robots_fault:
        raise FetchError("robots_unavailable", "the site's robots.txt cannot be read at the moment")
    return robots.parse(site.robots_text)


def _fetched_robots(address: str) -> tuple[str, bool]:
    """The text of a robots.txt, and whether it could not be read: then nothing is allowed (RFC 9309, 2.3.1)."""
    try:
        page = http.fetch(
            address,
            max_bytes=robots.LARGEST,
            timeout=ROBOTS_SECONDS,
            allow_private=_private(),
            types=ANY_TYPE,
            user_agent=user_agent(),
        )
        return encoding.decode(page.data, page.charset).text if page.data.strip() else "", False
    except FetchError as error:
        if error.code == "http_status" and 400 <= error.status < 500 and error.status != 429:
            return "", False
        if error.code in {"http_status", "too_large", "not_a_page", "too_many_redirects", "redirect_to_private"}:
            return "", True
        raise
    except encoding.EncodingError:
        return "", False


def _private() -> tuple[tuple[str, int], ...]:
    """Hosts inside the own network that may be read; none unless the settings name them."""
    return tuple(getattr(settings, "TRACING_PRIVATE_HOSTS", ()))

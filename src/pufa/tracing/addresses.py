"""Addresses as keys: the same page under one key, its host, and whether it is one of ours."""

import hashlib
import re
from typing import Final
from urllib.parse import urldefrag, urlsplit, urlunsplit

from django.conf import settings
from wagtail.models import Site

SCHEMES: Final = {"http": 80, "https": 443}
LONGEST: Final = 2000
FILE: Final = "file:"


def normal(address: str) -> str | None:
    """An http(s) address without fragment, host in small letters, standard port left out; None if it is none."""
    try:
        parts = urlsplit(urldefrag(address.strip())[0])
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in SCHEMES or not host or parts.username is not None or len(address) > LONGEST:
        return None
    if re.search(r"[\x00-\x20\x7f]", urldefrag(address.strip())[0]):
        return None
    scheme = parts.scheme.lower()
    name = f"[{host}]" if ":" in host else host
    netloc = name if port in (None, SCHEMES[scheme]) else f"{name}:{port}"
    return urlunsplit((scheme, netloc, parts.path or "/", parts.query, ""))


def key_of(address: str) -> str:
    """The key of an address; http and https, with or without a final slash, are the same page."""
    plain = normal(address)
    if plain is not None:
        plain = plain.split("://", 1)[1].rstrip("/")
    return hashlib.sha256((plain or address).encode()).hexdigest()


def host_of(address: str) -> str:
    """The host of an address, with its port if that is not the standard one; empty for a file."""
    plain = normal(address)
    return urlsplit(plain).netloc if plain else ""


def own_hosts() -> set[str]:
    """The hosts under which this site itself is read."""
    base = urlsplit(settings.BASE_URL).netloc
    return {base, *Site.objects.values_list("hostname", flat=True)} - {"", "localhost"}

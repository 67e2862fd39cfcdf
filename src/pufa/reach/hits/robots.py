"""Tells programs from people by what they say of themselves, so that figures mean readers.

Whoever disguises itself as a browser is not found here; the list holds words that crawlers, monitors, previewers and
libraries put into their user agent. Browsers that load a page ahead of a click say so in a header.
"""

from __future__ import annotations

import re
from typing import Final, Protocol

REMEMBERED: Final = 4096
LONGEST_AGENT: Final = 512
WORDS: Final = (
    # says so itself
    "bot", "crawl", "spider", "slurp", "scrap", "archiv", "index", "feed", "rss", "monitor", "uptime", "check",
    "scan", "probe", "validat", "preview", "prefetch", "headless", "phantom", "selenium", "puppeteer", "playwright",
    "lighthouse", "pagespeed", "snippet", "fetch", "harvest", "extract",
    # libraries and tools
    "curl", "wget", "libwww", "python", "aiohttp", "httpx", "okhttp", "java/", "go-http", "apache-http", "axios",
    "node", "ruby", "perl", "php/", "guzzle", "postman", "insomnia", "httpie", "scrapy", "mechanize", "winhttp",
    "dart:io", "reqwest", "siege", "wrk", "jmeter", "nikto", "nmap", "sqlmap", "zgrab", "masscan",
    # engines and services without one of the words above
    "mediapartners", "facebookexternalhit", "yisou", "sogou web", "sogou inst", "360js", "haosou", "byteserv",
    "ia_archiver", "bingadmin", "google-", "googleother", "gptuser", "claude-", "perplexity", "cohere", "ccbot",
    "petal", "semrush", "ahrefs", "mj12", "dotb", "pingdom", "statuscake", "site24", "newrelic", "datadog",
)  # fmt: skip
PEOPLE: Final = re.compile(r"cubot|checkbox", re.IGNORECASE)
PATTERN: Final = re.compile("|".join(re.escape(word) for word in WORDS), re.IGNORECASE)
AHEAD_HEADERS: Final = ("purpose", "sec-purpose", "x-purpose", "x-moz")
_remembered: dict[str, bool] = {}


class Headers(Protocol):
    """The headers of a request, names in lower case."""

    def get(self, key: str, default: str | None = None) -> str | None:
        """The first value of a header."""


def is_robot_agent(agent: str) -> bool:
    """Whether a user agent names a program; none at all, or one without a letter, counts as one."""
    known = _remembered.get(agent)
    if known is not None:
        return known
    text = PEOPLE.sub("", agent[:LONGEST_AGENT])
    answer = not any(sign.isalpha() for sign in agent) or PATTERN.search(text) is not None
    if len(_remembered) < REMEMBERED and len(agent) <= LONGEST_AGENT:
        _remembered[agent] = answer
    return answer


def is_loaded_ahead(headers: Headers) -> bool:
    """Whether the browser loads the page before anybody asked to see it."""
    for name in AHEAD_HEADERS:
        value = headers.get(name)
        if value is not None and ("prefetch" in value or "preview" in value or "prerender" in value):
            return True
    return False

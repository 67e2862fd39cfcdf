"""Where the posts of a registered account can be looked at: its feed, its page, links its unit gave, posts seen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Q

from pufa.distribution.models import Forward
from pufa.distribution.queries import forwards as forward_queries
from pufa.distribution.queries.forwards import ToLook
from pufa.lib.http import Fetched
from pufa.lib.weblists import GZIP, ListError, Named, feed, links
from pufa.matrix import connector, registry, sameness
from pufa.matrix.models import Account, Post
from pufa.matrix.queries import access
from pufa.tracing import addresses
from pufa.tracing.models import FORWARDS, Errand, Finding, Gathering, Task, WebPage

MOST_LISTED: Final = 20  # pages of one list that are opened in one look
MOST_POSTS: Final = 10
XML: Final = (b"<?xml", b"<rss", b"<feed", b"<rdf", GZIP)


@dataclass(frozen=True, slots=True)
class Source:
    """One address to open in a look at an account."""

    task: Task
    address: str


def reachable() -> Q:
    """Forwards that can be looked for by opening pages: a fresh link, or an account that no connector reads."""
    reads = [kind.name for kind in registry.kinds() if kind.can(connector.Reads)]
    is_ours = ~Q(account__connector__in=[name for name in reads if name not in forward_queries.PAGE_KINDS])
    has_place = ~Q(account__address="") | ~Q(link_given="") | Q(account__connector__in=forward_queries.PAGE_KINDS)
    is_fresh = Q(link_given_at__isnull=False) & (Q(looked_at__isnull=True) | Q(looked_at__lt=F("link_given_at")))
    under_way = Gathering.objects.filter(account__isnull=False, told_at__isnull=True)
    return (is_fresh | (is_ours & has_place)) & ~Q(account__in=under_way.values("account"))


def sources(account: Account, wanted: Sequence[ToLook]) -> list[Source]:
    """What to open in one look: links given first, then the account's list, then posts whose titles are alike."""
    given = [Source(Task.PAGE, link) for one in wanted for link in one.known]
    return [*given, *_list_of(account), *(Source(Task.PAGE, post.url) for post in _likely_posts(account, wanted))]


def named(account: Account, fetched: Fetched) -> Named:
    """The posts a list of an account names, titles like ours first, at most MOST_LISTED. Raises ListError."""
    is_xml = fetched.data.lstrip()[:5].lower().startswith(XML)
    found = feed(fetched.data, fetched.final_url) if is_xml else links(fetched.data, fetched.final_url, fetched.charset)
    part = str(account.connector_settings.get("contains", "")).strip()
    pages = [page for page in found.pages if part in page]
    if not pages:
        raise ListError("empty", "the list names no posts")
    titles = set(map(sameness.words, _wanted_titles(account)))
    # Within a look only some can be opened: what is called like ours comes first, then what reads like a headline.
    pages.sort(key=lambda page: _rank(found.titles.get(page, ""), titles))
    return Named(tuple(pages[:MOST_LISTED]), (), is_cut=len(pages) > MOST_LISTED, titles=found.titles)


def known_keys(account: Account, keys: Collection[str]) -> set[str]:
    """Which pages of these keys need not be opened again: kept before, and not as a copy that did not count."""
    pieces = Finding.objects.filter(piece__forward_tasks__forwards__account=account)
    pending = pieces.exclude(kind__in=FORWARDS).values("page")
    kept = WebPage.objects.filter(key__in=keys).exclude(pk__in=pending).values_list("key", flat=True)
    asked = Errand.objects.filter(key__in=keys, capture__isnull=False).exclude(capture__page__in=pending)
    return {*kept, *asked.values_list("key", flat=True)}


def _list_of(account: Account) -> Iterable[Source]:
    task, address = Task.LINKS, account.address
    if account.connector in forward_queries.PAGE_KINDS:
        opened = access.access(account)
        address = opened.base_url or opened.values.get("url", "") or address
        task = Task.FEED if account.connector == "feed" else Task.LINKS
    plain = addresses.normal(address)
    if plain:
        yield Source(task, plain)


def _likely_posts(account: Account, wanted: Sequence[ToLook]) -> list[Post]:
    """The latest posts a connector saw that are called like a piece looked for."""
    begin = min(one.since for one in wanted) - sameness.CLOCKS_DIFFER
    titles = {sameness.words(one.piece.title) for one in wanted}
    rows = Post.objects.filter(account=account, published_at__gte=begin).exclude(url="").order_by("-published_at")[:200]
    return [post for post in rows if _is_alike(sameness.words(post.title), titles)][:MOST_POSTS]


def _wanted_titles(account: Account) -> Iterable[str]:
    return Forward.objects.open().filter(account=account).values_list("task__title", flat=True)


def _rank(title: str, titles: Collection[str]) -> tuple[bool, bool]:
    """Smaller is opened sooner."""
    shown = sameness.words(title)
    return not _is_alike(shown, titles), len(shown) < 6


def _is_alike(shown: str, titles: Collection[str]) -> bool:
    """Whether a title holds ours, is held by it, or shares half of its pairs of characters."""
    for ours in titles:
        pairs = {ours[at : at + 2] for at in range(len(ours) - 1)}
        shared = sum(pair in shown for pair in pairs)
        if shown and (ours in shown or (len(shown) >= 6 and shown in ours) or shared * 2 >= len(pairs) > 2):
            return True
    return False

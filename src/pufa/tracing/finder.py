"""What a look at an account showed about a forward: the page or post that counts, or why none does."""

import html
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.db.models import Max, Q

from pufa.distribution.models import DONE_FORWARDS, Forward, How, Rendition
from pufa.distribution.queries import forwards as forward_queries
from pufa.lib import clock, encoding
from pufa.matrix import sameness
from pufa.matrix.models import Post
from pufa.tracing import addresses, originals, store
from pufa.tracing.errors import TracingError
from pufa.tracing.models import (
    Capture,
    Errand,
    ErrandState,
    Finding,
    FindingState,
    Gathering,
    Kind,
    Task,
    WebPage,
)
from pufa.tracing.reading import sha256_of

if TYPE_CHECKING:  # loaded when first needed: it is large
    from pufa.tracing.judging import Judgement

ENOUGH: Final = 0.5  # of a piece: texts of laws quoted by many are never half of it
FEWEST_SIGNS: Final = 60  # shorter posts show no text, only what the title says already
MOST_POSTS: Final = 50
MOST_CAPTURES: Final = 30
NOT_STANDING: Final = (FindingState.DISMISSED, FindingState.TAKEN_DOWN)
BAD: Final = (Kind.GARBLED, Kind.DISTORTED)
PROBLEMS: Final = {
    "own_page": "own_page",
    "robots_forbids": "closed",
    "robots_unavailable": "no_answer",
    "timeout": "no_answer",
    "unreachable": "no_answer",
}
ANSWERS: Final = {401: "closed", 403: "closed", 404: "link_dead", 410: "link_dead", 429: "slow", 451: "closed"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Found, if `how` says by which way; otherwise `problem`, a code of distribution's board, says what was seen."""

    problem: str = ""
    how: str = ""
    url: str = ""
    posted_at: datetime | None = None
    score: float = 0.0
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look brought: its errands, and by page the latest capture and the keys the page was asked under."""

    errands: list[Errand]
    captures: dict[int, Capture]
    keys: dict[int, set[str]]


def seen(gathering: Gathering) -> Seen:
    """All pages a look was about, also those that were kept before and were not opened again."""
    errands = list(gathering.errands.order_by("pk"))
    asked = {one.key for one in errands if one.task == Task.PAGE}
    kept = Errand.objects.filter(key__in=asked, capture__isnull=False).values_list("capture__page", "key")
    keys: dict[int, set[str]] = {}
    for page, key in [*kept, *WebPage.objects.filter(key__in=asked).values_list("pk", "key")]:
        keys.setdefault(page, set()).add(key)
    latest = Capture.objects.filter(page__in=keys).order_by().values("page").annotate(latest=Max("pk"))
    rows = Capture.objects.filter(pk__in=[row["latest"] for row in latest]).select_related("page")
    return Seen(errands, {row.page_id: row for row in rows}, keys)


def verdict(forward: Forward, look: Seen, now: datetime) -> Verdict:
    """What to tell one forward after a look. A garbled or distorted copy is no forward, and neither is a scrap."""
    refused = {addresses.key_of(one) for one in forward.refused}
    pages = {page for page, keys in look.keys.items() if not keys & refused}
    problems = []
    for finding in _findings(forward, look, pages):
        problem = _objection(finding) or _counted_elsewhere(forward, finding.page)
        problem = problem or ("" if is_theirs(forward, finding.capture) else "other_account")
        if not problem:
            return _by_page(forward, finding.capture, finding.score, now, finding=finding)
        problems.append(problem)
        # A copy that does not count does not count by a sentence in it either.
        pages.discard(finding.page_id)
    found = _by_rendition(forward, look, pages, now) or _by_post(forward, refused, now)
    if found is not None and found.how:
        return found
    problems += [found.problem] if found is not None else []
    for problem in ("altered", "other_account", "counted", "part"):
        if problem in problems:
            return Verdict(problem)
    return Verdict(_what_was_seen(forward, look))


def posted_at(named: str, since: datetime, now: datetime) -> datetime | None:
    """The time a page names for itself; None where it names none, or one that cannot be a forward's.

    A day without a time counts from its beginning: in doubt the unit was in time.
    """
    try:
        moment = clock.in_shanghai(datetime.fromisoformat(named))
    except ValueError:
        return None
    if "T" not in named and clock.shanghai_day(moment) == clock.shanghai_day(since):
        moment = since
    return moment if since - sameness.CLOCKS_DIFFER <= moment <= now else None


def _findings(forward: Forward, look: Seen, pages: set[int]) -> list[Finding]:
    """Copies of the piece that these pages hold as they were seen last; the link given first, then the best."""
    given = addresses.key_of(forward.link_given) if forward.link_given else ""
    rows = Finding.objects.filter(piece=forward.task.piece_id, page__in=pages).exclude(state__in=NOT_STANDING)
    latest = {capture.pk for capture in look.captures.values()}
    found = [row for row in rows.select_related("capture__page", "original", "page") if row.capture_id in latest]
    return sorted(found, key=lambda one: (given not in look.keys[one.page_id], -one.score, one.pk))


def _objection(finding: Finding) -> str:
    """Why a copy does not count by itself; empty if it does."""
    if finding.kind in BAD:
        return "altered"
    return "" if is_enough(finding.kind, finding.covered, finding.capture.title, finding.original.title) else "part"


def is_enough(kind: str, covered: float, title: str, ours: str) -> bool:
    """Whether an excerpt is a forward without a person's word: half of the piece, or under its title."""
    return kind != Kind.EXCERPT or covered >= ENOUGH or sameness.words(title) == sameness.words(ours)


def is_theirs(forward: Forward, capture: Capture) -> bool:
    """On a platform where many have accounts, a page must name the account; a unit's own site is its own."""
    host = urlsplit(capture.final_address).hostname or ""
    account = forward.account
    if not any(host == name or host.endswith(f".{name}") for name in map(str.casefold, account.platform.hosts)):
        return True
    try:
        whole = encoding.decode(store.read(capture.sha256), None).text
    except (TracingError, encoding.EncodingError):
        return False
    return account.name in html.unescape(whole)


def _counted_elsewhere(forward: Forward, page: WebPage) -> str:
    """A page counts for one account only, the first."""
    done = Forward.objects.filter(task__piece=forward.task.piece_id, state__in=DONE_FORWARDS).exclude(url="")
    others = done.exclude(account=forward.account_id).filter(url__in=[page.address, *_asked(page)])
    return "counted" if others.exists() else ""


def _asked(page: WebPage) -> Iterable[str]:
    return page.captures.values_list("asked_address", flat=True).distinct()


def _by_page(
    forward: Forward, capture: Capture, score: float, now: datetime, *, finding: Finding | None = None, **more: Any
) -> Verdict:
    page = capture.page
    since = forward_queries.since(forward.task)
    given = forward.link_given
    is_given = bool(given) and addresses.key_of(given) in {page.key, addresses.key_of(capture.asked_address)}
    told = Post.objects.filter(account=forward.account_id, url__in=[page.address, capture.asked_address]).first()
    evidence = {"capture": f"capture:{capture.pk}", "sha256": capture.sha256, "text_sha256": capture.text_sha256}
    if finding is not None:
        evidence |= {"finding": finding.object_key, "kind": finding.kind}
    return Verdict(
        how=How.LINK if is_given else How.PAGE,
        url=page.address,
        posted_at=posted_at(capture.published, since, now) or (told.published_at if told else None),
        score=score,
        evidence=evidence | {"title": capture.title[:120]} | more,
    )


def _by_rendition(forward: Forward, look: Seen, pages: set[int], now: datetime) -> Verdict | None:
    """A page that holds a short form of the piece, as the pack offers it for copying."""
    texts = list(Rendition.objects.usable().filter(piece=forward.task.piece_id).values_list("pk", "text"))
    captures = [one for page, one in look.captures.items() if page in pages and one.text][:MOST_CAPTURES]
    for capture in captures:
        for number, text in texts:
            judged, score, covered = _judged(text, capture.text)
            is_whole = judged is not None and judged.kind.value not in BAD and covered >= ENOUGH
            if is_whole and is_theirs(forward, capture) and not _counted_elsewhere(forward, capture.page):
                return _by_page(forward, capture, score, now, rendition=number)
    return None


def _by_post(forward: Forward, refused: set[str], now: datetime) -> Verdict | None:
    """A post that a connector read with its text, taken over with light changes."""
    since = forward_queries.since(forward.task)
    rows = Post.objects.filter(account=forward.account_id, published_at__gte=since - sameness.CLOCKS_DIFFER)
    shown = [row for row in rows.exclude(text="")[:MOST_POSTS] if len(row.text) >= FEWEST_SIGNS]
    if not shown:
        return None
    ours = originals.words_of(forward.task.piece)
    problem = ""
    for post in shown:
        if post.url and addresses.key_of(post.url) in refused:
            continue
        judged, score, covered = _judged(ours.text, f"{post.title}\n{post.text}")
        if judged is None:
            continue
        if judged.kind.value in BAD:
            problem = "altered"
        elif is_enough(judged.kind.value, covered, post.title, ours.title):
            evidence = {"post": post.pk, "title": post.title[:120], "text_sha256": sha256_of(post.text)}
            return Verdict(
                how=How.POST, url=post.url, posted_at=min(post.published_at, now), score=score, evidence=evidence
            )
    return Verdict(problem) if problem else None


def _judged(ours: str, theirs: str) -> tuple["Judgement | None", float, float]:
    from pufa.tracing import fingerprints, judging

    comparison = fingerprints.compare(ours, theirs)
    judged = judging.judge(ours, theirs, comparison) if comparison.is_match else None
    return judged, comparison.score, comparison.covered_original


def _what_was_seen(forward: Forward, look: Seen) -> str:
    """Why nothing was found: what the given link showed, or what kept the look from seeing the account's posts."""
    given = addresses.key_of(forward.link_given) if forward.link_given else ""
    for errand in look.errands:
        if given and errand.key == given:
            return _of_link(errand)
    lists = [one for one in look.errands if one.task != Task.PAGE]
    if any(one.state == ErrandState.DONE for one in lists or look.errands):
        return ""
    return next((_of_failure(one) for one in lists or look.errands), "no_way")


def _of_link(errand: Errand) -> str:
    if errand.state != ErrandState.DONE:
        return _of_failure(errand)
    capture = Capture.objects.filter(errand=errand).first()
    return "unreadable" if capture is not None and capture.fault else "other_text"


def _of_failure(errand: Errand) -> str:
    if errand.code == "http_status":
        answer = ANSWERS.get(errand.status or 0, "no_answer")
        return answer if errand.task == Task.PAGE or answer != "link_dead" else "no_way"
    return PROBLEMS.get(errand.code, "no_way" if errand.task != Task.PAGE else "unreadable")


def owner(finding: Finding) -> Forward | None:
    """The open forward that a copy is, if its page belongs to one registered account that was asked; else None."""
    page = finding.page
    rows = list(Forward.objects.open().filter(task__piece=finding.piece_id).whole())
    rows = [row for row in rows if page.key not in {addresses.key_of(one) for one in row.refused}]
    by_address = {row.account_id for row in rows if row.link_given and addresses.key_of(row.link_given) == page.key}
    asked = {page.address, *_asked(page)}
    posts = Post.objects.filter(Q(url__in=asked), account__in=[row.account_id for row in rows])
    looks = page.captures.filter(errand__gathering__account__isnull=False)
    by_address |= set(posts.values_list("account", flat=True))
    by_address |= set(looks.values_list("errand__gathering__account", flat=True))
    found = [row for row in rows if row.account_id in by_address] or _under(rows, page.address)
    is_clear = len({row.account_id for row in found}) == 1 and is_theirs(found[0], finding.capture)
    return found[0] if is_clear else None


def _under(rows: list[Forward], address: str) -> list[Forward]:
    """Those whose account's own address the page lies under; the longest such address tells."""
    plain = address.split("://", 1)[-1]
    lengths = [(_length(row, plain), row) for row in rows]
    longest = max((length for length, _row in lengths), default=0)
    return [row for length, row in lengths if length == longest > 0]


def _length(row: Forward, plain: str) -> int:
    whole = addresses.normal(row.account.address) if row.account.address else None
    own = whole.split("://", 1)[1].split("?")[0].rstrip("/") if whole else ""
    is_whole_platform = own in row.account.platform.hosts
    return len(own) if own and not is_whole_platform and (plain == own or plain.startswith(own + "/")) else 0

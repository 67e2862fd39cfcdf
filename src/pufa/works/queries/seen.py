"""How often works are seen: on their page here, and where accounts of the matrix posted them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from pufa.matrix.models import Post
from pufa.reach.models import HourlyHits
from pufa.works.models import Work

KEY_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """One place a work can be seen at. Numbers are None where nobody has told them; `at` is when they were read off."""

    link: str
    name: str
    reads: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    at: datetime | None = None

    @property
    def is_counted(self) -> bool:
        """Whether any number is known."""
        return any(one is not None for one in (self.reads, self.likes, self.comments, self.shares))


def places(links: Collection[str]) -> list[Seen]:
    """Each link with the numbers of the post it leads to, if an account of the matrix has it."""
    spelled = {form: link for link in links for form in _forms(link)}
    posts = Post.objects.filter(url__in=spelled).select_related("account__platform").order_by("seen_at")
    found = {spelled[post.url]: post for post in posts}
    return [_seen(link, found.get(link)) for link in links]


def reads(work: Work) -> int:
    """How often the work's page was read, once the hits of the last seconds are summed up."""
    return HourlyHits.objects.filter(object_key=work.key).aggregate(total=Sum("count"))["total"] or 0


def existing(keys: Collection[str]) -> set[str]:
    """Those object keys (`work:12`) that are of a work."""
    return {one.key for one in _of(keys)}


def titles(keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """What works are called, by object key, and where they are read."""
    return {one.key: (str(one), one.get_absolute_url() if one.is_public else "") for one in _of(keys)}


def _of(keys: Collection[str]) -> list[Work]:
    numbers = [digits for digits in (key.partition(":")[2] for key in keys) if digits.isascii() and digits.isdecimal()]
    found = Work.objects.filter(pk__in=[int(digits) for digits in numbers if len(digits) < KEY_DIGITS])
    return [one for one in found if one.key in keys]


def _forms(link: str) -> set[str]:
    """A link as accounts may have noted it: with and without the last stroke, plain or safe."""
    plain = link.strip().rstrip("/").removeprefix("https://").removeprefix("http://")
    return {f"{scheme}{plain}{end}" for scheme in ("http://", "https://") for end in ("", "/")}


def _seen(link: str, post: Post | None) -> Seen:
    if post is None:
        return Seen(link, link)
    name = f"{post.account.name}（{post.account.platform}）"
    return Seen(link, name, post.reads, post.likes, post.comments, post.shares, post.seen_at)

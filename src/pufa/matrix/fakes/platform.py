"""What every sample platform has in common: requests, replies, accounts, posts and figures."""

import email.parser
import email.policy
import hashlib
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from pufa.lib import clock
from pufa.matrix.fakes.store import Store

EXPIRED = "expired"  # an account whose credentials ended


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as a sample platform sees it; `path` without the platform's own prefix."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; empty if it is none."""
        try:
            found = json.loads(self.body.decode())
        except (UnicodeDecodeError, json.JSONDecodeError):
            return {}
        return found if isinstance(found, dict) else {}

    def form(self) -> dict[str, str]:
        """The fields of a form, sent in either way; files are left out."""
        if self.headers.get("content-type", "").startswith("multipart/"):
            return {name: data.decode() for name, (filename, data) in self.parts().items() if not filename}
        return dict(parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True))

    def parts(self) -> dict[str, tuple[str, bytes]]:
        """The parts of a multipart form: name to file name (empty for a field) and bytes."""
        head = f"Content-Type: {self.headers.get('content-type', '')}\r\n\r\n".encode()
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body)
        found = {}
        for part in message.iter_parts() if message.is_multipart() else ():
            name = str(part.get_param("name", "", header="content-disposition"))
            data = part.get_payload(decode=True)
            found[name] = (part.get_filename() or "", data if isinstance(data, bytes) else b"")
        return found


@dataclass(frozen=True, slots=True)
class Reply:
    """What a sample platform answers."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SamplePost:
    """A post on a sample platform. `state`: pending, ready, rejected or gone; `mark` names its key, if one does."""

    id: str
    account: str
    title: str
    text: str
    url: str
    at: datetime
    state: str
    mark: str
    more: Mapping[str, Any]


def as_json(data: object, status: int = 200, **headers: str) -> Reply:
    """A reply of JSON, Chinese as it is written."""
    return Reply(json.dumps(data, ensure_ascii=False).encode(), status, headers=headers)


Handler = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """A part of an interface. `is_open`: it asks for no account."""

    method: str
    path: re.Pattern[str]
    is_open: bool


def route(method: str, path: str, *, is_open: bool = False) -> Callable[[Handler], Handler]:
    """Marks a method of a platform as the answer to requests; it gets account, ask and the path's named groups."""

    def mark(handler: Handler) -> Handler:
        vars(handler)["route"] = Route(method, re.compile(path), is_open)
        return handler

    return mark


class Platform(ABC):
    """A sample platform of one kind; its state is in the store."""

    kind: ClassVar[str]
    label: ClassVar[str]
    publishing: ClassVar[str]  # the path of the request that makes a post, as a regular expression
    work = timedelta(0)  # how long a pending post stays pending

    def __init__(self, store: Store, base_url: str, port: int = 0) -> None:
        """`port` is for a platform that needs one of its own besides the web server's; 0 takes a free one."""
        self.store = store
        self.base_url = base_url
        self.closing: list[Callable[[], object]] = []  # called when the server ends

    @classmethod
    @abstractmethod
    def values(cls, account: str) -> dict[str, str]:
        """Good credentials of an account; every name is an account."""

    @abstractmethod
    def account_of(self, ask: Ask) -> str:
        """The account whose credentials a request carries; empty if they are none."""

    def answer(self, ask: Ask) -> Reply:
        """The platform's answer, by the methods marked with `route`."""
        for handler, found in _routes(type(self)):
            match = found.path.fullmatch(ask.path) if found.method == ask.method else None
            if match:
                account = self.account_of(ask)
                if not found.is_open and (not account or self.is_expired(account)):
                    return self.expired()
                return handler(self, account, ask, **match.groupdict())
        return self.missing()

    def missing(self) -> Reply:
        """The platform's answer to what is not there."""
        return as_json({"error": "Record not found"}, 404)

    def expired(self) -> Reply:
        """The platform's answer to an expired token."""
        return as_json({"error": "expired"}, 401)

    def limited(self) -> Reply:
        """The platform's answer to too many calls."""
        return as_json({"error": "too many requests"}, 429)

    def url(self, path: str) -> str:
        """An address of this platform that shows a page to people."""
        return f"{self.base_url}{path}"

    def add_post(
        self, account: str, *, title: str = "", text: str = "", state: str = "ready", mark: str = "", **more: Any
    ) -> SamplePost:
        """A new post with the next id."""
        with self.store.lock:
            id = self.new_id(self.store.next_number())
            data = {
                "account": account,
                "title": title,
                "text": text,
                "at": datetime.now(UTC).isoformat(),
                "state": state,
                "mark": mark,
                "more": more,
            }
            self.store.put(self.kind, "posts", id, data)
        return self._post(id, data)

    def new_id(self, number: int) -> str:
        """The id of a post in the platform's form."""
        return str(1_000_000 + number)

    def post(self, id: str) -> SamplePost | None:
        """The post with this id."""
        data = self.store.get(self.kind, "posts", id)
        return self._post(id, data) if data else None

    def posts(self, account: str | None = None) -> list[SamplePost]:
        """All posts ever made, the oldest first, gone ones too."""
        found = [self._post(id, data) for id, data in self.store.all(self.kind, "posts")]
        return [post for post in found if account is None or post.account == account]

    def change(self, id: str, **changed: Any) -> None:
        """Changes a post: its state, or what is kept in `more`."""
        with self.store.lock:
            data = self.store.get(self.kind, "posts", id)
            if data is None:
                raise LookupError(id)
            more = {**data["more"], **changed.pop("more", {})}
            self.store.put(self.kind, "posts", id, {**data, **changed, "more": more})

    def doubles(self) -> list[list[str]]:
        """Ids of posts that say the same for the same account, or carry the same mark: each group is one mistake."""
        groups: dict[tuple[str, str], list[str]] = {}
        for post in self.posts():
            name = post.mark or hashlib.sha256(f"{post.title}\n{post.text}".encode()).hexdigest()
            groups.setdefault((post.account, name), []).append(post.id)
        return [ids for ids in groups.values() if len(ids) > 1]

    def set_account(self, account: str, **facts: Any) -> None:
        """Facts of an account: `followers`, `name`, `is_expired`."""
        with self.store.lock:
            self.store.put(self.kind, "accounts", account, {**self.account(account), **facts})

    def address(self, account: str) -> str:
        """The address an account's connector is given."""
        return self.base_url

    def account(self, account: str) -> dict[str, Any]:
        """Facts of an account; one nobody described has invented ones."""
        known = self.store.get(self.kind, "accounts", account)
        return known or {"name": account, "followers": 1000 + _invented(account, 9000), "is_expired": False}

    def is_expired(self, account: str) -> bool:
        """Whether this account's credentials ended."""
        return account.startswith(EXPIRED) or bool(self.account(account).get("is_expired"))

    def set_figures(self, id: str, **figures: int) -> None:
        """Figures of a post: reads, likes, comments, shares, favourites."""
        self.store.put(self.kind, "figures", id, figures)

    def figures(self, id: str) -> dict[str, int]:
        """Figures of a post; those nobody set are invented from its id and stay the same."""
        reads = 100 + _invented(id, 900)
        shares = {"likes": 20, "comments": 60, "shares": 40, "favourites": 50}
        invented = {"reads": reads, **{name: reads // part for name, part in shares.items()}}
        return {**invented, **(self.store.get(self.kind, "figures", id) or {})}

    def _post(self, id: str, data: dict[str, Any]) -> SamplePost:
        is_worked_on = datetime.now(UTC) < datetime.fromisoformat(data["at"]) + self.work
        state = "ready" if data["state"] == "pending" and not is_worked_on else data["state"]
        return SamplePost(
            id=id,
            account=data["account"],
            title=data["title"],
            text=data["text"],
            url=self.url(f"/p/{id}"),
            at=datetime.fromisoformat(data["at"]),
            state=state,
            mark=data["mark"],
            more=data["more"],
        )


def epoch(moment: datetime) -> int:
    """Seconds since 1970."""
    return int(moment.timestamp())


def today() -> date:
    """Today in China."""
    return clock.today()


@cache
def _routes(platform: type) -> tuple[tuple[Handler, Route], ...]:
    members = (getattr(platform, name) for name in dir(platform))
    return tuple((member, member.route) for member in members if isinstance(getattr(member, "route", None), Route))


def _invented(seed: str, below: int) -> int:
    return int(hashlib.sha256(seed.encode()).hexdigest()[:8], 16) % below

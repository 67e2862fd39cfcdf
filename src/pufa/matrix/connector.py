"""What a connector to a platform can do, and the plain data that goes in and comes out.

A connector is made from `Access` for one account, does what its small Protocols say, and either answers with plain
data or raises `ConnectorError`. It keeps nothing between calls and decides nothing: the caller stores, retries, waits,
counts quotas and writes the audit trail.

Never twice. Before `publish` the caller stores its key. If `publish` raises an error with `is_uncertain`, or the
caller dies before it stored the answer, the post may exist. Then, and only then:

1. wait until `Limits.settle` has passed since the attempt (a platform may show a new post late);
2. ask `find` with the same rendition and key (`known`: remote ids that already belong to other keys);
3. found: store it, done. Not found, or within `Limits.idempotent_for` of the first attempt: `publish` again with the
   same key. A kind that neither `Finds` nor is idempotent leaves the decision to a person.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, Protocol, runtime_checkable

DEFAULT_TIMEOUT: Final = timedelta(seconds=20)


class ErrorKind(StrEnum):
    """What the caller can do about a failure."""

    RETRY = "retry"  # the way or the platform is disturbed: later again
    RECONNECT = "reconnect"  # credentials are missing, wrong, expired or lack a permission: a person must act
    REJECTED = "rejected"  # the platform refuses this content or request: never repeat it unchanged
    LIMIT = "limit"  # too many calls or posts: not before `retry_after`, where the platform says it


class ConnectorError(Exception):
    """A platform could not do what was asked.

    `detail` is the platform's own words or ours, without secrets, for the log and the desk; `code` the platform's code
    ("42001") or one of ours ("timeout", "not_json", "redirect"). `retry_after` counts from now and is None where the
    platform did not say. `is_uncertain`: the request may have been carried out although no proper answer came.
    """

    def __init__(
        self,
        kind: ErrorKind,
        detail: str,
        *,
        code: str = "",
        retry_after: timedelta | None = None,
        is_uncertain: bool = False,
    ) -> None:
        super().__init__(f"{kind}: {detail}" + (f" ({code})" if code else ""))
        self.kind = kind
        self.detail = detail
        self.code = code
        self.retry_after = retry_after
        self.is_uncertain = is_uncertain


class Form(StrEnum):
    """The kinds of rendition a platform may take."""

    ARTICLE = "article"  # title, summary, body in HTML, cover picture
    SHORT = "short"  # a short text with a link, pictures if any
    PICTURES = "pictures"  # pictures with a caption
    VIDEO = "video"  # one video with title and caption


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or video to go along. `source` is its bytes, or its file where it is large."""

    name: str
    content_type: str
    source: bytes | Path = field(repr=False)
    alt: str = ""

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    @property
    def is_video(self) -> bool:
        """Whether it is a video; everything else is a picture."""
        return self.content_type.startswith("video/")

    def open(self) -> BinaryIO:
        """Its bytes from the start."""
        return BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")

    def read(self) -> bytes:
        """All its bytes at once; for pictures."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


@dataclass(frozen=True, slots=True)
class Rendition:
    """One approved piece in the shape for one kind of platform. `text` is plain; `html` the same with markup.

    `link` leads to the piece on the site; `media` in order, the first picture is the cover. In `html` a picture stands
    as `<img src="media:NAME">` with the name of a `Media`.
    """

    form: Form
    title: str
    text: str
    html: str = ""
    summary: str = ""
    link: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()

    @property
    def pictures(self) -> tuple[Media, ...]:
        """What is no video, in order."""
        return tuple(item for item in self.media if not item.is_video)

    @property
    def video(self) -> Media | None:
        """The first video."""
        return next((item for item in self.media if item.is_video), None)


class PostState(StrEnum):
    """Where a post stands at the platform."""

    PENDING = "pending"  # accepted, not yet visible: ask `status` again
    READY = "ready"  # visible
    REJECTED = "rejected"  # the platform's own review refused it
    GONE = "gone"  # withdrawn or deleted


@dataclass(frozen=True, slots=True)
class Published:
    """What the platform knows of a post. `remote_id` may change from pending to ready: store the newest.

    `at` is the platform's time where it says one; `check_after` how long to wait before the next `status`.
    """

    state: PostState
    remote_id: str
    url: str = ""
    at: datetime | None = None
    detail: str = ""
    check_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post as the account shows it, to compare with what was sent. `at` is None where the platform hides it."""

    remote_id: str
    url: str
    title: str
    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose credentials these are, as the platform says. `expires_at` None: unknown or never."""

    remote_id: str
    name: str
    url: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """Renewed credentials: `values` replace those of the same names in `Access.values` and are secret."""

    values: Mapping[str, str] = field(repr=False)
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """An account on one day. None: the platform does not say."""

    day: date
    followers: int | None
    gained: int | None = None
    lost: int | None = None


@dataclass(frozen=True, slots=True)
class PostFigures:
    """A post's figures. `is_total`: counted since publication, as of `day`; otherwise of that day alone."""

    remote_id: str
    day: date
    is_total: bool
    reads: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    favourites: int | None = None


@dataclass(frozen=True, slots=True)
class FormLimits:
    """What a platform takes of one form. None: no limit known. Lengths in characters as `matrix.limits` counts them."""

    form: Form
    title: int | None = None
    is_title_needed: bool = False
    summary: int | None = None
    author: int | None = None
    text: int | None = None
    text_least: int = 0
    html_bytes: int | None = None
    is_link_needed: bool = False
    link_counts: int = 0  # characters a link takes of `text` where the link is part of the post
    counts_halves: bool = False  # two Latin letters count as one character (Weibo)
    pictures: tuple[int, int] = (0, 0)  # least and most
    picture_bytes: int | None = None
    picture_types: tuple[str, ...] = ("image/jpeg", "image/png")
    videos: tuple[int, int] = (0, 0)
    video_bytes: int | None = None
    video_types: tuple[str, ...] = ("video/mp4",)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is known of a platform without asking it, checked before review and when planning.

    `settle`: how long a new post may stay unseen by `find`. `idempotent_for`: how long the platform itself answers a
    repeated key with the first post; None: it does not know keys.
    """

    forms: tuple[FormLimits, ...]
    posts_per_day: int | None = None
    calls_per_day: int | None = None
    least_gap: timedelta = timedelta(0)
    settle: timedelta = timedelta(minutes=2)
    idempotent_for: timedelta | None = None

    def of(self, form: Form) -> FormLimits | None:
        """The limits of one form; None where the platform does not take it."""
        return next((limits for limits in self.forms if limits.form is form), None)


@dataclass(frozen=True, slots=True)
class Access:
    """What a connector needs to act for one account: `values` by the names of `Kind.fields`, secrets among them.

    `base_url` replaces the platform's address (private deployments, sample platforms). `allow_private` permits
    addresses inside a private network and plain http; without it both are refused. `timeout` holds for one call.
    """

    values: Mapping[str, str] = field(repr=False)
    base_url: str = ""
    allow_private: bool = False
    timeout: timedelta = DEFAULT_TIMEOUT


@runtime_checkable
class Publishes(Protocol):
    """Posts a rendition."""

    def publish(self, rendition: Rendition, *, key: str) -> Published:
        """Posts it, once for each key where the platform knows keys. Raises ConnectorError."""
        ...

    def status(self, remote_id: str) -> Published:
        """Where a post stands now. Raises ConnectorError."""
        ...


@runtime_checkable
class Finds(Protocol):
    """Looks at the account for a post that may already be there."""

    def find(self, rendition: Rendition, *, key: str, since: datetime, known: Collection[str] = ()) -> Published | None:
        """The post of this key, or one with the same words since then; `known` ids belong to other keys.

        Raises ConnectorError.
        """
        ...


@runtime_checkable
class Withdraws(Protocol):
    """Takes a post back. A kind without it leaves that to a person."""

    def withdraw(self, remote_id: str) -> Published:
        """Deletes it; a post already gone is success (state gone). Raises ConnectorError."""
        ...


@runtime_checkable
class Reads(Protocol):
    """Shows what the account posted."""

    def recent(self, *, since: datetime | None = None, most: int = 20) -> tuple[Post, ...]:
        """The newest posts first, not older than `since`. Raises ConnectorError."""
        ...


@runtime_checkable
class Measures(Protocol):
    """Gives figures of account and posts."""

    def measure_account(self, *, day: date) -> AccountFigures:
        """Followers at the end of a Chinese day, or now where the platform knows no past. Raises ConnectorError."""
        ...

    def measure_posts(self, *, day: date, remote_ids: Collection[str] = ()) -> tuple[PostFigures, ...]:
        """Figures of these posts, or of all the platform lists for that day. Raises ConnectorError."""
        ...


@runtime_checkable
class Authorises(Protocol):
    """Tests and renews credentials."""

    def test(self, *, now: datetime) -> Identity:
        """Whose they are and until when they hold; posts nothing. Raises ConnectorError reconnect if they are bad."""
        ...

    def refresh(self, *, now: datetime) -> Grant:
        """Newer credentials; store them at once, the old may end. Raises ConnectorError reconnect if a person must."""
        ...


@runtime_checkable
class Packs(Protocol):
    """Makes the pack a person posts by hand."""

    def pack(self, rendition: Rendition, *, key: str) -> "Pack":
        """Text, captions, pictures, link and QR code, cut to the platform's lengths."""
        ...


@dataclass(frozen=True, slots=True)
class Pack:
    """What a person copies and uploads. `files`: names with their bytes; `notes`: what was shortened, in Chinese."""

    title: str
    text: str
    html: str
    caption: str
    link: str
    qr_svg: str
    files: tuple[Media, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A value a person enters to connect an account; secrets are sealed and never shown again."""

    name: str
    label: str
    label_zh: str
    is_secret: bool = False
    is_required: bool = True
    help: str = ""
    help_zh: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of platform as the registry knows it: its names, what a person enters, its limits, its connector class.

    `connector` is called with an `Access`; `base_url` is the platform's own address, empty where a person enters it.
    """

    name: str
    label: str
    label_zh: str
    fields: tuple[Field, ...]
    limits: Limits
    connector: Callable[[Access], object]
    base_url: str = ""

    def can(self, ability: type) -> bool:
        """Whether accounts of this kind have an ability, named by its Protocol: `kind.can(Publishes)`."""
        return isinstance(self.connector, type) and issubclass(self.connector, ability)

    def connect(self, access: Access) -> object:
        """A connector for one account; calls nobody. Raises ConnectorError reconnect when a required value is missing.

        Ask what it can do with `isinstance(connector, Publishes)`.
        """
        needed = [item.name for item in self.fields if item.is_required]
        missing = [name for name in needed if not access.values.get(name, "").strip()]
        if missing:
            raise ConnectorError(ErrorKind.RECONNECT, f"not entered: {', '.join(missing)}", code="missing_value")
        return self.connector(replace(access, base_url=(access.base_url or self.base_url).rstrip("/")))

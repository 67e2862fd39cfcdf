"""Makes packs for posting by hand; calls nobody. See README.md beside this file."""

from datetime import timedelta

from pufa.matrix.connector import (
    Access,
    Field,
    Form,
    FormLimits,
    Kind,
    Limits,
    Pack,
    PostState,
    Published,
    Rendition,
)
from pufa.matrix.connectors.copyready import payloads

WAIT = timedelta(hours=1)
ANY_MEDIA = (0, 50)
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")
VIDEOS = ("video/mp4", "video/quicktime", "video/webm")


class CopyReady:
    """One account that a person serves."""

    def __init__(self, access: Access) -> None:
        self._platform = access.values.get("platform", "").strip() or "other"

    def pack(self, rendition: Rendition, *, key: str) -> Pack:
        """Text, caption, pictures, link and QR code for this account's platform."""
        return payloads.pack_of(rendition, platform=self._platform)

    def publish(self, rendition: Rendition, *, key: str) -> Published:
        """Pending: the pack is ready, and a person posts. The key is the remote id until a link is found."""
        return Published(PostState.PENDING, key, detail="posted by hand", check_after=WAIT)

    def status(self, remote_id: str) -> Published:
        """Pending still: whoever finds the link (a feed, a page, the person) makes it ready."""
        return Published(PostState.PENDING, remote_id, detail="posted by hand", check_after=WAIT)


KIND = Kind(
    name="copyready",
    label="By hand, from a pack",
    label_zh="人工发布（文案包）",
    fields=(
        Field(
            "platform",
            "Platform, for its lengths",
            "平台（决定字数）",
            is_required=False,
            help=", ".join(payloads.PLATFORMS),
            help_zh="、".join(f"{name}（{lengths.label}）" for name, lengths in payloads.PLATFORMS.items()),
        ),
    ),
    limits=Limits(
        forms=tuple(
            FormLimits(form, pictures=ANY_MEDIA, picture_types=PICTURES, videos=(0, 5), video_types=VIDEOS)
            for form in Form
        ),
        settle=timedelta(0),
        idempotent_for=timedelta(days=3650),
    ),
    connector=CopyReady,
)

"""What kind of file some bytes are, by their beginning: only kinds that a browser plays or shows are taken."""

from typing import Final

KINDS: Final = {
    "mp4": ("video", "video/mp4"), "webm": ("video", "video/webm"), "mp3": ("audio", "audio/mpeg"),
    "ogg": ("audio", "audio/ogg"), "wav": ("audio", "audio/wav"), "m4a": ("audio", "audio/mp4"),
}  # fmt: skip


def sound_of(head: bytes) -> str | None:
    """The suffix of a file that only sounds; None for anything else."""
    kind = kind_of(head)
    return kind if kind is not None and KINDS[kind][0] == "audio" else None


def kind_of(head: bytes) -> str | None:
    """The suffix of a file that plays, told by its first bytes; None for anything else (pictures go their own way)."""
    if head[4:8] == b"ftyp":
        return "m4a" if head[8:12] in {b"M4A ", b"M4B "} else "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 in {0xE2, 0xE4, 0xE6}):
        return "mp3"
    return None

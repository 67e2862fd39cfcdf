"""A tenth of a second of sound for tests."""

import io
import wave


def sound() -> bytes:
    """A wav file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\0\1" * 800)
    return file.getvalue()

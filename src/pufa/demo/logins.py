"""One sign-in per role with a password made at random on this machine, kept in a file only its owner can read."""

import json
import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings

from pufa.demo.city import PEOPLE, Person

WORDS: Final = "abcdefghjkmnpqrstuvwxyz"


def file() -> Path:
    """Where they are kept; git ignores the folder."""
    home: Path = settings.HOME
    return home / "secrets" / "demo-logins.json"


def make() -> dict[str, str]:
    """User name -> password, new ones; written to the file before anybody may need them."""
    logins = {person.username: _password() for person in shown()}
    target = file()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump(logins, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    return logins


def read() -> dict[str, str]:
    """User name -> password; empty when no sample city was loaded here."""
    try:
        kept: dict[str, str] = json.loads(file().read_text())
    except FileNotFoundError:
        return {}
    return kept


def shown() -> list[Person]:
    """One person per role: those with a story."""
    return [person for person in PEOPLE if person.story]


def _password() -> str:
    letters = "".join(secrets.choice(WORDS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:].capitalize()}-{secrets.randbelow(9000) + 1000}"

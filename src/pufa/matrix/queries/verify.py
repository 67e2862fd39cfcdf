"""Says of a name or link whether it is one of ours, looks like one of ours, or is not in the register."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from django.db.models import Q

from pufa.matrix import resemblance
from pufa.matrix.models import Account, Suspect

LONGEST: Final = 300
MOST: Final = 20
KNOWN_BAD: Final = (Suspect.State.CONFIRMED, Suspect.State.REPORTED, Suspect.State.GONE)


class Answer(StrEnum):
    """What can be said."""

    GENUINE = "genuine"
    LOOKALIKE = "lookalike"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer; `accounts` are ours that were meant, `resembles` the one imitated, `near` others of a like name.

    `warned`: an imitation of just this name is known besides.
    """

    answer: Answer
    accounts: Sequence[Account] = ()
    resembles: Account | None = None
    near: Sequence[Account] = field(default_factory=tuple)
    is_known_imitation: bool = False
    warned: bool = False


def verify(text: str) -> Verdict:
    """What the register says of a name, an account ID or a link."""
    asked = " ".join(text.split())[:LONGEST]
    if not asked:
        return Verdict(Answer.UNKNOWN)
    return _link(asked) if is_link(asked) else _name(asked)


def is_link(text: str) -> bool:
    """Whether somebody pasted an address rather than a name."""
    return "://" in text or ("." in text.split("/", maxsplit=1)[0] and "/" in text)


def plain_address(address: str) -> tuple[str, str]:
    """Host and path of an address as compared: small letters in the host, no www, no slash at the end."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    query = f"?{parts.query}" if "__biz=" in parts.query else ""
    return host, parts.path.rstrip("/") + query


def _link(text: str) -> Verdict:
    host, path = plain_address(text)
    registered = Account.objects.registered().whole().exclude(address="").filter(address__icontains=host)
    for account in registered if host else ():
        own_host, own_path = plain_address(account.address)
        if own_host == host and (path == own_path or (own_path and path.startswith(f"{own_path}/"))):
            return Verdict(Answer.GENUINE, [account])
    bad = Suspect.objects.filter(state__in=KNOWN_BAD).exclude(address="").select_related("resembles__platform")
    for suspect in bad.filter(address__icontains=host) if host else ():
        if plain_address(suspect.address) == (host, path):
            return Verdict(Answer.LOOKALIKE, resembles=suspect.resembles, is_known_imitation=True)
    return Verdict(Answer.UNKNOWN)


def _name(text: str) -> Verdict:
    registered = Account.objects.registered().whole()
    ours = list(registered.filter(Q(name__iexact=text) | Q(handle__iexact=text) | Q(number=text))[:MOST])
    same_name = Suspect.objects.filter(state__in=KNOWN_BAD, name__iexact=text)
    if ours:
        return Verdict(Answer.GENUINE, ours, warned=same_name.exists())
    by_handle = Suspect.objects.filter(state__in=KNOWN_BAD).filter(Q(name__iexact=text) | Q(handle__iexact=text))
    known = by_handle.select_related("resembles__platform", "resembles__organisation").first()
    if known is not None:
        return Verdict(Answer.LOOKALIKE, resembles=known.resembles, is_known_imitation=True)
    near = list(registered.filter(Q(name__icontains=text) | _unit(text))[:MOST]) if len(text) > 1 else []
    if not near:
        names = resemblance.Names(registered.order_by("pk").values_list("pk", "name"))
        for number, _likeness in names.closest(text, least=resemblance.SIMILAR):
            return Verdict(Answer.LOOKALIKE, resembles=registered.get(pk=number))
    return Verdict(Answer.UNKNOWN, near=near)


def _unit(text: str) -> Q:
    return Q(organisation__name__icontains=text) | Q(organisation__short_name__icontains=text)

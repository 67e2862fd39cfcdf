"""The mark of a signed convention as a picture, and on the account's page."""

from collections.abc import Iterator
from html import escape

from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.matrix.badges import Badge
from pufa.matrix.models import Account
from pufa.pledges import queries
from pufa.pledges.models import Deed, Signature

COLOURS = {Deed.SIGNED: "#1b6657", Deed.RENEWED: "#1b6657", Deed.SUSPENDED: "#855200", Deed.WITHDRAWN: "#5d6166"}


def of_account(account: Account) -> Iterator[Badge]:
    """The marks of an account that stands by conventions."""
    for one in queries.of_account(account):
        if one.deed in queries.STANDING:
            words = _("Signed: %s") % one.edition.convention
            picture = reverse("pledges:badge", args=[one.number])
            yield Badge(words, picture, reverse("pledges:check", args=[one.number, queries.mark(one)]))


def svg(signature: Signature, standing: Signature) -> str:
    """The mark as it is now: what was signed, and whether the signatory stands by it."""
    title, state = escape(signature.edition.convention.title), escape(str(standing.get_deed_display()))
    colour = COLOURS[Deed(standing.deed)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 180 44" role="img">'
        f'<title>{title} {state}</title><rect width="180" height="44" rx="4" fill="#fff" stroke="{colour}"/>'
        f'<rect width="44" height="44" rx="4" fill="{colour}"/>'
        '<path d="M12 23l7 7 14-15" fill="none" stroke="#fff" stroke-width="3"/>'
        f'<text x="52" y="18" font-size="11" fill="#1d1f21">{title[:11]}</text>'
        f'<text x="52" y="35" font-size="11" fill="#5d6166">{state} {signature.number}</text></svg>\n'
    )

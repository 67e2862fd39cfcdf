"""Who may enter which room."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from pufa.accounts import desk
from pufa.events.queries import access

room: Final = desk.door(access.may_enter, _("These rooms are for the programme office and contacts of units."))
office: Final = desk.door(access.is_office, _("Only the programme office may do this."))
writers: Final = desk.door(
    lambda person: access.is_office(person) or access.is_contact(person),
    _("Only the programme office and contacts of units may do this."),
)

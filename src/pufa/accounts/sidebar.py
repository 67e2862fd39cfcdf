"""The person at the foot of the desk's menu: name, unit and roles, and a round with the first character."""

from urllib.parse import quote

from wagtail.admin.telepath import register
from wagtail.admin.ui.sidebar import BaseSidebarAdapter, MainMenuModule

from pufa.accounts.models import Role, User

ROUND = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 50"><rect width="50" height="50" fill="#3d464b"/>'
    '<text x="25" y="33" font-family="sans-serif" font-weight="700" font-size="22" fill="#fff" text-anchor="middle">'
    "{}</text></svg>"
)


def lines(person: User) -> str:
    """Name, unit and roles, a line each, for example 刘孟华, 市委网信办, 复审."""
    held = person.roles()
    unit = person.organisation.short_name if person.organisation else ""
    roles = " · ".join(str(role.label) for role in Role if role in held)
    return "\n".join(line for line in (str(person), unit, roles) if line)


def portrait(person: User) -> str:
    """The first character of the name as a picture, inside the address: nothing is fetched from anywhere."""
    letter = str(person)[:1]
    return "data:image/svg+xml," + quote(ROUND.format(f"&#{ord(letter)};" if letter else ""))


class PersonMenu(BaseSidebarAdapter):
    """Wagtail's main menu with the person's name in place of the user name; below it unit and roles."""

    js_constructor = "wagtail.sidebar.MainMenuModule"

    def js_args(self, obj: MainMenuModule) -> list[object]:
        """What the script in the browser builds the menu of."""
        *menus, account = obj.js_args()
        if isinstance(obj.user, User):
            account = {**account, "name": lines(obj.user)}
        return [*menus, account]


register(PersonMenu(), MainMenuModule)

"""People and organisations for tests, made through the actions."""

from itertools import count

from pufa.accounts import actions
from pufa.accounts.models import District, Organisation, User

PASSWORD = "Osmanthus-2026"
_numbers = count(1)


def district(**given: object) -> District:
    number = next(_numbers)
    return actions.create_district(**{"code": f"d{number}", "name": f"第{number}区", "by": None, **given})


def organisation(**given: object) -> Organisation:
    number = next(_numbers)
    fields = {
        "code": f"o{number}", "name": f"第{number}局", "short_name": f"{number}局",
        "kind": "department", "district": None, "by": None,
    }  # fmt: skip
    return actions.create_organisation(**{**fields, **given})


def person(*roles: str, **given: object) -> User:
    number = next(_numbers)
    fields = {
        "username": f"u{number}", "name": f"人{number}", "organisation": None, "roles": roles,
        "password": PASSWORD, "by": None,
    }  # fmt: skip
    return actions.create_person(**{**fields, **given})

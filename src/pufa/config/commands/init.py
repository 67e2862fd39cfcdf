"""`pufa init`: an empty programme for a city of one's own."""

import argparse
import sys
from pathlib import Path

HELP = "start an empty programme: name, office, districts and organisations"
QUESTIONS = {
    "name": "网站名称（如 某某网络普法）",
    "office": "主办单位全称",
    "short": "主办单位简称",
    "phone": "对外电话（可空）",
    "person": "第一位管理员的姓名",
    "username": "他的登录名（小写字母、数字）",
}
MAY_BE_EMPTY = {"phone"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is not given is asked for, unless --no-input is said."""
    parser.add_argument("--name", help="name of the site")
    parser.add_argument("--office", help="full name of the office that runs it")
    parser.add_argument("--short", help="its short name")
    parser.add_argument("--phone", help="its phone number for the public")
    parser.add_argument("--person", help="name of the first administrator")
    parser.add_argument("--username", help="user name of the first administrator")
    parser.add_argument("--districts", type=Path, metavar="FILE", help="region tree, Excel or CSV")
    parser.add_argument("--organisations", type=Path, metavar="FILE", help="organisations, Excel or CSV")
    parser.add_argument("--people", type=Path, metavar="FILE", help="people, Excel or CSV")
    parser.add_argument("--no-input", action="store_true", help="ask nothing; what is missing is an error")


def run(arguments: argparse.Namespace) -> int:
    """Starts the programme whole, or writes nothing and says why."""
    answers = {key: getattr(arguments, key) or _ask(key, arguments.no_input) for key in QUESTIONS}
    missing = [f"--{key}" for key, answer in answers.items() if not answer and key not in MAY_BE_EMPTY]
    if missing:
        print(f"pufa init: 还缺 {' '.join(missing)}", file=sys.stderr)
        return 2
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    migrate.bring_up_to_date()
    from django.core.exceptions import ValidationError

    from pufa.ui.errors import Refusal

    try:
        link = _start(answers, arguments)
    except (Refusal, ValidationError, ValueError, OSError) as error:
        text = "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
        print(f"pufa init: {text}", file=sys.stderr)
        return 1
    print(f"平台已建好，里面还没有内容。\n请 {answers['person']} 在七天内打开这个链接设置密码（只能用一次）：\n{link}")
    print("\n接着运行：pufa serve 和 pufa worker；检查：pufa doctor")
    return 0


def _ask(key: str, is_silent: bool) -> str:
    if is_silent or not sys.stdin.isatty():
        return ""
    answer = input(f"{QUESTIONS[key]}：").strip()
    while not answer and key not in MAY_BE_EMPTY:
        answer = input(f"{QUESTIONS[key]}（不能空）：").strip()
    return answer


def _start(answers: dict[str, str], arguments: argparse.Namespace) -> str:
    from django.conf import settings
    from django.db import transaction
    from django.urls import reverse

    from pufa.accounts import actions as accounts_actions
    from pufa.accounts.models import OrganisationKind, Role
    from pufa.editorial import actions as editorial_actions
    from pufa.portal import actions as portal_actions
    from pufa.portal.models import HomePage

    if HomePage.objects.exists():
        raise ValueError("这里已经有一个平台；要另建一个，请换一个 PUFA_HOME")
    with transaction.atomic():
        if arguments.districts:
            accounts_actions.import_districts(arguments.districts, by=None)
        office = accounts_actions.create_organisation(
            code="office",
            name=answers["office"],
            short_name=answers["short"],
            kind=OrganisationKind.OFFICE,
            district=None,
            by=None,
        )
        if arguments.organisations:
            accounts_actions.import_organisations(arguments.organisations, by=None)
        person = accounts_actions.create_person(
            username=answers["username"], name=answers["person"], organisation=office, roles=[Role.OFFICE], by=None
        )
        if arguments.people:
            accounts_actions.import_people(arguments.people, by=person)
        home = portal_actions.start_site(
            name=answers["name"], office=answers["short"], phone=answers["phone"], by=person
        )
        editorial_actions.grant_desk_permissions(home)
        token = accounts_actions.invite(user=person, by=person)
    return f"{settings.BASE_URL}{reverse('accounts:invitation', args=[token])}"

"""`pufa audit verify`: whether anybody has touched the trail."""

import argparse
import sys

HELP = "check the audit trail"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the trail."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("verify", help="find an edited, missing or inserted row")
    reseal = actions.add_parser("reseal", help="seal the trail anew, after its key was changed; is itself recorded")
    reseal.add_argument("--reason", required=True, help="why, for the trail")


def run(arguments: argparse.Namespace) -> int:
    """Prints each fault; 1 when there is one."""
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    if not migrate.is_up_to_date():
        return migrate.say_what_to_do()
    from django.utils.translation import gettext as _

    from pufa.audit import queries

    faults = list(queries.verify())
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(_("The audit trail has been changed: %(count)d faults.") % {"count": len(faults)}, file=sys.stderr)
        return 1
    print(_("The audit trail is whole: %(count)d rows.") % {"count": queries.entries().count()})
    return 0

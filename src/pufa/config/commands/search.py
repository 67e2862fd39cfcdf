"""`pufa search rebuild`: make the search index anew from the database."""

import argparse

HELP = "make the search index anew"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the index."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("rebuild", help="from the database, whatever state the index is in")


def run(arguments: argparse.Namespace) -> int:
    """Prints how many pages the index holds."""
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    if not migrate.is_up_to_date():
        return migrate.say_what_to_do()
    from django.utils.translation import gettext as _

    from pufa.portal import search

    print(_("%(count)d pages in the search index.") % {"count": search.rebuild()})
    return 0

"""`pufa trace`: find out who reprinted us."""

import argparse

from pufa.config.commands import trace_pages

HELP = "find reprints of what was published, however disguised"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    trace_pages.add_verbs(verbs)


def run(arguments: argparse.Namespace) -> int:
    """Does it."""
    code: int = arguments.do(arguments)
    return code

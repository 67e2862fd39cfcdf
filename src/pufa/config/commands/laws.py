"""`pufa laws`: take law texts in, check citations of them, find articles that answer a question."""

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pufa.statutes import citations

HELP = "import law texts; check citations; find articles"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the statute library."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    take = actions.add_parser("import", help="take in laws; doing it twice changes nothing")
    take.add_argument("source", help="`package` (the data file of a package), a .docx file, or a folder of laws")
    check = actions.add_parser("check", help="find every citation in a text and say which are wrong")
    which = check.add_mutually_exclusive_group(required=True)
    which.add_argument("file", nargs="?", type=Path, help="a text in UTF-8 or GB18030")
    which.add_argument("--batch", type=Path, metavar="FILE", help='JSON lines with "text"; one line out for each')
    check.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="the law of this day (default today)")
    check.add_argument("--json", action="store_true", help="JSON lines")
    find = actions.add_parser("search", help="find the articles that answer a question")
    asked = find.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?")
    asked.add_argument("--batch", type=Path, metavar="FILE", help='JSON lines with "question" or "text"; a line each')
    find.add_argument("--limit", type=int, default=10, metavar="N", help="at most so many articles (default 10)")
    find.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="the law of this day (default today)")
    find.add_argument("--json", action="store_true", help="JSON lines")


def run(arguments: argparse.Namespace) -> int:
    """Imports (1 when a text could not be read) or checks (1 when a file cannot be read)."""
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    if not migrate.is_up_to_date():
        return migrate.say_what_to_do()
    try:
        if arguments.action == "search":
            return _search(arguments)
        return _import(arguments.source) if arguments.action == "import" else _check(arguments)
    except (OSError, ValueError) as error:
        print(f"pufa laws: {error}", file=sys.stderr)
        return 1


def _import(name: str) -> int:
    from django.utils.translation import gettext as _

    from pufa.statutes import actions, sources

    try:
        source = sources.open_source(name, folder=actions.laws_folder())
    except sources.SourceError as error:
        print(f"pufa laws: {error}", file=sys.stderr)
        return 1
    report = actions.import_laws(source, by=None)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    numbers = {"created": report.created, "changed": report.changed, "same": report.same}
    print(_("Laws: %(created)d new, %(changed)d changed, %(same)d as before.") % numbers)
    return 1 if report.problems else 0


def _check(arguments: argparse.Namespace) -> int:
    from pufa.lib import encoding
    from pufa.statutes import citations
    from pufa.statutes.catalogue import catalogue

    laws = catalogue()
    if arguments.file:
        text = encoding.decode(arguments.file.read_bytes()).text
        found = citations.check_long(text, laws, on=arguments.on)
        if arguments.json:
            print(json.dumps(citations.as_json(found), ensure_ascii=False))
        else:
            _show(found)
        return 0
    for text in citations.from_lines(arguments.batch, "text"):
        answer = citations.as_json(citations.check(text, laws, on=arguments.on))
        print(json.dumps(answer, ensure_ascii=False), flush=True)  # who reads along gets each line at once
    return 0


def _show(found: Iterable["citations.Citation"]) -> None:
    for one in found:
        print("\t".join((one.verdict.value, " ".join(one.text.split()), one.hint)))


def _search(arguments: argparse.Namespace) -> int:
    from pufa.statutes import search
    from pufa.statutes.citations import from_lines

    wanted = {"limit": arguments.limit, "on": arguments.on}
    try:
        if not (arguments.json or arguments.batch):
            for hit in search.find(arguments.question, **wanted):
                print("\t".join((hit.short_name, hit.label, "".join(text for text, _ in hit.snippet))))
            return 0
        questions = from_lines(arguments.batch, "question", "text") if arguments.batch else [arguments.question]
        for question in questions:
            found = [
                {"law": fact.law, "article": fact.number}
                | ({"sub": fact.sub} if fact.sub else {})
                | {"score": round(score, 4)}
                for fact, score in search.ranked(question, **wanted)
            ]
            print(json.dumps({"results": found}, ensure_ascii=False))
    except search.IndexBusyError:
        print("pufa laws: another process is making the search index; try again in a minute", file=sys.stderr)
        return 1
    return 0

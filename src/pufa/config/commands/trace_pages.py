"""The verbs of `pufa trace` that need the database: gather pages, look again, keep the index."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pufa.accounts.models import User
    from pufa.tracing.models import Gathering

SLICE_SECONDS = 20.0
Do = Callable[[argparse.Namespace], int]


def add_verbs(verbs: Any) -> None:
    """page, list, feed, sitemap, links, folder, resume, rebuild, rejudge."""
    _verb(verbs, "page", _page, "fetch one page, or read one saved page, and say what it holds", "URL|FILE")
    _verb(verbs, "list", _list, "gather the addresses in a file, one a line; - reads standard input", "FILE")
    for kind, help_ in (
        ("feed", "gather the pages an RSS or Atom feed names"),
        ("sitemap", "gather the pages a site map names, its index followed"),
        ("links", "gather the pages of the same site that a page links to"),
    ):
        _verb(verbs, kind, _address, help_, "URL")
    _verb(verbs, "folder", _folder, "read the saved pages below a folder, or in a ZIP archive", "FOLDER|ZIP")
    _verb(verbs, "resume", _resume, "go on with every gathering that broke off")
    _verb(verbs, "rebuild", _rebuild, "make the index of originals anew from the database")
    _verb(verbs, "rejudge", _rejudge, "judge every page kept anew, with today's rules and pieces")


def _verb(verbs: Any, name: str, do: Do, help_: str, source: str = "") -> None:
    parser = verbs.add_parser(name, help=help_, description=help_)
    if source:
        parser.add_argument("source", metavar=source)
        parser.add_argument("--as", dest="person", metavar="NAME", help="user name of the editor it is done for")
        parser.add_argument("--json", action="store_true", help="print one JSON object a page")
    parser.set_defaults(do=lambda arguments: _with_database(arguments, do))


def _with_database(arguments: argparse.Namespace, do: Do) -> int:
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    if not migrate.is_up_to_date():
        return migrate.say_what_to_do()
    from pufa.lib.weblists import ListError
    from pufa.tracing import wording
    from pufa.ui.errors import Refusal

    try:
        return do(arguments)
    except (Refusal, OSError) as error:
        text = str(error.strerror or error) if isinstance(error, OSError) else str(error)
    except ListError as error:
        text = wording.of_error(error)
    print(f"pufa trace: {text}", file=sys.stderr)
    return 1


def _page(arguments: argparse.Namespace) -> int:
    from pufa.tracing import actions, uploads

    if "://" in arguments.source:
        return _address(arguments)
    with Path(arguments.source).open("rb") as stream:
        found = uploads.of_files([(Path(arguments.source).name, stream)])
        gathering = actions.ask_files(files=found, source=arguments.source, by=_person(arguments))
    return _worked(gathering, arguments)


def _address(arguments: argparse.Namespace) -> int:
    from pufa.tracing import actions

    gathering = actions.ask(kind=arguments.action, address=arguments.source, by=_person(arguments))
    return _worked(gathering, arguments)


def _list(arguments: argparse.Namespace) -> int:
    from pufa.lib import weblists
    from pufa.tracing import actions

    data = sys.stdin.buffer.read() if arguments.source == "-" else Path(arguments.source).read_bytes()
    named = weblists.lines(data)
    gathering = actions.ask_list(found=named.pages, source=arguments.source, by=_person(arguments))
    return _worked(gathering, arguments)


def _folder(arguments: argparse.Namespace) -> int:
    from pufa.tracing import actions, uploads

    place = Path(arguments.source)
    if place.is_dir():
        gathering = actions.ask_files(files=uploads.of_folder(place), source=place.name, by=_person(arguments))
        return _worked(gathering, arguments)
    with place.open("rb") as stream:
        found = uploads.of_files([(place.name, stream)])
        gathering = actions.ask_files(files=found, source=place.name, by=_person(arguments))
    return _worked(gathering, arguments)


def _resume(arguments: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from pufa.lib import clock
    from pufa.tracing import actions

    actions.release_lost(now=clock.now())
    count = 0
    for gathering in list(actions.unfinished(now=clock.now())):
        _work_off(gathering)
        count += 1
    print(_("Went on with %(count)d gatherings.") % {"count": count})
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from pufa.tracing import indexing

    print(_("%(count)d pieces in the index of originals.") % {"count": indexing.rebuild()})
    return 0


def _rejudge(arguments: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from pufa.tracing import actions

    print(_("%(count)d copies found on the pages kept.") % {"count": actions.rejudge_all(by=None)})
    return 0


def _person(arguments: argparse.Namespace) -> "User | None":
    from pufa.accounts import queries

    return queries.person(arguments.person) if arguments.person else None


def _worked(gathering: "Gathering", arguments: argparse.Namespace) -> int:
    """Works the gathering off here and now, prints a line a page; 1 if any page failed."""
    from pufa.tracing import pages, queries
    from pufa.tracing.models import ErrandState, Task

    _work_off(gathering)
    failed = False
    for row in pages.errand_rows(list(queries.errands(gathering))):
        errand = row["errand"]
        failed = failed or errand.state == ErrandState.FAILED
        if errand.task not in {Task.PAGE, Task.FILE} and errand.state == ErrandState.DONE:
            continue
        print(json.dumps(_as_json(row), ensure_ascii=False) if arguments.json else _as_line(row))
    return 1 if failed else 0


def _work_off(gathering: "Gathering") -> None:
    """Until nothing is due soon; what a site asked us to try later is left to the worker."""
    from pufa.tracing import actions

    while actions.work_off(gathering=gathering, seconds=SLICE_SECONDS):
        pass


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    errand, capture = row["errand"], row["capture"]
    return {
        "address": errand.address,
        "state": errand.state,
        "error": errand.code or (capture.fault if capture else ""),
        "message": errand.message or row["fault"],
        "title": capture.title if capture else "",
        "sha256": capture.sha256 if capture else "",
        "found": [
            {
                "id": one.pk,
                "piece": one.piece_id,
                "title": one.original.title,
                "score": one.score,
                "kind": one.kind,
                "disguises": [each["kind"] for each in one.disguises],
            }
            for one in row["copies"]
        ],
    }


def _as_line(row: dict[str, Any]) -> str:
    from django.utils.translation import gettext as _

    errand = row["errand"]
    found = "；".join(f"{one.get_kind_display()} {one.score:.0%} 《{one.original.title}》" for one in row["copies"])
    said = errand.message or found or row["fault"] or (_("nothing of ours") if row["capture"] else errand.state)
    return f"{errand.address}\t{said}"

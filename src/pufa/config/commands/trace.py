"""`pufa trace`: find copies of what was published."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from gettext import translation
from pathlib import Path

from pufa.config.commands import trace_pages

# These words are needed without the web framework, which takes ten times as long to start as a small match.
_ = translation("django", Path(__file__).parents[1] / "locale", ["zh_Hans"], fallback=True).gettext
HELP = "find copies of what was published, however disguised"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do: compare two files, or one of the verbs that need the database."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    match = actions.add_parser("match", help="which pages copy which originals; needs no database")
    match.add_argument(
        "--originals", type=Path, required=True, metavar="FILE.jsonl", help='lines {"id","title","text"}'
    )
    match.add_argument("--pages", type=Path, required=True, metavar="FILE.jsonl", help="lines of the same kind")
    match.add_argument(
        "--source", action="append", default=[], metavar="NAME", help="a name we publish under (repeatable)"
    )
    match.add_argument("--limit", type=int, default=5, help="originals told for one page at most (default %(default)s)")
    match.set_defaults(do=_match)
    trace_pages.add_verbs(actions)


def run(arguments: argparse.Namespace) -> int:
    """Runs one action."""
    code: int = arguments.do(arguments)
    return code


def _match(arguments: argparse.Namespace) -> int:
    """Prints one line of JSON for each pair found: page, original, score, kind, disguises."""
    try:
        for line in _pairs(arguments):
            print(json.dumps(line, ensure_ascii=False), flush=True)
    except (ValueError, OSError) as error:
        print(f"pufa trace match: {_told(error)}", file=sys.stderr)
        return 1
    return 0


def _told(error: ValueError | OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("%(file)s: there is no such file") % {"file": error.filename}
    if isinstance(error, OSError):
        return _("%(file)s: cannot be read (%(why)s)") % {"file": error.filename, "why": error.strerror}
    return str(error)


def _pairs(arguments: argparse.Namespace) -> Iterator[dict[str, object]]:
    from pufa.tracing import fingerprints, index, matching

    texts: dict[str, str] = {}
    folded = lru_cache(maxsize=2000)(lambda name: fingerprints.fold(texts[name]))
    for number, name, text in _rows(arguments.originals):
        if name in texts:
            told = _('the id "%(name)s" was given before') % {"name": name}
            raise ValueError(f"{arguments.originals}:{number}: {told}")
        texts[name] = text
    with tempfile.TemporaryDirectory(prefix="pufa-trace-") as folder:
        index.rebuild(Path(folder), texts.items())
        with index.Index.open(Path(folder)) as kept:
            for _number, name, text in _rows(arguments.pages):
                found = matching.find(text, kept, folded, limit=arguments.limit, source_names=arguments.source)
                for one in found:
                    yield {
                        "page": name,
                        "original": one.original,
                        "score": one.comparison.score,
                        "kind": one.judgement.kind.value,
                        "disguises": [each.kind.value for each in one.comparison.disguises],
                    }


def _rows(file: Path) -> Iterator[tuple[int, str, str]]:
    """Line number, id and text of each line. Raises ValueError that names file and line."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                name, text = _row(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except UnicodeDecodeError as error:
                told = _("not UTF-8 (byte %(byte)d)") % {"byte": error.start + 1}
                raise ValueError(f"{file}:{number}: {told}") from error
            except ValueError as error:
                raise ValueError(f"{file}:{number}: {error}") from error
            yield number, name, text


def _row(line: str) -> tuple[str, str]:
    """Id and words of one line. Raises ValueError that says what is wrong."""
    from pufa.tracing import matching

    try:
        row = json.loads(line)
        name, text = row["id"], row["text"]
    except json.JSONDecodeError as error:
        raise ValueError(_("not JSON from column %(column)d on") % {"column": error.colno}) from error
    except (KeyError, TypeError) as error:
        raise ValueError(_('not a JSON object with "id" and "text"')) from error
    is_named = isinstance(name, str | int) and not isinstance(name, bool)
    if not (is_named and isinstance(text, str)):
        raise ValueError(_('"id" must be a name or a number, "text" a text'))
    return str(name), matching.whole(row.get("title"), text)

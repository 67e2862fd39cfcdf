"""`pufa trace`: find copies of what was published."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pufa.config.commands import trace_pages

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
        print(f"pufa trace match: {error}", file=sys.stderr)
        return 1
    return 0


def _pairs(arguments: argparse.Namespace) -> Iterator[dict[str, object]]:
    from pufa.tracing import fingerprints, index, matching

    texts: dict[str, str] = {}
    folded = lru_cache(maxsize=2000)(lambda name: fingerprints.fold(texts[name]))
    for number, name, text in _rows(arguments.originals):
        if name in texts:
            raise ValueError(f'{arguments.originals}:{number}: the id "{name}" was given before')
        texts[name] = text
    with tempfile.TemporaryDirectory(prefix="pufa-trace-") as folder:
        index.rebuild(Path(folder), texts.items())
        with index.Index.open(Path(folder)) as kept:
            for _, name, text in _rows(arguments.pages):
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
    from pufa.tracing import matching

    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
                name, text = row["id"], row["text"]
            except UnicodeDecodeError as error:
                raise ValueError(f"{file}:{number}: not UTF-8 (byte {error.start + 1})") from error
            except json.JSONDecodeError as error:
                raise ValueError(f"{file}:{number}: not JSON ({error.msg} at column {error.colno})") from error
            except (KeyError, TypeError) as error:
                raise ValueError(f'{file}:{number}: not a JSON object with "id" and "text"') from error
            is_named = isinstance(name, str | int) and not isinstance(name, bool)
            if not (is_named and isinstance(text, str)):
                raise ValueError(f'{file}:{number}: "id" must be a name or a number, "text" a text')
            yield number, str(name), matching.whole(row.get("title"), text)

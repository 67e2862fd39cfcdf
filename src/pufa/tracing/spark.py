"""The same matching as a Spark job over Parquet of crawled pages: `pip install pufa[spark]`, see
docs/tracing-on-spark.md.

The driver makes one folder with the index and the originals' texts; Spark carries it to every machine, where it
is read in
place. Pages never leave the machine that holds them; only found pairs do.
"""

import argparse
import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pufa.tracing import fingerprints, index, matching

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SCHEMA: Final = (
    "page string, original string, score double, kind string, disguises array<string>, "
    "differences array<struct<kind: string, original: string, page: string>>"
)
_INDEX: Final = "index"
_TEXTS: Final = "texts.sqlite3"


def prepare(folder: Path, originals: Iterable[tuple[str, str]]) -> int:
    """Makes the folder that every machine gets, from (id, text); gives the number of originals."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / _TEXTS)) as database:
        database.execute("CREATE TABLE texts (id TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID")

        def kept() -> Iterator[tuple[str, str]]:
            for name, text in originals:
                database.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (name, text))
                yield name, text

        total = index.rebuild(folder / _INDEX, kept())
        database.commit()
    return total


def match(
    session: "SparkSession", pages: "DataFrame", folder: Path, *, limit: int = 5, source_names: Sequence[str] = ()
) -> "DataFrame":
    """The pairs found among pages (columns `id`, `text`, and `title` if there is one); columns as in SCHEMA.

    `folder` is one that `prepare` made. Lazy: the work is done when the result is written or counted.
    """
    session.sparkContext.addFile(str(folder.resolve()), recursive=True)
    name, names = folder.name, tuple(source_names)
    columns = [column for column in ("id", "title", "text") if column in pages.columns]

    def found(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        from pyspark import SparkFiles

        return _matched((row.asDict() for row in rows), Path(SparkFiles.get(name)), limit, names)

    return session.createDataFrame(pages.select(*columns).rdd.mapPartitions(found), SCHEMA)


def _matched(
    rows: Iterable[dict[str, Any]], folder: Path, limit: int, names: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """What one machine does with its share of the pages. A page without text is passed over."""
    address = f"file:{folder / _TEXTS}?mode=ro&immutable=1"
    with index.Index.open(folder / _INDEX) as kept, closing(sqlite3.connect(address, uri=True)) as texts:

        @lru_cache(maxsize=2000)
        def text_of(name: str) -> fingerprints.Folded | None:
            row = texts.execute("SELECT text FROM texts WHERE id = ?", (name,)).fetchone()
            return fingerprints.fold(row[0]) if row else None

        for row in rows:
            text = matching.whole(row.get("title"), row["text"] or "")
            for one in matching.find(text, kept, text_of, limit=limit, source_names=names):
                yield (
                    str(row["id"]),
                    one.original,
                    float(one.comparison.score),
                    one.judgement.kind.value,
                    [each.kind.value for each in one.comparison.disguises],
                    [(each.kind.value, each.original, each.page) for each in one.judgement.differences],
                )


def main(arguments: Sequence[str] | None = None) -> int:
    """`spark-submit … -m pufa.tracing.spark`-style entry: Parquet in, Parquet out."""
    parser = argparse.ArgumentParser(description="find copies of originals among crawled pages, on Spark")
    parser.add_argument("--originals", required=True, help="Parquet with id, text and maybe title")
    parser.add_argument("--pages", required=True, help="Parquet of the same kind")
    parser.add_argument("--out", required=True, help="Parquet that is written; must not exist")
    parser.add_argument("--source", action="append", default=[], metavar="NAME", help="a name we publish under")
    parsed = parser.parse_args(arguments)
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("pufa trace").getOrCreate()
    rows = session.read.parquet(parsed.originals).toLocalIterator()
    pairs = ((str(row["id"]), matching.whole(row.asDict().get("title"), row["text"] or "")) for row in rows)
    with tempfile.TemporaryDirectory(prefix="pufa-originals-") as folder:
        total = prepare(Path(folder), pairs)
        found = match(session, session.read.parquet(parsed.pages), Path(folder), source_names=parsed.source)
        found.write.parquet(parsed.out)
    print(json.dumps({"originals": total, "out": parsed.out}), file=sys.stderr)
    session.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

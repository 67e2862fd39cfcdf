"""Learns which stretches of letters are set phrases of laws: `python -m benchmarks.learn_formulas LAWS.DB`.

Writes `src/pufa/tracing/fingerprints/formulas.bin`: sorted 32-bit numbers, no text.
"""

import argparse
import sqlite3
from contextlib import closing
from itertools import groupby
from pathlib import Path

import numpy as np

from pufa.tracing import fingerprints
from pufa.tracing.fingerprints import formulas, grams

TARGET = Path(fingerprints.__file__).with_name("formulas.bin")


def main() -> None:
    """Counts in how many laws each stretch stands and keeps the common ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("laws", type=Path)
    arguments = parser.parse_args()
    found = []
    with closing(sqlite3.connect(f"file:{arguments.laws}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT law_id, article_text FROM articles ORDER BY law_id, id")
        for _, articles in groupby(rows, key=lambda row: row[0]):
            letters = fingerprints.fold("\n".join(text for _, text in articles)).letters
            found.append(np.unique(grams.short_grams(letters)))
    numbers, laws = np.unique(np.concatenate(found), return_counts=True)
    common = np.unique(formulas.hashed(numbers[laws >= formulas.FEWEST_LAWS]))
    TARGET.write_bytes(common.astype("<u4").tobytes())
    print(f"{len(found)} laws, {len(common)} common stretches, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()

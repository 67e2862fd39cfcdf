"""Search in laws: plain BM25 by words, by pairs of characters, and ours, on the same questions, index and core.

`PUFA_HOME=… python -m benchmarks.law_search QUESTIONS.jsonl [--on DAY]`. What is learned is measured by five folds
(see `learn_law_search`); times are CPU of one question, from text to
ranked articles, in a process pinned to one core.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks import learn_law_search
from pufa.lib import clock

TOP = 10
Key = tuple[str, int]


def plain(kind: str, on: date) -> Callable[[str], list[Key]]:
    """BM25 over the text of the articles, nothing else."""
    import tantivy

    from pufa.statutes.search import filling, index, words

    opened = index.open_index(filling.ensure())
    cut = {"words": words.words, "pairs": words.pairs}[kind]
    day = on.isoformat()

    def ask(question: str) -> list[Key]:
        schema, searcher = opened.index.schema, opened.index.searcher()
        terms = dict.fromkeys(cut(words.tidy(question)))
        wanted = [tantivy.Query.term_query(schema, f"text_{kind}", term, index_option="freq") for term in terms]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in wanted])
        hits = searcher.search(query, 3 * TOP, count=False).hits
        numbers = searcher.fast_field_values("n", [address for _, address in hits])
        facts = [opened.facts[int(number)] for number in numbers]
        return [(fact.law, fact.number) for fact in facts if fact.first <= day <= fact.last]

    return ask


def ours(on: date) -> Callable[[str], list[Key]]:
    """The search as it is installed."""
    from pufa.statutes import search

    def ask(question: str) -> list[Key]:
        return [(fact.law, fact.number) for fact, _ in search.ranked(question, limit=TOP, on=on)]

    return ask


def run(ask: Callable[[str], list[Key]], questions: list[dict]) -> tuple[float, float, float, float]:
    """Recall@10, MRR@10, and the median and 99th percentile of CPU milliseconds a question."""
    recalls, reciprocals, times = [], [], []
    for one in questions:
        begin = time.thread_time()
        found = ask(one["question"])
        times.append(1000 * (time.thread_time() - begin))
        first = list(dict.fromkeys(found))[:TOP]
        wanted = {(each["law"], each["article"]) for each in one["relevant"]}
        recalls.append(len(wanted & set(first)) / len(wanted))
        reciprocals.append(next((1 / rank for rank, key in enumerate(first, start=1) if key in wanted), 0.0))
    times.sort()
    count = len(questions)
    return sum(recalls) / count, sum(reciprocals) / count, times[count // 2], times[int(count * 0.99)]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--on", type=date.fromisoformat, default=clock.today())
    arguments = parser.parse_args()
    from pufa.config.cli import start_django

    start_django()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    questions = [json.loads(line) for line in arguments.questions.read_text(encoding="utf-8").splitlines()]
    asked = {"BM25, words": plain("words", arguments.on), "BM25, pairs": plain("pairs", arguments.on)}
    asked["ours"] = ours(arguments.on)
    for ask in asked.values():
        ask(questions[0]["question"])  # opens the index and loads the dictionary, which is not counted
    figures = {name: run(ask, questions) for name, ask in asked.items()}
    found = list(learn_law_search.cases(arguments.questions, arguments.on.isoformat()))
    figures["ours"] = (*learn_law_search.cross_validated(found), *figures["ours"][2:])
    print(f"{len(questions)} questions, texts of {arguments.on}, load {os.getloadavg()[0]:.1f}")
    print("| search | recall@10 | MRR@10 | p50 CPU ms | p99 CPU ms |\n|---|---:|---:|---:|---:|")
    for name, (recall, reciprocal, median, slowest) in figures.items():
        print(f"| {name} | {recall:.3f} | {reciprocal:.3f} | {median:.2f} | {slowest:.2f} |")


if __name__ == "__main__":
    main()

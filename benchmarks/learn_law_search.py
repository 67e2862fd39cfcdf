"""Learns the weights of law search: `PUFA_HOME=… python -m benchmarks.learn_law_search QUESTIONS.jsonl [--on DAY]`.

Each line holds "question" and "relevant" (a list of "law", "article"). The weights maximise the likelihood of the
relevant articles among the candidates (softmax over each question's candidates, L2, Adam). The figures are of five
folds: each question is answered with weights learned from the other four. Only numbers are written, never questions.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pufa.lib import clock

TOP = 10
FOLDS, SEED = 5, 7
STEPS, RATE = 300, 0.05
L2, L2_LAWS, LEAST_OF_LAW = 0.001, 0.003, 3
Key = tuple[str, int]
Numbers = Any  # numpy arrays; numpy is no dependency of the installed package


@dataclass(frozen=True)
class Case:
    """A question's candidates: rows of numbers, their articles and laws, which are relevant, of how many."""

    rows: Numbers
    keys: list[Key]
    laws: list[str]
    relevant: Numbers
    total: int

    def wanted(self) -> set[Key]:
        """The relevant articles among the candidates."""
        return {key for key, is_one in zip(self.keys, self.relevant, strict=True) if is_one}


@dataclass(frozen=True)
class Model:
    """Weights of the numbers and of laws."""

    weights: Numbers
    laws: dict[str, float]

    def scores(self, case: Case) -> Numbers:
        """One score a candidate."""
        return case.rows @ self.weights + np.array([self.laws.get(law, 0.0) for law in case.laws])


def cases(file: Path, day: str) -> Iterator[Case]:
    """The questions of a file with their candidates."""
    from pufa.statutes.search import filling, index, ranking, words

    opened = index.open_index(filling.ensure())
    for line in file.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        found = ranking.candidates(opened, words.tidy(data["question"]), day=day)
        facts = [opened.facts[number] for number in found.articles]
        keys = [(fact.law, fact.number) for fact in facts]
        wanted = {(one["law"], one["article"]) for one in data["relevant"]}
        rows = np.array(found.rows).reshape(-1, len(ranking.NAMES))
        relevant = np.array([key in wanted for key in keys], dtype=bool)
        yield Case(rows, keys, [fact.short_name for fact in facts], relevant, len(wanted))


def learn(learning: list[Case]) -> Model:
    """The weights that make the relevant articles of these questions likeliest."""
    useful = [case for case in learning if case.relevant.any()]
    counts = Counter(law for case in useful for law, is_one in zip(case.laws, case.relevant, strict=True) if is_one)
    names = [law for law, count in counts.items() if count >= LEAST_OF_LAW]
    places = {law: place for place, law in enumerate(names)}
    rows = np.vstack([case.rows for case in useful])
    spread = rows.std(0) + 1e-9
    rows = (rows - rows.mean(0)) / spread
    law_of = np.array([places.get(law, len(names)) for case in useful for law in case.laws])
    sizes = [len(case.keys) for case in useful]
    starts, question = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(useful)), sizes)
    target = np.concatenate([case.relevant / case.relevant.sum() for case in useful])
    both = np.zeros(rows.shape[1] + len(names) + 1)
    penalty = np.r_[np.full(rows.shape[1], L2), np.full(len(names) + 1, L2_LAWS)]
    mean, square = np.zeros_like(both), np.zeros_like(both)
    for step in range(1, STEPS + 1):
        scores = rows @ both[: rows.shape[1]] + both[rows.shape[1] :][law_of]
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[question])
        error = (likely / np.add.reduceat(likely, starts)[question] - target) / len(useful)
        slope = np.r_[rows.T @ error, np.bincount(law_of, error, minlength=len(names) + 1)] + penalty * both
        slope[-1] = 0  # laws without a weight of their own
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        both -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    laws = dict(zip(names, both[rows.shape[1] : -1].tolist(), strict=True))
    return Model(both[: rows.shape[1]] / spread, laws)


def measure(case: Case, model: Model) -> tuple[float, float]:
    """Recall and reciprocal rank of the first relevant article, both within the first ten."""
    order = np.argsort(-model.scores(case), kind="stable")
    first = list(dict.fromkeys(case.keys[place] for place in order))[:TOP]
    wanted = case.wanted()
    reciprocal = next((1 / rank for rank, key in enumerate(first, start=1) if key in wanted), 0.0)
    return len(wanted & set(first)) / case.total, reciprocal


def cross_validated(all_cases: list[Case]) -> tuple[float, float]:
    """Recall@10 and MRR@10, each question with weights learned without its fold."""
    order = np.random.default_rng(SEED).permutation(len(all_cases))
    figures = []
    for fold in np.array_split(order, FOLDS):
        held = set(fold.tolist())
        model = learn([case for place, case in enumerate(all_cases) if place not in held])
        figures += [measure(all_cases[place], model) for place in held]
    recall, reciprocal = np.mean(figures, axis=0)
    return float(recall), float(reciprocal)


def written(model: Model, names: tuple[str, ...], figures: dict[str, object]) -> str:
    """The weights as the file the search reads."""
    lines = ["# Made by benchmarks/learn_law_search.py; numbers are named in ranking.NAMES.", "[measured]"]
    lines += [f"{name} = {json.dumps(value)}" for name, value in figures.items()]
    lines += ["", "[weights]"]
    lines += [f"{name} = {weight:.4f}" for name, weight in zip(names, model.weights, strict=True)]
    lines += ["", "[laws]"]
    lines += [f'"{law}" = {weight:.4f}' for law, weight in sorted(model.laws.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Learns, measures, writes `weights.toml`, prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--on", default=clock.today().isoformat(), help="texts in force on this day")
    parser.add_argument("--dry", action="store_true", help="measure only, write nothing")
    arguments = parser.parse_args()
    from pufa.config.cli import start_django

    start_django()
    from pufa.statutes.search import ranking

    found = list(cases(arguments.questions, arguments.on))
    recall, reciprocal = cross_validated(found)
    reach = float(np.mean([len(case.wanted()) / case.total for case in found]))
    figures: dict[str, object] = {
        "questions": len(found), "folds": FOLDS, "texts_of": arguments.on, "recall_at_10": round(recall, 3),
        "mrr_at_10": round(reciprocal, 3), "among_candidates": round(reach, 3),
    }  # fmt: skip
    print(figures)
    if not arguments.dry:
        place = Path(ranking.__file__).with_name("weights.toml")
        place.write_text(written(learn(found), ranking.NAMES, figures), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Learns the weights of law search: `PUFA_HOME=… python -m benchmarks.learn_law_search QUESTIONS.jsonl [--on DAY]`.

Each line holds "question" and "relevant" (a list of "law", "article"). The weights maximise the likelihood of the
relevant articles among the candidates (softmax over each question's candidates, L2, Adam). The figures are of five
folds: each question is answered with what was learned from the other four. Only numbers are written, never questions.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from pufa.lib import clock

TOP = 10
FOLDS, SEEDS = 5, (7, 8)
STEPS, RATE = 300, 0.05
L2, L2_LAWS, LEAST_OF_LAW = 0.001, 0.003, 3
Key = tuple[str, int]
Numbers = Any  # numpy arrays


@dataclass(frozen=True)
class Case:
    """A question's candidates: rows of numbers, their articles, which are relevant, how many are in all."""

    numbers: Numbers
    rows: Numbers
    keys: list[Key]
    wanted: frozenset[Key]

    @property
    def relevant(self) -> Numbers:
        """Which candidates answer the question."""
        return np.array([key in self.wanted for key in self.keys], dtype=bool)


@dataclass(frozen=True)
class Model:
    """Weights of the numbers, of laws, and how many questions each article answered."""

    weights: Numbers
    laws: dict[str, float]
    answers: Counter[Key]


class Learner:
    """Learns from questions and their candidates in one index."""

    def __init__(self, file: Path, day: date, *, has_vectors: bool) -> None:
        from pufa.statutes.search import dense, describing, filling, index, ranking, words

        self.opened = index.open_index(filling.ensure())
        self.names = describing.names(has_vectors=has_vectors)
        vectors = dense.loaded(self.opened, patiently=True) if has_vectors else None
        if has_vectors and vectors is None:
            raise SystemExit("there are no vectors: pip install 'pufa[vectors]', then pufa laws vectors")
        self.answer_columns = [place for place, name in enumerate(self.names) if name.startswith("answered")]
        full = {fact.law: fact.short_name for fact in self.opened.facts}
        self.cases = []
        for line in file.read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            found = ranking.candidates(self.opened, words.tidy(data["question"]), day=day, vectors=vectors)
            facts = [self.opened.facts[number] for number in found.numbers]
            wanted = frozenset((full.get(one["law"], one["law"]), one["article"]) for one in data["relevant"])
            self.cases.append(Case(found.numbers, found.rows, [(one.short_name, one.number) for one in facts], wanted))

    def rows(self, case: Case, answers: Counter[Key]) -> Numbers:
        """What is known of the candidates if these are the answers of other questions."""
        from pufa.statutes.search import describing, learned

        rows = case.rows.copy()
        answered = learned.Answered.of(self.opened.columns, answers)
        rows[:, self.answer_columns] = np.column_stack(describing.answers(answered, case.numbers))
        return rows

    def learn(self, learning: list[Case]) -> Model:
        """The weights that make the relevant articles of these questions likeliest.

        A question's own answers do not count among the answers it sees: it would learn to trust them too much.
        """
        answers = Counter(key for case in learning for key in case.wanted)
        useful = [case for case in learning if case.relevant.any()]
        counts = Counter(key[0] for case in useful for key in case.keys if key in case.wanted)
        names = [law for law, count in counts.items() if count >= LEAST_OF_LAW]
        places = {law: place for place, law in enumerate(names)}
        rows = np.vstack([self.rows(case, answers - Counter(case.wanted)) for case in useful])
        law_of = np.array([places.get(law, len(names)) for case in useful for law, _ in case.keys])
        target = np.concatenate([case.relevant / case.relevant.sum() for case in useful])
        both, spread = _fitted(rows, law_of, len(names), [len(case.keys) for case in useful], target)
        laws = dict(zip(names, both[rows.shape[1] : -1].tolist(), strict=True))
        return Model(both[: rows.shape[1]] / spread, laws, answers)

    def scores(self, case: Case, model: Model) -> Numbers:
        """One score a candidate."""
        of_laws = np.array([model.laws.get(law, 0.0) for law, _ in case.keys])
        return self.rows(case, model.answers) @ model.weights + of_laws

    def cross_validated(self) -> tuple[float, float]:
        """Recall@10 and MRR@10, each question with all that was learned without its fold; of several divisions."""
        figures = []
        for seed in SEEDS:
            order = np.random.default_rng(seed).permutation(len(self.cases))
            for fold in np.array_split(order, FOLDS):
                held = set(fold.tolist())
                model = self.learn([case for place, case in enumerate(self.cases) if place not in held])
                figures += [measure(self.cases[place], self.scores(self.cases[place], model)) for place in held]
        recall, reciprocal = np.mean(figures, axis=0)
        return float(recall), float(reciprocal)


def _fitted(rows: Numbers, law_of: Numbers, laws: int, sizes: list[int], target: Numbers) -> tuple[Numbers, Numbers]:
    """Weights of the numbers divided by their spread, then of laws, then 0 for other laws; and the spread."""
    starts, question = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(sizes)), sizes)
    spread = rows.std(0) + 1e-9
    rows = ((rows - rows.mean(0)) / spread).astype(np.float32)
    both = np.zeros(rows.shape[1] + laws + 1)
    penalty = np.r_[np.full(rows.shape[1], L2), np.full(laws + 1, L2_LAWS)]
    mean, square = np.zeros_like(both), np.zeros_like(both)
    for step in range(1, STEPS + 1):
        scores = rows @ both[: rows.shape[1]] + both[rows.shape[1] :][law_of]
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[question])
        error = (likely / np.add.reduceat(likely, starts)[question] - target) / len(sizes)
        slope = np.r_[rows.T @ error, np.bincount(law_of, error, minlength=laws + 1)] + penalty * both
        slope[-1] = 0  # laws without a weight of their own
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        both -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return both, spread


def measure(case: Case, scores: Numbers) -> tuple[float, float]:
    """Recall and reciprocal rank of the first relevant article, both within the first ten."""
    order = np.argsort(-scores, kind="stable")
    first = list(dict.fromkeys(case.keys[place] for place in order))[:TOP]
    reciprocal = next((1 / rank for rank, key in enumerate(first, start=1) if key in case.wanted), 0.0)
    return len(case.wanted & set(first)) / len(case.wanted), reciprocal


def section(kind: str, learner: Learner, day: date) -> Iterator[str]:
    """What was learned and how good it is, as lines of the file the search reads; prints the figures."""
    recall, reciprocal = learner.cross_validated()
    reach = float(np.mean([len(case.wanted & set(case.keys)) / len(case.wanted) for case in learner.cases]))
    figures = {
        "questions": len(learner.cases), "folds": FOLDS, "divisions": len(SEEDS), "day": day.isoformat(),
        "recall_at_10": round(recall, 3), "mrr_at_10": round(reciprocal, 3), "among_candidates": round(reach, 3),
    }  # fmt: skip
    print(kind, figures)
    model = learner.learn(learner.cases)
    yield from (f"[{kind}.measured]", *(f"{name} = {json.dumps(value)}" for name, value in figures.items()))
    yield from ("", f"[{kind}.numbers]")
    yield from (f"{name} = {weight:.4f}" for name, weight in zip(learner.names, model.weights, strict=True))
    yield from ("", f"[{kind}.laws]")
    yield from (f'"{law}" = {weight:.4f}' for law, weight in sorted(model.laws.items()))
    yield ""


def answers(learner: Learner) -> Iterator[str]:
    """How many questions each article answered, as lines of that file."""
    by_law: dict[str, dict[int, int]] = {}
    for (law, number), count in sorted(Counter(key for case in learner.cases for key in case.wanted).items()):
        by_law.setdefault(law, {})[number] = count
    for law, row in by_law.items():
        yield from (f'[answers."{law}"]', *(f"{number} = {count}" for number, count in row.items()), "")


def main() -> None:
    """Learns, measures, writes `weights.toml`, prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--on", type=date.fromisoformat, default=clock.today(), help="the day of asking")
    parser.add_argument("--dry", action="store_true", help="measure only, write nothing")
    arguments = parser.parse_args()
    from pufa.config.cli import start_django

    start_django()
    from pufa.statutes.search import learned

    lines = ["# Made by benchmarks/learn_law_search.py; the numbers are named in describing.py."]
    for kind, has_vectors in (("lexical", False), ("dense", True)):
        learner = Learner(arguments.questions, arguments.on, has_vectors=has_vectors)
        lines += section(kind, learner, arguments.on)
    lines += answers(learner)
    if not arguments.dry:
        place = Path(learned.__file__).with_name("weights.toml")
        place.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Which figures there are: one for each metric of the ledger, one for each state, and two from the hit counter."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pufa.reach import metrics, states
from pufa.reach.metrics import Move, Words


class Source(StrEnum):
    """Where a figure comes from."""

    LEDGER = "ledger"
    STATE = "state"
    READS = "reads"
    READERS = "readers"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what it is called, in what it is counted, and where it comes from."""

    code: str
    label: Words
    unit: Words
    note: Words
    source: Source
    move: Move


READERS = Figure(
    "readers",
    _("Readers"),
    _("readers"),
    _("Different readers of each day, added up, exact to about two in a hundred. Nobody is recognised on another day."),
    Source.READERS,
    Move.READING,
)


def registered() -> tuple[Figure, ...]:
    """All figures: what the office did first, then what there is as of a day, then who read it."""
    known = metrics.registered()
    done = (_of(metric) for metric in known if not metric.is_counted)
    read = (_of(metric) for metric in known if metric.is_counted)
    held = (
        Figure(one.code, one.label, one.unit, one.description, Source.STATE, one.move) for one in states.registered()
    )
    return (*done, *held, *read, READERS)


def get(code: str) -> Figure:
    """The figure of a code. Raises LookupError."""
    for figure in registered():
        if figure.code == code:
            return figure
    raise LookupError(code)


def _of(metric: metrics.Metric) -> Figure:
    source = Source.READS if metric.is_counted else Source.LEDGER
    return Figure(metric.code, metric.label, metric.unit, metric.description, source, metric.move)

"""The register of metrics: what the programme counts. An app adds its own from `apps.ready()`."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Move(StrEnum):
    """Which of the programme's moves an outcome belongs to; figures stand together by it."""

    HEART = "heart"  # 一条心: the brands and what they publish
    NET = "net"  # 一张网: the accounts and what they send
    MILE = "mile"  # 最后一公里: face to face
    READING = "reading"  # who read it


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that is counted, such as activities held, in its unit; `is_counted` if the hit counter does it."""

    code: str
    label: Words
    unit: Words
    description: Words = ""
    is_counted: bool = False
    move: Move = Move.MILE


class UnknownMetricError(LookupError):
    """Nobody registered a metric of this code."""


_metrics: dict[str, Metric] = {}


def register(metric: Metric) -> Metric:
    """Makes a metric known and gives it back. Raises ValueError if its code is taken by another."""
    known = _metrics.setdefault(metric.code, metric)
    if known != metric:
        raise ValueError(f"two metrics are called {metric.code}")
    return known


def get(code: str) -> Metric:
    """The metric of a code. Raises UnknownMetricError."""
    try:
        return _metrics[code]
    except KeyError:
        raise UnknownMetricError(code) from None


def registered() -> tuple[Metric, ...]:
    """All metrics in the order of their registration."""
    return tuple(_metrics.values())


PAGE_READS = Metric(
    "page_reads",
    _("Page reads"),
    _("reads"),
    _("Times a published page was opened by a person. Known robots are left out."),
    is_counted=True,
    move=Move.READING,
)

PEOPLE_REACHED = Metric(
    "people_reached",
    _("People reached"),
    _("attendances"),
    _("People who came to an activity, a visit or a forum, as counted there; each entry says how they were counted."),
)

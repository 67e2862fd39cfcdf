"""The register of timed jobs. An app declares its jobs in `jobs.py` and imports that from `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Work = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work called as `work(now=moment)` once for every interval of `every`."""

    name: str
    every: timedelta
    work: Work


_jobs: dict[str, Job] = {}


def job(name: str, *, every: timedelta) -> Callable[[Work], Work]:
    """Declares the function below as the timed job `name`. Raises ValueError if the name is taken by another."""

    def register(work: Work) -> Work:
        known = _jobs.get(name)
        if known is not None and known.work.__qualname__ != work.__qualname__:
            raise ValueError(f"two jobs are called {name}")
        _jobs[name] = Job(name, every, work)
        return work

    return register


def registered() -> tuple[Job, ...]:
    """All jobs, by name."""
    return tuple(_jobs[name] for name in sorted(_jobs))


def due_time(job_: Job, now: datetime) -> datetime:
    """The last moment at or before `now` at which the job was due: whole multiples of its interval since 1970."""
    seconds = int(job_.every.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)

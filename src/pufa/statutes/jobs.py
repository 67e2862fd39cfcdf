"""Timed jobs: vectors for articles that have none yet."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from pufa.beat.jobs import job
from pufa.statutes.search import IndexBusyError, embedding
from pufa.statutes.search.vectors import VectorsBusyError

logger = logging.getLogger(__name__)


@job("statutes.vectors", every=timedelta(minutes=1))
def make_vectors(*, now: datetime) -> None:
    """Goes on with the vectors for some seconds, so that other jobs need not wait long; nothing without the package."""
    if not settings.LAWS_VECTOR_SECONDS or (model := embedding.load()) is None:
        return
    try:
        today = timezone.localdate(now)
        for step in embedding.compute(model, today=today, seconds=settings.LAWS_VECTOR_SECONDS):
            logger.info("%d of %d passages have a vector", step.done, step.total)
    except (IndexBusyError, VectorsBusyError):
        logger.info("another process is at the index or the vectors")

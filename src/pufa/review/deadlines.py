"""When a gate is due: working days on the normal track, hours on the urgent one."""

from datetime import datetime, timedelta

from django.conf import settings

from pufa.lib import workdays
from pufa.review.models import Track

SOON = {Track.NORMAL: timedelta(hours=24), Track.URGENT: timedelta(hours=1)}


def gate_due(track: Track, since: datetime) -> datetime:
    """When a gate entered at `since` must be decided; on the normal track at the same time of a working day."""
    if track == Track.URGENT:
        return since + timedelta(hours=settings.REVIEW["urgent_hours"])
    return workdays.add(since, settings.REVIEW["days"])


def look_back_due(published_at: datetime) -> datetime:
    """When a text published at this time must be looked at again."""
    return published_at + timedelta(days=settings.REVIEW["look_back_days"])

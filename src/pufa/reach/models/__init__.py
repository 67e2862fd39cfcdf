"""Rows of the ledger and of the hit counter."""

from pufa.reach.models.hits import HitLogMark as HitLogMark
from pufa.reach.models.hits import HourlyHits as HourlyHits
from pufa.reach.models.ledger import Entry as Entry

"""Three people of the sample city approve something, so that the public may see it."""

from datetime import datetime, timedelta

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.review import actions, queries
from pufa.review.models import Review

GATES = ("chushen", "fushen", "zhongshen")
PROOFS = ("chushen", "chushen2", "fushen")
LOOK_BACK = timedelta(days=31)


def approve(review: Review, people: dict[str, User], at: datetime) -> Review:
    """Three proofs and three gates, an hour apart."""
    for number, name in enumerate(PROOFS):
        actions.record_proof(review=review, by=people[name], note="通读一遍", corrections=0, now=at)
        at += timedelta(minutes=10 * number)
    for name in GATES:
        at += timedelta(hours=1)
        ticks = dict.fromkeys(queries.checklist(review.stage), True) if review.stage else {}
        review = actions.approve(review=review, by=people[name], checklist=ticks, comment="同意。", now=at)
    if at + LOOK_BACK < clock.now():
        actions.look_back(review=review, by=people["fushen2"], verdict="ok", note="仍然准确。", now=at + LOOK_BACK)
    return review

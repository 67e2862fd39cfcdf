"""What the worker does: a slice of a gathering at a time, so that others have their turn between."""

from django_tasks import task

from pufa.tracing import actions
from pufa.tracing.models import Gathering

SLICE_SECONDS = 20.0


@task()
def work_off(gathering_id: int) -> None:
    """Works on a gathering for a while, and asks for the next slice if there is more to do."""
    gathering = Gathering.objects.filter(pk=gathering_id).first()
    if gathering is not None and actions.work_off(gathering=gathering, seconds=SLICE_SECONDS):
        work_off.enqueue(gathering_id)

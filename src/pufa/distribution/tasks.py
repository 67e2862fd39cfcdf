"""What the worker does: sending for a while."""

from django.conf import settings
from django_tasks import task

from pufa.distribution import sending


@task()
def send() -> int:
    """Sends what is ready for some seconds, several platforms at once; gives how many calls were made."""
    return sending.work(seconds=settings.SENDING["seconds"], threads=settings.SENDING["threads"])

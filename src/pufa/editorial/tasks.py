"""What the worker does: fetching pages that editors asked for."""

from django_tasks import task

from pufa.editorial import actions
from pufa.editorial.models import PageImport


@task()
def fetch_page(asked_id: int) -> None:
    """Fetches one page and makes its draft."""
    asked = PageImport.objects.filter(pk=asked_id).first()
    if asked is not None:
        actions.run_import(asked=asked)

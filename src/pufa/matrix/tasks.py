"""What the worker does at once: testing a credential somebody just entered."""

from django_tasks import task

from pufa.matrix import actions
from pufa.matrix.models import Credential


@task()
def check_credential(credential_id: int) -> None:
    """Tests one credential."""
    credential = Credential.objects.filter(pk=credential_id).select_related("account__platform").first()
    if credential is not None:
        actions.check_credential(credential=credential)

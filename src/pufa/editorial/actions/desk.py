"""What each role may do with pages, words and pictures at the desk."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from pufa.accounts.actions import ensure_groups
from pufa.accounts.models import Role

PAGE_RIGHTS = {
    Role.OFFICE: ("add_page", "change_page", "publish_page"),
    Role.EDITOR: ("add_page", "change_page"),
}
MODEL_RIGHTS = {
    Role.OFFICE: ("add_topic", "change_topic", "delete_topic", "add_audience", "change_audience", "delete_audience"),
    Role.EDITOR: ("add_topic", "change_topic", "add_audience", "change_audience"),
}
ISSUE_RIGHTS = ("add_issue", "change_issue", "view_issue")
COLLECTION_RIGHTS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def grant_desk_permissions(root_page: Page) -> None:
    """Gives the office and the editors their rights below `root_page`; nobody gets the right to publish pieces.

    Doing it twice changes nothing.
    """
    ensure_groups()
    root_collection = Collection.get_first_root_node()
    for role, codenames in PAGE_RIGHTS.items():
        group = Group.objects.get(name=role.value)
        for codename in codenames:
            right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=root_page, permission=right)
        models = Permission.objects.filter(
            content_type__app_label="editorial", codename__in=(*MODEL_RIGHTS[role], *ISSUE_RIGHTS)
        )
        group.permissions.add(*models)
        for right in Permission.objects.filter(codename__in=COLLECTION_RIGHTS):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root_collection, permission=right)

"""Taking people in, giving and taking roles."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import FieldError
from django.db import connection

from pufa.accounts import actions, queries
from pufa.accounts.errors import AccountsError, NotAllowedError
from pufa.accounts.models import Role, User
from pufa.accounts.tests import factories
from pufa.audit.models import Entry

pytestmark = pytest.mark.django_db


def verbs(user):
    return sorted(entry.verb for entry in Entry.objects.filter(key=f"person:{user.pk}"))


def test_a_person_is_created_with_roles_groups_and_audit():
    user = factories.person("editor", "first_reviewer", phone="13812345678")
    assert user.roles() == {"editor", "first_reviewer"}
    assert set(user.groups.values_list("name", flat=True)) == {"editor", "first_reviewer"}
    assert User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")
    assert verbs(user) == ["accounts.person_created", "accounts.role_granted", "accounts.role_granted"]
    assert list(queries.people_with_role("editor")) == [user]


def test_every_role_has_a_group_after_migration():
    assert set(Role.values) <= set(Group.objects.values_list("name", flat=True))


def test_the_phone_number_is_unreadable_in_the_database_and_masked_on_screen():
    user = factories.person(phone="13812345678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [user.pk])
        stored = cursor.fetchone()[0]
    assert "13812345678" not in stored
    kept = User.objects.get(pk=user.pk)
    assert (kept.phone, kept.phone_masked) == ("13812345678", "138****5678")
    with pytest.raises(FieldError):
        User.objects.filter(phone="13812345678").exists()


@pytest.mark.parametrize("number", ["", "1", "110", "12348", "0731-2868", "13812345678"])
def test_a_masked_phone_never_shows_all(number):
    masked = User(phone=number).phone_masked
    assert masked != number or not number


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"username": "with space"}, "username_malformed"),
        ({"username": ""}, "username_malformed"),
        ({"name": "  "}, "empty"),
        ({"roles": ["king"]}, "unknown_role"),
        ({"username": "TAKEN"}, "username_taken"),
    ],
)
def test_a_person_that_cannot_be(given, code):
    factories.person(username="taken")
    before = User.objects.count()
    with pytest.raises(AccountsError) as refusal:
        factories.person(**given)
    assert refusal.value.reason == code
    assert User.objects.count() == before


def test_only_the_office_manages_people():
    editor, office = factories.person("editor"), factories.person("office")
    with pytest.raises(NotAllowedError):
        factories.person(by=editor)
    with pytest.raises(NotAllowedError):
        actions.grant_role(user=editor, role="office", by=editor)
    actions.grant_role(user=editor, role="observer", by=office)
    assert editor.has_role("observer")
    assert editor.grants.get(role="observer").granted_by == office


def test_granting_twice_is_one_grant_and_revoking_twice_is_none():
    user = factories.person("editor")
    actions.grant_role(user=user, role="editor", by=None)
    actions.revoke_role(user=user, role="editor", by=None)
    actions.revoke_role(user=user, role="editor", by=None)
    assert user.roles() == set()
    assert not user.groups.exists()
    assert verbs(user).count("accounts.role_granted") == verbs(user).count("accounts.role_revoked") == 1


def test_the_last_of_the_office_stays():
    office = factories.person("office")
    with pytest.raises(AccountsError) as refusal:
        actions.revoke_role(user=office, role="office", by=None)
    assert refusal.value.reason == "last_office"
    with pytest.raises(AccountsError):
        actions.deactivate(user=office, by=None)
    with pytest.raises(AccountsError):
        actions.deactivate(user=office, by=office)
    actions.deactivate(user=office, by=factories.person("office"))
    assert not User.objects.get(pk=office.pk).has_role("office")


def test_a_superuser_acts_as_the_office_but_not_as_a_reviewer():
    root = User.objects.create_superuser("root", password=factories.PASSWORD)
    assert root.has_role("office")
    assert not root.has_role("final_reviewer")


def test_changing_a_person_notes_only_what_changed():
    user = factories.person("editor")
    office = factories.person("office")
    given = {"organisation": None, "phone": "", "email": "", "by": office}
    assert actions.change_person(user=user, name="新名", roles=["lecturer"], **given)
    assert not actions.change_person(user=user, name="新名", roles=["lecturer"], **given)
    kept = User.objects.get(pk=user.pk)
    assert (kept.name, kept.roles()) == ("新名", {"lecturer"})
    entry = next(e for e in Entry.objects.filter(key=f"person:{user.pk}") if e.verb == "accounts.person_changed")
    assert entry.detail == {"fields": ["name"]}


def test_deactivating_and_reactivating():
    user, office = factories.person("editor"), factories.person("office")
    actions.deactivate(user=user, by=office)
    actions.deactivate(user=user, by=office)
    assert not queries.people_with_role("editor").exists()
    actions.reactivate(user=user, by=office)
    assert list(queries.people_with_role("editor")) == [user]
    assert verbs(user).count("accounts.person_deactivated") == 1

"""Signing in and out: lockout, second factor, sessions, idleness, invitations."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.db import connection
from django.urls import reverse

from pufa.accounts import actions, devices
from pufa.accounts.errors import AccountsError, LinkError, NotAllowedError, SignInError
from pufa.accounts.models import DeskSession, Invitation, Lock, User
from pufa.accounts.tests import factories
from pufa.accounts.tests.factories import PASSWORD
from pufa.audit.models import Entry
from pufa.lib import clock

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, 0, tzinfo=UTC)
NEW = "Camphor-2027"
SIGN_IN = "/desk/sign-in/"


def verbs(user):
    return [entry.verb for entry in Entry.objects.filter(key=f"person:{user.pk}").order_by("seq")]


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": user.username, "password": password, **more})


def with_second_factor(user, now=NOW):
    secret = actions.start_second_factor(user=user)
    codes = actions.confirm_second_factor(user=user, code=pyotp.TOTP(secret).at(now), now=now)
    return pyotp.TOTP(secret), codes


def test_signing_in_leads_to_the_desk_and_is_noted(client):
    user = factories.person("editor")
    assert client.get("/desk/").url.startswith("/desk/login/")
    assert client.get("/desk/login/?next=/desk/people/").url == f"{SIGN_IN}?next=%2Fdesk%2Fpeople%2F"
    response = sign_in(client, user)
    assert (response.status_code, response.url) == (302, "/desk/")
    assert client.get("/desk/").status_code == 200
    assert "accounts.signed_in" in verbs(user)
    assert client.cookies["pufa_desk"]["path"] == "/desk/"


def test_the_session_key_changes_at_sign_in(client):
    user = factories.person("editor")
    actions.confirm_second_factor(user=user, code=pyotp.TOTP(actions.start_second_factor(user=user)).at(NOW), now=NOW)
    sign_in(client, user)
    before = client.cookies["pufa_desk"].value
    code = pyotp.TOTP(user.second_factor_secret).at(clock.now())
    assert client.post("/desk/sign-in/code/", {"code": code}).url == "/desk/"
    assert client.cookies["pufa_desk"].value != before


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "/", "/elders/", "/desk/../evil", "/desk//evil",
        "javascript:alert(1)", "/desk/logout/", "/desk/sign-out/",
    ],
)  # fmt: skip
def test_nobody_is_led_away_after_signing_in(client, target):
    assert sign_in(client, factories.person("editor"), next=target).url == "/desk/"


def test_a_page_of_the_desk_is_returned_to(client):
    assert sign_in(client, factories.person("editor"), next="/desk/account/?a=1").url == "/desk/account/?a=1"


def test_name_and_password_fail_with_the_same_words(client):
    user = factories.person("editor")
    off = factories.person("editor")
    actions.deactivate(user=off, by=None)
    answers = {
        client.post(SIGN_IN, {"username": name, "password": password}).content.split(b"csrfmiddlewaretoken")[0]
        for name, password in ((user.username, "wrong"), ("nobody", "wrong"), (off.username, PASSWORD))
    }
    assert len(answers) == 1


def test_what_was_typed_as_an_unknown_name_is_kept_nowhere(client):
    client.post(SIGN_IN, {"username": "my-secret-password", "password": "x"})
    entry = Entry.objects.get(verb="accounts.sign_in_failed")
    assert "my-secret-password" not in f"{entry.title}{entry.detail_text}{entry.key}"
    assert Lock.objects.get().name_hash != "my-secret-password"


@pytest.mark.parametrize("name", ["known", "unknown"])
def test_too_many_wrong_tries_lock_a_name_whether_or_not_it_exists(name):
    factories.person("editor", username="known")
    for _try in range(5):
        with pytest.raises(SignInError) as refusal:
            actions.check_password(username=name, password="wrong", now=NOW)
        assert refusal.value.reason == "wrong"
    for spelling in (name, name.upper(), f" {name}"):
        with pytest.raises(SignInError) as refusal:
            actions.check_password(username=spelling, password=PASSWORD, now=NOW + timedelta(minutes=14))
        assert refusal.value.reason == "locked"
    assert Entry.objects.filter(verb="accounts.locked").count() == 1
    later = NOW + timedelta(minutes=15)
    if name == "known":
        assert actions.check_password(username=name, password=PASSWORD, now=later).username == name
        assert not Lock.objects.exists()


def test_a_right_password_gives_the_tries_back():
    user = factories.person("editor")
    for _round in range(3):
        for _try in range(4):
            with pytest.raises(SignInError):
                actions.check_password(username=user.username, password="wrong", now=NOW)
        actions.check_password(username=user.username, password=PASSWORD, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_are_counted_one_by_one():
    user = factories.person("editor")

    def guess(_number):
        try:
            actions.check_password(username=user.username, password="wrong", now=NOW)
        except SignInError as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        reasons = list(pool.map(guess, range(16)))
    assert reasons.count("wrong") == 5
    assert reasons.count("locked") == 11


def test_a_locked_name_is_told_so_on_the_page(client):
    user = factories.person("editor")
    for _try in range(6):
        response = sign_in(client, user, "wrong")
    assert response.status_code == 403
    assert "15" in response.content.decode()


def test_somebody_without_a_role_does_not_get_in(client):
    assert sign_in(client, factories.person()).status_code == 403
    assert not DeskSession.objects.exists()


def test_one_time_codes_work_once_and_only_in_their_time():
    user = factories.person("editor")
    totp, _codes = with_second_factor(user)
    later = NOW + timedelta(minutes=5)
    code = totp.at(later)
    actions.check_second_factor(user=user, code=f"{code[:3]} {code[3:]}", now=later)
    for again in (later, later + timedelta(seconds=30)):
        with pytest.raises(SignInError) as refusal:
            actions.check_second_factor(user=user, code=code, now=again)
        assert refusal.value.reason == "wrong_code"
    with pytest.raises(SignInError):
        actions.check_second_factor(user=user, code=totp.at(NOW + timedelta(minutes=7)), now=NOW + timedelta(minutes=9))


def test_the_code_that_proved_the_second_factor_does_not_sign_in():
    user = factories.person("editor")
    totp, _codes = with_second_factor(user)
    with pytest.raises(SignInError):
        actions.check_second_factor(user=user, code=totp.at(NOW), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_code_used_in_parallel_opens_one_door():
    user = factories.person("editor")
    totp, _codes = with_second_factor(user)
    later = NOW + timedelta(minutes=5)

    def use(_number):
        try:
            actions.check_second_factor(user=user, code=totp.at(later), now=later)
        except SignInError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, range(4))) == 1


def test_wrong_codes_lock_too():
    user = factories.person("editor")
    totp, codes = with_second_factor(user)
    later = NOW + timedelta(minutes=5)
    for _try in range(5):
        with pytest.raises(SignInError):
            actions.check_second_factor(user=user, code="000000x", now=later)
    for code in (totp.at(later), codes[0]):
        with pytest.raises(SignInError) as refusal:
            actions.check_second_factor(user=user, code=code, now=later)
        assert refusal.value.reason == "locked"


def test_recovery_codes_work_once_and_are_renewed():
    user = factories.person("editor")
    totp, codes = with_second_factor(user)
    assert len(set(codes)) == 8
    actions.check_second_factor(user=user, code=codes[0].lower().replace("-", " "), now=NOW)
    with pytest.raises(SignInError):
        actions.check_second_factor(user=user, code=codes[0], now=NOW)
    later = NOW + timedelta(minutes=5)
    fresh = actions.renew_recovery_codes(user=user, code=totp.at(later), now=later)
    with pytest.raises(SignInError):
        actions.check_second_factor(user=user, code=codes[1], now=later)
    actions.check_second_factor(user=user, code=fresh[0], now=later)


def test_the_second_factor_is_taken_away_by_a_code_or_by_the_office():
    user, other, office = factories.person("editor"), factories.person("editor"), factories.person("office")
    with_second_factor(user)
    with pytest.raises(SignInError):
        actions.remove_second_factor(user=user, by=user, code="123", now=NOW)
    with pytest.raises(NotAllowedError):
        actions.remove_second_factor(user=user, by=other, now=NOW)
    actions.remove_second_factor(user=user, by=office, now=NOW)
    kept = User.objects.get(pk=user.pk)
    assert not kept.has_second_factor
    assert not kept.recovery_codes.exists()


def test_the_secret_is_sealed_in_the_database():
    user = factories.person("editor")
    totp, codes = with_second_factor(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT second_factor_secret FROM accounts_user WHERE id = %s", [user.pk])
        assert totp.secret not in cursor.fetchone()[0]
    assert codes[0] not in user.recovery_codes.values_list("code_hash", flat=True)


def test_the_desk_asks_for_the_code_before_it_opens(client):
    user = factories.person("editor")
    totp, _codes = with_second_factor(user, clock.now() - timedelta(minutes=5))
    assert sign_in(client, user, next="/desk/account/").url == "/desk/sign-in/code/?next=%2Fdesk%2Faccount%2F"
    assert client.get("/desk/account/").status_code == 302
    assert client.post("/desk/sign-in/code/", {"code": "000"}).status_code == 403
    answer = client.post("/desk/sign-in/code/?next=/desk/account/", {"code": totp.at(clock.now())})
    assert answer.url == "/desk/account/"
    assert client.get("/desk/account/").status_code == 200


def test_without_a_password_there_is_no_code_page(client):
    assert client.get("/desk/sign-in/code/").url == SIGN_IN


def test_the_second_factor_is_set_up_on_its_page(client):
    user = factories.person("editor")
    client.force_login(user)
    page = client.get("/desk/account/second-factor/").content.decode()
    secret = User.objects.get(pk=user.pk).second_factor_secret
    assert secret in page
    assert "<svg" in page
    answer = client.post("/desk/account/second-factor/", {"code": pyotp.TOTP(secret).at(clock.now())})
    assert answer.content.decode().count("secret-code") == 8
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/desk/account/second-factor/").status_code == 400


def test_the_second_factor_can_be_required(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(factories.person("editor"))
    assert client.get("/desk/").url == "/desk/account/second-factor/"
    assert client.get("/desk/account/second-factor/").status_code == 200


def test_an_idle_session_ends_and_pings_do_not_keep_it(client):
    user = factories.person("editor")
    client.force_login(user)
    DeskSession.objects.update(last_seen_at=clock.now() - timedelta(minutes=29))
    client.get("/desk/sprite/")
    assert client.get("/desk/").status_code == 200
    assert DeskSession.objects.get().last_seen_at > clock.now() - timedelta(minutes=1)
    DeskSession.objects.update(last_seen_at=clock.now() - timedelta(minutes=31))
    client.get("/desk/sprite/")
    assert client.get("/desk/account/").status_code == 302
    assert not DeskSession.objects.exists()


def test_an_idle_sign_out_says_so_and_leads_back(client):
    client.force_login(factories.person("editor"))
    DeskSession.objects.update(last_seen_at=clock.now() - timedelta(minutes=31))
    assert client.get("/desk/account/").url == f"{SIGN_IN}?why=idle&next=%2Fdesk%2Faccount%2F"


def test_a_background_request_of_an_ended_session_gets_401(client):
    client.force_login(factories.person("editor"))
    DeskSession.objects.all().delete()
    answer = client.get("/desk/account/", headers={"x-requested-with": "XMLHttpRequest"})
    assert (answer.status_code, answer.json()) == (401, {"code": "ended"})


def test_a_session_ends_after_a_day_however_much_it_is_used(client):
    client.force_login(factories.person("editor"))
    DeskSession.objects.update(started_at=clock.now() - timedelta(hours=13))
    assert client.get("/desk/account/").status_code == 302


def test_another_device_is_signed_out_from_the_account_page(client, client_factory):
    user = factories.person("editor")
    client.force_login(user)
    other = client_factory()
    other.force_login(user)
    elsewhere = DeskSession.objects.order_by("-pk").first()
    assert client.post(f"/desk/account/sessions/{elsewhere.pk}/end/").status_code == 302
    assert other.get("/desk/account/").url.startswith(f"{SIGN_IN}?why=ended")
    assert client.get("/desk/account/").status_code == 200


@pytest.fixture
def client_factory():
    from django.test import Client

    return Client


def test_somebody_elses_session_is_not_mine_to_end(client):
    other = actions.open_session(user=factories.person("editor"))
    client.force_login(factories.person("editor"))
    assert client.post(f"/desk/account/sessions/{other.pk}/end/").status_code == 404
    assert DeskSession.objects.filter(pk=other.pk).exists()


def test_all_other_devices_are_signed_out_at_once(client, client_factory):
    user = factories.person("editor")
    for _device in range(3):
        client_factory().force_login(user)
    client.force_login(user)
    client.post("/desk/account/sessions/end-others/")
    assert DeskSession.objects.filter(user=user).count() == 1
    assert client.get("/desk/account/").status_code == 200


def test_signing_in_as_somebody_else_ends_the_session_before(client):
    first, second = factories.person("editor"), factories.person("editor")
    client.force_login(first)
    assert sign_in(client, second).url == "/desk/"
    assert [session.user for session in DeskSession.objects.all()] == [second]


def test_a_new_password_by_invitation_opens_a_locked_name():
    user = factories.person("editor")
    for _try in range(5):
        with pytest.raises(SignInError):
            actions.check_password(username=user.username, password="wrong", now=NOW)
    actions.accept_invitation(token=actions.invite(user=user, by=None, now=NOW), name="名", password=NEW, now=NOW)
    assert actions.check_password(username=user.username, password=NEW, now=NOW) == user


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile MicroMessenger/8.0", "WeChat · Android"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_few_words(header, said):
    assert devices.summary(header) == said


def test_signing_out_needs_a_post_and_ends_the_session(client):
    client.force_login(factories.person("editor"))
    assert client.get("/desk/logout/").status_code == 405
    assert client.post("/desk/logout/").url == f"{SIGN_IN}?why=signed_out"
    assert not DeskSession.objects.exists()


def test_changing_the_password_keeps_this_device_only(client, client_factory):
    user = factories.person("editor")
    other = client_factory()
    other.force_login(user)
    client.force_login(user)
    given = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/desk/account/password/", {**given, "old": "wrong"}).status_code == 200
    assert client.post("/desk/account/password/", given).url == "/desk/account/"
    assert client.get("/desk/account/").status_code == 200
    assert other.get("/desk/account/").status_code == 302
    assert User.objects.get(pk=user.pk).check_password(NEW)


@pytest.mark.parametrize(
    "weak", ["short1A", "alllettersonly", "onlyletters1234", "password1234", "1234567890", PASSWORD]
)
def test_weak_passwords_are_refused(weak):
    user = factories.person("editor")
    with pytest.raises(AccountsError):
        actions.change_password(user=user, old=PASSWORD, new=weak, now=NOW)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


@pytest.mark.parametrize("good", ["Lotus-pond-7", "荷花池塘十二三四五Ab", "aB3aB3aB3aB3"])
def test_good_passwords_are_taken(good):
    user = factories.person("editor")
    actions.change_password(user=user, old=PASSWORD, new=good, now=NOW)
    assert User.objects.get(pk=user.pk).check_password(good)


def test_a_password_that_must_be_changed_comes_first(client):
    user = factories.person("editor")
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    client.force_login(user)
    assert client.get("/desk/").url == "/desk/account/password/"
    client.post("/desk/account/password/", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert client.get("/desk/").status_code == 200


def test_an_invitation_works_once(client):
    office, user = factories.person("office"), factories.person("editor", password=None)
    token = actions.invite(user=user, by=office)
    address = reverse("accounts:invitation", args=[token])
    assert user.username in client.get(address).content.decode()
    given = {"name": "王小明", "new": NEW, "again": NEW}
    assert client.post(address, {**given, "again": "else"}).status_code == 200
    assert client.post(address, given).url == f"{SIGN_IN}?why=password_set"
    assert client.post(address, given).status_code == 410
    assert client.get(address).status_code == 410
    kept = User.objects.get(pk=user.pk)
    assert (kept.name, kept.check_password(NEW)) == ("王小明", True)
    assert token not in Invitation.objects.values_list("token_hash", flat=True)


@pytest.mark.django_db(transaction=True)
def test_two_who_use_one_link_at_once_do_not_both_win():
    user = factories.person("editor", password=None)
    token = actions.invite(user=user, by=None, now=NOW)

    def accept(number):
        try:
            actions.accept_invitation(token=token, name=f"名{number}", password=NEW, now=NOW)
        except LinkError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(accept, range(4))) == 1


@pytest.mark.parametrize("how", ["late", "withdrawn", "replaced", "off", "unknown"])
def test_a_dead_link_opens_nothing(how):
    user = factories.person("editor", password=None)
    token = actions.invite(user=user, by=None, now=NOW)
    now = NOW + timedelta(days=7 if how == "late" else 6)
    if how == "withdrawn":
        assert actions.withdraw_invitations(user=user, by=None, now=NOW) == 1
    elif how == "replaced":
        actions.invite(user=user, by=None, now=NOW)
    elif how == "off":
        actions.deactivate(user=user, by=None, now=NOW)
    elif how == "unknown":
        token = token[::-1]
    with pytest.raises(LinkError):
        actions.accept_invitation(token=token, name="名", password=NEW, now=now)


def test_switching_somebody_off_ends_their_sessions(client):
    user = factories.person("editor")
    client.force_login(user)
    actions.deactivate(user=user, by=None)
    assert client.get("/desk/account/").status_code == 302
    assert sign_in(client, user).status_code == 403


def test_long_over_sessions_are_swept():
    user = factories.person("editor")
    actions.open_session(user=user, now=NOW)
    actions.open_session(user=user, now=NOW + timedelta(days=2))
    assert actions.sweep(now=NOW + timedelta(days=2)) == 1


def test_language_and_theme_are_kept(client):
    client.force_login(factories.person("editor"))
    client.post("/desk/account/look/", {"language": "en", "theme": "dark"})
    assert b"Devices signed in" in client.get("/desk/account/").content

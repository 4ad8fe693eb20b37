"""/accounts/removal/: asking for the end of an account, thinking again, and the end."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from apps.accounts import actions, leaving, tasks
from apps.accounts.models import Profile, User
from apps.accounts.tests.conftest import prove_again, sign_in, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_one_by_one")]

URL = "/accounts/removal/"
BANNER = "Keep my account"


@pytest.fixture
def member(ada):
    client = Client()
    sign_in(client)
    return client


@pytest.fixture
def leaver(ada, member, django_capture_on_commit_callbacks):
    prove_again(member)
    with django_capture_on_commit_callbacks(execute=True):
        member.post(URL)
    ada.refresh_from_db()
    return member


def test_a_visitor_is_asked_to_sign_in(client):
    for response in (client.get(URL), client.post(URL), client.post(f"{URL}keep/")):
        assert response["Location"].startswith("/accounts/login/")


def test_the_page_says_how_long_one_has(member, settings):
    assert "removed in 14 days" in member.get(URL).content.decode()
    settings.ACCOUNT_REMOVAL_DAYS = 1
    assert "removed in 1 day." in member.get(URL).content.decode()


def test_the_password_is_asked_for_first(member, ada):
    assert member.post(URL)["Location"].startswith("/accounts/reauthenticate/")
    ada.refresh_from_db()
    assert ada.removal_at is None
    prove_again(member, "wrong")
    ada.refresh_from_db()
    assert ada.removal_at is None
    member.post("/accounts/reauthenticate/?next=/accounts/removal/", {"password": "a long night at the pictures"})
    ada.refresh_from_db()
    assert ada.removal_at, "what was asked before the password happens after it"


def test_the_date_the_letter_and_the_other_sessions(ada, member, mailoutbox, django_capture_on_commit_callbacks):
    elsewhere = Client()
    sign_in(elsewhere)
    prove_again(member)
    with django_capture_on_commit_callbacks(execute=True):
        assert member.post(URL)["Location"] == URL
    ada.refresh_from_db()
    assert timedelta(days=13, hours=23) < ada.removal_at - timezone.now() <= timedelta(days=14)
    assert ada.days_left in (13, 14)
    [queued] = DBTaskResult.objects.filter(task_path__endswith=".tell_of_removal")
    tasks.tell_of_removal.func(*queued.args_kwargs["args"])
    [letter] = mailoutbox
    assert (letter.to, letter.subject) == (["ada@example.org"], "Notflix: Your account is about to be removed")
    assert f"{ada.removal_at:%B %Y}" in letter.body
    assert signed_in(member)
    assert elsewhere.get("/accounts/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", ["/", "/movies/", "/accounts/", "/accounts/removal/", "/nothing-here"])
def test_every_page_offers_to_keep_the_account(leaver, page):
    assert BANNER in leaver.get(page).content.decode()


def test_nobody_else_sees_that(as_user, alice, leaver, client):
    assert BANNER not in as_user(alice).get("/").content.decode()
    assert BANNER not in client.get("/").content.decode()


def test_one_can_still_sign_in_and_keep_it(leaver, ada):
    fresh = Client()
    sign_in(fresh)
    assert fresh.post(f"{URL}keep/")["Location"] == "/accounts/"
    ada.refresh_from_db()
    assert ada.removal_at is None
    assert BANNER not in fresh.get("/").content.decode()


def test_who_stays_after_all_gets_no_letter(leaver, ada, mailoutbox):
    actions.keep_account(user=ada, by=ada)
    tasks.tell_of_removal.func(ada.pk)
    tasks.tell_of_removal.func(0)
    assert mailoutbox == []


def test_asked_again_the_date_stays(leaver, ada):
    before = ada.removal_at
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        leaver.post(URL)
    ada.refresh_from_db()
    assert ada.removal_at == before


def test_a_form_from_elsewhere_removes_nobody(ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    assert client.post(URL).status_code == 403


def test_the_last_administrator_cannot_leave(administrator, as_user):
    response = as_user(administrator).post(URL)
    assert response.status_code == 422
    assert "This is the last administrator" in response.content.decode()
    administrator.refresh_from_db()
    assert administrator.removal_at is None


def test_of_two_administrators_one_may_leave_and_then_the_other_may_not(administrator):
    other = User.objects.create_superuser("other@example.org")
    administrator.removal_at = other.removal_at = timezone.now()
    administrator.save()
    with pytest.raises(ValidationError, match="last administrator"):
        other.save()


def test_nobody_asks_for_another(alice, administrator):
    for action in (actions.ask_removal, actions.keep_account):
        with pytest.raises(PermissionDenied):
            action(user=alice, by=administrator)


def test_when_the_days_are_over_the_account_goes_with_all_in_it(leaver, ada, bob):
    tasks.remove_leavers.func()
    assert User.objects.filter(pk=ada.pk).exists(), "not before its day"
    with time_machine.travel(ada.removal_at + timedelta(seconds=1)):
        assert leaving.remove_if_due(pk=ada.pk)
        assert not leaving.remove_if_due(pk=ada.pk)
    assert not User.objects.filter(pk=ada.pk).exists()
    assert not Profile.objects.filter(account_id=ada.pk).exists()
    assert not EmailAddress.objects.filter(email="ada@example.org").exists()
    assert User.objects.filter(pk=bob.pk).exists()
    assert leaver.get("/accounts/")["Location"].startswith("/accounts/login/")


def test_who_changed_their_mind_at_the_last_moment_stays(leaver, ada):
    actions.keep_account(user=ada, by=ada)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        tasks.remove_account.func(ada.pk)
    assert User.objects.filter(pk=ada.pk).exists()


def test_each_goes_by_itself(leaver, ada):
    with time_machine.travel(ada.removal_at + timedelta(seconds=1)):
        tasks.remove_leavers.func()
        [queued] = DBTaskResult.objects.filter(task_path__endswith=".remove_account")
    assert queued.args_kwargs["args"] == [ada.pk]

"""Demo members exist while DEBUG is on, with their roles, and nobody's changed account is touched."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.demo import DEMO_PASSWORD, open_demo_users
from apps.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _debug(settings):
    settings.DEBUG = True


def run(**options) -> str:
    said = StringIO()
    call_command("make_demo_members", stdout=said, **options)
    return said.getvalue()


def test_six_members_with_the_documented_password_and_roles():
    run()
    assert {user.email: (user.is_staff, user.is_superuser) for user in open_demo_users()} == {
        "admin@example.com": (True, True),
        "alice@example.com": (False, False),
        "bob@example.com": (False, False),
        "charlie@example.com": (False, False),
        "curator@example.com": (True, False),
        "moderator@example.com": (True, False),
    }
    assert User.objects.get(email="curator@example.com").has_perm("catalog.change_movie")
    assert not User.objects.get(email="moderator@example.com").has_perm("catalog.change_movie")


def test_a_demo_member_signs_in(client):
    run()
    assert client.login(username="alice@example.com", password=DEMO_PASSWORD)


def test_a_second_run_adds_nobody_and_says_nothing():
    run()
    assert run() == ""
    assert User.objects.count() == 6


def test_a_member_who_changed_the_password_keeps_it():
    run()
    alice = User.objects.get(email="alice@example.com")
    alice.set_password("something else entirely")
    alice.save()
    run()
    alice.refresh_from_db()
    assert alice.check_password("something else entirely")
    assert alice not in open_demo_users()


def test_removal_spares_who_has_another_password():
    run()
    alice = User.objects.get(email="alice@example.com")
    alice.set_password("something else entirely")
    alice.save()
    assert run(remove=True).strip() == "5 demo members removed."
    assert User.objects.get() == alice


def test_without_debug_none_is_made_but_all_can_be_removed(settings):
    run()
    settings.DEBUG = False
    with pytest.raises(CommandError, match="only while DEBUG is on"):
        run()
    run(remove=True)
    assert not User.objects.exists()

"""A production site refuses to start with what anybody could walk in through."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from apps.accounts.demo import make_demo_members
from apps.accounts.models import User
from netflixclone.start import refuse_unsafe_start

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _production(settings):
    settings.DEBUG = False
    settings.SECRET_KEY = "q" * 50
    settings.ALLOWED_HOSTS = ["films.example.org"]


def found() -> list[str]:
    return [problem.id for problem in run_checks(tags=["start"], include_deployment_checks=True)]


def test_a_sound_configuration_starts():
    User.objects.create_user("alice@example.org", "notflix-demo")
    assert found() == []
    refuse_unsafe_start()


def test_demo_members_stop_the_start_with_their_names_and_a_way_out():
    make_demo_members()
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unsafe_start()
    for words in ("netflixclone.E001", "admin@example.com", "alice@example.com", "make_demo_members --remove"):
        assert words in str(refusal.value)


def test_demo_members_with_other_passwords_or_switched_off_may_stay():
    User.objects.create_superuser("root@example.org", "a long enough secret")
    for user in make_demo_members():
        if user.is_staff:
            user.is_active = False
        else:
            user.set_password("a long enough secret")
        user.save()
    assert found() == []


def test_while_debugging_demo_members_are_welcome(settings):
    make_demo_members()
    settings.DEBUG = True
    assert found() == []


def test_a_site_whose_database_is_not_there_is_not_kept_from_starting():
    def refuse(*arguments: object) -> None:
        raise OperationalError("could not connect")

    with connection.execute_wrapper(refuse):
        assert found() == []


@pytest.mark.parametrize(
    "key", ["short", "development-only-key-that-no-production-site-will-start-with", "django-insecure-" + "q" * 50]
)
def test_a_key_that_others_know_or_guess(settings, key):
    settings.SECRET_KEY = key
    assert found() == ["netflixclone.E002"]


def test_a_site_for_any_host(settings):
    settings.ALLOWED_HOSTS = ["films.example.org", "*"]
    assert found() == ["netflixclone.E003"]


def test_who_may_read_metrics_is_said_properly(settings):
    settings.METRICS_TOKEN = "guess me"
    settings.METRICS_ALLOWED_ADDRESSES = ["10.0.0.0/24", "2001:db8::1", "everybody"]
    assert found() == ["netflixclone.E004", "netflixclone.E005"]


@pytest.mark.parametrize(("key", "ids"), [("", []), ("guess me", ["netflixclone.E011"]), ("k3y-" * 8, [])])
def test_a_key_that_signs_tokens_is_none_or_long(settings, key, ids):
    settings.JWT_SIGNING_KEY = key
    assert found() == ids


@pytest.mark.skipif(connection.vendor != "sqlite", reason="It is a file with the tables that goes to the server.")
@pytest.mark.django_db(transaction=True)
def test_the_server_itself_does_not_start_on_a_database_with_demo_members(tmp_path):
    with closing(sqlite3.connect(tmp_path / "site.sqlite3")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "z" * 30 + "Q7-x" * 8,
        "ALLOWED_HOSTS": "films.example.org",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "STATIC_ROOT": str(tmp_path),
        "PYTHONPATH": str(settings.BASE_DIR),
    }

    def run(*arguments: str, debug: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        env = environment | {"DEBUG": debug}
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=90, check=False)

    manage = str(settings.BASE_DIR / "manage.py")
    started = run("-c", "import netflixclone.wsgi", debug="off")
    assert started.returncode == 0, started.stderr
    assert run(manage, "make_demo_members", debug="on").returncode == 0
    refused = run("-c", "import netflixclone.wsgi", debug="off")
    assert refused.returncode != 0
    assert "netflixclone.E001" in refused.stderr

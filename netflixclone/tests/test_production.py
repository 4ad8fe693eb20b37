"""What holds on a site of which its settings say nothing but what they must: the guards are on by themselves."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

MUST = {
    "SECRET_KEY": "z" * 30 + "Q7-x" * 8,
    "ALLOWED_HOSTS": "films.example.org",
    "DATABASE_URL": "sqlite:////nowhere/site.sqlite3",
}
# A developer's own .env is not what a new site has.
START = (
    "import environ, json, sys; environ.Env.read_env = staticmethod(lambda *a, **k: None);"
    "from django.conf import settings as s;"
    "print(json.dumps({name: getattr(s, name) for name in sys.argv[1:]}))"
)
GUARDS = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["films.example.org"],
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_SAMESITE": "Lax",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": None,
    "USE_X_FORWARDED_HOST": False,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
    "SIGNUP": "closed",
    "STAFF_SECOND_FACTOR": True,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    "METRICS_ALLOWED_ADDRESSES": [],
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(settings.BASE_DIR), **environment}
    env["DJANGO_SETTINGS_MODULE"] = "netflixclone.settings"
    command = [sys.executable, "-c", START, *GUARDS]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_every_guard_is_on():
    started = start(**MUST)
    assert started.returncode == 0, started.stderr
    assert json.loads(started.stdout) == GUARDS


@pytest.mark.parametrize("name", MUST)
def test_without_this_it_does_not_start_and_says_so(name):
    started = start(**{other: value for other, value in MUST.items() if other != name})
    assert started.returncode != 0
    assert f"{name} is not set." in started.stderr

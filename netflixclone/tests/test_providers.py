"""Log-ins of other sites from settings. There and back: apps/accounts/tests/test_single_sign_on.py."""

import pytest

from apps.accounts.tests import single_sign_on
from apps.accounts.tests.single_sign_on import away
from netflixclone.providers import providers

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

NONE = {"google": ("", ""), "github": ("", ""), "openid_connect": ("", ""), "server_url": "", "name": ""}


@pytest.fixture(scope="module")
def server():
    with single_sign_on.running() as provider:
        yield provider


def test_settings_offer_google_github_and_one_openid_connect_provider(client, settings, server):
    pair = ("an-id", "a-secret")
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        google=pair, github=pair, openid_connect=pair, server_url=server.url, name="The club"
    )
    page = client.get("/accounts/login/").content.decode()
    for words in ("Google", "GitHub", "The club"):
        assert words in page
    assert away(client, "/accounts/google/login/").startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    assert away(client, "/accounts/github/login/").startswith("https://github.com/login/oauth/authorize?")
    assert away(client, "/accounts/oidc/sso/login/").startswith(f"{server.url}/oauth2/authorize?")


@pytest.mark.parametrize("half", [{"server_url": "https://id.example.org"}, {"openid_connect": ("an-id", "")}])
def test_half_a_provider_is_none(half):
    assert providers(**NONE | half)["openid_connect"]["APPS"] == []


def test_without_settings_there_is_none():
    assert all(kind["APPS"] == [] for kind in providers(**NONE).values())

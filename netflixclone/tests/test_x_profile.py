"""`request.profile` in the API, and the header X-Profile that chooses it."""

import json

import pytest
from django.test import Client

from apps.accounts.actions import add_profile, make_token, trust_address
from apps.accounts.models import AccessToken, Profile, User
from apps.accounts.tests.app import sign_in_app
from apps.accounts.tests.conftest import PASSWORD
from apps.accounts.viewers import SESSION_KEY
from apps.catalog.models import AgeRating
from apps.catalog.tests.factories import MovieFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db):
    return User.objects.create_user("ada@example.org", PASSWORD, name="Ada")


@pytest.fixture
def nora(ada):
    """A child's profile in Ada's household."""
    rating = AgeRating.objects.get(country="US", name="PG")
    return add_profile(by=ada, facts={"name": "Nora", "for_child": True, "highest_rating": rating})


@pytest.fixture
def max_(ada):
    return add_profile(by=ada, facts={"name": "Max"})


def by_session(user):
    client = Client()
    client.force_login(user)
    return client


def by_token(user):
    _, text = make_token(by=user, name=str(AccessToken.objects.count()), scopes=["read", "write"])
    return Client(headers={"Authorization": f"Bearer {text}"})


def by_log_in(user):
    user.set_password(PASSWORD)
    user.save()
    trust_address(user)
    return sign_in_app(user.email)


WAYS = pytest.mark.parametrize("way", [by_session, by_token, by_log_in])


def watching(client, **headers):
    response = client.get("/api/users/me", headers=headers)
    assert response.status_code == 200, response.content
    return response.json()["watching"]


@WAYS
def test_without_the_header_it_is_the_accounts_own(way, ada, max_, nora):
    assert watching(way(ada)) == ada.profiles.get(place=1).pk


@WAYS
def test_with_it_it_is_any_of_the_household(way, ada, max_):
    assert watching(way(ada), **{"X-Profile": str(max_.pk)}) == max_.pk


@WAYS
def test_somebody_elses_and_none_are_refused_alike(way, ada, alice):
    Profile.objects.filter(account=alice).update(is_public=True)
    client = way(ada)
    answers = {
        (response.status_code, response.content)
        for pk in (alice.profiles.get().pk, 0, 10**17)
        for address in ("/api/users/me", "/api/movies")
        for response in [client.get(address, headers={"X-Profile": str(pk)})]
    }
    [(status, body)] = answers
    assert (status, json.loads(body)["code"]) == (403, "not_your_profile")


@WAYS
@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", "1 1", "²", "9" * 19, "0x1", "1,2", "null"])
def test_what_is_no_number_is_refused(way, ada, text):
    response = way(ada).get("/api/movies", headers={"X-Profile": text})
    assert response.status_code == 400
    assert "X-Profile" in response.json()["detail"]


def test_a_visitor_has_no_profile_to_choose(client, ada):
    pk = ada.profiles.get().pk
    assert client.get("/api/movies").status_code == 200
    assert client.get("/api/movies", headers={"X-Profile": str(pk)}).status_code == 401
    assert client.get("/api/movies", headers={"X-Profile": "x"}).status_code == 400


@WAYS
def test_as_a_child_one_sees_a_childs_films(way, ada, nora):
    MovieFactory(title="Unrated")
    client = way(ada)
    assert client.get("/api/movies").json()["count"] == 1
    assert client.get("/api/movies", headers={"X-Profile": str(nora.pk)}).json()["count"] == 0


@WAYS
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("patch", "/api/users/me"),
        ("post", "/api/profiles"),
        ("get", "/api/users"),
        ("get", "/api/tokens"),
        ("post", "/api/tokens"),
    ],
)
def test_as_a_child_one_changes_nothing_of_the_account(way, ada, nora, method, address):
    response = getattr(way(ada), method)(address, {}, "application/json", headers={"X-Profile": str(nora.pk)})
    assert response.status_code == 403
    assert "child" in response.json()["detail"]


@pytest.fixture
def childs_browser(ada, nora):
    client = by_session(ada)
    session = client.session
    session[SESSION_KEY] = nora.pk
    session.save()
    return client


def test_a_session_that_a_child_is_in_keeps_to_it(childs_browser, ada, nora, max_):
    MovieFactory(title="Unrated")
    for pk in (max_.pk, ada.profiles.get(place=1).pk):
        response = childs_browser.get("/api/movies", headers={"X-Profile": str(pk)})
        assert (response.status_code, response.json()["code"]) == (403, "not_your_profile")
    for headers in ({}, {"X-Profile": str(nora.pk)}):
        assert childs_browser.get("/api/movies", headers=headers).json()["count"] == 0


def test_nor_does_its_cookie_become_the_log_in_of_an_app(childs_browser):
    cookie = childs_browser.cookies["sessionid"].value
    app = Client(headers={"X-Session-Token": cookie})
    assert app.get("/_allauth/app/v1/auth/session").status_code == 410
    assert app.get("/_allauth/app/v1/account/email").status_code == 410


def test_the_session_of_an_app_that_a_browser_took_to_a_child_stays_there(ada, nora, max_):
    app = by_log_in(ada)
    browser = Client()
    browser.cookies["sessionid"] = app.session_token
    browser.post(f"/profiles/{nora.pk}/watch/")
    response = app.get("/api/movies", headers={"X-Profile": str(max_.pk)})
    assert response.status_code == 403
    MovieFactory(title="Unrated")
    assert app.get("/api/movies").json()["count"] == 0


@WAYS
def test_the_account_of_the_profile_has_the_rights_of_the_request(way, administrator, ada, rf):
    """What asks `request.profile.account` for a permission gets no more than what asks `request.user`."""
    seen = way(administrator).get("/api/users").json()["results"]
    assert (len(seen) == 1) == (way is by_token)

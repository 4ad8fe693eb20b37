"""/api/users/me/removal: leaving, and staying after all, for whoever signed in and has lately said so again."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from apps.accounts.actions import make_token
from apps.accounts.tests.conftest import sign_in

pytestmark = pytest.mark.django_db

URL = "/api/users/me/removal"


def test_a_visitor_has_no_account(client):
    for method in (client.get, client.put, client.delete):
        assert method(URL).status_code == 401


def test_leaving_names_the_day_and_ends_the_other_sessions(proven, ada):
    other = Client()
    sign_in(other)
    assert proven.get(URL).json() == {"removal_at": None}
    asked = proven.put(URL)
    ada.refresh_from_db()
    assert asked.status_code == 200
    assert asked.json() == proven.get(URL).json() != {"removal_at": None}
    assert ada.removal_at is not None
    assert other.get(URL).status_code == 401
    assert Session.objects.count() == 1


def test_asked_again_the_day_stays(proven):
    assert proven.put(URL).json() == proven.put(URL).json()


def test_one_can_stay_after_all(proven, ada):
    proven.put(URL)
    assert proven.delete(URL).status_code == 204
    assert proven.delete(URL).status_code == 204
    ada.refresh_from_db()
    assert ada.removal_at is None


def test_who_finds_an_open_browser_removes_nothing(as_user, ada):
    response = as_user(ada).put(URL)
    ada.refresh_from_db()
    assert response.status_code == 403
    assert response.json()["code"] == "reauthentication_required"
    assert ada.removal_at is None


def test_no_token_removes_its_owner(ada):
    _, text = make_token(by=ada, name="All", scopes=["read", "write"])
    client = Client(headers={"Authorization": f"Bearer {text}"})
    assert client.put(URL).status_code == 403
    assert client.get(URL).status_code == 403


def test_a_child_removes_nobody(as_profile, ann):
    assert as_profile(ann).put(URL).status_code == 403


def test_the_last_administrator_stays(proven, ada):
    ada.is_staff = ada.is_superuser = True
    ada.save()
    response = proven.put(URL)
    ada.refresh_from_db()
    assert response.status_code == 409
    assert "last administrator" in response.content.decode()
    assert ada.removal_at is None

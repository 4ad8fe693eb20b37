"""/accounts/invitations/, following a link, and signing up with it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.actions import make_invitation, revoke_invitation
from apps.accounts.models import Invitation, User
from apps.accounts.models.invitation import digest
from apps.accounts.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

URL = "/accounts/invitations/"
GOOD = {"note": "For Eve", "allowed": "2", "days": "7"}
GONE = "This invitation lets nobody in"


@pytest.fixture(autouse=True)
def by_invitation(settings):
    settings.SIGNUP = "invitation"


@pytest.fixture
def link(administrator):
    _, token = make_invitation(by=administrator, days=7)
    return f"/accounts/invited/{token}/"


def sign_up(client, name="eve"):
    return client.post("/accounts/signup/", {"name": name, "email": f"{name}@example.org", "password1": PASSWORD})


# --- who may make them ---


@pytest.mark.parametrize(
    ("persona", "expected"), [(None, 302), ("alice", 403), ("curator", 403), ("moderator", 403), ("administrator", 200)]
)
def test_who_may_invite(persona, expected, as_user, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert client.get(URL).status_code == expected
    assert client.post(URL, {}).status_code == (422 if expected == 200 else expected)
    assert not Invitation.objects.exists()


def test_members_may_where_the_site_says_so_and_see_their_own(as_user, alice, administrator, settings):
    settings.INVITATIONS_BY_MEMBERS = True
    make_invitation(by=administrator, days=7, note="Secret plans")
    client = as_user(alice)
    client.post(URL, GOOD)
    page = client.get(URL).content.decode()
    assert "For Eve" in page and "Secret plans" not in page
    everything = as_user(administrator).get(URL).content.decode()
    assert "For Eve" in everything and "By Alice" in everything


def test_the_action_asks_too(alice):
    with pytest.raises(PermissionDenied):
        make_invitation(by=alice, days=7)


def test_the_account_page_leads_there_for_who_may(as_user, alice, administrator):
    assert URL in as_user(administrator).get("/accounts/").content.decode()
    assert URL not in as_user(alice).get("/accounts/").content.decode()


# --- making ---


def test_the_link_is_shown_once_and_kept_as_a_digest(as_user, administrator):
    client = as_user(administrator)
    assert client.post(URL, GOOD)["Location"] == URL
    page = client.get(URL).content.decode()
    token = page.partition("http://testserver/accounts/invited/")[2].partition("/")[0]
    assert len(token) == 43
    invitation = Invitation.objects.get()
    assert invitation.token_hash == digest(token) and token not in str(vars(invitation))
    assert "accounts/invited/" not in client.get(URL).content.decode()
    assert (invitation.note, invitation.allowed, invitation.uses) == ("For Eve", 2, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("note", "x" * 121), ("note", "nul\x00"), ("allowed", "0"), ("allowed", "101"), ("allowed", "-1"),
        ("allowed", "many"), ("allowed", "9" * 400), ("days", "0"), ("days", "366"), ("days", ""), ("days", "1e3"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_words(as_user, administrator, field, value):
    response = as_user(administrator).post(URL, GOOD | {field: value})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("page", ["x", "0", "-1", "9" * 30])
def test_a_page_that_is_none_is_the_nearest(as_user, administrator, page):
    assert as_user(administrator).get(f"{URL}?page={page}").status_code == 200


def test_more_invitations_need_no_more_queries(as_user, administrator):
    client = as_user(administrator)
    counts = []
    for _ in range(2):
        for _ in range(10):
            make_invitation(by=administrator, days=7)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[1] <= counts[0]  # a count that took long is kept


# --- following ---


def test_from_the_link_to_the_account(client, link, mailoutbox):
    assert "Members come by invitation" in client.get("/accounts/signup/").content.decode()
    assert client.get(link)["Location"] == "/accounts/signup/"
    assert sign_up(client)["Location"] == "/accounts/confirm-email/"
    assert User.objects.filter(email="eve@example.org").exists()
    assert Invitation.objects.get().uses == 1
    assert "Members come by invitation" in Client().get("/accounts/signup/").content.decode()


def test_a_link_that_is_used_up_lets_nobody_else_in(link):
    first, late = Client(), Client()
    first.get(link)
    late.get(link)
    sign_up(first)
    answer = sign_up(late, "late")
    assert "No new accounts here" in answer.content.decode()
    assert GONE in Client().get(link).content.decode()
    assert not User.objects.filter(email="late@example.org").exists()


def test_who_was_let_in_while_the_last_place_went_gets_no_account(client, link, monkeypatch):
    """Between the look whether the invitation is open and its use, another took it."""
    client.get(link)
    monkeypatch.setattr("apps.accounts.adapter.invited.may_sign_up", lambda request: True)
    Invitation.objects.update(uses=1)
    answer = sign_up(client)
    assert answer.status_code == 410 and GONE in answer.content.decode()
    assert not User.objects.filter(email="eve@example.org").exists()
    assert Invitation.objects.get().uses == 1


def test_several_may_use_one_that_is_for_several(administrator):
    _, token = make_invitation(by=administrator, days=7, allowed=2)
    for name in ("one", "two", "three"):
        client = Client()
        client.get(f"/accounts/invited/{token}/")
        sign_up(client, name)
    assert set(User.objects.filter(is_staff=False).values_list("name", flat=True)) == {"one", "two"}


def test_one_person_is_counted_once_whatever_goes_wrong_in_the_form(client, link, ada):
    client.get(link)
    client.post("/accounts/signup/", {"name": "x", "email": "no address", "password1": "short"})
    sign_up(client, "ada")  # there is one already, who gets a letter
    assert Invitation.objects.get().uses == 0
    sign_up(client)
    assert Invitation.objects.get().uses == 1


@pytest.mark.parametrize("wrong", ["none", "x" * 3000, "%00", "%ED%A0%80", "..%2F"])
def test_a_wrong_link_gets_the_same_page(client, db, wrong):
    assert client.get(f"/accounts/invited/{wrong}/").status_code in (404, 410)


def test_used_up_withdrawn_run_out_and_made_up_are_told_apart_by_nobody(administrator):
    links = []
    for fate in ({"uses": 1}, {"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(days=1)}):
        with time_machine.travel(timezone.now() - timedelta(days=2)):
            invitation, token = make_invitation(by=administrator, days=7)
        Invitation.objects.filter(pk=invitation.pk).update(**fate)
        links.append(token)
    answers = [Client().get(f"/accounts/invited/{token}/") for token in (*links, "x" * 43)]
    assert [answer.status_code for answer in answers] == [410] * 4
    assert len({re.sub(r"[\w-]{43,}", "TOKEN", answer.content.decode()) for answer in answers}) == 1


def test_a_link_runs_out(client, administrator):
    with time_machine.travel("2026-11-21T20:00Z", tick=False) as clock:
        _, token = make_invitation(by=administrator, days=7)
        client.get(f"/accounts/invited/{token}/")
        clock.shift(timedelta(days=7, seconds=1))
        answer = client.get(f"/accounts/invited/{token}/")
        assert answer.status_code == 410 and GONE in answer.content.decode()
        sign_up(client)
    assert not User.objects.filter(email="eve@example.org").exists()


@pytest.mark.parametrize("signup", ["open", "closed"])
def test_elsewhere_links_count_for_nothing(client, link, settings, signup):
    settings.SIGNUP = signup
    client.get(link)
    sign_up(client)
    assert User.objects.filter(email="eve@example.org").exists() is (signup == "open")
    assert Invitation.objects.get().uses == 0


def test_a_member_is_let_through(as_user, alice, link):
    assert as_user(alice).get(link)["Location"] == "/"


# --- withdrawing ---


def test_withdrawing(as_user, client, administrator, link):
    pk = Invitation.objects.get().pk
    assert as_user(administrator).post(f"{URL}{pk}/revoke/")["Location"] == URL
    assert GONE in client.get(link).content.decode()
    assert "withdrawn" in as_user(administrator).get(URL).content.decode()


def test_who_followed_it_before_is_out_too(client, administrator, link):
    client.get(link)
    revoke_invitation(invitation=Invitation.objects.get(), by=administrator)
    sign_up(client)
    assert not User.objects.filter(email="eve@example.org").exists()


@pytest.mark.parametrize(("persona", "expected"), [(None, 302), ("alice", 404), ("curator", 404)])
def test_nobody_withdraws_anothers(persona, expected, as_user, link, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert client.post(f"{URL}{Invitation.objects.get().pk}/revoke/").status_code == expected
    assert Invitation.objects.open().exists()


def test_the_action_refuses_a_stranger(alice, link):
    with pytest.raises(PermissionDenied):
        revoke_invitation(invitation=Invitation.objects.get(), by=alice)


@pytest.mark.parametrize("pk", ["0", "9" * 18])
def test_what_is_not_there(as_user, administrator, pk):
    assert as_user(administrator).post(f"{URL}{pk}/revoke/").status_code == 404


def test_a_look_withdraws_nothing(as_user, administrator, link):
    assert as_user(administrator).get(f"{URL}{Invitation.objects.get().pk}/revoke/").status_code == 405


# --- the rules, in the database too ---


def test_the_count_never_goes_over(administrator):
    invitation, _ = make_invitation(by=administrator, days=7, allowed=3)
    row = Invitation.objects.filter(pk=invitation.pk)
    assert [row.claim() for _ in range(5)] == [True, True, True, False, False]
    with pytest.raises(IntegrityError, match="accounts_invitation_uses_allowed"), transaction.atomic():
        Invitation.objects.update(uses=4)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"allowed": 0}, "for 1 to 100"), ({"allowed": 101}, "for 1 to 100"), ({"days": 0}, "ends after it was made")],
)
def test_rules_in_words(administrator, fields, words):
    with pytest.raises(ValidationError) as refusal:
        make_invitation(by=administrator, **{"days": 7} | fields)
    assert words in str(refusal.value) or "greater than" in str(refusal.value) or "less than" in str(refusal.value)


def test_an_administrator_withdraws_in_the_admin_and_makes_none_there(as_user, administrator, link):
    client = as_user(administrator)
    page = client.get("/admin/accounts/invitation/")
    assert page.status_code == 200 and digest(link.split("/")[3]) not in page.content.decode()
    assert client.get("/admin/accounts/invitation/add/").status_code == 403
    pk = Invitation.objects.get().pk
    assert client.get(f"/admin/accounts/invitation/{pk}/change/").status_code == 200
    client.post("/admin/accounts/invitation/", {"action": "withdraw", "_selected_action": [pk]})
    assert Invitation.objects.get().revoked_at <= timezone.now()

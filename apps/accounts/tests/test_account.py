"""The account page, and changing address and password."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from apps.accounts.models import User
from apps.accounts.tests.conftest import PASSWORD, link_in_mail, prove_again, sign_in, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_one_by_one")]

PAGES = ["", "email/", "password/change/", "2fa/", "sessions/"]


@pytest.fixture
def member(ada):
    """Ada's browser, where she has just said her password again."""
    client = Client()
    sign_in(client)
    prove_again(client)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_only_its_owner_sees_it(client, member, page):
    assert client.get(f"/accounts/{page}")["Location"].startswith("/accounts/login/")
    response = member.get(f"/accounts/{page}")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_has_one_heading_and_the_sites_frame(member, page):
    html = member.get(f"/accounts/{page}").content.decode()
    assert html.count("<h1") == 1
    assert 'id="main"' in html and 'content="noindex"' in html


def test_the_page_says_whether_a_password_alone_is_enough(member):
    assert "a password alone opens this account" in member.get("/accounts/").content.decode()


def test_a_new_address_counts_once_it_is_confirmed(member, ada, mailoutbox):
    member.post("/accounts/email/", {"email": "countess@example.org", "action_add": ""})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    page = member.get("/accounts/email/").content.decode()
    assert "countess@example.org" in page and "ada@example.org" in page
    [confirmation] = [number for number, letter in enumerate(mailoutbox) if letter.to == ["countess@example.org"]]
    member.post(link_in_mail(confirmation))
    ada.refresh_from_db()
    assert ada.email == "countess@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("countess@example.org", True, True)
    ]
    assert any(letter.to == ["ada@example.org"] for letter in mailoutbox), "the old address is told"


def test_who_finds_an_open_browser_cannot_take_the_account_over(as_user, ada):
    client = as_user(ada)
    answer = client.post("/accounts/email/", {"email": "thief@example.org", "action_add": ""})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert prove_again(client, "wrong").status_code == 200
    assert client.post("/accounts/email/", {"email": "thief@example.org", "action_add": ""}).status_code == 302
    assert not EmailAddress.objects.filter(email="thief@example.org").exists()


def test_the_address_of_somebody_else_is_not_taken_over(member, ada):
    bob = User.objects.create_user("bob@example.org", PASSWORD)
    member.post("/accounts/email/", {"email": "bob@example.org", "action_add": ""})
    ada.refresh_from_db()
    assert (ada.email, bob.email) == ("ada@example.org", "bob@example.org")


def test_a_change_of_password_needs_the_old_one_and_ends_other_sessions(member, ada):
    elsewhere = Client()
    sign_in(elsewhere)
    wrong = {"oldpassword": "wrong", "password1": "another long night out", "password2": "another long night out"}
    assert member.post("/accounts/password/change/", wrong).context["form"].errors["oldpassword"]
    assert member.post("/accounts/password/change/", wrong | {"oldpassword": PASSWORD}).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("another long night out")
    assert elsewhere.get("/accounts/").status_code == 302


def test_the_letter_with_a_new_password_works_once(client, ada, mailoutbox):
    assert client.post("/accounts/password/reset/", {"email": "ada@example.org"}).status_code == 302
    link = link_in_mail()
    form = client.get(link)["Location"]
    client.post(form, {"password1": "another long night out", "password2": "another long night out"})
    ada.refresh_from_db()
    assert ada.check_password("another long night out")
    assert "The link has run out" in Client().get(link).content.decode()


def test_known_and_unknown_addresses_are_answered_alike(client, ada):
    answers = {
        client.post("/accounts/password/reset/", {"email": email})["Location"]
        for email in ("ada@example.org", "nobody@example.org")
    }
    assert len(answers) == 1


def test_every_other_session_can_be_ended(member, ada):
    elsewhere = Client()
    sign_in(elsewhere, headers={"User-Agent": "A television"})
    elsewhere.get("/")
    member.get("/")
    page = member.get("/accounts/sessions/").content.decode()
    assert "A television" in page and page.count('class="panel"') == 2 and page.count("This browser") == 1
    member.post("/accounts/sessions/")
    assert signed_in(member)
    assert elsewhere.get("/accounts/")["Location"].startswith("/accounts/login/")

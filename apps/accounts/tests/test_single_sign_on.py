"""Log-ins of other sites, against a real OpenID Connect server."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.test import Client

from apps.accounts.actions import make_invitation
from apps.accounts.models import Invitation, User
from apps.accounts.tests import single_sign_on
from apps.accounts.tests.conftest import PASSWORD, prove_again, sign_in, signed_in
from apps.accounts.tests.single_sign_on import away, there_and_back

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.usefixtures("asked_one_by_one"),
]


@pytest.fixture(scope="module")
def server():
    with single_sign_on.running() as provider:
        yield provider


@pytest.fixture
def provider(server):
    """Set up in the admin, as Campus."""
    SocialApp.objects.create(
        provider="openid_connect",
        provider_id="campus",
        name="Campus",
        client_id="notflix",
        secret="s3cret",
        settings={"server_url": server.url},
    )
    server.knows("eve", name="Eve", email="eve@example.org", email_verified=True)
    return server


PAGES = ["/accounts/login/", "/accounts/signup/"]


@pytest.mark.parametrize("page", PAGES)
def test_without_a_provider_the_pages_show_nothing_of_it(client, page):
    assert 'class="providers"' not in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_offer_what_is_set_up(client, provider, page):
    html = client.get(f"{page}?next=/movies/").content.decode()
    assert "Campus" in html
    assert "/accounts/oidc/campus/login/?process=login&amp;next=%2Fmovies%2F" in html


def test_what_the_admin_holds_goes_before_the_settings(client, settings, provider):
    settings.SOCIALACCOUNT_PROVIDERS = {"google": {"APPS": [{"client_id": "from-settings", "secret": "x"}]}}
    SocialApp.objects.create(provider="google", name="Google", client_id="from-admin", secret="x")
    assert "client_id=from-admin" in away(client, "/accounts/google/login/")


@pytest.mark.parametrize("path", ["google/login/", "github/login/", "oidc/none/login/", "google/login/callback/"])
def test_what_is_not_set_up_is_not_there(client, path):
    assert client.post(f"/accounts/{path}").status_code == 404


def test_a_look_at_the_address_begins_nothing(client, provider):
    page = client.get("/accounts/oidc/campus/login/").content.decode()
    assert "Go on to Campus" in page and "http-equiv" not in page


def test_whoever_is_new_gets_an_account(client, provider):
    answer = there_and_back(client, provider, "eve", "?next=/movies/")
    assert answer["Location"] == "/movies/"
    assert signed_in(client)
    eve = User.objects.get()
    assert (eve.name, eve.email, eve.has_usable_password()) == ("Eve", "eve@example.org", False)
    assert not (eve.is_staff or eve.is_superuser)
    again = Client()
    there_and_back(again, provider, "eve")
    assert signed_in(again)
    assert User.objects.count() == 1


@pytest.mark.parametrize("given", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_stays_on_this_site(client, provider, given):
    assert there_and_back(client, provider, "eve", f"?next={given}")["Location"] == "/"


@pytest.mark.parametrize("said", [False, "false", "true", None, 1])
def test_an_address_that_the_other_site_did_not_confirm_is_confirmed_here_first(client, provider, mailoutbox, said):
    provider.knows("mallory", name="M", email="mallory@example.org", email_verified=said)
    there_and_back(client, provider, "mallory")
    assert not signed_in(client)
    assert [letter.to for letter in mailoutbox] == [["mallory@example.org"]]


@pytest.mark.parametrize("confirmed_there", [True, False])
@pytest.mark.parametrize("confirmed_here", [True, False])
def test_an_account_with_the_same_address_is_not_taken_over(client, ada, provider, confirmed_there, confirmed_here):
    EmailAddress.objects.update(verified=confirmed_here)
    provider.knows("thief", name="T", email="ADA@example.org", email_verified=confirmed_there)
    there_and_back(client, provider, "thief")
    assert not signed_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.get() == ada


def test_a_name_from_elsewhere_is_made_to_fit(client, provider):
    provider.knows("long", name="x" * 500 + "\x00", email="long@example.org", email_verified=True)
    there_and_back(client, provider, "long")
    assert User.objects.get().name == "x" * 80


def test_a_closed_site_takes_nobody_this_way_either(client, provider, settings):
    settings.SIGNUP = "closed"
    assert "No new accounts here" in there_and_back(client, provider, "eve").content.decode()
    assert not User.objects.exists()


def test_by_invitation_one_needs_one(client, provider, settings, administrator):
    settings.SIGNUP = "invitation"
    assert "Members come by invitation" in there_and_back(client, provider, "eve").content.decode()
    _, token = make_invitation(by=administrator, days=1)
    client.get(f"/accounts/invited/{token}/")
    there_and_back(client, provider, "eve")
    assert signed_in(client)
    assert Invitation.objects.get().uses == 1
    other = Client()
    provider.knows("bob", name="Bob", email="bob@example.org", email_verified=True)
    there_and_back(other, provider, "bob")
    assert not signed_in(other)


def test_a_second_factor_is_not_skipped(client, provider):
    there_and_back(Client(), provider, "eve")
    TOTP.activate(User.objects.get(), generate_totp_secret())
    assert Authenticator.objects.exists()
    assert there_and_back(client, provider, "eve")["Location"].startswith("/accounts/2fa/authenticate/")
    assert not signed_in(client)


def test_an_account_that_is_switched_off_stays_out(client, provider):
    there_and_back(Client(), provider, "eve")
    User.objects.update(is_active=False)
    there_and_back(client, provider, "eve")
    assert not signed_in(client)


def test_connecting_asks_for_the_password_and_then_signs_in(client, ada, provider):
    sign_in(client)
    assert "None yet" in client.get("/accounts/3rdparty/").content.decode()
    assert there_and_back(client, provider, "eve", "?process=connect")["Location"].startswith(
        "/accounts/reauthenticate/"
    )
    assert not SocialAccount.objects.exists()
    prove_again(client)
    assert SocialAccount.objects.get().user == ada
    page = client.get("/accounts/3rdparty/").content.decode()
    assert "Campus" in page and "Disconnect" in page
    other = Client()
    there_and_back(other, provider, "eve")
    assert other.session["_auth_user_id"] == str(ada.pk)


def test_disconnecting(client, ada, provider, mailoutbox):
    sign_in(client)
    prove_again(client)
    there_and_back(client, provider, "eve", "?process=connect")
    client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()
    assert [letter.subject for letter in mailoutbox][-1] == "Notflix: A log-in was disconnected"


def test_nobody_disconnects_what_is_anothers(client, ada, bob, provider):
    account = SocialAccount.objects.create(user=bob, provider="campus", uid="bob")
    sign_in(client)
    prove_again(client)
    client.post("/accounts/3rdparty/", {"account": account.pk})
    assert SocialAccount.objects.filter(pk=account.pk).exists()


def test_the_only_way_in_is_not_disconnected(client, provider):
    there_and_back(client, provider, "eve")
    client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert SocialAccount.objects.exists()


def test_a_log_in_that_the_site_has_taken_away_is_still_named(client, ada):
    SocialAccount.objects.create(user=ada, provider="campus", uid="ada-7")
    sign_in(client)
    page = client.get("/accounts/3rdparty/").content.decode()
    assert "Campus" in page and "ada-7" in page


def test_a_way_back_that_was_not_begun_here_leads_nowhere(client, provider):
    theirs = Client()
    back = provider.lets_in(away(theirs), "eve").partition("testserver")[2]
    answer = client.get(back)
    assert "did not say who you are" in answer.content.decode()
    assert not signed_in(client)


def test_who_turns_back_is_told_so(client, provider):
    state = away(client).partition("state=")[2].partition("&")[0]
    answer = client.get(f"/accounts/oidc/campus/login/callback/?error=access_denied&state={state}", follow=True)
    assert "You turned back" in answer.content.decode()


def test_a_provider_that_does_not_answer_is_said_to(client, provider):
    SocialApp.objects.update(settings={"server_url": "http://127.0.0.1:9"})
    answer = client.post("/accounts/oidc/campus/login/")
    assert answer.status_code == 503
    assert "It may not answer just now" in answer.content.decode()


def test_a_form_from_elsewhere_begins_nothing(provider):
    assert Client(enforce_csrf_checks=True).post("/accounts/oidc/campus/login/").status_code == 403


def test_who_has_no_password_can_choose_one(client, provider):
    there_and_back(client, provider, "eve")
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().check_password(PASSWORD)

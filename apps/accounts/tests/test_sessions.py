"""/accounts/sessions/ and signing out everywhere; what browsers are called."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from apps.accounts.templatetags.accounts import browser_name, on_load
from apps.accounts.tests.conftest import sign_in, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_one_by_one")]

EVERYWHERE = "/accounts/sessions/everywhere/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"
)
MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Safari/605.1.15"
)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Mobile Safari on iPhone (iOS)"),
        (EDGE, "Edge on Windows"),
        (MAC, "Safari on Mac OS X"),
        ("curl/8.5.0", "curl"),
        ("A television", "“A television”"),
        ("<b>" + "x" * 500, "“<b>" + "x" * 57 + "”"),
        ("", "A browser that does not say what it is"),
    ],
)
def test_a_browser_has_a_name(user_agent, name):
    assert browser_name(user_agent) == name


def test_what_starts_a_script_is_data_that_cannot_end_its_element():
    html = on_load("webauthn.forms.addForm", add="</script><b>&")
    assert html.count("</script>") == 1 and "<b>" not in html
    assert html.startswith('<script type="application/json" data-allauth-onload="allauth.webauthn.forms.addForm">')


@pytest.fixture
def two(ada):
    browsers = Client(), Client()
    for browser, user_agent in zip(browsers, (FIREFOX, IPHONE), strict=True):
        sign_in(browser, headers={"User-Agent": user_agent})
    return browsers


def test_the_page_names_browsers_and_not_their_strings(two):
    page = two[0].get("/accounts/sessions/").content.decode()
    assert "Firefox on Linux" in page and "Mobile Safari on iPhone" in page
    assert "Gecko" not in page
    assert page.count("This browser") == 1


def test_a_hostile_name_is_escaped(ada):
    client = Client()
    sign_in(client, headers={"User-Agent": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get("/accounts/sessions/").content.decode()


def test_signing_out_everywhere_is_here_too(two, as_user, bob):
    other = as_user(bob)
    assert two[0].post(EVERYWHERE)["Location"] == "/accounts/login/"
    for browser in two:
        assert browser.get("/accounts/")["Location"].startswith("/accounts/login/")
    assert not UserSession.objects.filter(
        user__email="ada@example.org", session_key=two[1].session.session_key
    ).exists()
    assert other.get("/accounts/").status_code == 200


def test_signing_out_everywhere_else_stays_here(two):
    two[0].post("/accounts/sessions/")
    assert signed_in(two[0])
    assert two[1].get("/accounts/")["Location"].startswith("/accounts/login/")


def test_a_stolen_cookie_is_worth_nothing_after_it(two):
    key = two[1].cookies["sessionid"].value
    two[0].post(EVERYWHERE)
    thief = Client()
    thief.cookies["sessionid"] = key
    assert thief.get("/accounts/").status_code == 302


def test_a_look_or_a_forged_form_signs_nobody_out(two, ada):
    assert two[0].get(EVERYWHERE).status_code == 405
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(ada)
    assert forged.post(EVERYWHERE).status_code == 403
    assert signed_in(two[0])


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.post(EVERYWHERE)["Location"].startswith("/accounts/login/")

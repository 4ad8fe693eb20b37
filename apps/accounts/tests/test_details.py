"""Name and language on the account page."""

import pytest
from django.core.exceptions import PermissionDenied

from apps.accounts.actions import change_details
from apps.accounts.models import Profile

pytestmark = pytest.mark.django_db

URL = "/accounts/details/"
GOOD = {"name": "Ada", "language": "de"}


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.post(URL, GOOD)["Location"].startswith("/accounts/login/")


def test_the_page_shows_both(as_user, alice):
    page = as_user(alice).get("/accounts/").content.decode()
    assert 'value="Alice"' in page
    assert '<option value="en" selected>' in page


def test_changing_both(as_user, alice, bob):
    client = as_user(alice)
    assert client.post(URL, GOOD)["Location"] == "/accounts/"
    alice.refresh_from_db()
    assert (alice.name, alice.profiles.get(place=1).language) == ("Ada", "de")
    assert "Saved." in client.get("/accounts/").content.decode()
    assert bob.profiles.get(place=1).language == "en"


def test_other_profiles_of_the_household_keep_their_language(as_user, alice):
    guest = Profile.objects.create(account=alice, place=2, name="Guest", language="fr")
    as_user(alice).post(URL, GOOD)
    guest.refresh_from_db()
    assert guest.language == "fr"


def test_a_name_may_stay_empty(as_user, alice):
    as_user(alice).post(URL, GOOD | {"name": ""})
    alice.refresh_from_db()
    assert str(alice) == "alice@example.org"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "x" * 81), ("name", "nul\x00"), ("language", ""), ("language", "xx"), ("language", "e" * 5000)],
)
def test_bad_input_is_refused_in_words_and_kept(as_user, alice, field, value):
    response = as_user(alice).post(URL, GOOD | {field: value})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    alice.refresh_from_db()
    assert (alice.name, alice.profiles.get(place=1).language) == ("Alice", "en")


def test_nobody_changes_anothers(alice, bob):
    with pytest.raises(PermissionDenied):
        change_details(user=alice, name="x", language="de", by=bob)


def test_more_is_not_taken_from_the_form(as_user, alice):
    as_user(alice).post(URL, GOOD | {"email": "x@example.org", "is_superuser": "on", "for_child": "on"})
    alice.refresh_from_db()
    assert (alice.email, alice.is_superuser) == ("alice@example.org", False)


def test_the_page_leads_to_what_is_there(as_user, alice):
    page = as_user(alice).get("/accounts/").content.decode()
    for address in ("email/", "password/change/", "2fa/", "3rdparty/", "sessions/", "removal/"):
        assert f'href="/accounts/{address}"' in page

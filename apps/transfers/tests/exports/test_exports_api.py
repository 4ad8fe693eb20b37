"""/api/exports: having one made, how it is, its file, and that nobody else gets any of it."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import Profile
from apps.accounts.tests.conftest import PASSWORD, prove_again, sign_in
from apps.catalog.models import AgeRating
from apps.transfers.models import Export
from apps.transfers.models.exports import MOST_A_DAY
from apps.transfers.tests.exports.conftest import SITE

pytestmark = pytest.mark.django_db

EXPORTS = "/api/exports"


@pytest.fixture
def signed_in(alice):
    alice.set_password(PASSWORD)
    alice.save()
    alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)
    client = Client()
    sign_in(client, alice.email)
    return client


@pytest.fixture
def sure(signed_in):
    prove_again(signed_in)
    return signed_in


def addresses(export):
    return [f"{EXPORTS}/{export.pk}", f"{EXPORTS}/{export.pk}/file"]


def test_a_visitor_is_told_to_sign_in(client, alice, exported):
    for address in (EXPORTS, *addresses(exported(alice))):
        assert client.get(address).status_code == 401
    assert client.post(EXPORTS).status_code == 401


@pytest.mark.parametrize("persona", ["bob", "charlie", "curator", "moderator", "administrator"])
def test_nobody_else_finds_it_whatever_their_role(persona, request, as_user, alice, exported):
    export = exported(alice)
    other = as_user(request.getfixturevalue(persona))
    for address in addresses(export):
        assert other.get(address).status_code == 404
    assert other.get(EXPORTS).json()["count"] == 0


def test_a_child_gets_nothing(as_user, alice, exported):
    export = exported(alice)
    rating = AgeRating.objects.filter(minimum_age__isnull=False).first()
    child = Profile.objects.create(account=alice, place=2, name="Kim", for_child=True, highest_rating=rating)
    client = as_user(alice)
    client.post(reverse("watch_as", args=[child.pk]))
    for address in (EXPORTS, *addresses(export)):
        assert client.get(address).status_code == 403
    assert client.post(EXPORTS).status_code == 403


def test_a_browsers_session_says_its_password_once_more(signed_in, alice, exported):
    export = exported(alice)
    for response in (signed_in.post(EXPORTS), signed_in.get(addresses(export)[1])):
        assert response.status_code == 403
        assert response.json()["code"] == "reauthentication_required"
        assert "/accounts/reauthenticate/" in response.json()["detail"]
    assert signed_in.get(EXPORTS).json()["count"] == 1
    assert signed_in.get(addresses(export)[0]).status_code == 200


def test_having_one_made_and_following_it(sure, alice, asked, exported):
    response = sure.post(EXPORTS)
    assert response.status_code == 202
    told = response.json()
    assert (told["state"], told["percent"], told["file"]) == ("waiting", 0, None)
    assert response["Location"] == f"http://testserver{EXPORTS}/{told['id']}"
    assert sure.post(EXPORTS).json()["id"] == told["id"], "one at a time"
    exported(alice)
    told = sure.get(response["Location"]).json()
    assert (told["state"], told["percent"]) == ("ready", 100)
    assert told["file"] == f"http://testserver{EXPORTS}/{told['id']}/file"
    archive = sure.get(told["file"])
    assert archive["Content-Type"] == "application/zip"
    assert archive["Cache-Control"] == "private, no-store"
    assert "attachment" in archive["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(archive.getvalue())).namelist()
    assert set(told) == {
        "id", "state", "done", "total", "percent", "size", "created_at", "finished_at", "expires_at", "file",
    }  # fmt: skip


def test_its_day_is_over_at_its_hour(sure, alice, exported):
    export = exported(alice)
    Export.objects.update(expires_at=export.created_at)
    told = sure.get(addresses(export)[0]).json()
    assert (told["state"], told["file"]) == ("expired", None)
    response = sure.get(addresses(export)[1])
    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")


def test_the_sixth_of_a_day_waits(sure, alice):
    for _ in range(MOST_A_DAY):
        Export.objects.create(account=alice, site=SITE, state="expired")
    response = sure.post(EXPORTS)
    assert response.status_code == 429
    assert 86_000 < int(response["Retry-After"]) <= 86_400
    assert "5 exports a day" in response.json()["detail"]


def test_nothing_of_it_is_kept_by_caches(sure, alice, exported):
    export = exported(alice)
    for address in (EXPORTS, addresses(export)[0]):
        assert "no-store" in sure.get(address)["Cache-Control"]


@pytest.mark.parametrize("bad", ["1", "x", "00000000-0000-0000-0000-000000000000"])
def test_addresses_that_are_none(sure, bad):
    for address in (f"{EXPORTS}/{bad}", f"{EXPORTS}/{bad}/file"):
        response = sure.get(address)
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_an_export_is_not_written_to(sure, alice, exported, method):
    assert getattr(sure, method)(addresses(exported(alice))[0]).status_code == 405

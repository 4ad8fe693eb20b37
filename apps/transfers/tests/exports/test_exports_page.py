"""/exports/: what it holds, having one made, how far it is, fetching it, and that nobody else can."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from apps.accounts.models import Profile
from apps.accounts.tests.conftest import PASSWORD, prove_again, sign_in
from apps.catalog.models import AgeRating
from apps.transfers.models import Export
from apps.transfers.models.exports import MOST_A_DAY
from apps.transfers.tests.exports.conftest import SITE

pytestmark = pytest.mark.django_db

PAGE = "/exports/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ada(alice):
    """Alice with a password, which these pages ask for."""
    alice.set_password(PASSWORD)
    alice.save()
    alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)
    return alice


@pytest.fixture
def signed_in(ada):
    client = Client()
    sign_in(client, ada.email)
    return client


@pytest.fixture
def sure(signed_in):
    """Her browser, in which she has just said her password once more."""
    prove_again(signed_in)
    return signed_in


def addresses(export):
    return [reverse(name, args=[export.pk]) for name in ("export", "export_progress", "export_file")]


def html(response) -> str:
    return response.content.decode()


# --- who may ---


def test_a_visitor_is_asked_to_sign_in(client, alice, exported):
    export = exported(alice)
    for address in (PAGE, *addresses(export)):
        assert client.get(address)["Location"].startswith("/accounts/login/")
        assert client.post(address)["Location"].startswith("/accounts/login/")
    assert Export.objects.count() == 1


@pytest.mark.parametrize("persona", ["bob", "charlie", "curator", "moderator", "administrator"])
def test_nobody_else_finds_it_whatever_their_role(persona, request, as_user, alice, exported):
    export = exported(alice)
    other = as_user(request.getfixturevalue(persona))
    for address in addresses(export):
        assert other.get(address).status_code == 404
        assert other.get(address, headers=HTMX).status_code == 404
    assert str(export.pk) not in html(other.get(PAGE))


def test_the_administration_shows_no_exports(as_user, administrator, alice, exported):
    exported(alice)
    assert "export" not in html(as_user(administrator).get("/admin/")).lower()


def test_a_childs_session_has_no_way_in(as_user, alice, exported):
    export = exported(alice)
    rating = AgeRating.objects.filter(minimum_age__isnull=False).first()
    child = Profile.objects.create(account=alice, place=2, name="Kim", for_child=True, highest_rating=rating)
    client = as_user(alice)
    client.post(reverse("watch_as", args=[child.pk]))
    for address in (PAGE, *addresses(export)):
        assert client.get(address).status_code == 403
    assert client.post(PAGE).status_code == 403
    assert Export.objects.count() == 1


def test_making_and_fetching_ask_for_the_password_once_more(signed_in, ada, exported):
    assert signed_in.post(PAGE)["Location"].startswith("/accounts/reauthenticate/")
    assert not Export.objects.exists()
    export = exported(ada)
    for name in ("export", "export_file"):
        response = signed_in.get(reverse(name, args=[export.pk]))
        assert response["Location"].startswith("/accounts/reauthenticate/")
    assert signed_in.get(PAGE).status_code == 200


def test_who_says_the_password_goes_on_where_they_were(signed_in):
    where = signed_in.post(PAGE)["Location"]
    response = signed_in.post(where, {"password": PASSWORD})
    assert response["Location"] == PAGE
    assert Export.objects.get().site == "http://testserver"


def test_it_is_not_made_by_another_site(ada, exported):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert strict.post(PAGE).status_code == 403


def test_the_other_addresses_only_read(sure, ada, exported):
    for address in addresses(exported(ada)):
        assert sure.post(address).status_code == 405


# --- what it shows ---


def test_at_first_it_says_what_an_export_holds(signed_in):
    page = html(signed_in.get(PAGE))
    assert page.count("<h1") == 1 and 'content="noindex"' in page
    assert "Your diary" in page and "Make my export" in page and "Lately" not in page


def test_having_one_made(sure, ada):
    assert sure.post(PAGE)["Location"] == PAGE
    page = html(sure.get(PAGE))
    export = Export.objects.get(account=ada)
    assert "Waiting for its turn" in page and "Make my export" not in page
    assert f'hx-get="/exports/{export.pk}/progress/"' in page
    assert "<noscript>" in page, "without JavaScript there is a link to look again"


def test_while_it_is_made_the_real_figure(sure, ada, asked):
    export = Export.objects.claim(asked(ada).pk)
    export.beat(1200, 4000)
    for page in (html(sure.get(PAGE)), html(sure.get(addresses(export)[1], headers=HTMX))):
        assert "1,200 of 4,000 lines · 30 %" in page
        assert 'max="4000" value="1200"' in page
        assert "minute" in page


def test_the_fragment_asks_again_until_it_is_ready(sure, ada, asked, exported):
    asked(ada)
    export = exported(ada)
    response = sure.get(addresses(export)[1], headers=HTMX)
    assert "hx-get" not in html(response) and "<h1" not in html(response)
    assert "Get the file" in html(response)
    assert "Your export is ready." in response["HX-Trigger"]
    assert sure.get(addresses(export)[1])["Location"] == PAGE


def test_when_it_is_ready_it_is_offered_until_its_hour(sure, ada, exported):
    export = exported(ada)
    page = html(sure.get(PAGE))
    assert f'href="/exports/{export.pk}/"' in page and "Make another one" in page
    page = html(sure.get(f"/exports/{export.pk}/"))
    assert f'href="/exports/{export.pk}/file/"' in page and export.file_name in page


def test_the_file_comes_as_something_to_keep(sure, ada, exported):
    export = exported(ada)
    response = sure.get(f"/exports/{export.pk}/file/")
    assert response["Content-Disposition"] == f'attachment; filename="{export.file_name}"'
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.streaming
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert "notflix.json" in archive.namelist()


def test_an_expired_one_says_so(sure, ada, exported, time_machine):
    export = exported(ada)
    Export.objects.update(expires_at=export.created_at)
    assert sure.get(f"/exports/{export.pk}/file/")["Location"] == f"/exports/{export.pk}/"
    response = sure.get(f"/exports/{export.pk}/")
    assert response.status_code == 410 and "Its day is over" in html(response)
    page = html(sure.get(PAGE))
    assert "Its day is over" in page and "Make another one" in page and "Get the file" not in page


def test_a_failed_one_says_what_to_do(sure, ada):
    Export.objects.create(account=ada, site=SITE, state="failed")
    page = html(sure.get(PAGE))
    assert "Could not be made" in page and "Nothing of yours is lost" in page and "Make another one" in page


def test_one_that_is_not_ready_has_no_file(sure, ada, asked):
    export = asked(ada)
    assert sure.get(f"/exports/{export.pk}/file/")["Location"] == f"/exports/{export.pk}/"
    assert "Waiting for its turn" in html(sure.get(f"/exports/{export.pk}/"))


def test_a_file_that_the_storage_lost_is_not_found(sure, ada, exported):
    export = exported(ada)
    default_storage.delete(export.file.name)
    assert sure.get(f"/exports/{export.pk}/file/").status_code == 404


def test_after_five_it_says_from_when_on(sure, ada):
    for _ in range(MOST_A_DAY):
        Export.objects.create(account=ada, site=SITE, state="expired")
    assert sure.post(PAGE)["Location"] == PAGE
    page = html(sure.get(PAGE))
    assert "Five exports a day" in page and "<button>Make" not in page and "Make another one" not in page
    assert Export.objects.count() == MOST_A_DAY


def test_more_exports_ask_no_more_queries(sure, ada, django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(8) as few:
        sure.get(PAGE)
    for days in range(4):
        export = Export.objects.create(account=ada, site=SITE, state="expired")
        Export.objects.filter(pk=export.pk).update(created_at=export.created_at - timedelta(days=days))
    with django_assert_num_queries(len(few)):
        sure.get(PAGE)


@pytest.mark.parametrize("bad", ["1", "x", "00000000-0000-0000-0000-00000000000", "99999999999999999999999999999999"])
def test_addresses_that_are_none(sure, bad):
    assert sure.get(f"/exports/{bad}/").status_code == 404
    assert sure.get(f"/exports/{bad}/file/").status_code == 404

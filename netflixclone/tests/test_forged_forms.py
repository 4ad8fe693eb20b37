"""No form and no request that another site's page sends changes anything: every address asks for a CSRF token.

Of the pages one is asked, or their middleware would be gone unseen; of all the others it is enough that none says that
it goes without. The API asks whoever comes with a session.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.settings import api_settings

from apps.moviebucket.models import ItemPhoto
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory
from apps.moviebucket.tests.pictures import picture

# What goes without: who uses it comes with a token of its own, never by the cookie of a browser ...
WITHOUT = ("api", "_allauth/")
# ... and what asks by itself: files are measured first; Google sends a token twice, which django-allauth compares.
BY_THEMSELVES = {
    "imports/",
    "buckets/<int:pk>/import/",
    "buckets/<int:pk>/items/<int:item_id>/photo/",
    "studio/upload/",
    "accounts/google/login/token/",
}


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from views(entry, route)


VIEWS = list(views(get_resolver()))


def test_no_page_goes_without():
    exempt = {route for route, view in VIEWS if getattr(view, "csrf_exempt", False)}
    assert {route for route in exempt if not route.lstrip("^").startswith(WITHOUT)} == BY_THEMSELVES


@pytest.mark.parametrize(
    "address", ["/watchlists/new/", "/buckets/new/", "/profiles/add/", "/admin/logout/", "/imports/", "/studio/upload/"]
)
def test_a_forged_form_is_refused(administrator, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    answer = client.post(address, {"name": "Forged"})
    assert answer.status_code == 403
    assert not administrator.profiles.get().watchlists.exists()
    assert not administrator.buckets.exists()


def test_a_forged_table_of_items_is_refused(alice):
    bucket = BucketFactory(owner=alice)
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    table = SimpleUploadedFile("items.csv", b"title,format,length,release_year,rating\nAlien,VHS,117,1979,5\n")
    assert client.post(f"{bucket.get_absolute_url()}import/", {"file": table}).status_code == 403
    assert not bucket.imports.exists()


def test_every_view_of_the_api_knows_its_callers_in_the_same_ways():
    ways = {
        route: view.cls.authentication_classes
        for route, view in VIEWS
        if hasattr(view, "cls") and view.cls.authentication_classes != api_settings.DEFAULT_AUTHENTICATION_CLASSES
    }
    assert {route: found for route, found in ways.items() if found != []} == {}


@pytest.mark.parametrize("address", ["/api/watchlists", "/api/buckets", "/api/viewings", "/api/profiles"])
def test_a_forged_request_to_the_api_is_refused(alice, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.post(address, {"name": "Forged"}, content_type="application/json")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]


def test_the_log_in_of_apps_takes_no_cookie(alice):
    """It asks for no CSRF token, so a browser's session must be nobody there."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    for method, address in (("delete", "auth/session"), ("post", "account/password/change")):
        answer = getattr(client, method)(f"/_allauth/app/v1/{address}", {}, content_type="application/json")
        assert answer.status_code == 401
    assert "_auth_user_id" in client.session


def test_a_forged_photo_is_refused(alice):
    item = ItemFactory(bucket=BucketFactory(owner=alice))
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(f"{item.get_absolute_url()}photo/", {"file": picture()}).status_code == 403
    assert not ItemPhoto.objects.exists()

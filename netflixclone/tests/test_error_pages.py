import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from apps.catalog.filters import MovieFilter

NOTICE = "This product uses the TMDB API but is not endorsed or certified by TMDB."


@pytest.fixture
def request_of_a_visitor(rf):
    request = rf.get("/nowhere/")
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404"])
def test_an_error_page_has_the_sites_frame_and_a_way_on(name, request_of_a_visitor):
    html = render_to_string(f"{name}.html", request=request_of_a_visitor)

    assert html.count("<h1") == 1
    assert f">{name[:3]} ·" in html
    assert 'name="robots" content="noindex"' in html
    assert 'href="/"' in html
    assert 'role="search"' in html
    assert NOTICE in html


def test_500_needs_no_context_no_request_and_no_database():
    html = render_to_string("500.html")

    assert html.count("<h1") == 1
    assert 'href="/"' in html
    assert "css/site.css" in html


def test_a_reason_is_shown_and_escaped(request_of_a_visitor):
    html = render_to_string("400.html", {"reason": "No page <0>."}, request=request_of_a_visitor)

    assert "No page &lt;0&gt;." in html


def fail(*args, **kwargs):
    raise RuntimeError("secret of the house")


@pytest.mark.django_db
def test_a_failure_under_the_api_is_a_problem_and_elsewhere_a_page(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(MovieFilter, "filter_queryset", fail)
    answer, page = client.get("/api/movies"), client.get("/movies/")
    assert answer.status_code == page.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 500
    assert "secret of the house" not in answer.content.decode() + page.content.decode()
    assert page["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(("path", "kind"), [("/api/movies", "application/problem+json"), ("/movies/", "text/html")])
def test_so_is_a_request_that_nobody_understands(client, settings, path, kind):
    settings.DEBUG = False
    answer = client.get(path, HTTP_HOST="not a host")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith(kind)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/watchlists/shared/%00/",
        "/watchlists/shared/%00/feed.rss",
        "/buckets/shared/%00/",
        "/calendar/feed/%00.ics",
        "/review/%00/",
        "/accounts/invited/%00/",
        "/accounts/confirm-email/%00/",
        "/accounts/password/reset/key/%00-%00/",
        "/movie/%00",
        "/api/watchlists/%00",
    ],
)
def test_an_address_with_a_character_that_no_database_keeps_leads_nowhere(client, address):
    """PostgreSQL raises an error where it is asked for one."""
    client.raise_request_exception = False
    assert client.get(address).status_code in (302, 400, 401, 404, 410, 200)

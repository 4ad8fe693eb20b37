"""Every route says who it is for. A new one fails here until somebody has thought about that."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.accounts.models import User
from apps.catalog.models import Movie
from apps.catalog.tests.factories import CastFactory, MovieFactory

PUBLIC = {
    "": "/",
    "movies/": "/movies/",
    "movies/new.rss": "/movies/new.rss",
    "movies/<int:pk>/": "/movies/{movie}/",
    "movies/<int:pk>/<str:slug>/": "/movies/{movie}/alien/",
    "people/<int:pk>/": "/people/{person}/",
    "people/<int:pk>/<str:slug>/": "/people/{person}/sigourney-weaver/",
    "search/": "/search/?q=alien",
    "search/elsewhere/": "/search/elsewhere/?q=alien",
    "movie/<path:title>": "/movie/alien",
    "pictures/<str:size>/<str:file>": "/pictures/w342/none.jpg",
    "movies/bring-in/<int:tmdb_id>/": "/movies/bring-in/348/",
    "accounts/login/": "/accounts/login/",
    "accounts/logout/": "/accounts/logout/",
    "accounts/signup/": "/accounts/signup/",
    "accounts/inactive/": "/accounts/inactive/",
    "accounts/confirm-email/": "/accounts/confirm-email/",
    "accounts/confirm-email/<key>/": "/accounts/confirm-email/none/",
    "accounts/password/reset/": "/accounts/password/reset/",
    "accounts/password/reset/done/": "/accounts/password/reset/done/",
    "accounts/password/reset/key/<uidb36>-<key>/": "/accounts/password/reset/key/1-none/",
    "accounts/password/reset/key/done/": "/accounts/password/reset/key/done/",
    "api": "/api",
    "api/": "/api/",
    "api/schema/": "/api/schema/",
    "api/docs/": "/api/docs/",
    "api/movies/": "/api/movies/",
    "api/movies/<pk>/": "/api/movies/{movie}/",
    "api/people/": "/api/people/",
    "api/people/<pk>/": "/api/people/{person}/",
    "api/genres/": "/api/genres/",
    "api/genres/<pk>/": "/api/genres/{genre}/",
    "api/[sS]*": "/api/nothing-of-that-name",
    "calendar/feed/<str:secret>.ics": "/calendar/feed/none.ics",
    "review/<str:secret>/": "/review/none/",
    "gallery/": "/gallery/",
    "robots.txt": "/robots.txt",
    "sitemap.xml": "/sitemap.xml",
    "sitemap-<slug:kind>-<int:number>.xml": "/sitemap-movies-1.xml",
    "healthz": "/healthz",
    "readyz": "/readyz",
    "metrics": "/metrics",
}
# The second step of signing in: who has not taken the first begins there.
STEPS = {
    "accounts/2fa/authenticate/": "/accounts/2fa/authenticate/",
    "accounts/2fa/webauthn/login/": "/accounts/2fa/webauthn/login/",
    "accounts/login/code/confirm/": "/accounts/login/code/confirm/",
}
# Saying again who one is, with what one has: a password, a code, a passkey. Who has it not is refused.
AGAIN = {
    "accounts/reauthenticate/": "/accounts/reauthenticate/",
    "accounts/2fa/reauthenticate/": "/accounts/2fa/reauthenticate/",
    "accounts/2fa/webauthn/reauthenticate/": "/accounts/2fa/webauthn/reauthenticate/",
}
MEMBERS = {
    "accounts/": "/accounts/",
    "accounts/2fa/": "/accounts/2fa/",
    "accounts/2fa/recovery-codes/": "/accounts/2fa/recovery-codes/",
    "accounts/2fa/recovery-codes/download/": "/accounts/2fa/recovery-codes/download/",
    "accounts/2fa/recovery-codes/generate/": "/accounts/2fa/recovery-codes/generate/",
    "accounts/2fa/totp/activate/": "/accounts/2fa/totp/activate/",
    "accounts/2fa/totp/deactivate/": "/accounts/2fa/totp/deactivate/",
    "accounts/2fa/webauthn/": "/accounts/2fa/webauthn/",
    "accounts/2fa/webauthn/add/": "/accounts/2fa/webauthn/add/",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": "/accounts/2fa/webauthn/keys/1/edit/",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": "/accounts/2fa/webauthn/keys/1/remove/",
    "accounts/email/": "/accounts/email/",
    "accounts/password/change/": "/accounts/password/change/",
    "accounts/password/set/": "/accounts/password/set/",
    "accounts/sessions/": "/accounts/sessions/",
    "profiles/": "/profiles/",
    "profiles/<int:pk>/watch/": "/profiles/{profile}/watch/",
    "profiles/add/": "/profiles/add/",
    "profiles/edit/<int:pk>/": "/profiles/edit/{profile}/",
    "profiles/edit/<int:pk>/remove/": "/profiles/edit/{profile}/remove/",
    "calendar/": "/calendar/",
    "calendar/<int:year>/<int:month>/": "/calendar/2026/11/",
    "calendar/feed/": "/calendar/feed/",
    "calendar/feed/renew/": "/calendar/feed/renew/",
    "calendar/feed/remove/": "/calendar/feed/remove/",
    "statistics/": "/statistics/",
    "statistics/<int:year>/": "/statistics/2025/",
    "statistics/<int:year>/review/": "/statistics/2025/review/",
    "statistics/<int:year>/review/share/": "/statistics/2025/review/share/",
    "statistics/<int:year>/review/share/remove/": "/statistics/2025/review/share/remove/",
    "api/calendar/": "/api/calendar/",
    "api/calendar/feed/": "/api/calendar/feed/",
    "api/statistics/": "/api/statistics/",
    "api/statistics/<int:year>/link/": "/api/statistics/2025/link/",
    "admin/logout/": "/admin/logout/",
    "api/users/me/": "/api/users/me/",
}
ADMINISTRATORS = {
    "api/users/": "/api/users/",
}
# Everything else below /admin/ is for staff; each route of it is asked.
STAFF_BELOW = "admin/"

LOGIN_PAGES = ("/accounts/login/", "/admin/login/")
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "1", "uuid": "00000000-0000-0000-0000-000000000000"}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + _plain(str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry, route)


def _plain(pattern: str) -> str:
    """A route of re_path() in the words of path()."""
    pattern = pattern.replace("(?:/|$)", "/").replace(r"\Z", "").removeprefix("^").removesuffix("$").replace("/^", "/")
    return re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", pattern).replace("\\", "")


def with_slash(route: str) -> str:
    """The API answers with and without a slash at the end; it is one route."""
    return route if not route.startswith("api/") or route.endswith(("/", "]*")) else f"{route}/"


ROUTES = sorted({with_slash(route) for route in routes(get_resolver())})
STAFF = [route for route in ROUTES if route.startswith(STAFF_BELOW) and route not in MEMBERS]


@pytest.fixture
def rows(alice) -> dict[str, int]:
    movie = MovieFactory(title="Alien")
    person = CastFactory(movie=movie, person__name="Sigourney Weaver").person
    genre = movie.genres.create(name="Horror")
    return {"movie": movie.pk, "person": person.pk, "genre": genre.pk, "profile": alice.profiles.get().pk}


def is_refused(response) -> bool:
    to_log_in = response.status_code == 302 and response["Location"].startswith(LOGIN_PAGES)
    return to_log_in or response.status_code in (401, 403)


def test_every_route_is_classified_once():
    classified = [*PUBLIC, *STEPS, *AGAIN, *MEMBERS, *ADMINISTRATORS, *STAFF]
    assert len(classified) == len(set(classified))
    assert set(ROUTES) - set(classified) == set(), "say in this file who they are for"
    assert set(classified) - set(ROUTES) == set(), "these are gone"


@pytest.mark.parametrize("route", [route for route in PUBLIC if route in ROUTES])
def test_a_visitor_is_not_sent_away_from_what_is_public(client, rows, route, transactional_db):
    response = client.get(PUBLIC[route].format(**rows))
    assert not is_refused(response), f"{response.status_code} {response.get('Location', '')}"
    assert response.status_code < 500


@pytest.mark.parametrize("route", [route for route in STEPS if route in ROUTES])
def test_who_skips_the_first_step_of_signing_in_begins_with_it(client, db, route):
    for response in (client.get(STEPS[route]), client.post(STEPS[route], {"code": "000000"})):
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("route", [route for route in AGAIN if route in ROUTES])
def test_who_has_nothing_to_prove_it_with_is_refused(client, route, as_user, alice):
    assert is_refused(client.get(AGAIN[route]))
    assert is_refused(as_user(alice).get(AGAIN[route]))


@pytest.mark.parametrize("route", [route for route in MEMBERS if route in ROUTES])
def test_a_visitor_is_asked_to_log_in_where_members_go(client, rows, route, as_user, alice):
    address = MEMBERS[route].format(**rows)
    assert is_refused(client.get(address))
    assert is_refused(client.post(address))
    assert not is_refused(as_user(alice).get(address))


@pytest.mark.parametrize("route", [route for route in ADMINISTRATORS if route in ROUTES])
def test_only_administrators_go_where_they_go(client, rows, route, as_user, alice, curator, administrator):
    address = ADMINISTRATORS[route].format(**rows)
    for user in (None, alice, curator):
        assert is_refused(as_user(user).get(address))
    assert as_user(administrator).get(address).status_code == 200


def example_of(route: str) -> str:
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES[match[1] or "int"], route)
    return "/" + filled.replace(".*", "x")


@pytest.mark.parametrize("route", STAFF)
def test_visitors_and_members_are_kept_out_of_the_admin(client, as_user, alice, route):
    for user in (None, alice):
        response = as_user(user).get(example_of(route))
        assert is_refused(response), f"{route} answers {response.status_code} to {user or 'a visitor'}"


def test_who_logs_in_on_the_way_comes_back_to_the_page(client, db):
    response = client.get("/accounts/email/")
    assert response["Location"] == f"{reverse(settings.LOGIN_URL)}?next=/accounts/email/"


@pytest.mark.parametrize("persona", ["curator", "administrator"])
def test_staff_come_into_the_admin(as_user, persona, request):
    user: User = request.getfixturevalue(persona)
    assert as_user(user).get("/admin/").status_code == 200
    assert as_user(user).get(f"/admin/{Movie._meta.app_label}/movie/").status_code == 200


def test_a_moderator_sees_no_films_to_edit(as_user, moderator):
    assert as_user(moderator).get("/admin/").status_code == 200
    assert as_user(moderator).get("/admin/catalog/movie/").status_code == 403

"""A child's profile meets no film above its limit, wherever it looks. Every page that shows films is listed here."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts import children
from apps.accounts.actions import change_profile
from apps.accounts.models import Profile
from apps.catalog import search
from apps.catalog.actions.derive import refresh_derived
from apps.catalog.age_ratings import RATINGS, age_of, minimum_age
from apps.catalog.models import AgeRating, Certification, Franchise, HomeRow, HomeRowEntry, MergedMovie, Movie
from apps.catalog.tests.factories import CastFactory, MovieFactory, PersonFactory

PAGE = {"HTTP_ACCEPT": "text/html"}
HIDDEN = ("Zorbanax Rated", "Zorbanax Unrated")
SHOWN = "Zorbanax Mild"


@pytest.fixture
def films(db) -> dict[str, Movie]:
    """A mild film, one for grown-ups and one that nobody has rated, alike in all else."""
    franchise = Franchise.objects.create(name="Zorbanax Saga")
    star = PersonFactory(name="Ula Zorb")
    made = {title: MovieFactory(title=title, franchise=franchise, popularity=9) for title in (SHOWN, *HIDDEN)}
    for movie in made.values():
        CastFactory(movie=movie, person=star)
        movie.similar_ids = [other.pk for other in made.values() if other != movie]
        movie.save()
    Certification.objects.create(movie=made[SHOWN], country="US", value="G")
    Certification.objects.create(movie=made["Zorbanax Rated"], country="US", value="R")
    refresh_derived([movie.pk for movie in made.values()])
    row = HomeRow.objects.create(title="Popular", kind=HomeRow.Kind.POPULAR)
    for position, movie in enumerate(made.values()):
        HomeRowEntry.objects.create(row=row, movie=movie, position=position)
    search.rebuild()
    return made


def addresses(films: dict[str, Movie]) -> dict[str, str]:
    mild = films[SHOWN]
    star = mild.credits.get().person
    return {
        "home": "/",
        "rows further down": "/?from=0",
        "browse": "/movies/",
        "browse by decade": "/movies/?decade=1970&sort=title",
        "film": mild.get_absolute_url(),
        "person": star.get_absolute_url(),
        "search": "/search/?q=zorbanax",
        "feed": "/movies/new.rss",
        "look-up": "/movie/Zorbanax%20Mild",
        "look-up of nothing": "/movie/zorbanax%20mil",
        "API": "/api/movies",
        "API search": "/api/movies?search=zorbanax",
        "API person": f"/api/people/{star.pk}",
    }


KINDS = [
    "home", "rows further down", "browse", "browse by decade", "film", "person", "search", "feed", "look-up",
    "look-up of nothing", "API", "API search", "API person",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_child_meets_no_film_above_its_limit(as_profile, as_user, ann, films, kind):
    address = addresses(films)[kind]
    response = as_profile(ann).get(address)
    text = response.content.decode()
    assert not [title for title in HIDDEN if title in text]
    if kind != "look-up of nothing":
        assert SHOWN in text
    if kind not in ("look-up", "look-up of nothing"):
        everything = as_user(None).get(address).content.decode()
        assert all(title in everything for title in HIDDEN), "a visitor sees them there, or this test sees nothing"


def test_suggestions_while_typing(as_profile, ann, films):
    text = as_profile(ann).get("/search/?q=zorba", headers={"HX-Target": "suggestions"}).content.decode()
    assert SHOWN in text
    assert not [title for title in HIDDEN if title in text]


@pytest.mark.parametrize("title", HIDDEN)
def test_direct_links_lead_nowhere(as_profile, ann, films, title):
    client, film = as_profile(ann), films[title]
    old = MergedMovie.objects.create(old_id=10_000, movie=film)
    for address in (
        film.get_absolute_url(),
        f"/movies/{film.pk}/",
        f"/movies/{old.pk}/",
        f"/api/movies/{film.pk}",
        f"/movie/{title}",
    ):
        response = client.get(address)
        assert response.status_code == 404, address
        if "/movie/" not in address:  # which says again what was asked for
            assert title not in response.content.decode()


def test_where_the_parent_says_so_unrated_films_are_there(as_profile, alice, ann, films):
    change_profile(profile=ann, by=alice, facts={"shows_unrated": True})
    text = as_profile(ann).get("/movies/").content.decode()
    assert "Zorbanax Unrated" in text
    assert "Zorbanax Rated" not in text


def test_a_change_of_the_limit_holds_at_once(as_profile, alice, ann, films):
    client = as_profile(ann)
    mild = films[SHOWN]
    assert client.get(mild.get_absolute_url()).status_code == 200
    mild.certifications.update(value="PG-13")
    refresh_derived([mild.pk])
    assert client.get(mild.get_absolute_url()).status_code == 404


def test_the_grown_ups_of_the_household_see_all(as_profile, alice, ann, films):
    text = as_profile(alice.profiles.get(place=1)).get("/movies/").content.decode()
    assert all(title in text for title in (SHOWN, *HIDDEN))


CLOSED = [
    "/accounts/", "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/",
    "/profiles/add/", "/profiles/edit/1/", "/search/elsewhere/?q=x", "/movies/bring-in/1/", "/admin/", "/studio/",
    "/sitemap.xml", "/exports/", "/groups/", "/imports/",
]  # fmt: skip
CLOSED_API = ["/api/exports", "/api/groups", "/api/imports", "/api/invitations", "/api/tokens", "/api/users"]


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_for_grown_ups_is_closed(as_profile, ann, address):
    response = as_profile(ann).get(address)
    assert response.status_code == 403
    assert "grown-ups" in response.content.decode()


@pytest.mark.parametrize("address", CLOSED_API)
def test_so_is_what_the_api_has_of_them(as_profile, ann, address):
    response = as_profile(ann).get(address)
    assert response.status_code == 403
    assert response.json()["detail"] == "This is not open to a child's profile."


def test_nothing_is_closed_that_is_not_tried_here():
    assert {start for start in children.CLOSED if not any(a.startswith(start) for a in CLOSED + CLOSED_API)} == set()


def test_a_child_changes_no_profile(as_profile, alice, ann):
    client = as_profile(ann)
    assert client.post(f"/profiles/edit/{ann.pk}/", {"name": "Boss"}).status_code == 403
    assert client.post(f"/profiles/edit/{ann.pk}/remove/").status_code == 403
    assert client.post("/profiles/add/", {"name": "Boss"}).status_code == 403
    assert list(alice.profiles.values_list("name", flat=True)) == ["Alice", "Ann"]


CHANGES = [("patch", "/api/users/me"), ("get", "/api/users"), ("post", "/api/movies")]


@pytest.mark.parametrize(("method", "address"), CHANGES)
def test_the_api_of_a_childs_session_changes_nothing_but_its_own(as_profile, ann, method, address):
    response = getattr(as_profile(ann), method)(address, {"name": "Boss"}, content_type="application/json")
    assert response.status_code == 403
    assert json.loads(response.content)["detail"] == "This is not open to a child's profile."


def test_the_child_of_a_curator_edits_nothing(as_profile, curator, films):
    rating = AgeRating.objects.get_or_create(country="US", name="PG", defaults={"minimum_age": 8})[0]
    child = Profile.objects.create(account=curator, place=2, name="Kid", for_child=True, highest_rating=rating)
    client, film = as_profile(child), films[SHOWN]
    assert client.patch(f"/api/movies/{film.pk}", {"title": "Mine"}, content_type="application/json").status_code == 403
    assert "Edit this film" not in client.get(film.get_absolute_url()).content.decode()


def test_signing_out_is_leaving(as_profile, alice, ann):
    assert as_profile(ann).post("/accounts/logout/").status_code == 302
    change_profile(profile=ann, by=alice, facts={"pin": "1234"})
    client = as_profile(ann)
    assert client.post("/accounts/logout/").status_code == 403
    assert "_auth_user_id" in client.session
    assert "Sign out" not in client.get("/", **PAGE).content.decode()


@pytest.mark.parametrize("kind", ["home", "browse"])
def test_pages_of_a_child_ask_no_more_than_eight_times(as_profile, ann, films, kind, django_assert_max_num_queries):
    client, address = as_profile(ann), addresses(films)[kind]
    client.get(address)  # the choices of filters are kept from then on
    with django_assert_max_num_queries(8):
        client.get(address)


# --- the age of a film ---


def test_every_country_goes_from_mild_to_strict():
    for country, ratings in RATINGS.items():
        ages = [age for age in ratings.values() if age is not None]
        assert ages == sorted(ages), country
        assert ages[0] <= 3, country


@pytest.mark.parametrize(
    ("country", "name", "age"),
    [
        ("US", "PG-13", 13), ("US", "pg-13", 13), ("US", "NR", None), ("US", "", None), ("DE", "12", 12),
        ("DE", "FSK 16", 16), ("GB", "12A", 12), ("AU", "MA 15+", 15), ("ZZ", "18+", 18), ("ZZ", "X", None),
        ("ZZ", "7-9", None), ("ZZ", "99", 21), ("US", "Unrated", None), ("FR", "tp", 0),
    ],
)  # fmt: skip
def test_ratings_say_an_age(country, name, age):
    assert age_of(country, name) == age


def test_the_sites_country_decides_and_else_the_strictest(settings):
    settings.HOME_COUNTRY = "DE"
    assert minimum_age({"US": "R", "DE": "12"}) == 12
    assert minimum_age({"US": "G", "GB": "15", "FR": "TP"}) == 15
    assert minimum_age({"US": "PG", "DE": "NR"}) == 8
    assert minimum_age({"US": "NR"}) is None
    assert minimum_age({}) is None


@given(st.dictionaries(st.sampled_from(["US", "GB", "DE", "ZZ"]), st.text(max_size=12), max_size=4))
def test_any_ratings_give_an_age_or_none(certifications):
    age = minimum_age(certifications)
    assert age is None or 0 <= age <= 21

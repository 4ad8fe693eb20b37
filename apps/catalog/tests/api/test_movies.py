"""GET /api/movies and /api/movies/<id>."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog import search
from apps.catalog.models import Credit, MergedMovie, Movie, Trailer, Translation, WatchOffer, WatchProvider
from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def alien():
    movie = MovieFactory(
        title="Alien", year=1979, popularity=50, vote_average=8.2, vote_count=9000, poster_path="/alien.jpg",
        genres=[GenreFactory(name="Horror"), GenreFactory(name="Science Fiction")],
    )  # fmt: skip
    CastFactory(movie=movie, person=PersonFactory(name="Sigourney Weaver"), character="Ripley", position=0)
    Credit.objects.create(
        movie=movie, person=PersonFactory(name="Ridley Scott"), kind="crew", department="Directing", job="Director"
    )
    search.index_movies([movie.pk])
    return movie


def titles(response):
    assert response.status_code == 200, response.content
    return [movie["title"] for movie in response.json()["results"]]


@pytest.mark.parametrize("persona", [None, "alice", "curator", "moderator", "administrator"])
def test_everybody_may_read(persona, as_user, alien, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert titles(client.get("/api/movies")) == ["Alien"]
    assert client.get(f"/api/movies/{alien.pk}").json()["title"] == "Alien"


def test_an_adult_film_is_nowhere(client, administrator, as_user):
    hidden = MovieFactory(adult=True)
    for who in (client, as_user(administrator)):
        assert titles(who.get("/api/movies")) == []
        assert who.get(f"/api/movies/{hidden.pk}").status_code == 404


def test_it_answers_with_and_without_a_slash(client, alien):
    assert client.get("/api/movies/").json() == client.get("/api/movies").json()
    assert client.get(f"/api/movies/{alien.pk}/").status_code == 200
    assert client.get("/api").status_code == client.get("/api/").status_code == 200


def test_a_film_in_the_list(client, alien):
    [film] = client.get("/api/movies").json()["results"]
    assert film["genres"][0]["slug"] == "horror"
    assert film["poster_url"].endswith("/w500/alien.jpg")
    assert film["url"] == f"http://testserver{alien.get_absolute_url()}"
    assert "credits" not in film


def test_a_film_with_everything(client, alien):
    Trailer.objects.create(movie=alien, site="YouTube", key="abc", kind="Trailer")
    Translation.objects.create(movie=alien, language="fr", title="Alien, le huitième passager")
    provider = WatchProvider.objects.create(tmdb_id=8, name="Cinefile")
    WatchOffer.objects.create(movie=alien, provider=provider, country="GB", kind="rent")
    film = client.get(f"/api/movies/{alien.pk}").json()
    assert film["credits"]["cast"][0]["character"] == "Ripley"
    assert film["credits"]["cast"][0]["person"]["name"] == "Sigourney Weaver"
    assert film["credits"]["crew"][0]["job"] == "Director"
    assert film["trailers"][0]["url"] == "https://www.youtube.com/watch?v=abc"
    assert film["translations"][0]["language"] == "fr"
    assert film["watch_offers"] == [{"provider": "Cinefile", "logo_url": None, "country": "GB", "kind": "rent"}]


def test_a_merged_film_leads_to_the_one_that_was_kept(client, alien):
    MergedMovie.objects.create(old_id=987654, movie=alien)
    response = client.get("/api/movies/987654")
    assert response.status_code == 301
    assert response["Location"] == f"http://testserver/api/movies/{alien.pk}"


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("popularity", ["Brazil", "Alien", "Céleste"]),
        ("rating", ["Alien", "Céleste", "Brazil"]),
        ("newest", ["Brazil", "Céleste", "Alien"]),
        ("oldest", ["Alien", "Céleste", "Brazil"]),
        ("title", ["Alien", "Brazil", "Céleste"]),
    ],
)
def test_orderings(client, alien, ordering, expected):
    MovieFactory(title="Brazil", year=1985, popularity=60, vote_average=4, vote_count=500)
    MovieFactory(title="Céleste", year=1980, popularity=10)
    assert titles(client.get("/api/movies", {"ordering": ordering})) == expected


def test_filters(client, alien):
    MovieFactory(title="Brazil", year=1985)
    assert titles(client.get("/api/movies?genre=horror&genre=science-fiction")) == ["Alien"]
    assert titles(client.get("/api/movies?decade=1980")) == ["Brazil"]
    assert titles(client.get("/api/movies?year_to=1979&language=en&rating_min=7")) == ["Alien"]


def test_search_forgives_a_typo_and_keeps_the_best_first(client, alien):
    other = MovieFactory(title="Alien Nation", popularity=1)
    search.index_movies([other.pk])
    assert titles(client.get("/api/movies?search=aliem")) == ["Alien", "Alien Nation"]
    assert titles(client.get("/api/movies?search=alien&ordering=popularity")) == ["Alien", "Alien Nation"]
    assert titles(client.get("/api/movies?search=alien&genre=horror")) == ["Alien"]
    assert titles(client.get("/api/movies?search=qqqqqq")) == []


def test_pages(client):
    MovieFactory.create_batch(5)
    first = client.get("/api/movies?page_size=2").json()
    assert (first["count"], first["previous"]) == (5, None)
    assert first["next"] == "http://testserver/api/movies?page=2&page_size=2"
    last = client.get("/api/movies?page_size=2&page=3").json()
    assert (len(last["results"]), last["next"]) == (1, None)


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("page=0", 404, None),
        ("page=-1", 404, None),
        ("page=1000000000", 404, None),
        ("page=" + "9" * 30, 404, None),
        ("page=" + "9" * 5000, 400, "page"),
        ("page=abc", 400, "page"),
        ("page=%00", 400, "page"),
        ("page_size=0", 400, "page_size"),
        ("page_size=101", 400, "page_size"),
        ("page_size=many", 400, "page_size"),
        ("ordering=password", 400, "ordering"),
        ("ordering=-id;drop", 400, "ordering"),
        ("ordering=", 400, "ordering"),
        ("search=%00", 400, "search"),
        ("search=" + "a" * 201, 400, "search"),
        ("year_from=0", 400, "year_from"),
        ("year_from=NaN", 400, "year_from"),
        ("year_from=1e400", 400, "year_from"),
        ("year_to=" + "9" * 400, 400, "year_to"),
        ("runtime_min=-5", 400, "runtime_min"),
        ("rating_min=eleven", 400, "rating_min"),
        ("genre=no-such-genre", 400, "genre"),
        ("genre=%00", 400, "genre"),
        ("decade=1066", 400, "decade"),
        ("country=Narnia", 400, "country"),
        ("language=%F0%9F%91%BD", 400, "language"),
        ("certification=%00", 400, "certification"),
    ],
)
def test_bad_queries_are_told_what_is_wrong(client, alien, query, status, parameter):
    response = client.get(f"/api/movies?{query}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert problem["detail"]
    assert {error["parameter"] for error in problem.get("errors", [])} == ({parameter} if parameter else set())


@pytest.mark.parametrize(
    "text", ["👽", "\u202eneilA", "'; DROP TABLE", '"', "a" * 200, "(((", "*", "NEAR/2", "%%", "ÀÉ"]
)
def test_any_text_can_be_searched_for(client, alien, text):
    assert client.get("/api/movies", {"search": text}).status_code == 200


@pytest.mark.parametrize("pk", ["0", "9999999999999999999", "abc", "-1", "1.5", "%00", "1'", "%F0%9F%91%BD"])
def test_no_such_film(client, pk):
    response = client.get(f"/api/movies/{pk}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_who_has_it_already_gets_no_body(client, alien):
    for address in ("/api/movies", f"/api/movies/{alien.pk}"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "no-cache" in first["Cache-Control"]


def test_a_changed_film_is_sent_again(client, alien):
    address = f"/api/movies/{alien.pk}"
    first = client.get(address)
    assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    Movie.objects.filter(pk=alien.pk).update(tagline="In space no one can hear you scream.")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def grow(movie):
    for number in range(8):
        other = MovieFactory(genres=[GenreFactory(name=f"Genre {number}")])
        CastFactory(movie=movie)
        CastFactory(movie=other)
        movie.genres.add(GenreFactory(name=f"Genre {number}"))
        Trailer.objects.create(movie=movie, site="YouTube", key=f"k{number}", kind="Trailer")
        provider = WatchProvider.objects.create(tmdb_id=number, name=f"Provider {number}")
        WatchOffer.objects.create(movie=movie, provider=provider, country="GB", kind="rent")


@pytest.mark.parametrize("address", ["/api/movies", "/api/movies/{pk}", "/api/movies?search=film&genre=horror"])
def test_more_data_needs_no_more_queries(client, alien, address):
    Trailer.objects.create(movie=alien, site="YouTube", key="abc", kind="Trailer")
    WatchOffer.objects.create(
        movie=alien, provider=WatchProvider.objects.create(tmdb_id=99, name="Cinefile"), country="GB", kind="rent"
    )
    address = address.format(pk=alien.pk)
    client.get(address)
    before = queries_of(client, address)
    grow(alien)
    assert queries_of(client, address) == before

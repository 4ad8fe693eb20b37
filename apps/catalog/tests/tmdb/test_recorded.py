"""Real answers of many years go through the client and the sync, and the rows are held against the answers.

They lie beside the checkout, where they are there at all, and nothing of them is in this repository.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test.utils import override_settings

from apps.catalog.models import Franchise, Genre, Movie, Person
from apps.catalog.tests.tmdb import answers
from apps.catalog.tmdb.client import Fetched, client
from apps.catalog.tmdb.errors import TmdbError, TmdbNotFound, TmdbRejected
from apps.catalog.tmdb.movie_payload import MovieDetails
from apps.catalog.tmdb.payloads import ChangesPage, FranchisePayload, Page, PersonDetails, genres_of
from apps.catalog.tmdb.sync import store_collection, store_genres, store_list, store_movie, store_person
from apps.core.tests import service
from apps.core.tests.service import Answer, Asked

FOLDER = django_settings.BASE_DIR.parent / "shared" / "data" / "tmdb" / "recorded"
INDEX = FOLDER / "index.jsonl"
TOTAL = 550

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.skipif(not INDEX.exists(), reason="the recordings are not here"),
]


def exchanges() -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    if INDEX.exists():
        for number, line in enumerate(INDEX.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            found[row["endpoint"]].append(row | {"number": number})
    return dict(found)


EXCHANGES = exchanges()


@pytest.fixture(scope="module")
def recorded():
    """A server that answers request number N with recording N, its status and its headers."""
    rows = {row["number"]: row for rows in EXCHANGES.values() for row in rows}

    def route(asked: Asked) -> Answer:
        row = rows[int(asked.query["recording"])]
        skipped = {"content-length", "content-encoding", "transfer-encoding", "connection"}
        headers = {name: value for name, value in (row["headers"] or {}).items() if name.lower() not in skipped}
        return Answer((FOLDER / row["body"]).read_bytes(), row["status"], headers)

    with service.running() as server:
        server.route = route
        with override_settings(TMDB_API_URL=server.url, TMDB_API_TOKEN="any", TMDB_API_KEY="", TMDB_ENABLED=True):
            yield server


def answer_of(row: dict[str, Any]) -> Any:
    """What the client makes of the exchange."""
    path = row["path"] if (row["path"] or "").startswith("/") else "/3/somewhere"
    fetched = client().get(path, {"recording": row["number"]})
    assert isinstance(fetched, Fetched)
    return fetched.payload


def test_nothing_is_left_out():
    assert sum(len(rows) for rows in EXCHANGES.values()) == TOTAL
    assert set(EXCHANGES) == set(ENDPOINTS), "each endpoint has a test of what becomes of it"


# --- what becomes of an answer --------------------------------------------------------------------


def stores_a_film(answer: Any) -> None:
    movie = store_movie(MovieDetails.from_answer(answer))
    movie.refresh_from_db()
    assert (movie.tmdb_id, movie.title, movie.source) == (answer["id"], answer["title"].strip(), "tmdb")
    assert movie.imdb_id == (answer["imdb_id"] or None)
    assert movie.runtime == (answer["runtime"] or None)
    assert movie.revenue == (answer["revenue"] or None)
    assert (movie.release_date.isoformat() if movie.release_date else "") == answer["release_date"]
    assert movie.popularity == pytest.approx(float(answer["popularity"]))
    assert movie.poster_path == (answer["poster_path"] or "")
    assert movie.genres.count() == len({genre["id"] for genre in answer["genres"]})
    assert movie.countries.count() == len({row["iso_3166_1"] for row in answer["production_countries"]})
    assert movie.studios.count() == len({row["id"] for row in answer["production_companies"]})
    belongs = answer["belongs_to_collection"]
    assert (movie.franchise.tmdb_id if movie.franchise else None) == (belongs["id"] if belongs else None)
    older = {"releases": "release_dates", "trailers": "videos", "casts": "credits"}
    for part, check in PARTS.items():
        if answer.get(part) and older.get(part) not in answer:
            check(movie, answer[part])


def has_credits(movie: Movie, part: Any) -> None:
    cast = {(row["id"], " ".join(row["character"].split())) for row in part["cast"]}
    crew = {(row["id"], row["job"]) for row in part["crew"]}
    held = {
        (tmdb_id, " ".join(text.split()))
        for tmdb_id, text in movie.credits.cast().values_list("person__tmdb_id", "character")
    }
    assert held == cast
    assert set(movie.credits.crew().values_list("person__tmdb_id", "job")) == crew
    named = {row["id"]: row["name"].strip() for row in [*part["cast"], *part["crew"]]}
    assert dict(Person.objects.filter(credits__movie=movie).values_list("tmdb_id", "name")) == named


def has_keywords(movie: Movie, part: Any) -> None:
    rows = part["keywords"] if "keywords" in part else part["results"]
    assert set(movie.keywords.values_list("tmdb_id", "name")) == {(row["id"], row["name"].strip()) for row in rows}


def has_trailers(movie: Movie, part: Any) -> None:
    rows = part["results"] if "results" in part else part["youtube"]
    wanted = {row.get("key") or row.get("source") for row in rows if row.get("site", "YouTube") in ("YouTube", "Vimeo")}
    assert set(movie.trailers.values_list("key", flat=True)) == wanted


def has_releases(movie: Movie, part: Any) -> None:
    rows = part["results"] if "results" in part else part["countries"]
    assert set(movie.release_dates.values_list("country", flat=True)) == {row["iso_3166_1"] for row in rows}
    rated = {
        row["iso_3166_1"]
        for row in rows
        for release in row.get("release_dates", [row])
        if release["certification"].strip()
    }
    assert set(movie.certifications.values_list("country", flat=True)) == rated


def has_translations(movie: Movie, part: Any) -> None:
    said = [
        row
        for row in part.get("translations", [])
        if (row.get("data") or {}).get("title") or (row.get("data") or {}).get("overview")
    ]
    assert movie.translations.count() == len({(row["iso_639_1"], row["iso_3166_1"]) for row in said})


def has_offers(movie: Movie, part: Any) -> None:
    kinds = ("flatrate", "free", "ads", "rent", "buy")
    wanted = {
        (country, kind, row["provider_id"])
        for country, terms in part["results"].items()
        for kind in kinds
        for row in terms.get(kind, [])
    }
    assert set(movie.watch_offers.values_list("country", "kind", "provider__tmdb_id")) == wanted


def has_other_titles(movie: Movie, part: Any) -> None:
    assert set(movie.alternative_titles) == {row["title"].strip() for row in part["titles"]}


def has_recommendations(movie: Movie, part: Any) -> None:
    similar = Movie.objects.in_bulk(movie.similar_ids)
    wanted = list(dict.fromkeys(row["id"] for row in part["results"]))[: len(movie.similar_ids)]
    assert [similar[pk].tmdb_id for pk in movie.similar_ids] == wanted


PARTS: dict[str, Callable[[Movie, Any], None]] = {
    "credits": has_credits,
    "casts": has_credits,
    "keywords": has_keywords,
    "videos": has_trailers,
    "trailers": has_trailers,
    "release_dates": has_releases,
    "releases": has_releases,
    "translations": has_translations,
    "watch/providers": has_offers,
    "alternative_titles": has_other_titles,
}


def is_part(name: str) -> Callable[[Any], None]:
    """The answer of an endpoint of its own comes inside a film's answer when it is appended."""

    def check(answer: Any) -> None:
        plain = answers.details(900_001)
        for part in (*PARTS, "recommendations", "similar"):
            plain.pop(part, None)
        movie = store_movie(MovieDetails.from_answer(plain | {name: answer}))
        (
            PARTS
            | {
                "recommendations": has_recommendations,
                "similar": has_recommendations,
                "similar_movies": has_recommendations,
            }
        )[name](movie, answer)

    return check


def is_list_of_films(answer: Any) -> None:
    rows = answer["results"]
    films = {row["id"]: row for row in reversed(rows) if row.get("title") and row.get("media_type", "movie") == "movie"}
    ids = store_list(Page.of(answer).films)
    held = Movie.objects.in_bulk(ids)
    assert {movie.tmdb_id for movie in held.values()} == set(films)
    for movie in held.values():
        row = films[movie.tmdb_id]
        assert (movie.title, movie.vote_count) == (row["title"].strip(), row["vote_count"])
        assert (movie.release_date.isoformat() if movie.release_date else "") == row.get("release_date", "")
    assert [held[pk].tmdb_id for pk in ids] == list(dict.fromkeys(row["id"] for row in rows if row["id"] in films))


def is_found(answer: Any) -> None:
    films = {row["id"]: row["title"] for row in answer["movie_results"]}
    ids = store_list(Page.of({"results": answer["movie_results"]}).films)
    assert dict(Movie.objects.filter(pk__in=ids).values_list("tmdb_id", "title")) == films
    is_no_film(answer)


def is_page_of_changes(answer: Any) -> None:
    page = ChangesPage.of(answer)
    assert list(page.ids) == list(dict.fromkeys(row["id"] for row in answer["results"]))
    assert Page.of(answer).films == (), "numbers alone are no films"


def is_person(answer: Any) -> None:
    person = store_person(PersonDetails.from_answer(answer))
    person.refresh_from_db()
    assert (person.tmdb_id, person.name) == (answer["id"], answer["name"].strip())
    assert person.biography == (answer["biography"] or "").strip()
    assert (person.birthday.isoformat() if person.birthday else None) == (answer["birthday"] or None)
    assert set(person.also_known_as) == {name.strip() for name in answer["also_known_as"] if name.strip()}
    has_filmography(person, answer.get("movie_credits") or answer.get("combined_credits") or {})


def has_filmography(person: Person, part: Any) -> None:
    rows = [row for row in [*part.get("cast", []), *part.get("crew", [])] if row.get("title") and not row.get("adult")]
    films = {row["id"] for row in rows if row.get("media_type", "movie") == "movie"}
    assert films <= set(Movie.objects.filter(credits__person=person).values_list("tmdb_id", flat=True))


def is_filmography(answer: Any) -> None:
    plain = answers.person(900_001)
    person = store_person(PersonDetails.from_answer(plain | {"movie_credits": answer}))
    has_filmography(person, answer)
    assert person.credits.exists()


def is_franchise(answer: Any) -> None:
    franchise = store_collection(FranchisePayload.from_answer(answer))
    assert (franchise.tmdb_id, franchise.name) == (answer["id"], answer["name"])
    parts = {row["id"]: row["title"] for row in answer["parts"]}
    assert dict(franchise.movies.values_list("tmdb_id", "title")) == parts


def is_genres(answer: Any) -> None:
    """The names are those of the first answer: the others are in other languages."""
    known = set(Genre.objects.values_list("tmdb_id", flat=True))
    store_genres(genres_of(answer))
    held = dict(Genre.objects.values_list("tmdb_id", "name"))
    assert set(held) == known | {row["id"] for row in answer["genres"]}
    assert all(held[row["id"]] == row["name"].strip() for row in answer["genres"] if row["id"] not in known)


def is_no_film(answer: Any) -> None:
    """Refused by everything that makes rows of one answer, and nothing is stored."""
    for reader in (MovieDetails.from_answer, PersonDetails.from_answer, FranchisePayload.from_answer, genres_of):
        with pytest.raises(TmdbError):
            reader(answer)


def holds_no_films(answer: Any) -> None:
    is_no_film(answer)
    assert Page.of(answer).films == ()


def is_anything(answer: Any) -> None:
    """Companies, reviews, series and so on. No film may come of them."""
    is_no_film(answer)
    if isinstance(answer, dict) and isinstance(answer.get("results"), list):
        assert Page.of(answer).films == ()


def is_part_or_series(answer: Any) -> None:
    if "translations" in answer and isinstance(answer["translations"], list):
        is_part("translations")(answer)
    else:
        is_no_film(answer)


ENDPOINTS: dict[str, Callable[[Any], None]] = {
    "/3/movie/{id}": stores_a_film,
    "/3/movie/latest": stores_a_film,
    "/3/movie/{external_id}": stores_a_film,
    "/3/movie/{id}/credits": is_part("credits"),
    "/3/movie/{id}/casts": is_part("casts"),
    "/3/movie/{id}/keywords": is_part("keywords"),
    "/3/movie/{id}/videos": is_part("videos"),
    "/3/movie/{id}/trailers": is_part("trailers"),
    "/3/movie/{id}/release_dates": is_part("release_dates"),
    "/3/movie/{id}/releases": is_part("releases"),
    "/3/movie/{id}/translations": is_part_or_series,
    "/3/movie/{id}/watch/providers": is_part("watch/providers"),
    "/3/movie/{id}/alternative_titles": is_part("alternative_titles"),
    "/3/movie/{id}/recommendations": is_part("recommendations"),
    "/3/movie/{id}/similar": is_part("similar"),
    "/3/movie/{id}/similar_movies": is_part("similar_movies"),
    "/3/movie/?/recommendations": is_list_of_films,
    "/3/movie/?/similar": is_list_of_films,
    "/3/movie/popular": is_list_of_films,
    "/3/movie/top_rated": is_list_of_films,
    "/3/movie/now_playing": is_list_of_films,
    "/3/movie/upcoming": is_list_of_films,
    "/3/discover/movie": is_list_of_films,
    "/3/genre/{id}/movies": is_list_of_films,
    "/3/keyword/movies": is_list_of_films,
    "/3/keyword/{id}/movies": is_list_of_films,
    "/3/search/movie": is_list_of_films,
    "/3/search/multi": is_list_of_films,
    "/3/trending/movie/?": is_list_of_films,
    "/3/trending/movie/week": is_list_of_films,
    "/3/trending/all/week": is_list_of_films,
    "/3/movie/changes": is_page_of_changes,
    "/3/person/changes": is_page_of_changes,
    "/3/find/?": is_found,
    "/3/find/{id}": is_found,
    "/3/find/{external_id}": is_found,
    "/3/person/{id}": is_person,
    "/3/person/latest": is_person,
    "/3/person/{id}/credits": is_filmography,
    "/3/person/{id}/combined_credits": is_filmography,
    "/3/person/{id}/movie_credits": is_filmography,
    "/3/collection/{id}": is_franchise,
    "/3/genre/movie/list": is_genres,
    "/3/genre/tv/list": is_genres,
    "/3/person/popular": holds_no_films,
    "/3/search/person": holds_no_films,
    "/3/search/collection": holds_no_films,
    "/3/search/keyword": holds_no_films,
    "/3/trending/person/?": is_list_of_films,
    "/3/trending/person/week": holds_no_films,
    "/3/tagged_images": holds_no_films,
    "/3/certification/movie/list": is_no_film,
    "/3/collection/{id}/images": is_no_film,
    "/3/collection/{id}/translations": is_no_film,
    "/3/configuration": is_no_film,
    "/3/configuration/countries": is_no_film,
    "/3/configuration/jobs": is_no_film,
    "/3/configuration/languages": is_no_film,
    "/3/configuration/primary_translations": is_no_film,
    "/3/configuration/timezones": is_no_film,
    "/3/job/list": is_no_film,
    "/3/movie/?/changes": is_no_film,
    "/3/movie/{id}/changes": is_no_film,
    "/3/movie/{id}/external_ids": is_no_film,
    "/3/movie/{id}/images": is_no_film,
    "/3/person/?/changes": is_no_film,
    "/3/person/{id}/changes": is_no_film,
    "/3/person/{id}/external_ids": is_no_film,
    "/3/person/{id}/images": is_no_film,
    "/3/person/{id}/translations": is_no_film,
    "/3/person/{id}/tv_credits": is_no_film,
    "(status)": is_no_film,
    "(unmapped)": is_anything,
}
REFUSALS = {401: TmdbRejected, 404: TmdbNotFound}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_every_exchange_goes_through(recorded, endpoint: str):
    for row in EXCHANGES[endpoint]:
        where = f"{row['source']} {row['source_path']}"
        if row["status"] >= 400:
            with pytest.raises(REFUSALS[row["status"]]):
                answer_of(row)
            continue
        held = Movie.objects.count(), Person.objects.count(), Franchise.objects.count()
        answer = answer_of(row)
        try:
            ENDPOINTS[endpoint](answer)
        except (AssertionError, KeyError, TypeError, TmdbError) as error:
            raise AssertionError(f"{endpoint}, {where}: {error}") from error
        if ENDPOINTS[endpoint] in (is_no_film, is_anything, holds_no_films):
            assert (Movie.objects.count(), Person.objects.count(), Franchise.objects.count()) == held, where

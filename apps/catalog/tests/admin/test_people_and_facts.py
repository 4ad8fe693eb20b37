"""People, genres, franchises and trailers in the admin."""

import pytest

from apps.catalog import search
from apps.catalog.actions.derive import refresh_derived
from apps.catalog.models import Credit, Franchise, Genre, Keyword, Person, Trailer
from apps.catalog.tests.factories import GenreFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db

TABLES = ["person", "genre", "franchise", "trailer", "keyword", "studio", "country", "watchprovider"]
PERSON = {"popularity": 0, "also_known_as": "", "known_for_department": "Directing"}


@pytest.fixture
def curators(as_user, curator):
    return as_user(curator)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("persona", "expected"), [(None, 302), ("alice", 302), ("moderator", 403), ("curator", 200), ("administrator", 200)]
)
def test_who_may_come_in(persona, expected, table, as_user, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert client.get(f"/admin/catalog/{table}/").status_code == expected
    assert client.get(f"/admin/catalog/{table}/add/").status_code == expected


def test_a_new_person_is_found_at_once(curators, curator):
    data = PERSON | {"name": "Agnès Varda", "also_known_as": "Arlette Varda\n"}
    assert curators.post("/admin/catalog/person/add/", data).status_code == 302
    person = Person.objects.get()
    assert (person.slug, person.also_known_as) == ("agnès-varda", ["Arlette Varda"])
    assert search.search("agnes varda", viewer=None).people == [person]
    assert "Agnès" in curators.get("/admin/catalog/person/?q=vardaa").content.decode()


def test_what_is_edited_of_a_person_is_locked_and_films_name_them_anew(curators):
    person = PersonFactory(name="Ridly Scott", tmdb_id=578)
    movie = MovieFactory()
    Credit.objects.create(movie=movie, person=person, kind="crew", job="Director")
    refresh_derived([movie.pk])
    data = PERSON | {"name": "Ridley Scott", "known_for_department": ""}
    assert curators.post(f"/admin/catalog/person/{person.pk}/change/", data).status_code == 302
    person.refresh_from_db()
    movie.refresh_from_db()
    assert person.curated_fields == ["name"]
    assert movie.director_names == "Ridley Scott"


def test_a_deleted_person_is_found_no_more(curators, curator):
    person = PersonFactory(name="Agnès Varda")
    search.index_people([person.pk])
    curators.post(f"/admin/catalog/person/{person.pk}/delete/", {"post": "yes"})
    assert search.search("varda", viewer=None).people == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("name", "\x00"),
        ("birthday", "then"),
        ("homepage", "javascript:x"),
        ("imdb_id", "n" * 13),
    ],
)
def test_bad_people_are_refused_in_words(curators, field, value):
    response = curators.post("/admin/catalog/person/add/", PERSON | {"name": "Ada"} | {field: value})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors[field]


def test_a_renamed_genre_is_called_so_at_once(client, curators, django_capture_on_commit_callbacks):
    genre = GenreFactory(name="Sci-Fi")
    assert "Sci-Fi" in client.get("/movies/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        curators.post(f"/admin/catalog/genre/{genre.pk}/change/", {"name": "Science Fiction"})
    genre.refresh_from_db()
    assert genre.slug == "science-fiction"
    assert "Science Fiction" in client.get("/movies/").content.decode()


def test_two_genres_cannot_have_one_name(curators):
    GenreFactory(name="Western")
    assert curators.post("/admin/catalog/genre/add/", {"name": "Western"}).status_code == 200
    assert Genre.objects.count() == 1


def test_a_franchise_and_a_keyword(curators):
    assert curators.post("/admin/catalog/franchise/add/", {"name": "Alien Collection"}).status_code == 302
    assert Franchise.objects.get().slug == "alien-collection"
    Keyword.objects.create(name="spaceship")
    assert "spaceship" in curators.get("/admin/catalog/keyword/?q=SPACE").content.decode()


@pytest.mark.parametrize(("key", "status"), [("abc_-123", 302), ("abc def", 200), ("<script>", 200), ("", 200)])
def test_a_trailer(curators, key, status):
    data = {"movie": MovieFactory().pk, "site": "YouTube", "key": key, "kind": "Trailer"}
    assert curators.post("/admin/catalog/trailer/add/", data).status_code == status
    assert Trailer.objects.exists() == (status == 302)


def test_a_trailer_that_was_edited_stays(curators):
    movie = MovieFactory(source="tmdb", tmdb_id=1)
    data = {"movie": movie.pk, "site": "YouTube", "key": "abc", "kind": "Trailer"}
    curators.post("/admin/catalog/trailer/add/", data)
    movie.refresh_from_db()
    assert movie.curated_fields == ["trailers"]


@pytest.mark.parametrize("how", ["one", "several"])
def test_a_trailer_that_was_deleted_stays_away(curators, how):
    movie = MovieFactory(source="tmdb", tmdb_id=1)
    trailer = Trailer.objects.create(movie=movie, site="YouTube", key="abc")
    if how == "one":
        curators.post(f"/admin/catalog/trailer/{trailer.pk}/delete/", {"post": "yes"})
    else:
        data = {"action": "delete_selected", "_selected_action": [trailer.pk], "post": "yes"}
        curators.post("/admin/catalog/trailer/", data)
    movie.refresh_from_db()
    assert not Trailer.objects.exists()
    assert movie.curated_fields == ["trailers"]


def test_films_are_chosen_by_name(curators):
    movie = MovieFactory(title="Alien")
    search.index_movies([movie.pk])
    answer = curators.get(
        "/admin/autocomplete/?app_label=catalog&model_name=trailer&field_name=movie&term=aliem"
    ).json()
    assert [row["id"] for row in answer["results"]] == [str(movie.pk)]

"""The starter catalogue: what the file must hold, and what loading it does and leaves alone."""

import json
from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.catalog import starter
from apps.catalog.models import Credit, Genre, HomeRowEntry, Movie, Person

TMDB_GENRES = {
    "Action", "Adventure", "Animation", "Comedy", "Crime", "Documentary", "Drama", "Family", "Fantasy", "History",
    "Horror", "Music", "Mystery", "Romance", "Science Fiction", "TV Movie", "Thriller", "War", "Western",
}  # fmt: skip
BLENDER = {
    "Elephants Dream",
    "Big Buck Bunny",
    "Sintel",
    "Tears of Steel",
    "Cosmos Laundromat",
    "Spring",
    "Sprite Fright",
}


def film(**fields):
    return {
        "title": "The Lodge", "original_title": "Huset", "year": 1951, "release_date": None, "runtime": 88,
        "language": "sv", "countries": ["SE", "DK"], "genres": ["Mystery", "Drama"], "certifications": {"SE": "15"},
        "directors": ["Inga Berg"], "writers": ["Inga Berg", "Olof Dahl"],
        "cast": [{"name": "Elsa Holm", "character": "The guest"}, {"name": "Olof Dahl", "character": ""}],
        "summary": "A guest arrives.", "franchise": None, "studios": ["Norrfilm"], "keywords": ["snow"],
        "tmdb_id": 990_001, "imdb_id": "tt9900001", "free": False,
    } | fields  # fmt: skip


@pytest.fixture
def load(tmp_path):
    def load_films(*films):
        path = tmp_path / "films.jsonl"
        path.write_text("\n".join(json.dumps(each) for each in films), encoding="utf-8")
        return starter.load(path)

    return load_films


@pytest.fixture(scope="module")
def real_films():
    return [json.loads(line) for line in starter.FILE.read_text(encoding="utf-8").splitlines()]


def test_every_fact_lands(db, load):
    assert load(film()) == starter.Loaded(created=1)
    movie = Movie.objects.get()
    assert (movie.title, movie.original_title, movie.year, movie.runtime) == ("The Lodge", "Huset", 1951, 88)
    assert (movie.source, movie.overview, movie.director_names) == ("starter", "A guest arrives.", "Inga Berg")
    assert movie.lead_genre.name == "Mystery"
    assert sorted(country.code for country in movie.countries.all()) == ["DK", "SE"]
    assert movie.certification_in("SE") == "15"
    assert [credit.person.name for credit in movie.credits.cast()] == ["Elsa Holm", "Olof Dahl"]
    assert Counter(movie.credits.crew().values_list("job", flat=True)) == {"Director": 1, "Writer": 2}
    departments = dict(Person.objects.values_list("name", "known_for_department"))
    assert departments == {"Inga Berg": "Directing", "Olof Dahl": "Writing", "Elsa Holm": "Acting"}


def test_a_second_load_changes_no_count(db, load):
    load(film(), film(title="Other", tmdb_id=None, imdb_id=None))
    before = (Movie.objects.count(), Person.objects.count(), Credit.objects.count(), Genre.objects.count())
    assert load(film(), film(title="Other", tmdb_id=None, imdb_id=None)) == starter.Loaded(updated=2)
    assert (Movie.objects.count(), Person.objects.count(), Credit.objects.count(), Genre.objects.count()) == before


def test_a_corrected_fact_arrives_but_not_over_a_curated_one(db, load):
    load(film())
    movie = Movie.objects.get()
    movie.overview, movie.curated_fields = "A curator's words.", ["overview", "genres"]
    movie.save()
    movie.genres.set([Genre.objects.create(name="Western")])
    load(film(runtime=90, summary="New words.", genres=["Comedy"], release_date="1951-10-02"))
    movie.refresh_from_db()
    assert (movie.runtime, movie.overview, movie.release_date) == (90, "A curator's words.", date(1951, 10, 2))
    assert [genre.name for genre in movie.genres.all()] == ["Western"]


@pytest.mark.parametrize("same", [{"tmdb_id": 990_001}, {"imdb_id": "tt9900001"}])
def test_a_film_from_tmdb_is_left_alone(db, load, same):
    theirs = {"tmdb_id": 5, "imdb_id": None} | same
    Movie.objects.create(source="tmdb", title="From TMDB", fetched_at=timezone.now(), **theirs)
    assert load(film()) == starter.Loaded(left_alone=1)
    assert Movie.objects.get().title == "From TMDB"
    assert not Credit.objects.exists()


def test_a_curators_own_film_of_the_same_title_is_another_film(db, load):
    Movie.objects.create(source="manual", title="The Lodge", year=1951)
    assert load(film()) == starter.Loaded(created=1)


def test_queries_do_not_grow_with_the_films_but_for_what_is_similar(db, load, django_assert_max_num_queries):
    films = [film(title=f"Film {n}", tmdb_id=n, imdb_id=None, keywords=[], genres=[]) for n in range(1, 31)]
    with django_assert_max_num_queries(30 * 8 + 80):
        load(*films)


def test_the_command_loads_once(db, capsys):
    call_command("load_starter")
    first = capsys.readouterr().out
    call_command("load_starter")
    assert "films added" in first
    assert "loaded already" in capsys.readouterr().out
    assert Movie.objects.count() >= 300
    assert HomeRowEntry.objects.exists()


# --- the file itself ------------------------------------------------------------------------------


def test_the_file_spans_decades_and_countries(real_films):
    assert len(real_films) >= 300
    decades = Counter(each["year"] // 10 for each in real_films)
    assert all(decades[decade] >= 10 for decade in range(192, 203)), decades
    assert len({code for each in real_films for code in each["countries"]}) >= 20


def test_the_file_has_the_blender_films_and_calls_them_free(real_films):
    free = {each["title"] for each in real_films if each["free"]}
    assert free >= BLENDER


def test_every_line_keeps_the_rules(real_films):
    for each in real_films:
        assert set(each["genres"]) <= TMDB_GENRES and each["genres"], each["title"]
        assert each["directors"] and all(len(code) == 2 for code in each["countries"]), each["title"]
        assert 40 <= len(each["summary"]) <= 200 and "!" not in each["summary"], each["title"]
        assert each["runtime"] is None or 1 <= each["runtime"] <= 500, each["title"]
        assert each["release_date"] is None or each["release_date"].startswith(str(each["year"])), each["title"]


@pytest.mark.parametrize("identity", ["tmdb_id", "imdb_id", "summary"])
def test_no_identity_twice(real_films, identity):
    counts = Counter(each[identity] for each in real_films if each[identity])
    assert [value for value, count in counts.items() if count > 1] == []

"""TMDB's daily id export: a million lines in, again, interrupted, and in every state that a file can be in."""

import contextlib
import gzip
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from apps.catalog import search
from apps.catalog.models import HomeRowEntry, Movie, SyncRun
from apps.catalog.tests.factories import MovieFactory
from apps.catalog.tmdb import export


def line(number=3924, title="Blondie", popularity=2.4, **fields):
    facts = {"adult": False, "id": number, "original_title": title, "popularity": popularity, "video": False}
    return json.dumps(facts | fields, ensure_ascii=False)


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="movie_ids.json"):
        path = tmp_path / name
        text = "\n".join(lines) + "\n"
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


def take_in(path):
    out, err = StringIO(), StringIO()
    call_command("tmdb_import_export", path, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


@pytest.mark.django_db
class TestCommand:
    @pytest.mark.parametrize("name", ["movie_ids.json", "movie_ids.json.gz"])
    def test_films_come_in_with_what_a_line_says(self, file, name):
        assert "2 films taken in" in take_in(file(line(), line(2, "千と千尋", 88.5), name=name))
        movie = Movie.objects.get(tmdb_id=2)
        assert (movie.title, movie.original_title, movie.popularity) == ("千と千尋", "千と千尋", 88.5)
        assert (movie.source, movie.fetched_at, movie.year, movie.slug) == ("tmdb", None, None, "千と千尋")
        assert not movie.has_details
        movie.full_clean(exclude=["overview"])

    def test_a_row_is_the_same_as_one_that_the_model_saved(self, file):
        take_in(file(line(7, "The Third Man", 1.5)))
        imported = Movie.objects.values().get(tmdb_id=7)
        Movie.objects.create(
            tmdb_id=8, source="tmdb", title="The Third Man", original_title="The Third Man", popularity=1.5
        )
        saved = Movie.objects.values().get(tmdb_id=8)
        differing = {name for name in saved if saved[name] != imported[name]}
        assert differing == {"id", "tmdb_id", "created_at", "updated_at"}

    def test_they_are_found_and_stand_on_the_home_page(self, file):
        take_in(file(*(line(number, f"Harbour Lights {number}") for number in range(1, 7))))
        assert len(search.search("harbour lights", viewer=None).movies) == 6
        assert not any(search.differences().values())
        assert HomeRowEntry.objects.exists()

    def test_a_second_time_changes_nothing_but_popularity(self, file):
        take_in(file(line(1, "Alien", 5), line(2, "Alien", 1)))
        Movie.objects.filter(tmdb_id=1).update(title="Alien: the curator's title", overview="Kept")
        take_in(file(line(1, "Alien", 5.1), line(2, "Alien", 400), line(3, "New"), name="next_day.json"))
        kept = Movie.objects.get(tmdb_id=1)
        assert (kept.title, kept.overview, kept.popularity) == ("Alien: the curator's title", "Kept", 5.1)
        assert [movie.tmdb_id for movie in search.search("alien", viewer=None).movies][0] == 2
        assert Movie.objects.count() == 3

    def test_the_same_file_again_writes_no_film(self, file, django_assert_max_num_queries):
        path = file(*(line(number) for number in range(1, 60)))
        take_in(path)
        before = list(Movie.objects.order_by("pk").values())
        with django_assert_max_num_queries(100):
            take_in(path)
        assert list(Movie.objects.order_by("pk").values()) == before

    def test_adult_films_and_videos_stay_out(self, file):
        take_in(file(line(1, adult=True), line(2, video=True), line(3)))
        assert list(Movie.objects.values_list("tmdb_id", flat=True)) == [3]

    def test_the_same_id_twice_is_one_film(self, file):
        take_in(file(line(1, "First"), line(1, "Last")))
        assert Movie.objects.get().title == "Last"

    def test_bad_lines_are_counted_named_and_passed_over(self, file):
        told = take_in(
            file("", "nonsense", "[]", line(0), line("7"), line(2**40), line(5, ""), line(6, None), line(8), "{")
        )
        assert "1 films taken in" in told and "8 lines not understood" in told
        assert "line 2: not JSON" in told
        assert Movie.objects.get().tmdb_id == 8

    def test_a_starter_film_of_the_same_id_stays_what_it_is(self, file):
        MovieFactory(source="starter", tmdb_id=348, title="Alien", overview="Ours")
        take_in(file(line(348, "Alien", 70)))
        movie = Movie.objects.get()
        assert (movie.source, movie.overview, movie.popularity) == ("starter", "Ours", 70)

    def test_an_interrupted_run_goes_on_where_it_stopped(self, file, monkeypatch):
        path = file(*(line(number, f"Film {number}") for number in range(1, 31)))
        monkeypatch.setattr(export, "BATCH", 10)
        store, seen = export._store, []

        def interrupted(films):
            if len(seen) == 2:
                raise KeyboardInterrupt
            seen.append(len(films))
            store(films)

        monkeypatch.setattr(export, "_store", interrupted)
        with pytest.raises(CommandError, match="goes on from here"):
            take_in(path)
        assert Movie.objects.count() == 20
        assert SyncRun.objects.get().state == SyncRun.State.STOPPED
        monkeypatch.setattr(export, "_store", lambda films: (seen.append(len(films)), store(films)))
        take_in(path)
        assert (seen, Movie.objects.count()) == ([10, 10, 10], 30)
        assert SyncRun.objects.get().state == SyncRun.State.DONE

    def test_another_file_begins_at_its_beginning(self, file, monkeypatch):
        first = file(line(1), line(2))
        take_in(first)
        take_in(file(line(3), name="other.json"))
        assert Movie.objects.count() == 3

    def test_a_file_that_cannot_be_read_is_told(self, file, tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            take_in(tmp_path / "nothing.json")
        with pytest.raises(CommandError, match="cannot be read"):
            take_in(tmp_path)

    def test_a_compressed_file_that_ends_in_the_middle_is_told(self, file):
        path = file(*(line(number, f"Film {number * 7919}") for number in range(1, 3000)), name="movie_ids.json.gz")
        path.write_bytes(path.read_bytes()[:-2000])
        with pytest.raises(CommandError, match="ends in the middle"):
            take_in(path)


@given(st.binary(max_size=300))
def test_no_line_is_another_error_than_a_bad_line(data):
    with contextlib.suppress(export.BadLine):
        export.parse_line(data)


@given(
    st.one_of(st.none(), st.integers(), st.text(), st.floats(), st.booleans()),
    st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text())),
    st.one_of(st.none(), st.floats(), st.text(), st.integers()),
)
def test_what_is_parsed_keeps_the_rules_of_a_film(number, title, popularity):
    text = json.dumps({"id": number, "original_title": title, "popularity": popularity}).encode()
    try:
        film = export.parse_line(text)
    except export.BadLine:
        return
    assert 0 < film.tmdb_id < 2**31
    assert 0 < len(film.title) <= 300 and "\0" not in film.title
    assert 0 <= film.popularity < 1e9

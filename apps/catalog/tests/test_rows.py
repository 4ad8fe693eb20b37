"""Filling the rows of the home page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.catalog.actions.rows import FEWEST, KEPT, SHOWN, _fresh_first, ensure_default_rows, fill_home_rows
from apps.catalog.models import ChartEntry, HomeRow, HomeRowEntry
from apps.catalog.tests.factories import GenreFactory, MovieFactory

pytestmark = pytest.mark.django_db


def titles_in(row):
    return [entry.movie.title for entry in row.entries.order_by("position").select_related("movie")]


def make_row(kind, **fields):
    return HomeRow.objects.create(title=kind, kind=kind, **fields)


def films(*titles, **fields):
    """The first is the most popular."""
    return [MovieFactory(title=title, popularity=100 - n, **fields) for n, title in enumerate(titles)]


class TestKinds:
    def test_popular(self):
        row = make_row("popular")
        films("a", "b", "c", "d")
        fill_home_rows()
        assert titles_in(row) == ["a", "b", "c", "d"]

    def test_newest_leaves_out_what_is_not_released(self):
        row, today = make_row("newest"), timezone.localdate()
        for days in (-3, -2, -1, 0, 1, 400):
            MovieFactory(title=str(days), release_date=today + timedelta(days=days))
        fill_home_rows()
        assert titles_in(row) == ["0", "-1", "-2", "-3"]

    def test_top_rated_needs_votes(self):
        row = make_row("top_rated")
        for title, mean, votes in (("a", 7, 900), ("b", 9, 900), ("c", 8, 900), ("d", 6, 900), ("one vote", 10, 1)):
            MovieFactory(title=title, vote_average=mean, vote_count=votes)
        fill_home_rows()
        assert titles_in(row) == ["b", "c", "a", "d"]

    def test_genre_and_decade(self):
        noir = GenreFactory(name="Noir")
        by_genre, by_decade = make_row("genre", genre=noir), make_row("decade", decade=1940)
        films("n1", "n2", "n3", "n4", genres=[noir], year=1995)
        for n, year in enumerate((1939, 1940, 1944, 1946, 1949, 1950)):
            MovieFactory(title=str(year), year=year, popularity=50 - n)
        fill_home_rows()
        assert titles_in(by_genre) == ["n1", "n2", "n3", "n4"]
        assert titles_in(by_decade) == ["1940", "1944", "1946", "1949"]

    def test_free_and_chosen(self):
        free, chosen = make_row("free"), make_row("chosen")
        films("f1", "f2", "f3", "f4", freely_licensed=True)
        for position, movie in enumerate(reversed(films("c1", "c2", "c3"))):
            chosen.chosen.create(movie=movie, position=position)
        fill_home_rows()
        assert titles_in(free) == ["f1", "f2", "f3", "f4"]
        assert titles_in(chosen) == ["c3", "c2", "c1"]

    def test_what_was_chosen_stands_as_chosen_though_a_row_above_shows_it(self):
        make_row("popular", position=1)
        chosen = make_row("chosen", position=2)
        for position, movie in enumerate(films("a", "b", "c", "d")[:2]):
            chosen.chosen.create(movie=movie, position=position)
        chosen.chosen.create(movie=MovieFactory(title="e"), position=9)
        fill_home_rows()
        assert titles_in(chosen) == ["a", "b", "e"]

    @pytest.mark.parametrize("chart", ["trending", "now", "upcoming"])
    def test_charts_keep_their_order(self, chart):
        row, other = make_row(chart), {"trending": "now", "now": "upcoming", "upcoming": "trending"}[chart]
        for rank, movie in enumerate(reversed(films("a", "b", "c", "d"))):
            ChartEntry.objects.create(chart=chart, rank=rank, movie=movie)
        ChartEntry.objects.create(chart=other, rank=0, movie=MovieFactory())
        fill_home_rows()
        assert titles_in(row) == ["d", "c", "b", "a"]

    def test_every_kind_is_filled_by_something(self):
        genre = GenreFactory()
        for kind in HomeRow.Kind:
            given = {"genre": {"genre": genre}, "decade": {"decade": 1970}}.get(kind, {})
            make_row(kind, **given)
        fill_home_rows()


@pytest.mark.parametrize("count", [FEWEST - 1, FEWEST])
def test_a_row_with_too_few_films_stays_away(count):
    row = make_row("popular")
    MovieFactory.create_batch(count)
    fill_home_rows()
    assert row.entries.count() == (count if count >= FEWEST else 0)


def test_adult_films_and_rows_switched_off_are_left_out():
    on, off = make_row("popular"), make_row("popular", enabled=False)
    MovieFactory(title="adult", adult=True, popularity=999)
    films("a", "b", "c", "d")
    fill_home_rows()
    assert titles_in(on) == ["a", "b", "c", "d"]
    assert titles_in(off) == []


def test_a_film_does_not_head_two_rows():
    popular, seventies = make_row("popular", position=1), make_row("decade", decade=1970, position=2)
    MovieFactory.create_batch(SHOWN * 2, year=1979, popularity=5)
    fill_home_rows()
    assert not set(titles_in(popular)[:SHOWN]) & set(titles_in(seventies)[:SHOWN])


def test_filling_again_replaces():
    row = make_row("popular")
    gone, *_ = films("gone", "a", "b", "c", "d")
    fill_home_rows()
    gone.delete()
    fill_home_rows()
    fill_home_rows()
    assert titles_in(row) == ["a", "b", "c", "d"]


def test_queries_do_not_grow_with_the_films(django_assert_num_queries, django_assert_max_num_queries):
    make_row("popular")
    MovieFactory.create_batch(5)
    with django_assert_max_num_queries(8) as few:
        fill_home_rows()
    MovieFactory.create_batch(KEPT + 10)
    with django_assert_num_queries(len(few)):
        fill_home_rows()
    assert HomeRowEntry.objects.count() == KEPT


def test_a_new_site_gets_rows_once_and_curators_keep_theirs():
    GenreFactory(name="Comedy")
    ensure_default_rows()
    rows = list(HomeRow.objects.values_list("title", flat=True))
    assert "Comedy" in rows and "Popular" in rows and "Crime" not in rows
    HomeRow.objects.exclude(title="Popular").delete()
    HomeRow.objects.update(enabled=False)
    ensure_default_rows()
    assert list(HomeRow.objects.values_list("title", flat=True)) == ["Popular"]


@given(st.lists(st.integers(1, 60), max_size=100), st.sets(st.integers(1, 60)))
def test_films_seen_above_come_later_and_none_is_lost(ids, shown):
    order = _fresh_first(ids, shown)
    assert len(order) == len(set(order)) == min(KEPT, len(set(ids)))
    seen = [movie_id in shown for movie_id in order]
    assert seen == sorted(seen)
    fresh = [movie_id for movie_id in dict.fromkeys(ids) if movie_id not in shown]
    assert order[: len(fresh)] == fresh[:KEPT]

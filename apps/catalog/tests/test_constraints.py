"""The rules of the rows around a film, each broken once on the model and once behind its back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.catalog.models import (
    Certification,
    ChartEntry,
    Credit,
    HomeRow,
    HomeRowEntry,
    Person,
    ReleaseDate,
    Trailer,
    Translation,
    WatchOffer,
    WatchProvider,
)
from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db


def refuses(row, message=None):
    """Both the model's validation and the database say no to `row`."""
    with pytest.raises(ValidationError, match=message):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.fixture
def movie():
    return MovieFactory()


def test_a_person_has_a_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="")


def test_a_credit_stands_once(movie):
    cast = CastFactory(movie=movie, character="Ripley")
    refuses(Credit(movie=movie, person=cast.person, kind="cast", character="Ripley"), "there already")
    Credit(movie=movie, person=cast.person, kind="cast", character="Her clone").save()


@pytest.mark.parametrize(
    "fields",
    [{"kind": "crew"}, {"kind": "crew", "job": "Editor", "character": "X"}, {"kind": "cast", "job": "Editor"}],
)
def test_crew_have_a_job_and_cast_a_part(movie, fields):
    refuses(Credit(movie=movie, person=PersonFactory(), **fields), "Crew have a job")


def test_a_country_rates_a_film_once(movie):
    Certification.objects.create(movie=movie, country="GB", value="18")
    refuses(Certification(movie=movie, country="GB", value="15"), "already")
    Certification.objects.create(movie=movie, country="DE", value="16")
    assert (movie.certification_in("GB"), movie.certification_in("DE"), movie.certification_in("FR")) == (
        "18",
        "16",
        "",
    )


def test_an_empty_certification_is_none(movie):
    refuses(Certification(movie=movie, country="GB", value=""))


@pytest.mark.parametrize("key", ["", "a b", "<script>", "../x", "k" * 41])
def test_a_trailers_key_can_stand_in_an_address(movie, key):
    trailer = Trailer(movie=movie, site="YouTube", key=key, kind="Trailer")
    with pytest.raises(ValidationError):
        trailer.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        trailer.key = key[:40] if len(key) <= 40 else "a b"
        trailer.save()


def test_a_trailer_plays_from_a_host_without_cookies(movie):
    youtube = Trailer(movie=movie, site="YouTube", key="abc-_1")
    vimeo = Trailer(movie=movie, site="Vimeo", key="123")
    assert youtube.embed_url.startswith("https://www.youtube-nocookie.com/embed/abc-_1?")
    assert vimeo.embed_url.startswith("https://player.vimeo.com/video/123?")
    assert (youtube.watch_url, vimeo.watch_url) == ("https://www.youtube.com/watch?v=abc-_1", "https://vimeo.com/123")


def test_a_release_stands_once(movie):
    facts = {"movie": movie, "country": "GB", "kind": 3, "date": date(1979, 9, 6)}
    ReleaseDate.objects.create(**facts)
    refuses(ReleaseDate(**facts))
    refuses(ReleaseDate(**facts | {"kind": 9}))


def test_a_translation_stands_once_for_language_and_country(movie):
    Translation.objects.create(movie=movie, language="pt", country="BR", title="Alien, o oitavo passageiro")
    Translation.objects.create(movie=movie, language="pt", country="PT", title="Alien")
    refuses(Translation(movie=movie, language="pt", country="BR"))


def test_an_offer_stands_once(movie):
    provider = WatchProvider.objects.create(tmdb_id=8, name="Somebody's films")
    facts = {"movie": movie, "provider": provider, "country": "GB", "kind": "rent"}
    WatchOffer.objects.create(**facts)
    refuses(WatchOffer(**facts))


def test_a_film_stands_once_in_a_chart(movie):
    ChartEntry.objects.create(chart="now", rank=1, movie=movie)
    refuses(ChartEntry(chart="now", rank=2, movie=movie))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "genre"},
        {"kind": "popular", "with_genre": True},
        {"kind": "decade"},
        {"kind": "newest", "decade": 1970},
    ],
)
def test_a_home_row_names_what_its_kind_needs_and_nothing_else(fields):
    genre = GenreFactory() if fields.pop("with_genre", False) else None
    refuses(HomeRow(title="Row", genre=genre, **fields), "names")


def test_a_place_in_a_row_is_taken_once(movie):
    row = HomeRow.objects.create(title="Popular", kind="popular")
    HomeRowEntry.objects.create(row=row, movie=movie, position=0)
    refuses(HomeRowEntry(row=row, movie=MovieFactory(), position=0))

"""An account with something of everything, and the file that is made of it."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.storage import default_storage

from apps.accounts.actions import add_profile
from apps.accounts.models import User
from apps.catalog import search
from apps.catalog.models import Movie
from apps.catalog.tests.factories import MovieFactory
from apps.diary.actions import ViewingDraft, log_many
from apps.transfers.actions.asking import begin_export
from apps.transfers.actions.exporting import make
from apps.transfers.models import Export, Import, KeptReview
from apps.watchlists.actions import EntryDraft, add_many, create_watchlist, suggest
from apps.watchlists.models import Member, Watchlist

SITE = "https://films.example.org"
FILMS = 7


@pytest.fixture
def asked(django_capture_on_commit_callbacks):
    """`asked(alice)`: her export, asked for and not made."""

    def ask(user: User) -> Export:
        with django_capture_on_commit_callbacks():
            return begin_export(account=user, by=user, site=SITE)

    return ask


@pytest.fixture
def exported(asked, django_capture_on_commit_callbacks):
    """`exported(alice)`: her export, made and told of."""

    def export_of(user: User) -> Export:
        export = asked(user)
        with django_capture_on_commit_callbacks(execute=True):
            make(export.pk)
        export.refresh_from_db()
        return export

    return export_of


def contents(export: Export) -> dict[str, str]:
    with default_storage.open(export.file.name) as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def document(export: Export, name: str) -> Any:
    return json.loads(contents(export)[name])


def table(export: Export, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(contents(export)[name], newline="")))


@pytest.fixture
def household(alice, bob, films):
    """Alice with two profiles, a diary, lists (one with Bob), a review, an import and a suggestion to Bob."""
    own = alice.profiles.get(place=1)
    add_profile(by=alice, facts={"name": "Ann", "avatar": "moon"})
    log_many(
        profile=own,
        drafts=[
            ViewingDraft(films["alien"].pk, date(2020, 1, 1), 9, note="At last", place="Rialto", companion="Ann"),
            ViewingDraft(films["alien"].pk, date(2020, 1, 1), 8, rewatch=True),
            ViewingDraft(films["stalker"].pk, date(2019, 5, 4), 10),
            ViewingDraft(films["alien"].pk, None, note="As a child"),
            ViewingDraft(films["solaris"].pk, None, 7),
        ],
    )
    added = datetime(2021, 5, 4, 12, tzinfo=UTC)
    main = Watchlist.objects.main_of(own)
    add_many(watchlist=main, drafts=[EntryDraft(films["thing"].pk, "For winter", added)], by=own)
    club = create_watchlist(profile=own, name="Club", description="On Fridays", visibility="link")
    Member.objects.create(watchlist=club, profile=bob.profiles.get())
    add_many(watchlist=club, drafts=[EntryDraft(films["thing"].pk, "", added)], by=bob.profiles.get())
    add_many(watchlist=club, drafts=[EntryDraft(films["alien"].pk, "=1+1", added)], by=own)
    KeptReview.objects.create(
        profile=own, movie=films["alien"], date=date(2020, 1, 1), half_stars=9, text="-- cold", spoiler=True
    )
    KeptReview.objects.create(profile=own, movie=films["stalker"], text="Slow.")
    Import.objects.create(profile=own, file_name="old.zip", format="letterboxd", state="done", size=7)
    theirs = create_watchlist(profile=bob.profiles.get(), name="Bob's secret list")
    suggest(watchlist=theirs, movie=films["solaris"], by=own, note="Try it")
    return alice


@pytest.fixture
def held(db) -> list[Movie]:
    """Known by both ids, by one, or by title and year alone."""
    made = [
        MovieFactory(title="Alien", year=1979, source="tmdb", tmdb_id=348, imdb_id="tt0078748"),
        MovieFactory(title="Aliens", year=1986, source="tmdb", tmdb_id=679),
        MovieFactory(title="Solaris", year=1972, imdb_id="tt0069293"),
        MovieFactory(title="=The Thing", year=1982),
        MovieFactory(title="Godzilla", original_title="ゴジラ", year=1954, source="tmdb", tmdb_id=1678),
        MovieFactory(title="Godzilla", year=1998),
        MovieFactory(title="映画", year=2011),
    ]
    search.index_movies(movie.pk for movie in made)
    assert len(made) == FILMS
    return made

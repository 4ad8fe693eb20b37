"""Refreshes what has grown old before TMDB's terms end its keeping, and completes popular films that lists told of.

TMDB allows to keep its content for 180 days. What is older than 150 is fetched again, the oldest first; a film that
TMDB has no more is not asked for again.
"""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from apps.catalog.actions.rows import fill_home_rows
from apps.catalog.models import Movie, Person, SyncRun
from apps.catalog.tmdb.fetching import refresh_movie, refresh_person
from apps.catalog.tmdb.runs import Step, recorded, refresh_each, silent

STALE_AFTER = timedelta(days=150)
BATCH = 500  # a run at most, of each kind


def stale_movies() -> QuerySet[Movie]:
    """Those whose details are too old, the oldest first."""
    before = timezone.now() - STALE_AFTER
    return Movie.objects.filter(source=Movie.Source.TMDB, fetched_at__lt=before, tmdb_gone_at__isnull=True).order_by(
        "fetched_at", "pk"
    )


def listed_only_movies() -> QuerySet[Movie]:
    """Those that only a list told of, the most popular first."""
    return Movie.objects.filter(
        source=Movie.Source.TMDB, fetched_at__isnull=True, tmdb_gone_at__isnull=True, adult=False
    ).order_by("-popularity", "-pk")


def stale_people() -> QuerySet[Person]:
    before = timezone.now() - STALE_AFTER
    return Person.objects.filter(tmdb_id__isnull=False, fetched_at__lt=before, tmdb_gone_at__isnull=True).order_by(
        "fetched_at", "pk"
    )


def named_only_people() -> QuerySet[Person]:
    """Those whom only credits told of, the most popular first."""
    return Person.objects.filter(
        tmdb_id__isnull=False, fetched_at__isnull=True, tmdb_gone_at__isnull=True, adult=False
    ).order_by("-popularity", "-pk")


def refresh_stale(*, limit: int = BATCH, step: Step = silent) -> SyncRun:
    """At most `limit` stale films, then as many listed-only ones as that leaves room for, then `limit` people.

    May raise AlreadyRunning and the TmdbError family.
    """
    with recorded("stale") as run:
        movies = list(stale_movies()[:limit])
        movies += listed_only_movies()[: limit - len(movies)]
        refresh_each(run, movies, refresh_movie, step, len(movies))
        people = list(stale_people()[:limit])
        refresh_each(run, people, refresh_person, step, len(people))
        if movies:
            fill_home_rows()
    return run.row


def complete_people(*, limit: int = BATCH, step: Step = silent) -> SyncRun:
    """Fetches the details of the most popular people who have none. Raises as refresh_stale does."""
    with recorded("people") as run:
        people = list(named_only_people()[:limit])
        refresh_each(run, people, refresh_person, step, len(people))
    return run.row

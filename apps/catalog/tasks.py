"""What runs later: each takes an id or a name, loads again, ends when there is nothing to do, and may run twice.

What TMDB fails with ends a task without failing it: a SyncRun has it where there is one, the log has it always, and the
next view of the page or the schedule asks again. Long work goes in portions, so that a film somebody looks at comes in
between.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings

from apps.catalog import youtube
from apps.catalog.models import Movie, Person, SyncRun
from apps.catalog.tmdb import age_ratings, changes, fetching, lists, pictures, stale
from apps.catalog.tmdb.errors import TmdbError
from apps.catalog.tmdb.runs import AlreadyRunning
from apps.core.tasks import task

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

SOON, LATER = 10, -10  # priorities: for somebody who looks at the page, for the house-keeping
PORTION_SECONDS = 30
PORTION = 50


@task(priority=SOON)
def refresh_movie(movie_id: int) -> None:
    movie = Movie.objects.filter(pk=movie_id).first()
    if movie is not None:
        _with_tmdb(lambda: fetching.refresh_movie(movie))


@task(priority=SOON)
def refresh_person(person_id: int) -> None:
    person = Person.objects.filter(pk=person_id).first()
    if person is not None:
        _with_tmdb(lambda: fetching.refresh_person(person))


@task
def find_trailer(movie_id: int) -> None:
    movie = Movie.objects.filter(pk=movie_id).first()
    if movie is not None:
        youtube.find_trailer(movie)


@task
def sync_list(name: str) -> None:
    """`name` is one of apps.catalog.tmdb.client.LISTS."""
    _with_tmdb(lambda: lists.sync_list(name))


@task(priority=LATER)
def sync_age_ratings() -> None:
    _with_tmdb(age_ratings.sync_age_ratings)


@task(priority=LATER)
def sync_changes() -> None:
    run = _with_tmdb(lambda: changes.sync_changes(seconds=PORTION_SECONDS))
    if run is not None and run.state == SyncRun.State.STOPPED:
        sync_changes.enqueue()


@task(priority=LATER)
def refresh_stale() -> None:
    run = _with_tmdb(lambda: stale.refresh_stale(limit=PORTION))
    # What fails each time stays stale: without the first condition this would never end.
    if run is not None and run.done and stale.stale_movies().exists():
        refresh_stale.enqueue()


@task(priority=LATER)
def drop_old_pictures() -> None:
    pictures.drop_old()


def _with_tmdb(action: Callable[[], Result]) -> Result | None:
    if not settings.TMDB_ENABLED:
        return None
    try:
        return action()
    except AlreadyRunning as error:
        logger.info("%s", error)
    except TmdbError as error:
        logger.warning("%s", error)
    return None

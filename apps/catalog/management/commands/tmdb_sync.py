"""Brings films from TMDB. Each kind can be stopped with Ctrl-C, goes on where it was, and can be run twice."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.catalog.models import SyncRun
from apps.catalog.tmdb import age_ratings, changes, lists, stale
from apps.catalog.tmdb.client import LISTS
from apps.catalog.tmdb.errors import TmdbError
from apps.catalog.tmdb.films_by_id import sync_movies
from apps.catalog.tmdb.runs import AlreadyRunning, Step
from apps.core.progress import Progress

NO_KEY = (
    "There is no TMDB key. Get one, free of charge, at https://www.themoviedb.org/settings/api and set "
    "TMDB_API_TOKEN (the API read access token) or TMDB_API_KEY in .env."
)


class Command(BaseCommand):
    help = "Bring films from TMDB: a list, single films, what has changed, what is old, or the details of people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
        for name in LISTS:
            kind = kinds.add_parser(name, help=f"TMDB's list: {name}")
            kind.add_argument("--pages", type=_positive, help=f"of 20 films each; {lists.PAGES[name]} by default")
        movie = kinds.add_parser("movie", help="single films")
        movie.add_argument("ids", nargs="+", type=_positive, metavar="ID", help="TMDB's number of the film")
        kinds.add_parser("changes", help="the films that we hold and that TMDB has changed, since the last time")
        kinds.add_parser("certifications", help="the age ratings of every country, and what they mean")
        for name, what in (("stale", "what is older than 150 days"), ("people", "popular people without details")):
            kind = kinds.add_parser(name, help=what)
            kind.add_argument("--limit", type=_positive, default=stale.BATCH, help=f"{stale.BATCH} by default")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TMDB_ENABLED:
            raise CommandError(NO_KEY)
        try:
            with Progress(self.stdout, options["kind"]) as progress:
                run = _work(options)(progress.at)
        except (TmdbError, AlreadyRunning) as error:
            raise CommandError(f"{error}. The same command goes on from here.") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. The same command goes on from here.", returncode=130) from None
        self._report(run)

    def _report(self, run: SyncRun) -> None:
        self.stdout.write(f"{run.name}: {run.done} brought up to date, {run.failed} failed.")
        if run.failed:
            self.stderr.write(run.errors)


def _work(options: dict[str, Any]) -> Callable[[Step], SyncRun]:
    kind = options["kind"]
    if kind in LISTS:
        return lambda step: lists.sync_list(kind, pages=options["pages"], step=step)
    others: dict[str, Callable[[Step], SyncRun]] = {
        "movie": lambda step: sync_movies(options["ids"], step=step),
        "certifications": lambda step: age_ratings.sync_age_ratings(step=step),
        "changes": lambda step: changes.sync_changes(step=step),
        "stale": lambda step: stale.refresh_stale(limit=options["limit"], step=step),
        "people": lambda step: stale.complete_people(limit=options["limit"], step=step),
    }
    return others[kind]


def _positive(text: str) -> int:
    number = int(text)
    if not 0 < number < 2**31:
        raise ValueError(text)
    return number

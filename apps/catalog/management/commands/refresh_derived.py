"""Computes again what films derive from their facts. For use after rows were written by hand or by SQL."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from apps.catalog import search
from apps.catalog.actions.derive import refresh_derived
from apps.catalog.actions.rows import fill_home_rows
from apps.catalog.actions.similar import find_similar_of
from apps.catalog.models import Movie

BATCH = 500


class Command(BaseCommand):
    help = "Compute again what films derive from their facts: slugs, sort keys, first genre, directors, search index."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--similar", action="store_true", help="Look for similar films again, too (slow).")

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for movies in _batches():
            for movie in movies:
                movie.derive()
            Movie.objects.bulk_update(movies, ["slug", "sort_title", "year", "release_key"], batch_size=100)
            ids = [movie.pk for movie in movies]
            refresh_derived(ids)
            search.index_movies(ids)
            if options["similar"]:
                find_similar_of(list(Movie.objects.filter(pk__in=ids)))
            done += len(movies)
            self.stdout.write(f"{done} films")
        fill_home_rows()


def _batches() -> Iterator[list[Movie]]:
    last = 0
    while batch := list(Movie.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk

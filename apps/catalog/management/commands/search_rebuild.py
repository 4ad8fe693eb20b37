"""Writes the search index anew, or tells whether it agrees with the rows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.catalog import search
from apps.catalog.models import Movie, Person
from apps.core.progress import Progress


class Command(BaseCommand):
    help = "Write the search index anew from the films and people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; exit with 1 if the index is not in step."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        total = Movie.objects.count() + Person.objects.count()
        with Progress(self.stdout, "Search index", total) as progress:
            search.rebuild(progress.advance)

    def _check(self) -> None:
        found = search.differences()
        if any(found.values()):
            counts = ", ".join(f"{count} {what}" for what, count in found.items())
            raise CommandError(f"The search index is not in step: {counts}. Run search_rebuild without --check.")
        self.stdout.write("The search index is in step.")

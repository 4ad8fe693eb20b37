"""Takes in TMDB's daily id export; goes on where an interrupted run of the same file stopped."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.catalog.tmdb.export import import_export
from apps.catalog.tmdb.runs import AlreadyRunning
from apps.core.progress import Progress


class Command(BaseCommand):
    help = "Take in TMDB's daily id export (movie_ids_MM_DD_YYYY.json, also as .gz): a line for each film there is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with Progress(self.stdout, file.name) as progress:
                run = import_export(file, progress.at)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error
        except EOFError as error:
            raise CommandError(f"{file} ends in the middle: fetch it again. What was read is kept.") from error
        except AlreadyRunning as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. The same command goes on from here.", returncode=130) from None
        self.stdout.write(f"{run.done} films taken in or brought up to date, {run.failed} lines not understood.")
        if run.failed:
            self.stderr.write(run.errors)

"""Loads the starter catalogue; does nothing when the same file is loaded already."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.catalog import starter


class Command(BaseCommand):
    help = "Load the starter catalogue: a few hundred well-known films, written for this project."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="Load it even if it is loaded already.")

    def handle(self, *args: Any, **options: Any) -> None:
        if starter.is_loaded() and not options["again"]:
            self.stdout.write("The starter catalogue is loaded already.")
            return
        outcome = starter.load()
        self.stdout.write(
            f"Starter catalogue: {outcome.created} films added, {outcome.updated} brought up to date, "
            f"{outcome.left_alone} left as they came from elsewhere."
        )

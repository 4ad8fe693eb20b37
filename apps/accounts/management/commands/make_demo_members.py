from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts import demo


class Command(BaseCommand):
    help = "Make the demo members alice, bob, charlie, curator, moderator and admin @example.com (DEBUG only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="Remove those that still have the demo password.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.stdout.write(f"{demo.remove_demo_members()} demo members removed.")
            return
        if not settings.DEBUG:
            raise CommandError("Everybody knows the password of demo members: they are made only while DEBUG is on.")
        made = demo.make_demo_members()
        if made:
            self.stdout.write("Demo members: " + ", ".join(user.email for user in made))

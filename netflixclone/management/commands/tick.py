from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from netflixclone.schedule import start_due_jobs


class Command(BaseCommand):
    help = "Queue the periodic jobs that are due. Call it every minute, on as many machines as you like."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        started = start_due_jobs(timezone.now())
        if started and options["verbosity"] > 1:
            self.stdout.write("Queued: " + ", ".join(started))

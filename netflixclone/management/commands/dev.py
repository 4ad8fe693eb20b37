"""`make run`: brings the database up to date, then runs site, task worker and clock until Ctrl-C."""

import os
import signal
import sys
import threading
import time
from argparse import ArgumentParser
from io import StringIO
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from apps.accounts.demo import DEMO_MEMBERS, DEMO_PASSWORD
from netflixclone.processes import Child, answers, port_is_free, stop

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
STARTS_WITHIN, LOOKS_EVERY, TICKS_EVERY = 60.0, 0.2, 60.0  # seconds


class Command(BaseCommand):
    help = "Run the site, the task worker and the periodic jobs on this machine until Ctrl-C."
    requires_system_checks = []  # runserver makes them, once

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="PORT, or 8000.")

    def handle(self, *args: Any, **options: Any) -> None:
        port = _port_of(options["port"])
        if not port_is_free(port):
            raise CommandError(f"Port {port} is in use. Stop what uses it, or choose another: make run PORT={port + 1}")
        self._prepare()
        stopping = threading.Event()
        _stop_on_signals(stopping)
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"  # whoever runs `make run` knows
        children = [
            Child("site", _site_command(port)),
            Child("worker", _worker_command("default")),
            Child("video worker", _worker_command("video")),
        ]
        try:
            status = self._watch(children, port, stopping)
        finally:
            stop(children)
        self.stdout.write("Stopped.")
        if status:
            raise CommandError(f"The {status} ended by itself; what it said is above.")

    def _prepare(self) -> None:
        for name in ("migrate", "load_starter", *(["make_demo_members"] if settings.DEBUG else [])):
            said = StringIO()
            call_command(name, stdout=said, verbosity=1 if name != "migrate" else 0)
            for line in said.getvalue().splitlines():
                self.stdout.write(line)
        connections.close_all()

    def _watch(self, children: list[Child], port: int, stopping: threading.Event) -> str:
        """Until a signal comes or a child ends; the name of the child that ended by itself."""
        started, announced, next_tick = time.monotonic(), False, 0.0
        while not stopping.wait(LOOKS_EVERY):
            for child in children:
                if child.exit_status is not None:
                    return child.name
            if not announced and answers(port):
                self._announce(port)
                announced, next_tick = True, time.monotonic()
            if not announced and time.monotonic() > started + STARTS_WITHIN:
                return "site"
            if announced and time.monotonic() >= next_tick:
                next_tick += TICKS_EVERY
                call_command("tick", stdout=self.stdout)
                connections.close_all()
        return ""

    def _announce(self, port: int) -> None:
        lines = ["", f"Notflix is at http://localhost:{port}", ""]
        if settings.DEBUG:
            addresses = ", ".join(member.email.split("@")[0] for member in DEMO_MEMBERS)
            lines += [
                f"Log-ins: {addresses} (each @example.com), password {DEMO_PASSWORD}",
                "Curators and the administrator also have /admin/.",
            ]
        if not settings.TMDB_ENABLED:
            lines += [
                "Films from TMDB: get a free key at https://www.themoviedb.org/settings/api, write",
                "TMDB_API_TOKEN=<your read access token> into the file .env here, and start again.",
            ]
        self.stdout.write("\n".join([*lines, "", "Ctrl-C stops all of it.", ""]))
        self.stdout.flush()


def _port_of(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT is a number from 1 to 65535, not {text!r}.")
    return int(text)


def _stop_on_signals(stopping: threading.Event) -> None:
    """A shell's background job ignores SIGINT until somebody asks for it, so ask."""

    def note(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)


def _site_command(port: int) -> list[str]:
    """While developing a server that sees edits; otherwise the one of production."""
    if settings.DEBUG:
        return [*MANAGE, "runserver", f"127.0.0.1:{port}"]
    gunicorn = [sys.executable, "-m", "gunicorn", "netflixclone.wsgi", f"--chdir={settings.BASE_DIR}"]
    return [*gunicorn, f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4", "--no-control-socket"]


def _worker_command(queue: str) -> list[str]:
    return [*MANAGE, "db_worker", f"--queue-name={queue}", "--no-startup-delay", "--interval=1"]

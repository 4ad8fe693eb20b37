"""`make run`, for real: a bare database, the site answering, and nothing left behind after Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from netflixclone.processes import Child, port_is_free, stop

pytestmark = [pytest.mark.enable_socket, pytest.mark.once]
MANAGE = settings.BASE_DIR / "manage.py"
STARTS_WITHIN = 60.0  # seconds, on a machine that is busy with the other tests


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


class Run:
    """The development runner in a process group of its own, as a shell would start it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.output = folder / "output.txt"
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
            "DEBUG": "on",
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "CACHE_URL": "locmemcache://",
            "TMDB_API_TOKEN": "",
            "TMDB_API_KEY": "",
            "PORT": str(port),
        }
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(MANAGE), "dev"],
                cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def wait_until_announced(self) -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        while "Ctrl-C stops all of it" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def processes(self) -> set[int]:
        """All that run on this database, whoever started them."""
        mark = str(self.folder / "site.sqlite3").encode()
        found = set()
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdecimal() and mark in (entry / "environ").read_bytes():
                    found.add(int(entry.name))
            except OSError:  # it ended while we looked, or belongs to somebody else
                continue
        return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="counts processes as Linux shows them")
def test_the_site_comes_up_on_nothing_and_again_on_what_it_made_and_leaves_nothing_behind(tmp_path, port):
    for number in (signal.SIGINT, signal.SIGTERM):
        run = Run(tmp_path, port)
        try:
            run.wait_until_announced()
            says_how_to_use_it_and_answers(run)
            os.killpg(run.process.pid, number)
            assert run.process.wait(timeout=20) == 0, run.said
            assert run.processes() == set()
            assert port_is_free(port)
            assert "Traceback" not in run.said
        finally:
            for pid in run.processes():
                os.kill(pid, signal.SIGKILL)


def says_how_to_use_it_and_answers(run: Run) -> None:
    for words in (f"http://localhost:{run.port}", "alice", "admin", "notflix-demo", "TMDB_API_TOKEN", ".env"):
        assert words in run.said
    status, body = run.get("/")
    assert status == 200
    assert b"<h1" in body
    assert run.get("/readyz")[0] == 200
    assert len(run.processes()) >= 3


def test_a_busy_port_is_said_before_anything_starts(busy_port):
    with pytest.raises(CommandError, match=rf"Port {busy_port} is in use.*make run PORT={busy_port + 1}"):
        call_command("dev", port=str(busy_port))


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none(text):
    with pytest.raises(CommandError, match="from 1 to 65535"):
        call_command("dev", port=text)


def test_a_free_and_a_busy_port_are_told_apart(port, busy_port):
    assert port_is_free(port)
    assert not port_is_free(busy_port)


def test_a_child_that_will_not_end_is_ended_with_its_children(tmp_path):
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"subprocess.Popen(['sleep', '300']); open({str(tmp_path / 'ready')!r}, 'w').close(); time.sleep(300)"
    )
    child = Child("stubborn", [sys.executable, "-c", stubborn])
    while not (tmp_path / "ready").exists():
        time.sleep(0.02)
    stop([child], patience=0.3)
    deadline = time.monotonic() + 10
    while not child.group_is_gone() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert child.group_is_gone()
    assert child.exit_status == -signal.SIGKILL


def test_a_child_that_ended_by_itself_is_noticed():
    child = Child("short", [sys.executable, "-c", "raise SystemExit(3)"])
    deadline = time.monotonic() + 10
    while child.exit_status is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert child.exit_status == 3
    stop([child])

"""The site under gunicorn as in production, on a database that is built for the purpose and kept for the next run."""

import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.client import ask

ROOT = Path(__file__).parent.parent
BUILT = ROOT / "var" / "bench"
TICKS = os.sysconf("SC_CLK_TCK")
STARTS_WITHIN = 60.0  # seconds


def environment(database: Path, **more: str) -> dict[str, str]:
    """Production's settings; HTTPS off because the yardstick is asked over plain HTTP too."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return (
        kept
        | {
            "DEBUG": "off",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "HTTPS": "off",
            "SECURE_HSTS_SECONDS": "0",
            "DATABASE_URL": f"sqlite:///{database}",
            "ROOT_URLCONF": "bench.urls",
            "STATIC_ROOT": str(BUILT / "static"),
            "LOG_LEVEL": "ERROR",
            "TMDB_API_TOKEN": "",
            "TMDB_API_KEY": "",
            "DJANGO_SETTINGS_MODULE": "netflixclone.settings",
        }
        | more
    )


def built_database(rows: int) -> Path:
    """A catalogue of `rows` films, built unless one of the same code is there already."""
    sources = [ROOT / "bench" / "films.py", *sorted(ROOT.glob("apps/*/migrations/*.py"))]
    fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    database = BUILT / f"films-{rows}-{fingerprint}.sqlite3"
    if not database.exists():
        BUILT.mkdir(parents=True, exist_ok=True)
        for old in BUILT.glob(f"films-{rows}-*"):
            old.unlink()
        unfinished = database.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        run_in_django("bench.films", str(rows), env=environment(unfinished))
        unfinished.rename(database)
    return database


def run_in_django(module: str, *arguments: str, env: dict[str, str]) -> str:
    command = [sys.executable, "-m", "bench.in_django", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


class Server:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self.port = port

    def cpu_seconds(self) -> float:
        """What the workers used until now, in user and in kernel mode (fields utime and stime of proc/PID/stat)."""
        total = 0
        for child in self.workers():
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def workers(self) -> list[str]:
        pid = self._process.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if not workers:
            raise RuntimeError("gunicorn has no worker")
        return workers


@contextmanager
def serving(env: dict[str, str], *options: str) -> Iterator[Server]:
    """One worker, so that CPU and requests a second are those of one core; `options` are gunicorn's."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "netflixclone.wsgi",
        f"--bind=127.0.0.1:{port}",
        "--workers=1",
        "--no-control-socket",
    ]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*command, *options], cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait_for(process, port)
            yield Server(process, port)
        except (OSError, RuntimeError):
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-4000:])
            raise
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def collect_static(env: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("gunicorn ended before it served")
        try:
            if ask(port, "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("gunicorn did not answer in time")

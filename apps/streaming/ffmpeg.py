"""Runs ffmpeg and ffprobe: lists of arguments and no shell, in a folder of their own, within limits.

They open files that we name, by the protocol "file" alone. What converts ends with the worker that runs it.
"""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from apps.streaming.binaries import binaries

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

ENVIRONMENT = {"LC_ALL": "C"}
LOOKS_EVERY = 0.5  # seconds
READ_AT_ONCE = 65_536
KEPT_COMPLAINT = 2_000  # bytes of what is said on stderr: the last ones
MOST_TOLD = 4_000_000  # bytes of what ffprobe says of a file
GIBI = 1024**3
PR_SET_PDEATHSIG = 1  # from linux/prctl.h
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None  # here, so that nothing is loaded after a fork


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes. `memory` is address space, of which ffmpeg takes more than it uses."""

    wall: float
    cpu: int
    file: int
    memory: int = 4 * GIBI


class FfmpegFailed(Exception):
    """It ended with an error; the message is the end of what it said."""


class TookTooLong(FfmpegFailed):
    """More time by the clock than it may have."""


class WasKilled(FfmpegFailed):
    """From outside, or by the limit of what it may use of the processor."""


def probe(arguments: Sequence[str], *, folder: Path, limits: Limits) -> str:
    """What ffprobe says."""
    told = bytearray()

    def hear(piece: bytes) -> None:
        told.extend(piece)
        if len(told) > MOST_TOLD:
            raise FfmpegFailed("ffprobe says too much of this file.")

    _run([binaries().ffprobe, *_fenced(arguments)], folder, limits, hear)
    return told.decode("utf-8", "replace")


def convert(
    arguments: Sequence[str], *, folder: Path, limits: Limits, tell: Callable[[float], None] = lambda seconds: None
) -> None:
    """Runs ffmpeg. `tell` hears some times a second how many seconds of the film are done; what it raises ends it."""
    rest = bytearray()

    def hear(piece: bytes) -> None:
        rest.extend(piece)
        *lines, last = rest.split(b"\n")
        rest[:] = last
        for line in lines:
            name, _, value = line.partition(b"=")
            if name == b"out_time_us":
                tell(int(value) / 1_000_000 if value.strip().isdigit() else 0.0)

    command = [binaries().ffmpeg, "-nostdin", "-hide_banner", "-y", "-progress", "pipe:1", "-nostats"]
    _run([*command, *_fenced(arguments)], folder, limits, hear, before=_end_with_parent)


def _fenced(arguments: Sequence[str]) -> list[str]:
    return ["-v", "error", "-protocol_whitelist", "file", *arguments]


def _run(
    command: Sequence[str],
    folder: Path,
    limits: Limits,
    hear: Callable[[bytes], None],
    before: Callable[[], None] | None = None,
) -> None:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=before,
    )
    try:
        _limit(process.pid, limits)
        complaint = _listen(process, hear, time.monotonic() + limits.wall)
        _judge(process.wait(LOOKS_EVERY * 10), complaint)
    except subprocess.TimeoutExpired:
        raise TookTooLong("It closed its pipes and did not end.") from None
    finally:
        _end(process)


def _end_with_parent() -> None:
    """Runs between fork and exec, which is safe in a worker, which has one thread: a look at a file goes without."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit(pid: int, limits: Limits) -> None:
    """From outside, a moment after its start: so it does for a site with threads too."""
    if not hasattr(resource, "prlimit"):  # Linux alone has it
        return
    for kind, most in (
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.prlimit(pid, kind, (most, most))
        except ProcessLookupError:  # over already
            return


def _listen(process: subprocess.Popen[bytes], hear: Callable[[bytes], None], deadline: float) -> str:
    """Until both pipes are closed; the end of what it said on stderr."""
    complaint = bytearray()

    def note(piece: bytes) -> None:
        complaint.extend(piece)
        del complaint[:-KEPT_COMPLAINT]

    with selectors.DefaultSelector() as selector:
        selector.register(_pipe(process.stdout), selectors.EVENT_READ, hear)
        selector.register(_pipe(process.stderr), selectors.EVENT_READ, note)
        while selector.get_map():
            if time.monotonic() > deadline:
                raise TookTooLong("It took longer than it may.")
            for key, _ in selector.select(LOOKS_EVERY):
                piece = os.read(key.fd, READ_AT_ONCE)
                if piece:
                    key.data(piece)
                else:
                    selector.unregister(key.fileobj)
    return complaint.decode("utf-8", "replace").strip()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("Both are pipes.")
    return pipe


def _judge(status: int, complaint: str) -> None:
    if status == -signal.SIGKILL:
        raise WasKilled("It was killed, or used more of the processor than it may.")
    if status:
        raise FfmpegFailed(complaint or f"It ended with status {status}.")


def _end(process: subprocess.Popen[bytes]) -> None:
    """With all that it started."""
    with suppress(ProcessLookupError, PermissionError):  # all of it is gone
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        _pipe(pipe).close()
